// Practising: an invented note, her own choice, and then a worked answer beside it.

import { $, data, el } from "./dom.js";
import { call } from "./api.js";
import { modifierName, problemName, ratingName } from "./cards.js";

const t = data.texts;

/** Gives `running`, whether she is practising now. */
export function offerPractice({ load, result, untidy, hide }) {
  let notes = [];
  let running = false;

  async function start() {
    if (untidy() && !confirm(t.clear)) return;
    try {
      notes = await call("GET", `/practice/${data.lang}`);
    } catch {
      $("copied").textContent = t.practice_failed;
      return;
    }
    running = true;
    $("practice").hidden = false;
    $("practice-note").replaceChildren(...notes.map((each) => el("option", { value: each.id }, each.title)));
    show();
    $("practice-note").focus();
  }

  const present = () => notes.find((each) => each.id === $("practice-note").value);

  function show() {
    $("practice-answer").replaceChildren();
    load(present());
    hide($("practice-alone").checked);
  }

  async function compare() {
    hide(false);
    const { answer, explanation } = present();
    const names = await namesOf(answer);
    const yours = things(result(), {});
    const theirs = things(answer, names);
    const both = [...yours.keys()].filter((key) => theirs.has(key));
    const part = (title, keys, from) =>
      el("div", {}, el("h3", {}, title), el("ul", {}, ...(keys.length ? keys.map((key) => el("li", {}, from.get(key))) : [el("li", { class: "hint" }, t.practice_none)])));
    $("practice-answer").replaceChildren(
      part(t.practice_both, both, yours),
      part(t.practice_only_you, [...yours.keys()].filter((key) => !theirs.has(key)), yours),
      part(t.practice_only_answer, [...theirs.keys()].filter((key) => !yours.has(key)), theirs),
      ...(answer.not_coded.length ? [part(t.practice_left_out, answer.not_coded.map((each) => each.code), new Map(answer.not_coded.map((each) => [each.code, `${problemName(each.code)}: ${t[`why_${each.why}`]}`])))] : []),
      el("h3", {}, t.practice_why),
      el("p", {}, explanation),
      el("p", { class: "hint" }, t.practice_discuss),
    );
    $("practice-answer").focus();
  }

  function stop() {
    running = false;
    $("practice").hidden = true;
    $("practice-alone").checked = false;
    hide(false);
    load({});
    $("text").focus();
  }

  $("practise").addEventListener("click", start);
  $("practice-note").addEventListener("change", show);
  $("practice-alone").addEventListener("change", () => hide($("practice-alone").checked));
  $("practice-compare").addEventListener("click", compare);
  $("practice-stop").addEventListener("click", stop);
  return { running: () => running };
}

async function namesOf(answer) {
  const codes = [
    ...answer.problems.flatMap((each) => each.signs.map((code) => ({ kind: "sign", code }))),
    ...answer.interventions.map((each) => ({ kind: "target", code: each.target })),
  ];
  if (!codes.length) return {};
  const found = await call("POST", "/v1/validate", { codes, lang: data.lang }).catch(() => ({ items: [] }));
  return Object.fromEntries(found.items.map((each) => [`${each.kind} ${each.code}`, each.display]));
}

/** What a result or an answer holds, by a key that both share. */
function things(coded, names) {
  const found = new Map();
  for (const problem of coded.problems) {
    const { code, modifier, client } = problem;
    found.set(`problem ${code} ${modifier} ${client}`, `${problemName(code)} (${code}): ${modifierName(modifier)}, ${modifierName(client)}`);
    for (const sign of problem.signs) {
      const signCode = sign.code ?? sign;
      found.set(`sign ${signCode}`, `${sign.display ?? names[`sign ${signCode}`] ?? ""} (${signCode})`);
    }
  }
  for (const { problem, category, target, display } of coded.interventions) {
    const name = display ?? `${data.names.category[category][0]}: ${names[`target ${target}`] ?? ""}`;
    found.set(`intervention ${problem} ${category} ${target}`, `${name} (${category}-${target})`);
  }
  for (const rating of coded.ratings) found.set(`rating ${rating.problem} ${rating.scale} ${rating.value}`, `${problemName(rating.problem)}: ${ratingName(rating)}`);
  return found;
}
