// How far stewards agree, as bars with their figures beside them.

import { $, data, el, fill } from "./dom.js";
import { call } from "./api.js";

const t = data.texts;
const SVG = "http://www.w3.org/2000/svg";

export async function showAgreement() {
  $("sampled").onchange = showAgreement;
  const found = await call("GET", `/v1/judgements/stats?sampled=${$("sampled").checked}`);
  $("figures").replaceChildren(...Object.entries(found).map(([name, groups]) => picture(t[`by_${name}`], groups)));
}

function picture(title, groups) {
  const rows = groups.map((each) =>
    el("tr", {}, el("th", { scope: "row" }, each.group), el("td", {}, bar(each.percent)), el("td", {}, figures(each))),
  );
  return el("section", { class: "panel" }, el("h2", {}, title), rows.length ? el("table", {}, el("tbody", {}, ...rows)) : el("p", { class: "hint" }, t.no_figures));
}

const shown = (value) => (value === null ? "–" : value.toFixed(2));
const figures = (each) => fill(t.figures, { percent: each.percent === null ? "–" : Math.round(each.percent * 100), kappa: shown(each.kappa), alpha: shown(each.alpha), n: each.mappings });

function bar(share) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 100 10");
  drawn.setAttribute("class", "figure");
  drawn.setAttribute("aria-hidden", "true");
  for (const [name, width] of [["whole", 100], ["part", (share ?? 0) * 100]]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    rect.setAttribute("width", width);
    rect.setAttribute("height", 10);
    drawn.append(rect);
  }
  return drawn;
}
