// What the desk says of itself: what was done, and what went wrong.

import { $, data } from "./dom.js";
import { Refused } from "./api.js";

export function say(text) {
  $("desk-status").textContent = text;
}

/** Do something; when the server refuses, the page says why and stays as it is. */
export async function attempt(act) {
  try {
    $("desk-error").hidden = true;
    return await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    $("desk-error").textContent = error.status ? error.message : data.texts.dead;
    $("desk-error").hidden = false;
    return undefined;
  }
}
