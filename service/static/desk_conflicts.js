// Where two stewards disagree: their judgements side by side, and a third person settles.

import { $, data, el } from "./dom.js";
import { call } from "./api.js";
import { meaning } from "./desk_mapping.js";
import { attempt, say } from "./desk_saying.js";

const t = data.texts;

export async function showConflicts() {
  const { items } = await call("GET", "/v1/mappings/conflicts");
  const cards = await Promise.all(items.map(card));
  $("conflict-list").replaceChildren(...(cards.length ? cards : [el("p", { class: "empty" }, t.conflicts_none)]));
}

async function card(each) {
  const { judgements } = await call("GET", `/v1/mappings/${each.id}`);
  const sides = judgements
    .filter((one) => !one.undoes)
    .map((one) => el("div", { class: "side" }, el("strong", {}, one.steward), el("p", {}, t[`verdict_${one.verdict}`], one.relation ? `: ${t.relations[one.relation]}` : ""), el("p", { class: "hint" }, one.reason)));
  const settle = async (verdict) => {
    await call("POST", "/v1/judgements", { mapping: each.id, verdict });
    say(t.settled);
    await showConflicts();
  };
  const buttons = ["accept", "reject"].map((name) => el("button", { "aria-label": `${t[`verdict_${name}`]}: ${each.subject}`, onclick: () => attempt(() => settle(name)) }, t[`verdict_${name}`]));
  return el(
    "article",
    { class: "panel" },
    el("h2", {}, `“${each.subject}” → ${meaning(each)}`),
    el("div", { class: "sides" }, ...sides),
    each.may_settle ? el("div", { class: "row" }, ...buttons) : el("p", { class: "hint" }, t.not_yours),
  );
}
