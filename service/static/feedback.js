// What she did, as concepts and actions without a word of the note. Sent only where her
// organisation has switched that on.

import { call } from "./api.js";

/** Tell of each suggestion what became of it, and what was missed. */
export async function sendChoices({ answer }, choices, discipline, lang) {
  const said = { discipline: discipline || "any", lang };
  const events = [];
  const tell = (concept, action, more = {}) => events.push({ concept: `omaha:${concept}`, action, ...said, ...more });
  for (const problem of answer?.problems ?? []) {
    const by = choices.replacements.get(problem.code);
    const mapping = problem.evidence.find((each) => each.mapping?.startsWith("lex:"))?.mapping ?? null;
    if (choices.has(`problem ${problem.code}`)) tell(`problem/${problem.code}`, "accepted", { mapping });
    else if (by) tell(`problem/${problem.code}`, "replaced", { mapping, replaced_by: `omaha:problem/${by}` });
    else if (choices.rejected.has(problem.code)) tell(`problem/${problem.code}`, "rejected", { mapping });
    for (const sign of problem.signs) if (choices.has(`sign ${sign.code}`)) tell(`sign/${sign.code}`, "accepted");
  }
  for (const { kind, item } of choices.chosen.values()) {
    if (!item.own) continue;
    if (kind === "problem" && ![...choices.replacements.values()].includes(item.code)) tell(`problem/${item.code}`, "missed");
    if (kind === "signs") tell(`sign/${item.code}`, "missed");
    if (kind === "interventions") tell(`target/${item.target}`, "missed");
  }
  // Her work does not wait for it, and does not fail by it.
  for (const event of events) await call("POST", "/v1/feedback", event).catch(() => null);
}
