// Adding a code by hand, or another in the place of one that was suggested.

import { $, data, el, fill } from "./dom.js";
import { searchBox } from "./search.js";

const t = data.texts;

/** The field for it; gives what the rest of the page may ask of it. */
export function offerAdding({ choices, say }) {
  const field = $("search");
  const form = $("action-form");
  let replaced = null;
  let target = null;

  const problemItem = (code, display) => ({ code, display, modifier: "actual", client: "individual", own: true });
  const nameOf = (code) => data.names.problem[code]?.[0] ?? code;

  function addProblem(code, display) {
    const item = problemItem(code, display);
    if (replaced) {
      choices.replace(replaced, item);
      stopReplacing();
    } else choices.choose("problem", item, code, true);
    $(`p-${code}`)?.focus();
  }

  function addSign(hit) {
    const problem = hit.code.slice(0, 2);
    choices.step(() => {
      if (!choices.has(`problem ${problem}`)) choices.add("problem", problemItem(problem, nameOf(problem)), problem);
      choices.add("signs", { code: hit.code, display: hit.display, own: true }, problem);
    });
    $(`p-${problem}`)?.focus();
  }

  function askCategory(hit) {
    target = hit;
    $("action-name").textContent = fill(t.action_for, { name: hit.display });
    form.hidden = false;
    $("action-category").focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const category = $("action-category").value;
    const problem = $("action-problem").value || null;
    const display = `${data.names.category[category][0]}: ${target.display}`;
    form.hidden = true;
    choices.choose("interventions", { problem, category, target: target.code, display, own: true }, problem, true);
    if (problem) $(`p-${problem}`)?.focus();
    else field.focus();
  });

  function stopReplacing() {
    replaced = null;
    $("replacing").hidden = true;
  }

  searchBox(field, $("hits"), {
    lang: data.lang,
    kinds: ["problem", "sign", "target"],
    texts: t,
    status: (n) => say(fill(t.hits_count, { n })),
    pick(hit) {
      if (hit.kind === "problem") addProblem(hit.code, hit.display);
      else if (hit.kind === "sign") addSign(hit);
      else askCategory(hit);
    },
  });
  field.addEventListener("keydown", (event) => event.key === "Escape" && stopReplacing());

  return {
    problem: addProblem,
    replace(group) {
      replaced = group;
      $("replacing").textContent = fill(t.replacing, { name: group.problem.display });
      $("replacing").hidden = false;
      field.focus();
    },
    /** The problems that an intervention can be added to. */
    problems(groups) {
      const select = $("action-problem");
      const had = select.value;
      select.replaceChildren(...groups.map((each) => el("option", { value: each.code }, each.problem.display)), el("option", { value: "" }, t.no_problem));
      if ([...select.options].some((each) => each.value === had) && had) select.value = had;
    },
  };
}
