// Where two stewards disagree. A third one settles, blind as the first two were, and then
// sees all judgements side by side.

import { $, data, el } from "./dom.js";
import { Refused, call } from "./api.js";
import { describe, judged, meaning, when } from "./desk_mapping.js";
import { attempt, say } from "./desk_saying.js";

const t = data.texts;
// The numbers of the judgements that settled here, the latest last: only these are taken back.
const settlements = [];

export async function showConflicts() {
  const { items } = await call("GET", "/v1/mappings/conflicts");
  const cards = await Promise.all(items.map((each) => card(each, each.may_settle)));
  $("conflict-list").replaceChildren(...(cards.length ? cards : [el("p", { class: "empty" }, t.conflicts_none)]));
}

const cards = () => [...$("conflict-list").querySelectorAll("article")];
const current = () => document.activeElement.closest("#conflict-list article") ?? null;

/** Go to the next or the previous conflict. */
export function moveConflict(by) {
  const all = cards();
  all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + by))]?.focus();
}

/** Settle the conflict that has the focus, else the first that may be settled. */
export function settleConflict(verdict) {
  const at = current() ?? cards().find((each) => each.querySelector("[data-verdict]"));
  at?.querySelector(`[data-verdict=${verdict}]`)?.click();
}

export async function undoSettling() {
  const judgement = settlements.pop();
  if (!judgement) return;
  try {
    await call("POST", "/v1/judgements/undo", { judgement });
  } catch (error) {
    // Without an answer she may try again; what the server refused stays refused.
    if (error instanceof Refused && (error.status === 0 || error.status >= 500)) settlements.push(judgement);
    throw error;
  }
  await showConflicts();
  say(t.settling_undone);
  cards()[0]?.focus();
}

/** The judgements of a mapping that were not taken back. */
async function standing(id) {
  const { judgements } = await call("GET", `/v1/mappings/${id}`);
  const undone = new Set(judgements.map((one) => one.undoes));
  return judgements.filter((one) => !one.undoes && !undone.has(one.number));
}

async function card(each, open) {
  return drawn(each, open, await standing(each.id));
}

function drawn(each, open, judgements) {
  const sides = judgements.map(side);
  const about = el("details", {}, el("summary", { "aria-label": `${t.more_about}: ${each.subject}` }, t.more_about));
  about.addEventListener("toggle", () => about.append(...describe(each)), { once: true });
  const made = el("article", { class: "panel", tabindex: -1, "aria-label": each.subject }, el("h2", {}, `“${each.subject}” → ${meaning(each)}`), sides.length ? el("div", { class: "sides" }, ...sides) : null);
  made.append(open ? settling(each, made) : el("p", { class: "hint" }, t[each.status === "conflict" ? "not_yours" : "settled_by_you"]), about);
  return made;
}

function side(one) {
  const discipline = t.disciplines[one.discipline];
  return el(
    "div",
    { class: `side ${one.verdict}` },
    el("strong", { class: "verdict" }, judged(one), one.settles ? ` (${t.settles})` : ""),
    el("p", {}, one.steward, discipline ? ` (${discipline.toLowerCase()})` : "", " ", el("time", { class: "hint" }, when(one.time))),
    el("p", {}, one.reason ? `“${one.reason}”` : el("span", { class: "hint" }, t.no_reason)),
  );
}

function settling(each, made) {
  const reason = el("input", { class: "grow", maxlength: 1000, autocomplete: "off", "aria-label": `${t.reason}: ${each.subject}`, placeholder: t.reason });
  reason.addEventListener("keydown", ({ key }) => ["Enter", "Escape"].includes(key) && made.focus());
  const settle = async (verdict) => {
    const after = await call("POST", "/v1/judgements", { mapping: each.id, verdict, reason: reason.value.trim() });
    const judgements = await standing(each.id);
    const number = judgements.findLast((one) => one.settles)?.number;
    if (number) settlements.push(number);
    const settled = drawn(after, false, judgements);
    made.replaceWith(settled);
    settled.focus();
    say(t.settled);
  };
  const button = (name, look, key) => el("button", { class: look, "data-verdict": name, "aria-label": `${t[`verdict_${name}`]}: ${each.subject}`, onclick: () => attempt(() => settle(name)) }, `${t[`verdict_${name}`]} `, el("kbd", {}, key));
  return el("div", { class: "row" }, reason, button("accept", "primary", "a"), button("reject", "", "x"));
}
