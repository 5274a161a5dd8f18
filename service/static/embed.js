// A case system that opens this page: it sends a note and gets the codes, by message or form.

import { $, data } from "./dom.js";
import { useSession } from "./api.js";
import { asJson } from "./result.js";

const allowed = new Set(data.embedders);

/** Gives what the page asks of a partner; without one nothing happens. */
export function connectPartner({ load, result, finished, anything }) {
  const other = window.parent !== window ? window.parent : window.opener;
  let form = null;
  let origin = null;

  const offer = () => ($("return-result").hidden = false);

  addEventListener("message", (event) => {
    if (event.source !== other || !allowed.has(event.origin) || event.data?.type !== "omaha:note") return;
    const { text, discipline, open_problems, session } = event.data;
    origin = event.origin;
    useSession(typeof session === "string" ? session : null);
    const codes = Array.isArray(open_problems) ? open_problems.map(String) : undefined;
    load({ text: String(text ?? ""), discipline: discipline ? String(discipline) : "", open_problems: codes });
    offer();
  });
  // Says nothing but that the page is there; who may not embed it does not hear it.
  if (other) for (const each of allowed) other.postMessage({ type: "omaha:ready" }, each);

  $("return-result").addEventListener("click", () => {
    if (!anything() && !confirm(data.texts.no_choice)) return;
    const made = result();
    finished();
    if (form) return sendForm(form, made);
    other.postMessage({ type: "omaha:result", result: made }, origin);
    $("copied").textContent = data.texts.returned;
  });

  return {
    /** Begin with what a form brought: {session, return_to, state}. */
    begin(given) {
      if (given.session) useSession(given.session);
      form = given.return_to ? { session: given.session, return_to: given.return_to, echo: given.echo } : null;
      if (form) offer();
    },
    toState: () => form,
  };
}

function sendForm({ return_to, echo }, made) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: return_to, hidden: true });
  for (const [name, value] of Object.entries({ result: asJson(made), echo: echo ?? "" })) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
