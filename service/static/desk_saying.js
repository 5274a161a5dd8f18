// What the desk says of itself: what was done, and what went wrong.

import { $, data, fill } from "./dom.js";
import { Refused } from "./api.js";

const t = data.texts;

export function say(text) {
  $("desk-status").textContent = text;
}

/** Why the server refused, in the words of the page; its own words only where there are none. */
export function whyNot({ status, problem, message }) {
  if (status === 0 || status >= 502) return t.dead;
  if (problem.type?.endsWith("bsn-refused")) return t.refused_bsn;
  return t[`refused_${problem.field}`] ?? t[`refused_${status}`] ?? fill(t.refused, { why: message });
}

/** Do something; when the server refuses, the page says why and stays as it is. */
export async function attempt(act) {
  try {
    $("desk-error").hidden = true;
    return await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say("");
    $("desk-error").textContent = whyNot(error);
    $("desk-error").hidden = false;
    return undefined;
  }
}
