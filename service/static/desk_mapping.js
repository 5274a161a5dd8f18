// One mapping in full: what it claims, where its concept stands, what is near, what it would do.

import { data, el, fill } from "./dom.js";
import { call } from "./api.js";

const t = data.texts;
const known = new Map();

/** What a mapping says its words mean: name, kind and code. */
export function meaning({ display, object }) {
  const [kind, code] = object.replace("omaha:", "").split("/");
  return `${display} (${code ? `${t[`kind_${kind}`] ?? kind} ${code}` : kind})`;
}

export const when = (time) => (time ?? "").slice(0, 16).replace("T", " ");

/** What a steward said in one judgement, in words. */
export function judged({ verdict, relation }) {
  return relation ? `${t[`said_${verdict}`]} (${t.relations[relation]})` : t[`said_${verdict}`];
}
export const scopeName = (each) => {
  const who = each.discipline === "any" ? "" : `: ${t.disciplines[each.discipline] ?? each.discipline}`;
  return `${t[`scope_${each.scope}`]}${who}`;
};

/** Places for all of a mapping; what has to be fetched comes in later. */
export function describe(each) {
  const place = el("p", { class: "crumbs" });
  const near = el("ul");
  const often = el("p");
  const effect = el("div", {}, el("p", { class: "hint" }, t.effect_busy));
  const past = el("ol", { class: "timeline" });
  fillIn(each, { place, near, often, effect, past });
  return [
    el("p", { class: "hint" }, `${t.statuses[each.status]} · ${scopeName(each)}`),
    el("h2", { class: "claim", lang: each.lang || null }, each.phrase ? `“${each.subject}”` : each.subject),
    el("p", { class: "claim" }, `${each.negative ? `${t.not} ` : ""}${t.relations[each.predicate] ?? each.predicate} `, el("strong", {}, meaning(each))),
    place,
    el("p", { class: "hint" }, fill(t.proposed, { who: each.proposer, date: each.created.slice(0, 10) }), each.comment ? ` ${each.comment}` : ""),
    often,
    el("section", {}, el("h3", {}, t.effect), effect),
    el("section", {}, el("h3", {}, t.near), near),
    el("section", {}, el("h3", {}, t.past), past),
  ];
}

function fillIn(each, { place, near, often, effect, past }) {
  const lost = () => null;
  if (each.object.startsWith("omaha:")) placeOf(each.object).then((names) => (place.textContent = names.join(" › ")), lost);
  call("GET", `/desk/effect/${each.id}`).then((found) => effect.replaceChildren(...effectRows(found)), () => effect.replaceChildren(el("p", {}, t.effect_failed)));
  if (each.phrase) nearby(each).then((rows) => near.replaceChildren(...rows), lost);
  call("GET", `/v1/mappings/${each.id}`).then(({ judgements }) => past.replaceChildren(...timeline(each, judgements)), lost);
  support().then((rows) => {
    const found = rows.find((row) => row.mapping === each.id);
    if (found) often.textContent = oftenText(found);
  }, lost);
}

async function placeOf(curie) {
  const concept = await conceptOf(curie);
  const above = concept.parent ? await placeOf(`omaha:${concept.parent.kind}/${concept.parent.code}`) : [];
  return [...above, concept.display];
}

function conceptOf(curie) {
  if (!known.has(curie)) known.set(curie, call("GET", `/v1/concepts/${curie.replace("omaha:", "")}?lang=${data.lang}`));
  return known.get(curie);
}

function oftenText({ accepted, rejected, replaced, missed, users }) {
  const shown = accepted + rejected + replaced;
  return shown ? fill(t.often, { accepted, shown, users }) : fill(t.missed, { missed, users });
}

let supported = null;
const support = () => (supported ??= call("GET", "/v1/feedback/support").then((found) => found.items));

async function nearby(each) {
  const query = new URLSearchParams({ q: each.subject.slice(0, 200), lang: each.lang || data.lang, limit: "5" });
  const { items } = await call("GET", `/v1/search?${query}`);
  return items.map((hit) => el("li", {}, `“${hit.matched}” → ${hit.display} `, el("span", { class: "code" }, hit.code)));
}

/** What would change on the example notes, as elements. */
export function effectRows({ changes, notes }) {
  if (!changes.length) return [el("p", { class: "hint" }, fill(t.effect_none, { n: notes }))];
  const codes = (rows, mark) => rows.map(([code, display]) => el("li", { class: mark === "+" ? "plus" : "minus" }, `${mark} ${display} `, el("span", { class: "code" }, code)));
  return changes.map((each) => el("div", { class: "effect" }, el("strong", {}, each.note), el("ul", {}, ...codes(each.gone, "−"), ...codes(each.new, "+"))));
}

function timeline(each, judgements) {
  const said = judgements.map((one) => {
    const what = one.undoes ? t.undid : judged(one);
    const reason = one.reason ? `: “${one.reason}”` : "";
    return el("li", { class: one.undoes ? "" : one.verdict }, el("time", {}, when(one.time)), ` ${one.steward} ${what}${one.settles ? ` (${t.settles})` : ""}${reason}`);
  });
  return [el("li", {}, el("time", {}, when(each.created)), ` ${each.proposer} ${t.proposed_short}`), ...said];
}
