// All mappings, filtered; many judged at once.

import { $, data, el, fill } from "./dom.js";
import { call } from "./api.js";
import { describe, meaning, scopeName } from "./desk_mapping.js";
import { attempt, say } from "./desk_saying.js";

const t = data.texts;
let next = null;
let total = 0;
// What the list was asked for; the form may have been changed since.
let listed = {};

const filter = () => Object.fromEntries([...new FormData($("filter"))].filter(([, value]) => value));

let turn = 0;

export async function showList() {
  next = null;
  total = 0;
  listed = filter();
  $("rows").replaceChildren();
  await more(++turn);
}

/** The next page of the list; an answer that comes after a newer question is left aside. */
async function more(mine = turn) {
  const query = new URLSearchParams({ ...listed, limit: "50", ...(next ? { cursor: next } : {}) });
  $("more-rows").disabled = true;
  let page;
  try {
    page = await call("GET", `/v1/mappings?${query}`);
  } finally {
    if (mine === turn) $("more-rows").disabled = false;
  }
  if (mine !== turn) return;
  next = page.next;
  $("rows").append(...page.items.flatMap(row));
  $("more-rows").hidden = !next;
  total = Object.values(page.counts).reduce((a, b) => a + b, 0);
  const parts = Object.entries(page.counts).filter(([, n]) => n).map(([name, n]) => `${t.statuses[name]} ${n}`);
  $("list-counts").textContent = fill(t.counts, { n: total, parts: parts.join(", ") });
  $("all-rows").checked = false;
  drawBulk();
}

const ticked = () => [...document.querySelectorAll("#rows input:checked")].map((each) => each.value);

/** The buttons say on how many they work: what is ticked, else all that was found. */
function drawBulk() {
  const n = ticked().length;
  for (const verdict of ["accept", "reject"]) {
    $(`bulk-${verdict}`).textContent = fill(n || total === 1 ? t[`bulk_${verdict}_some`] : t[`bulk_${verdict}_all`], { n: n || total });
    $(`bulk-${verdict}`).disabled = !(n || total);
  }
}

function row(each) {
  const about = el("tr", { hidden: true }, el("td", { colspan: 5 }));
  const open = () => {
    about.hidden = !about.hidden;
    if (!about.cells[0].hasChildNodes()) about.cells[0].append(...describe(each));
  };
  return [
    el(
      "tr",
      {},
      el("td", {}, el("input", { type: "checkbox", value: each.id, "aria-label": `${t.select} ${each.subject}` })),
      el("td", {}, el("button", { class: "quiet", onclick: open }, each.subject)),
      el("td", {}, `${each.negative ? `${t.not} ` : ""}${meaning(each)}`),
      el("td", {}, scopeName(each)),
      el("td", {}, t.statuses[each.status]),
    ),
    about,
  ];
}

async function bulk(verdict) {
  const ids = ticked();
  const expected = ids.length || total;
  if (!expected || !confirm(fill(t.bulk_sure, { what: t[`verdict_${verdict}`], n: expected }))) return;
  const chosen = ids.length ? { ids } : listed;
  const { judged } = await call("POST", "/v1/judgements/bulk", { filter: chosen, verdict, expected });
  await showList();
  say(fill(judged === 1 ? t.bulk_done_one : t.bulk_done, { n: judged }));
}

export function offerList() {
  $("filter").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(showList);
  });
  $("more-rows").addEventListener("click", () => attempt(() => more()));
  $("all-rows").addEventListener("change", () => document.querySelectorAll("#rows input").forEach((each) => (each.checked = $("all-rows").checked)));
  $("rows").closest("table").addEventListener("change", drawBulk);
  $("bulk-accept").addEventListener("click", () => attempt(() => bulk("accept")));
  $("bulk-reject").addEventListener("click", () => attempt(() => bulk("reject")));
}
