// Releases: freeze what was decided, look at what it changes, go live, roll back.

import { $, data, el, fill } from "./dom.js";
import { call } from "./api.js";
import { effectRows } from "./desk_mapping.js";
import { attempt, say } from "./desk_saying.js";

const t = data.texts;

export async function showReleases() {
  const { items } = await call("GET", "/v1/releases");
  const live = items.find((each) => each.live);
  const cards = items.toReversed().map((each) => card(each, live));
  const none = el("li", { class: `card${live ? "" : " chosen"}` }, el("strong", {}, t.release_none), " ", live ? el("button", { onclick: () => attempt(() => goLive("none")) }, t.roll_back) : el("span", { class: "tag" }, t.live));
  $("release-list").replaceChildren(...cards, none);
}

function card(each, live) {
  const counts = Object.entries(each.counts).map(([name, n]) => `${name} ${n}`).join(", ");
  return el(
    "li",
    { class: `card${each.live ? " chosen" : ""}` },
    el("div", { class: "card-head" }, el("strong", {}, each.version), each.live ? el("span", { class: "tag" }, t.live) : null, el("span", { class: "hint" }, `${each.created.slice(0, 10)} · ${each.maker} · ${counts} · ${each.note}`)),
    el(
      "div",
      { class: "row" },
      el("button", { "aria-label": `${t.diff}: ${each.version}`, onclick: () => attempt(() => diff(each.version, live)) }, t.diff),
      el("button", { "aria-label": `${t.effect_short}: ${each.version}`, onclick: () => attempt(() => effect(each.version)) }, t.effect_short),
      each.live ? null : el("button", { class: "primary", "aria-label": `${t.go_live}: ${each.version}`, onclick: () => attempt(() => goLive(each.version)) }, live && each.created < live.created ? t.roll_back : t.go_live),
    ),
  );
}

function about(...children) {
  $("release-about").replaceChildren(...children);
  $("release-about").focus();
}

async function diff(version, live) {
  const old = live && live.version !== version ? `?old=${encodeURIComponent(live.version)}` : "";
  const { changes } = await call("GET", `/v1/releases/${version}/diff${old}`);
  const rows = changes.map((each) => el("li", { class: each.mark === "-" ? "minus" : "plus" }, each.text));
  about(el("h2", {}, `${t.diff}: ${version}`), el("ul", {}, ...(rows.length ? rows : [el("li", {}, t.diff_none)])));
}

async function effect(version) {
  const found = await call("GET", `/desk/release-effect/${version}`);
  about(el("h2", {}, `${t.effect}: ${version === "now" ? t.now : version}`), ...effectRows(found));
}

async function goLive(version) {
  if (!confirm(fill(t.go_live_sure, { version: version === "none" ? t.release_none : version }))) return;
  await call("POST", `/v1/releases/${version}/live`);
  say(t.is_live);
  await showReleases();
}

export function offerReleases() {
  $("new-release").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const made = await call("POST", "/v1/releases", { version: $("release-name").value || null, note: $("release-note").value });
      $("new-release").reset();
      say(fill(t.frozen, { version: made.version }));
      await showReleases();
    });
  });
  $("now-effect").addEventListener("click", () => attempt(() => effect("now")));
}
