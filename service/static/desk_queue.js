// The queue: one mapping at a time, the most to gain first; a judgement moves on.

import { $, data, el, fill } from "./dom.js";
import { call } from "./api.js";
import { describe, meaning } from "./desk_mapping.js";
import { say } from "./desk_saying.js";

const t = data.texts;
const RELATIONS = ["skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"];

export class Queue {
  constructor() {
    this.items = null;
    this.at = 0;
    this.busy = false;
  }

  forget() {
    this.items = null;
  }

  async show() {
    if (!this.items) {
      this.items = (await call("GET", "/v1/mappings/queue?limit=50")).items;
      this.at = 0;
    }
    this.draw();
  }

  move(by) {
    if (this.busy || !this.items) return;
    this.at = Math.max(0, Math.min(this.items.length - 1, this.at + by));
    this.draw();
  }

  judgeOther(n) {
    return this.judge("other", RELATIONS[n - 1]);
  }

  async judge(verdict, relation) {
    const each = this.items?.[this.at];
    if (this.busy || !each) return;
    this.busy = true;
    try {
      const reason = $("reason").value.trim();
      const after = await call("POST", "/v1/judgements", { mapping: each.id, verdict, relation, reason });
      this.#remove(each.id);
      say(fill(t.judged, { what: t[`done_${verdict}`], words: each.subject, status: t.statuses[after.status] }));
      await this.show();
    } finally {
      this.busy = false;
    }
  }

  // By its id: while the answer was on its way she may have chosen another place.
  #remove(id) {
    const place = this.items?.findIndex((one) => one.id === id) ?? -1;
    if (place < 0) return;
    this.items.splice(place, 1);
    if (place < this.at) this.at -= 1;
    this.at = Math.min(this.at, Math.max(0, this.items.length - 1));
    if (!this.items.length) this.items = null;
  }

  async undo() {
    const back = await call("POST", "/v1/judgements/undo", {});
    say(fill(t.undone, { words: back.subject }));
    this.items = [back, ...(this.items ?? []).filter((each) => each.id !== back.id)];
    this.at = 0;
    await this.show();
  }

  // From the reason, Enter and Escape go back to the keys that judge.
  #typing(event) {
    if (event.key === "Enter" || event.key === "Escape") event.target.blur();
  }

  draw() {
    const each = this.items[this.at];
    $("waiting").replaceChildren(
      ...this.items.map((one, place) =>
        el("li", {}, el("button", { class: "quiet", "aria-current": place === this.at ? "true" : null, onclick: () => ((this.at = place), this.draw()) }, `${one.subject} → ${meaning(one)}`)),
      ),
    );
    if (!each) return $("mapping").replaceChildren(el("p", { class: "empty" }, t.queue_empty));
    const verdict = (name, look = "") => el("button", { class: look, onclick: () => this.judge(name) }, `${t[`verdict_${name}`]} `, el("kbd", { "data-key": name }, { accept: "a", reject: "x", unsure: "u" }[name]));
    const relation = el("select", { id: "relation" }, ...RELATIONS.map((name, i) => el("option", { value: i + 1 }, `${i + 1} ${t.relations[name]}`)));
    $("mapping").replaceChildren(
      ...describe(each),
      el(
        "div",
        { class: "decide" },
        el("div", { class: "row" }, verdict("accept", "primary"), verdict("reject"), verdict("unsure")),
        el("div", { class: "row" }, el("label", { for: "relation" }, t.relation_is), relation, el("button", { onclick: () => this.judgeOther(Number(relation.value)) }, t.verdict_other)),
        el("div", { class: "row" }, el("label", { for: "reason" }, t.reason), el("input", { id: "reason", class: "grow", maxlength: 1000, autocomplete: "off", onkeydown: (event) => this.#typing(event) })),
      ),
    );
  }
}
