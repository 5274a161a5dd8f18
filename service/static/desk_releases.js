// Releases: freeze what was decided, look at what it changes, go live, roll back.

import { $, data, el, fill } from "./dom.js";
import { call } from "./api.js";
import { effectRows, meaning } from "./desk_mapping.js";
import { attempt, say } from "./desk_saying.js";

const t = data.texts;

export async function showReleases() {
  const { items } = await call("GET", "/v1/releases");
  const live = items.find((each) => each.live);
  const cards = items.map((each, place) => card(each, live, place < items.indexOf(live))).reverse();
  const none = el("li", { class: `card${live ? "" : " chosen"}` }, el("div", { class: "card-head" }, el("strong", {}, t.release_none), live ? liveButton("none", t.release_none, true) : el("span", { class: "tag plan" }, t.live)));
  $("release-list").replaceChildren(...cards, none);
}

function card(each, live, back) {
  const counts = Object.entries(each.counts).filter(([, n]) => n).map(([name, n]) => fill(t[`count_${name}`] ?? `{n} ${name}`, { n }));
  return el(
    "li",
    { class: `card${each.live ? " chosen" : ""}` },
    el("div", { class: "card-head" }, el("strong", {}, each.version), each.live ? el("span", { class: "tag plan" }, t.live) : null, el("span", { class: "hint" }, [each.created.slice(0, 10), each.maker, counts.join(", "), each.note].filter(Boolean).join(" · "))),
    el(
      "div",
      { class: "row" },
      el("button", { "aria-label": `${t.look}: ${each.version}`, onclick: () => attempt(() => look(each.version, live)) }, t.look),
      each.live ? null : liveButton(each.version, each.version, back),
    ),
  );
}

function liveButton(version, name, back) {
  if (!data.may_go_live) return null;
  const what = back ? t.roll_back : t.go_live;
  return el("button", { class: back ? "" : "primary", "aria-label": `${what}: ${name}`, onclick: () => attempt(() => goLive(version)) }, what);
}

/** The words that would come and go with a release, and what that does to notes. */
async function look(version, live) {
  const name = version === "now" ? t.now : version;
  const place = el("div", {}, el("p", { class: "hint" }, t.effect_busy));
  const words = el("div", {});
  $("release-about").replaceChildren(el("h2", {}, `${t.look}: ${name}`), el("h3", {}, live && live.version !== version ? fill(t.diff, { version: live.version }) : t.diff_whole), words, el("h3", {}, t.effect), place);
  $("release-about").focus();
  const old = live && live.version !== version ? `?old=${encodeURIComponent(live.version)}` : "";
  const { changes } = await call("GET", `/v1/releases/${encodeURIComponent(version)}/diff${old}`);
  words.replaceChildren(changes.length ? el("ul", {}, ...changes.map(changeRow)) : el("p", { class: "hint" }, t.diff_none));
  place.replaceChildren(...effectRows(await call("GET", `/desk/release-effect/${encodeURIComponent(version)}`)));
}

const MARKS = { "+": "plus", "-": "minus", "~": "" };
const heap = (name) => fill(t[`heap_${name}`] ?? name);

function changeRow(each) {
  const words = each.phrase ? `“${each.subject}”` : each.subject;
  const moved = each.mark === "~" ? ` (${heap(each.before)} → ${heap(each.after)})` : "";
  return el("li", { class: MARKS[each.mark] }, `${each.mark.replace("-", "−")} ${words} ${each.negative ? `${t.not} ` : ""}${t.relations[each.predicate] ?? each.predicate} ${meaning(each)}${moved}`);
}

async function goLive(version) {
  if (!confirm(fill(t.go_live_sure, { version: version === "none" ? t.release_none : version }))) return;
  await call("POST", `/v1/releases/${encodeURIComponent(version)}/live`);
  await showReleases();
  say(t.is_live);
  $("release-list").querySelector(".chosen button, button").focus();
}

export function offerReleases() {
  $("new-release").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const made = await call("POST", "/v1/releases", { version: $("release-name").value || null, note: $("release-note").value });
      $("new-release").reset();
      await showReleases();
      say(fill(t.frozen, { version: made.version }));
    });
  });
  $("now-effect").addEventListener("click", () =>
    attempt(async () => look("now", (await call("GET", "/v1/releases")).items.find((each) => each.live))),
  );
}
