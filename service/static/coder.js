// The coder's page: the note, its suggestions, her choices, and the result.

import { $, data, fill } from "./dom.js";
import { Refused, call } from "./api.js";
import { drawCards, drawLeftOut, problemName } from "./cards.js";
import { Choices, groupsOf, keyOf } from "./choices.js";
import { connectPartner } from "./embed.js";
import { showEmpty } from "./empty.js";
import { Keys, read, write } from "./keys.js";
import { Marks } from "./marks.js";
import { offerMenu } from "./menu.js";
import { spansOf, toUnits } from "./spans.js";
import { offerAdding } from "./adding.js";
import { offerPractice } from "./practice.js";
import { asFhir, asJson, asRows, asTabs, asText, copy, preview, resultOf } from "./result.js";
import { offerSignOut } from "./sign_in.js";
import { sendChoices } from "./feedback.js";

const t = data.texts;
const PAUSE = 150;
const SLOW = 1500;
const AGAIN = 4000;
// So many suggestions stand there at first; the others come when she asks for them.
const FEW = 8;
const ALL = 42;
// In a note of so many characters the coder finds less than in its parts.
const LONG = 1500;

const field = $("text");
const marks = new Marks(field);
const choices = new Choices();
const state = { answer: null, groups: [], loose: null, running: null, timer: 0, done: false, hidden: false, all: false };

// --- coding -----------------------------------------------------------------------------

function changed() {
  state.done = false;
  marks.follow();
  clearTimeout(state.timer);
  state.timer = setTimeout(code, PAUSE);
}

async function code() {
  clearTimeout(state.timer);
  state.running?.abort();
  const text = field.value;
  const length = [...text].length;
  if (!text.trim()) return answered(null);
  if (length > data.note_limit) {
    answered(null);
    return failed(fill(t.too_long, { n: length, limit: data.note_limit }));
  }
  const mine = (state.running = new AbortController());
  say(t.busy);
  if (!state.answer) drawEmpty();
  const slow = setTimeout(() => say(t.slow), SLOW);
  try {
    const answer = await call("POST", "/v1/code", asked(text), mine.signal);
    if (!mine.signal.aborted) answered(toUnits(answer, text));
  } catch (error) {
    if (!mine.signal.aborted) refused(error);
  } finally {
    clearTimeout(slow);
  }
}

function asked(text) {
  const open = [...document.querySelectorAll("#plan input:checked")].map((each) => each.value);
  return {
    text,
    discipline: $("discipline").value || null,
    max_problems: ALL,
    ...(open.length || state.planKnown ? { open_problems: open } : {}),
  };
}

function answered(answer) {
  state.answer = answer;
  $("note-error").hidden = true;
  const n = answer?.problems.length ?? 0;
  const count = n === 0 ? t.count_none : n === 1 ? t.count_one : fill(t.count_many, { n });
  say(!answer ? "" : field.value.length > LONG ? `${count} ${t.long}` : count);
  draw();
}

function refused(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 0 || error.status >= 502) {
    failed(t.dead);
    state.timer = setTimeout(code, AGAIN);
  } else if (error.status === 422 && error.problem.length) failed(fill(t.too_long, { n: error.problem.length, limit: error.problem.limit }));
  else if (error.status === 403) failed(t.refused);
  else failed(t.failed);
}

function failed(text) {
  say("");
  $("note-error").textContent = text;
  $("note-error").hidden = false;
}

function say(text) {
  const length = field.value.length;
  const near = length > data.note_limit * 0.8 ? ` ${fill(t.characters, { n: length, limit: data.note_limit })}` : "";
  $("note-status").textContent = text + near;
}

// --- drawing ----------------------------------------------------------------------------

const on = {
  noteLang: () => state.answer?.lang ?? data.lang,
  choose(kind, item, problem, value) {
    choices.step(() => {
      const group = state.groups.find((each) => each.code === problem);
      if (value && kind !== "problem" && group) choices.add("problem", group.problem, problem);
      if (value) choices.add(kind, item, problem);
      else choices.drop(kind, item, problem);
    });
  },
  accept(group) {
    choices.acceptAll(group);
    $(`p-${group.code}`)?.focus({ preventScroll: true });
  },
  reject(group) {
    choices.reject(group);
    $(`r-${group.code}`)?.focus({ preventScroll: true });
  },
  restore(code) {
    choices.restore(code);
    $(`p-${code}`)?.focus({ preventScroll: true });
  },
  replace: (group) => adding.replace(group),
  edit: (problem, values) => choices.edit(problem.code, values),
  show: (evidence) => marks.select(evidence.start, evidence.end),
  codeAnyway: ({ code }) => adding.problem(code, problemName(code)),
};

