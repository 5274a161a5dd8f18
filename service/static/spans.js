// Where the evidence of an answer stands in the text field.

import { unitsOf } from "./offsets.js";

function evidenceLists(answer) {
  const of = (items) => items.map((each) => each.evidence);
  return [...of(answer.problems), ...answer.problems.flatMap((each) => of(each.signs)), ...of(answer.interventions), ...of(answer.ratings), ...of(answer.not_coded)];
}

/** The answer with its evidence counted as the browser counts. */
export function toUnits(answer, text) {
  const unit = unitsOf(text);
  for (const each of evidenceLists(answer).flat()) {
    each.start = unit(each.start);
    each.end = unit(each.end);
  }
  return answer;
}

/** All spans to mark; those of rejected problems are left out. */
export function spansOf(answer, rejected) {
  const spans = [];
  const add = (evidence, look, number = 0) => {
    for (const { start, end, kind } of evidence) spans.push({ start, end, look, number, weak: kind === "model" });
  };
  const numbers = new Map(answer.problems.map((each, place) => [each.code, place + 1]));
  for (const problem of answer.problems) {
    if (rejected.has(problem.code)) continue;
    add(problem.evidence, "found", numbers.get(problem.code));
    for (const sign of problem.signs) add(sign.evidence, "found", numbers.get(problem.code));
  }
  for (const each of answer.interventions) if (!rejected.has(each.problem)) add(each.evidence, "found", numbers.get(each.problem) ?? 0);
  for (const each of answer.ratings) add(each.evidence, "score", numbers.get(each.problem) ?? 0);
  for (const each of answer.not_coded) add(each.evidence, "left-out");
  // A whole sentence is pointed at by its number only where no words are.
  const worded = new Set(spans.filter((span) => !span.weak).map((span) => span.number));
  return spans.map((span) => ({ ...span, numbered: span.number > 0 && !(span.weak && worded.has(span.number)) }));
}
