// Calls of the API. Whoever is not signed in is asked to, and the call is made again.

import { data } from "./dom.js";
import { askToSignIn } from "./sign_in.js";

const PATIENCE = 20_000;
let session = null;

/** Use a session that a case system handed over, in the place of a cookie. */
export function useSession(token) {
  session = token || null;
}

/** An answer that says no; `problem` is its body, `status` 0 when no answer came. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || "");
    this.status = status;
    this.problem = problem;
  }
}

/** What the API answers; throws Refused, or an AbortError when `signal` says so. */
export async function call(method, address, body, signal) {
  if (!data.signed_in && !session) await askToSignIn();
  for (;;) {
    const answer = await ask(method, address, body, signal);
    if (answer.status === 401 && !session) {
      await askToSignIn();
      continue;
    }
    const said = answer.status === 204 ? null : await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    throw new Refused(answer.status, said || {});
  }
}

async function ask(method, address, body, signal) {
  const headers = { "X-Omaha-Page": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (session) headers.Authorization = `Bearer ${session}`;
  const signals = [AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])];
  try {
    return await fetch(address, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any(signals),
      cache: "no-store",
    });
  } catch (error) {
    if (signal && signal.aborted) throw error;
    throw new Refused(0, {});
  }
}