function draw() {
  const made = groupsOf(state.answer, choices);
  Object.assign(state, made);
  const seen = state.hidden ? { groups: made.groups.filter((each) => each.problem.own), loose: null } : { groups: made.groups.filter(isShown), loose: made.loose };
  drawCards(seen, choices, on);
  drawMore(state.hidden ? 0 : made.groups.length - seen.groups.length);
  drawLeftOut(state.hidden ? [] : (state.answer?.not_coded ?? []), on);
  drawEmpty();
  marks.show(state.hidden || !state.answer ? [] : spansOf(state.answer, choices.rejected));
  drawResult();
  adding.problems(made.groups.filter((each) => choices.has(keyOf.problem(each.code))));
}

const isShown = ({ code, number }) => state.all || number <= FEW || choices.has(keyOf.problem(code));

function drawEmpty() {
  showEmpty(state.answer, { cards: cards().length, hidden: state.hidden, text: field.value.trim() !== "" });
}

function drawMore(n) {
  $("more").hidden = n === 0;
  $("more").textContent = n === 1 ? t.more_one : fill(t.more_many, { n });
}

function showAll() {
  const first = cards().length;
  state.all = true;
  draw();
  goTo(cards()[Math.min(first, cards().length - 1)]);
}
$("more").addEventListener("click", showAll);

function result() {
  return resultOf(state.groups, choices, state.answer?.versions ?? null);
}

function drawResult() {
  const made = result();
  const n = made.problems.length;
  $("result-count").textContent = n === 0 ? t.no_choice : n === 1 ? t.chosen_one : fill(t.chosen_many, { n });
  const drop = (key) => {
    const { kind, item, problem } = choices.chosen.get(key);
    choices.choose(kind, item, problem, false);
    $("copy-text").focus();
  };
  $("preview").closest(".result").classList.toggle("some", choices.chosen.size > 0);
  $("preview").replaceChildren(choices.chosen.size ? preview(made, choices, drop) : "");
}

choices.addEventListener("change", () => {
  state.done = false;
  $("copied").textContent = "";
  draw();
});

// --- copying and giving back ------------------------------------------------------------

async function copyAs(what) {
  const made = result();
  if (!choices.chosen.size) return void ($("copied").textContent = t.copy_nothing);
  const rows = what === "table" ? asRows(made) : null;
  const text = { text: () => asText(made), table: () => asTabs(rows), json: () => asJson(made), fhir: () => asFhir(made) }[what]();
  try {
    const worked = await copy(text, rows);
    $("copied").textContent = worked ? fill(t.copied, { what: t[`copied_${what}`] }) : t.copy_failed;
    if (!worked) showForCopying(await text);
    finished(worked);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    $("copied").textContent = error.status === 403 ? t.refused : t.fhir_dead;
  }
}

function showForCopying(text) {
  const shown = document.createElement("textarea");
  shown.setAttribute("aria-label", t.copy_failed);
  shown.readOnly = true;
  shown.value = text;
  $("preview").prepend(shown);
  shown.select();
}

function finished(worked) {
  if (!worked) return;
  if (!state.done && !practice.running() && data.counts_choices) sendChoices(state, choices, $("discipline").value, on.noteLang());
  state.done = true;
}

$("copy-text").addEventListener("click", () => copyAs("text"));
const formats = offerMenu($("copy-other"), $("copy-menu"), copyAs);

// --- moving about -----------------------------------------------------------------------

const cards = () => [...document.querySelectorAll("#cards > .card")];
const currentCard = () => document.activeElement?.closest?.("#cards > .card");
const LOOSE = "#loose > .card";

/** Where the keys stop: the cards, the button for more, and what belongs to no problem. */
const stops = () => [...cards(), ...($("more").hidden ? [] : [$("more")]), ...document.querySelectorAll(LOOSE)];
const currentStop = () => currentCard() ?? document.activeElement?.closest?.(`#more, ${LOOSE}`);

function step(by) {
  const all = stops();
  const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(currentStop()) + by))];
  if (next) goTo(next);
}

function goTo(stop) {
  (stop.querySelector("input[type=checkbox], button") ?? stop).focus({ preventScroll: true });
  stop.scrollIntoView({ block: "nearest" });
}

function decide(what) {
  const at = currentStop() ?? stops()[0];
  const group = at?.matches(LOOSE) ? state.loose : state.groups.find((each) => each.code === at?.dataset.code);
  if (!group) return;
  const place = stops().indexOf(at);
  if (what === "accept") choices.acceptAll(group);
  else if (group.problem) choices.reject(group);
  const next = stops()[place + 1] ?? stops()[place];
  if (next) goTo(next);
}

function undo() {
  const worked = choices.undo();
  $("copied").textContent = worked ? t.undone : t.undo_nothing;
  if (!currentCard() && cards()[0]) goTo(cards()[0]);
}

