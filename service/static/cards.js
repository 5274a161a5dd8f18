// Suggestions as cards: one for each problem, with its parts, why it is there, and what it is.

import { $, data, el, fill } from "./dom.js";
import { keyOf } from "./choices.js";

const t = data.texts;
const NAMES = data.names;
const MODIFIERS = ["actual", "potential", "health_promotion"];
const CLIENTS = ["individual", "family", "community"];

export const problemName = (code) => NAMES.problem[code]?.[0] ?? code;
export const modifierName = (code) => NAMES.modifier[code]?.[0] ?? code;

/** Draw all cards anew; what had the focus keeps it. */
export function drawCards({ groups, loose }, choices, on) {
  const had = document.activeElement?.id;
  const open = new Set([...document.querySelectorAll("#cards details[open]")].map((each) => each.id));
  $("cards").replaceChildren(...groups.map((group) => card(group, choices, on)));
  $("loose").replaceChildren(...(loose ? [looseCard(loose, choices, on)] : []));
  for (const id of open) if ($(id)) $(id).open = true;
  if (had && document.activeElement?.id !== had) $(had)?.focus({ preventScroll: true });
}

function card(group, choices, on) {
  const { code, problem, number } = group;
  const name = problem.display;
  if (choices.rejected.has(code)) return rejectedCard(group, on);
  const chosen = choices.has(keyOf.problem(code));
  const parts = group.signs.length + group.interventions.length + group.ratings.length;
  return el(
    "li",
    { class: `card${chosen ? " chosen" : ""}`, "data-code": code, "data-number": number },
    el(
      "div",
      { class: "card-head" },
      el("span", { class: "number", "aria-hidden": "true" }, String(number)),
      tick(`p-${code}`, chosen, (value) => on.choose("problem", problem, code, value), el("strong", {}, name), el("span", { class: "code" }, code)),
      ...tags(problem),
      modifiers(problem, choices, on),
      quotes(problem.evidence, on),
    ),
    ...["signs", "interventions", "ratings"].map((kind) => partList(kind, group, choices, on)),
    el(
      "div",
      { class: "row card-foot" },
      chosen
        ? el("span", { class: "done" }, `✓ ${t.accepted}`)
        : el("button", { id: `a-${code}`, class: "primary", "aria-label": `${parts ? t.accept_whole : t.accept_all}: ${name}${parts ? ` ${partsText(parts)}` : ""}`, onclick: () => on.accept(group) }, parts ? t.accept_whole : t.accept_all),
      el("button", { id: `x-${code}`, "aria-label": `${t.reject}: ${name}`, onclick: () => on.reject(group) }, t.reject),
      el("button", { id: `e-${code}`, "aria-label": `${t.replace}: ${name}`, onclick: () => on.replace(group) }, t.replace),
      explanation(group),
    ),
  );
}

const partsText = (n) => (n === 1 ? t.accept_part : fill(t.accept_parts, { n }));

function rejectedCard({ code, problem, number }, on) {
  return el(
    "li",
    { class: "card rejected", "data-code": code, "data-number": number },
    el("span", {}, `${t.rejected} `, el("s", {}, problem.display)),
    el("button", { id: `r-${code}`, class: "quiet", "aria-label": `${t.restore}: ${problem.display}`, onclick: () => on.restore(code) }, t.restore),
  );
}

function looseCard(group, choices, on) {
  const lists = ["interventions", "ratings"].map((kind) => partList(kind, group, choices, on));
  return el("section", { class: "card", "aria-labelledby": "loose-title" }, el("h3", { id: "loose-title" }, t.loose), ...lists);
}

function tags(problem) {
  const made = [];
  if (problem.kept) made.push(["own", problem.own ? t.own : t.gone]);
  if (problem.band === "ask") made.push(["ask", t.ask]);
  if (problem.in_plan === true) made.push(["plan", t.in_plan]);
  if (problem.in_plan === false) made.push(["new", t.not_in_plan]);
  return made.map(([kind, text]) => el("span", { class: `tag ${kind}` }, text));
}

