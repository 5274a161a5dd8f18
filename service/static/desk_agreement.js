// How far stewards agree, as bars with their figures beside them.

import { $, data, el, fill } from "./dom.js";
import { call } from "./api.js";
import { attempt } from "./desk_saying.js";

const t = data.texts;
const SVG = "http://www.w3.org/2000/svg";

export async function showAgreement() {
  $("sampled").onchange = () => attempt(showAgreement);
  const found = await call("GET", `/v1/judgements/stats?sampled=${$("sampled").checked}`);
  $("figures").replaceChildren(...Object.entries(found).map(([name, groups]) => picture(name, groups)));
}

function picture(name, groups) {
  const rows = groups.map((each) => {
    const share = each.percent === null ? "–" : `${Math.round(each.percent * 100)}%`;
    return el("li", {}, el("strong", {}, groupName(name, each.group)), bar(each.percent), el("span", {}, fill(t.agree, { share })), el("span", { class: "hint" }, figures(each)));
  });
  return el("section", { class: "panel" }, el("h2", {}, t[`by_${name}`]), rows.length ? el("ul", { class: "bars" }, ...rows) : el("p", { class: "hint" }, t.no_figures));
}

/** What a group is called on the page; names of stewards and other systems stay as they are. */
function groupName(name, group) {
  if (name === "all") return t.everything;
  if (name === "scheme") return t[`kinds_${group.replace("omaha:", "")}`] ?? group;
  if (name === "disciplines") return group.split(" / ").map((each) => t.disciplines[each] ?? t.any_discipline).join(t.and);
  return group;
}

const number = new Intl.NumberFormat(data.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const shown = (value) => (value === null ? "–" : number.format(value));
const figures = (each) => fill(each.mappings === 1 ? t.figures_one : t.figures, { kappa: shown(each.kappa), alpha: shown(each.alpha), n: each.mappings });

function bar(share) {
  const drawn = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 100 10"], ["preserveAspectRatio", "none"], ["class", "figure"], ["aria-hidden", "true"]]) drawn.setAttribute(name, value);
  for (const [name, width] of [["whole", 100], ["part", (share ?? 0) * 100]]) {
    const rect = document.createElementNS(SVG, "rect");
    for (const [key, value] of [["class", name], ["width", width], ["height", 10]]) rect.setAttribute(key, value);
    drawn.append(rect);
  }
  return drawn;
}
