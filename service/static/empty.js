// What stands there when there is nothing to suggest, and what would help.

import { $, data, el } from "./dom.js";

const t = data.texts;

/** `cards` is how many suggestions stand there; `text` whether there is a note. */
export function showEmpty(answer, { cards, hidden, text }) {
  const place = $("empty");
  place.hidden = cards > 0;
  if (cards) return;
  if (hidden) return place.replaceChildren(el("p", {}, t.hidden));
  if (!answer || !text) return place.replaceChildren(el("p", {}, text ? t.waiting : t.empty));
  if (answer.note === "language_not_supported") return place.replaceChildren(el("h3", {}, t.language_title), el("p", {}, t.language_text));
  const helps = [1, 2, 3, 4].map((n) => el("li", {}, t[`nothing_${n}`]));
  place.replaceChildren(
    el("h3", {}, t.nothing_title),
    ...(answer.not_coded.length ? [el("p", {}, t.only_left_out)] : []),
    el("p", {}, t.nothing_intro),
    el("ul", {}, ...helps),
  );
}