function tick(id, checked, change, ...label) {
  const box = el("input", { type: "checkbox", id, checked, onchange: () => change(box.checked) });
  return el("label", { class: "check", for: id }, box, el("span", {}, ...label.flatMap((each, i) => (i ? [" ", each] : [each]))));
}

function quotes(evidence, on) {
  const made = evidence.map((each) =>
    el("button", { class: "quote", lang: on.noteLang(), "aria-label": fill(t.show_in_note, { words: each.text }), onclick: () => on.show(each) }, `“${short(each.text)}”`),
  );
  return made.length ? el("span", { class: "quotes" }, ...made) : null;
}

const short = (words) => (words.length > 60 ? `${words.slice(0, 57)}…` : words);

function modifiers(problem, choices, on) {
  const now = choices.modifiersOf(problem);
  const select = (field, codes, label) => {
    const made = el(
      "select",
      { id: `${field}-${problem.code}`, "aria-label": fill(label, { name: problem.display }), onchange: () => on.edit(problem, { [field]: made.value }) },
      ...codes.map((code) => el("option", { value: code, selected: code === now[field] }, modifierName(code))),
    );
    return made;
  };
  return el("div", { class: "modifiers" }, select("modifier", MODIFIERS, t.modifier), select("client", CLIENTS, t.client));
}

function partList(kind, group, choices, on) {
  if (!group[kind].length) return null;
  const rows = group[kind].map((item) => {
    const key = keyOf[kind](item);
    const label = kind === "ratings" ? [el("span", {}, ratingName(item))] : [el("span", {}, item.display), el("span", { class: "code" }, kind === "signs" ? item.code : `${item.category}-${item.target}`)];
    return el(
      "li",
      {},
      tick(key.replaceAll(" ", "-"), choices.has(key), (value) => on.choose(kind, item, group.code, value), ...label),
      item.kept ? el("span", { class: "tag own" }, item.own ? t.own : t.gone) : null,
      quotes(item.evidence ?? [], on),
    );
  });
  return el("div", { class: "parts" }, el("h3", {}, t[kind]), el("ul", {}, ...rows));
}

export const ratingName = ({ scale, value }) => fill(t.rating_of, { scale: t[scale], value });

function explanation({ code, problem, signs, interventions, ratings }) {
  const lines = [];
  const say = (evidence, name) => {
    for (const each of evidence ?? []) {
      const line = fill(t[`explain_${each.kind}`], { words: short(each.text), name });
      if (!lines.includes(line)) lines.push(line);
    }
  };
  say(problem.evidence, problem.display);
  for (const each of [...signs, ...interventions]) say(each.evidence, each.display);
  for (const each of ratings) say(each.evidence, ratingName(each));
  if (problem.score !== undefined && !problem.kept) lines.push(fill(t.explain_score, { n: Math.min(9, Math.max(1, Math.round(problem.score * 10))) }));
  const about = NAMES.problem[code]?.[1];
  return el(
    "details",
    { id: `why-${code}` },
    el("summary", { "aria-label": `${t.explain}: ${problem.display}` }, t.explain),
    about ? el("p", {}, el("strong", {}, problem.display), `: ${about}`) : null,
    el("ul", {}, ...lines.map((line) => el("li", {}, line))),
  );
}

/** What was heard and not coded. */
export function drawLeftOut(items, on) {
  const rows = items.map((each) =>
    el(
      "li",
      {},
      el("span", {}, el("strong", {}, problemName(each.code)), ` (${each.code}): ${t[`why_${each.why}`]}`),
      quotes(each.evidence, on),
      el("button", { class: "quiet", "aria-label": fill(t.code_anyway_name, { name: problemName(each.code) }), onclick: () => on.codeAnyway(each) }, t.code_anyway),
    ),
  );
  $("left-out").hidden = !rows.length;
  $("left-out").querySelector("ul").replaceChildren(...rows);
}