const keys = new Keys(
  "coder",
  { next: "j", previous: "k", accept: "a", reject: "x", change: "e", search: "/", copy: "c", formats: "f", undo: "z", help: "?" },
  {
    next: () => step(1),
    previous: () => step(-1),
    accept: () => decide("accept"),
    reject: () => decide("reject"),
    change: () => (currentCard() ?? cards()[0])?.querySelector("select")?.focus(),
    search: () => $("search").focus(),
    copy: () => copyAs("text"),
    formats: () => formats.open(),
    undo,
    help: () => keys.open(),
  },
);

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  const number = marks.numberAt(field.selectionStart);
  if (number > FEW && !state.all) showAll();
  const card = cards().find((each) => number && each.dataset.number === String(number)) ?? cards()[0];
  if (card) goTo(card);
  else $("search").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.(".suggestions, .result")) field.focus();
});

function light(event) {
  marks.light(Number(event.target.closest?.(".card")?.dataset.number ?? 0));
}
for (const name of ["mouseover", "focusin"]) document.querySelector(".suggestions").addEventListener(name, light);
for (const name of ["mouseleave", "focusout"]) document.querySelector(".suggestions").addEventListener(name, () => marks.light(0));

function pointed() {
  const number = document.activeElement === field ? marks.numberAt(field.selectionStart) : 0;
  for (const card of cards()) card.classList.toggle("pointed", number !== 0 && card.dataset.number === String(number));
  if (document.activeElement === field) marks.light(number);
  return number;
}
document.addEventListener("selectionchange", pointed);
field.addEventListener("click", () => {
  if (pointed() && matchMedia("(min-width: 60rem)").matches) document.querySelector(".card.pointed")?.scrollIntoView({ block: "nearest" });
});

// --- the page as a whole ----------------------------------------------------------------

/** Start on another note; `given` may hold text, discipline and open_problems. */
function load(given) {
  choices.clear();
  field.value = given.text ?? "";
  if (given.discipline) $("discipline").value = given.discipline;
  if (given.open_problems) {
    state.planKnown = true;
    for (const box of document.querySelectorAll("#plan input")) box.checked = given.open_problems.includes(box.value);
    planCount();
  }
  $("copied").textContent = "";
  state.done = state.all = false;
  // What was suggested for the former note may not stand under this one, not even for a moment.
  answered(null);
  return code();
}

function planCount() {
  const n = document.querySelectorAll("#plan input:checked").length;
  $("plan-count").textContent = n ? fill(t.plan_count, { n }) : "";
}

function rename() {
  write("omaha-discipline", $("discipline").value);
  code();
}

const untidy = () => field.value.trim() && !state.done && !practice.running();

field.addEventListener("input", changed);
$("discipline").addEventListener("change", rename);
$("plan").addEventListener("change", () => {
  state.planKnown = true;
  planCount();
  code();
});
$("new-note").addEventListener("click", () => {
  if (untidy() && !confirm(t.clear)) return;
  load({});
  field.focus();
});
addEventListener("beforeunload", (event) => {
  if (untidy() && !state.leaving) event.preventDefault();
});
$("language").addEventListener("click", (event) => {
  if (!field.value && !choices.chosen.size) return;
  event.preventDefault();
  state.leaving = true;
  const open = [...document.querySelectorAll("#plan input:checked")].map((each) => each.value);
  const form = $("language-form");
  form.elements.text.value = field.value;
  form.elements.state.value = JSON.stringify({ choices: choices.toState(), discipline: $("discipline").value, open: state.planKnown ? open : null, partner: partner.toState() });
  form.submit();
});

const adding = offerAdding({ choices, say: (text) => void ($("copied").textContent = text) });
const partner = connectPartner({ load, result, finished: () => finished(true), anything: () => choices.chosen.size > 0 });
const practice = offerPractice({
  load,
  result,
  untidy,
  hide(value) {
    state.hidden = value;
    draw();
  },
});
offerSignOut();

function begin() {
  const given = data.given;
  $("discipline").value = read("omaha-discipline") ?? "";
  if ($("discipline").selectedIndex < 0) $("discipline").value = "";
  if (!given) {
    // A browser may fill the field in again after a reload.
    return field.value ? code() : draw();
  }
  const kept = given.state ? JSON.parse(given.state) : null;
  const open = given.open_problems ? given.open_problems.split(/[\s,]+/).filter(Boolean) : kept?.open;
  partner.begin(kept?.partner ?? given);
  load({ text: given.text, discipline: kept?.discipline ?? given.discipline, open_problems: open });
  if (kept) {
    choices.fromState(kept.choices);
    draw();
  }
}
begin();
