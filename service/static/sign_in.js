// Signing in with a key, in a dialog over the page, so that nothing on it is lost.

import { $, data } from "./dom.js";

let waiting = null;

/** Resolves once somebody has signed in. */
export function askToSignIn() {
  waiting ??= new Promise((resolve) => {
    const dialog = $("sign-in");
    const texts = data.page_texts;
    $("key-error").textContent = window.isSecureContext ? "" : texts.key_insecure;
    dialog.querySelector("form").onsubmit = async (event) => {
      event.preventDefault();
      const why = await signIn($("key").value);
      $("key-error").textContent = why;
      if (why) return $("key").focus();
      $("key").value = "";
      waiting = null;
      data.signed_in = true;
      dialog.close();
      resolve();
    };
    // Without a session the page can do nothing: Escape leaves the dialog where it is.
    dialog.oncancel = (event) => event.preventDefault();
    dialog.showModal();
  });
  return waiting;
}

async function signIn(key) {
  const texts = data.page_texts;
  try {
    const answer = await fetch("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key }),
    });
    if (!answer.ok) return texts.key_wrong;
    // Nobody was known when the page was made: what her organisation wants is known now.
    data.counts_choices = (await answer.json()).counts_choices;
    return "";
  } catch {
    return texts.key_wrong;
  }
}

/** The button that ends the session, where there is one. */
export function offerSignOut() {
  $("sign-out")?.addEventListener("click", async () => {
    await fetch("/session", { method: "DELETE" }).catch(() => null);
    location.assign("/");
  });
}
