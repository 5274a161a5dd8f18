// The result: what she chose, as values, text, table, JSON or FHIR.

import { data, el, fill } from "./dom.js";
import { call } from "./api.js";
import { modifierName, problemName, ratingName } from "./cards.js";

const t = data.texts;

/** The chosen codes, in the shape of a coded note, without any words of the note. */
export function resultOf(groups, choices, versions) {
  const problems = new Map();
  const interventions = [];
  const ratings = [];
  const order = new Map(groups.map((group, place) => [group.code, place]));
  const items = [...choices.chosen.values()].sort((a, b) => (order.get(a.problem) ?? 99) - (order.get(b.problem) ?? 99));
  for (const { kind, item } of items)
    if (kind === "problem") problems.set(item.code, { code: item.code, display: item.display, ...choices.modifiersOf(item), signs: [] });
  for (const { kind, item, problem } of items) {
    if (kind === "signs") problems.get(problem)?.signs.push({ code: item.code, display: item.display });
    if (kind === "interventions") interventions.push({ problem: item.problem, category: item.category, target: item.target, display: item.display });
    if (kind === "ratings") ratings.push({ problem: item.problem, scale: item.scale, value: item.value });
  }
  return { problems: [...problems.values()], interventions, ratings, versions };
}

const ofProblem = (items, code) => items.filter((each) => each.problem === code);
const withCode = (display, code) => `${display} (${code})`;
const signText = (sign) => withCode(sign.display, sign.code);
const interventionText = (each) => withCode(each.display, `${each.category}-${each.target}`);
const modifierText = (problem) => `${modifierName(problem.modifier)}, ${modifierName(problem.client)}`.toLowerCase();

function loose(result) {
  const known = new Set(result.problems.map((each) => each.code));
  return [...result.interventions.filter((each) => !known.has(each.problem)).map(interventionText), ...result.ratings.filter((each) => !known.has(each.problem)).map(ratingName)];
}

/** Lines of text, one problem after another. */
export function asText(result) {
  const lines = [];
  for (const problem of result.problems) {
    lines.push(`${withCode(problem.display, problem.code)}: ${modifierText(problem)}`);
    const parts = [
      [t.text_signs, problem.signs.map(signText)],
      [t.text_interventions, ofProblem(result.interventions, problem.code).map(interventionText)],
      [t.text_ratings, ofProblem(result.ratings, problem.code).map(ratingName)],
    ];
    for (const [name, texts] of parts) if (texts.length) lines.push(`  ${name}: ${texts.join("; ")}`);
  }
  const rest = loose(result);
  if (rest.length) lines.push(`${t.loose}: ${rest.join("; ")}`);
  return lines.join("\n");
}

/** Rows of cells, the first of them headings. */
export function asRows(result) {
  const heads = [t.table_problem, t.table_modifier, t.table_signs, t.table_interventions, t.table_ratings];
  const rows = result.problems.map((problem) => [
    withCode(problem.display, problem.code),
    modifierText(problem),
    problem.signs.map(signText).join("; "),
    ofProblem(result.interventions, problem.code).map(interventionText).join("; "),
    ofProblem(result.ratings, problem.code).map(ratingName).join("; "),
  ]);
  const rest = loose(result);
  return [heads, ...rows, ...(rest.length ? [["", "", "", rest.join("; "), ""]] : [])];
}

export const asJson = (result) => JSON.stringify(result, null, 2);

/** A FHIR Bundle, which the service makes; she chose these codes, so they are confirmed. */
export async function asFhir({ versions, ...note }) {
  return asJson(await call("POST", "/v1/exchange/fhir", { notes: [note], lang: data.lang, confirmed: true }));
}

/** A list for the page, with a button to take each thing away. */
export function preview(result, choices, drop) {
  const row = (key, text) =>
    el("li", {}, el("span", {}, text), el("button", { class: "quiet drop", "aria-label": fill(t.remove, { name: text }), onclick: () => drop(key) }, "×"));
  const rows = [];
  for (const [key, { kind, item, problem }] of choices.chosen) {
    if (kind === "problem") rows.push([item.code, 0, row(key, `${withCode(item.display, item.code)}: ${modifierText(choices.modifiersOf(item))}`)]);
    else rows.push([problem ?? "zz", 1, row(key, { signs: signText, interventions: interventionText, ratings: ratingName }[kind](item))]);
  }
  const order = result.problems.map((each) => each.code);
  const place = (code) => (order.indexOf(code) + 1 || 99);
  rows.sort((a, b) => place(a[0]) - place(b[0]) || a[1] - b[1]);
  for (const [, deep, made] of rows) made.classList.toggle("deep", deep === 1);
  return rows.length ? el("ul", { class: "chosen-list" }, ...rows.map((each) => each[2])) : el("p", { class: "hint" }, t.no_choice);
}

/** Copy; a table goes as a table and as text with tabs. Whether it worked. `text` may be on
 * its way: browsers let a page copy only at a key or click, so the place for it is kept. */
export async function copy(text, rows) {
  const made = (type, content) => Promise.resolve(content).then((words) => new Blob([words], { type }));
  try {
    const kinds = { "text/plain": made("text/plain", text), ...(rows ? { "text/html": made("text/html", tableHtml(rows)) } : {}) };
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
    return true;
  } catch {
    return copyOldWay(await text);
  }
}

export const asTabs = (rows) => rows.map((cells) => cells.map((cell) => cell.replace(/\s+/g, " ")).join("\t")).join("\n");

function tableHtml(rows) {
  const table = el("table", {}, ...rows.map((cells, i) => el("tr", {}, ...cells.map((cell) => el(i ? "td" : "th", {}, cell)))));
  return table.outerHTML;
}

// Without https, or in a frame that may not, browsers still allow this.
function copyOldWay(text) {
  const field = el("textarea", { class: "unseen", "aria-hidden": "true" });
  const had = document.activeElement;
  document.body.append(field);
  field.value = text;
  field.select();
  const worked = document.execCommand("copy");
  field.remove();
  had?.focus();
  return worked;
}

