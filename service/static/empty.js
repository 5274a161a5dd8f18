// What stands there when there is nothing to suggest, and what would help.

import { $, data, el } from "./dom.js";

const t = data.texts;

/** `shown` is the number of cards. */
export function showEmpty(answer, shown, hidden) {
  const place = $("empty");
  place.hidden = shown > 0;
  if (shown) return;
  if (hidden) return place.replaceChildren(el("p", {}, t.hidden));
  if (!answer) return place.replaceChildren(el("p", {}, t.empty));
  if (answer.note === "language_not_supported") return place.replaceChildren(el("h3", {}, t.language_title), el("p", {}, t.language_text));
  const helps = [1, 2, 3, 4].map((n) => el("li", {}, t[`nothing_${n}`]));
  place.replaceChildren(
    el("h3", {}, t.nothing_title),
    ...(answer.not_coded.length ? [el("p", {}, t.only_left_out)] : []),
    el("p", {}, t.nothing_intro),
    el("ul", {}, ...helps),
  );
}
