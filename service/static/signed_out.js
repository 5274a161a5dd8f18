// A page that needs somebody to sign in before it shows anything.

import { $ } from "./dom.js";
import { askToSignIn, offerSignOut } from "./sign_in.js";

offerSignOut();
async function ask() {
  await askToSignIn();
  location.reload();
}
$("open-sign-in").addEventListener("click", ask);
ask();
