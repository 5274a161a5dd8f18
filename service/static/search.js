// Searching concepts as one types: a field with a list under it, by keyboard too.

import { el } from "./dom.js";
import { call } from "./api.js";

const PAUSE = 120;

/** Make a combobox of a field and a list; `texts` holds the words, `pick` gets what is chosen. */
export function searchBox(field, list, { lang, kinds, texts, pick, status }) {
  let hits = [];
  let at = -1;
  let timer = 0;
  let asked = null;

  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (hit) => {
    close();
    field.value = "";
    pick(hit);
  };
  const move = (to) => {
    at = Math.max(0, Math.min(hits.length - 1, to));
    [...list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
  };
  const show = (rows) => {
    list.replaceChildren(...rows);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };
  const say = (text) => {
    hits = [];
    at = -1;
    field.removeAttribute("aria-activedescendant");
    show([el("li", { class: "hint", role: "option", "aria-disabled": "true" }, text)]);
  };
  const option = (hit, place) =>
    el(
      "li",
      { role: "option", id: `${list.id}-${place}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(hit) },
      el("span", {}, el("strong", {}, hit.display), " ", el("span", { class: "code" }, hit.code)),
      el("span", { class: "hint" }, `${texts[`kind_${hit.kind}`] ?? hit.kind}${hit.matched && hit.matched !== hit.display && hit.matched !== hit.code ? ` · ${hit.matched}` : ""}`),
    );

  const ask = async () => {
    const words = field.value.trim().slice(0, 200);
    asked?.abort();
    if (!words) return close();
    const mine = (asked = new AbortController());
    try {
      const query = new URLSearchParams({ q: words, lang, limit: "20" });
      const found = await call("GET", `/v1/search?${query}`, undefined, mine.signal);
      if (mine.signal.aborted) return;
      hits = found.items.filter((each) => !kinds || kinds.includes(each.kind)).slice(0, 8);
      if (!hits.length) return say(texts.hits_none);
      show(hits.map(option));
      at = -1;
      if (status) status(hits.length);
      move(0);
    } catch (error) {
      if (!mine.signal.aborted) say(texts.hits_failed);
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) move(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && hits[at]) {
      event.preventDefault();
      choose(hits[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
}
