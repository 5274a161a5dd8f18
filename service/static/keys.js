// Keys without a mouse: shown, changeable, off inside fields, and remembered (never the note).

import { $, data, el } from "./dom.js";

const t = data.page_texts;
const IN_FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";

export class Keys {
  /** `defaults` are names and keys; `actions` what each name does. */
  constructor(page, defaults, actions) {
    this.place = `omaha-keys-${page}`;
    this.defaults = defaults;
    this.actions = actions;
    const kept = read(this.place) ?? {};
    this.on = kept.on ?? true;
    this.keys = { ...defaults, ...(kept.keys ?? {}) };
    document.addEventListener("keydown", (event) => this.#press(event));
    $("open-keys").addEventListener("click", () => this.open());
    this.#prepareDialog();
    this.#hint();
  }

  open() {
    this.#draw();
    $("keys").showModal();
  }

  #press(event) {
    if (!this.on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(IN_FIELDS) || document.querySelector("dialog[open]")) return;
    const name = Object.keys(this.keys).find((each) => this.keys[each] === event.key);
    if (!name) return;
    event.preventDefault();
    this.actions[name]();
  }

  #prepareDialog() {
    $("keys-on").addEventListener("change", () => {
      this.on = $("keys-on").checked;
      this.#keep();
    });
    $("keys-reset").addEventListener("click", () => {
      this.keys = { ...this.defaults };
      this.#keep();
      this.#draw();
    });
  }

  #draw() {
    $("keys-on").checked = this.on;
    $("keys-error").textContent = "";
    const rows = Object.entries(this.keys).map(([name, key]) => {
      const field = el("input", { id: `key-of-${name}`, value: key, maxlength: 1, size: 2, autocomplete: "off", onchange: () => this.#change(name, field) });
      return el("tr", {}, el("td", {}, el("label", { for: `key-of-${name}` }, t[name])), el("td", {}, field));
    });
    $("keys-table").tBodies[0].replaceChildren(...rows);
  }

  #change(name, field) {
    const key = field.value.trim();
    const taken = Object.keys(this.keys).some((other) => other !== name && this.keys[other] === key);
    $("keys-error").textContent = key && taken ? t.double : "";
    if (!key || taken) field.value = this.keys[name];
    else {
      this.keys[name] = key;
      this.#keep();
    }
  }

  #keep() {
    write(this.place, { on: this.on, keys: this.keys });
    this.#hint();
  }

  #hint() {
    for (const each of document.querySelectorAll("kbd[data-key]")) {
      each.textContent = this.keys[each.dataset.key] ?? "";
      each.hidden = !this.on;
    }
    const line = $("keys-hint");
    if (!line) return;
    const shown = ["next", "previous", "accept", "reject", "change", "unsure", "comment", "search", "undo", "help"].filter((name) => this.keys[name]);
    line.hidden = !this.on;
    line.replaceChildren(...shown.map((name) => el("span", {}, el("kbd", {}, this.keys[name]), ` ${t[name].toLowerCase()}`)));
  }
}

/** What was kept in this browser, null without; browsers may forbid it. */
export function read(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

export function write(place, value) {
  try {
    localStorage.setItem(place, JSON.stringify(value));
  } catch {
    // Not remembered then.
  }
}
