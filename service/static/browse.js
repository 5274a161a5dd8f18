// The vocabulary: finding a concept, opening all of the tree, printing.

import { $, data, fill } from "./dom.js";
import { searchBox } from "./search.js";
import { offerSignOut } from "./sign_in.js";

const t = data.texts;

searchBox($("find"), $("found"), {
  lang: data.lang,
  texts: t,
  status: (n) => ($("found-status").textContent = fill(t.hits_count, { n })),
  pick: ({ kind, code }) => location.assign(`/browse/${kind}/${code}${location.search}`),
});
offerSignOut();

const openAll = (open) => document.querySelectorAll(".tree details").forEach((each) => (each.open = open));
$("open-all")?.addEventListener("click", () => openAll(!document.querySelector(".tree details[open]")));
$("print")?.addEventListener("click", () => print());
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input")) return;
  event.preventDefault();
  $("find").focus();
});
