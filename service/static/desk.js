// The steward's desk: its tabs and keys; each tab has a module of its own.

import { $ } from "./dom.js";
import { showAgreement } from "./desk_agreement.js";
import { moveConflict, settleConflict, showConflicts, undoSettling } from "./desk_conflicts.js";
import { offerList, showList } from "./desk_list.js";
import { offerProposing } from "./desk_propose.js";
import { Queue } from "./desk_queue.js";
import { offerReleases, showReleases } from "./desk_releases.js";
import { Keys } from "./keys.js";
import { offerSignOut } from "./sign_in.js";
import { attempt } from "./desk_saying.js";

const queue = new Queue();
const SHOW = {
  queue: () => queue.show(),
  list: showList,
  conflicts: showConflicts,
  propose: () => $("new-words").focus(),
  releases: showReleases,
  agreement: showAgreement,
};
const names = Object.keys(SHOW);
const tab = (name) => $(`tab-${name}`);
let present = "queue";

export function open(name) {
  present = name;
  for (const each of names) {
    $(each).hidden = each !== name;
    tab(each).setAttribute("aria-selected", String(each === name));
    tab(each).tabIndex = each === name ? 0 : -1;
  }
  history.replaceState(null, "", `${location.search}#${name}`);
  return attempt(SHOW[name]);
}

for (const name of names) {
  tab(name).addEventListener("click", () => open(name));
  tab(name).addEventListener("keydown", ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!by) return;
    const next = names[(names.indexOf(name) + by + names.length) % names.length];
    open(next);
    tab(next).focus();
  });
}

/** What a key does in each tab that knows it. */
const by = (acts) => () => acts[present] && attempt(acts[present]);
const inQueue = (queue) => by({ queue });
const keys = new Keys(
  "desk",
  { next: "j", previous: "k", accept: "a", reject: "x", unsure: "u", relation1: "1", relation2: "2", relation3: "3", relation4: "4", relation5: "5", comment: "c", undo: "z", search: "/", help: "?" },
  {
    next: by({ queue: () => queue.move(1), conflicts: () => moveConflict(1) }),
    previous: by({ queue: () => queue.move(-1), conflicts: () => moveConflict(-1) }),
    accept: by({ queue: () => queue.judge("accept"), conflicts: () => settleConflict("accept") }),
    reject: by({ queue: () => queue.judge("reject"), conflicts: () => settleConflict("reject") }),
    unsure: inQueue(() => queue.judge("unsure")),
    ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`relation${n}`, inQueue(() => queue.judgeOther(n))])),
    comment: inQueue(() => $("reason")?.focus()),
    undo: by({ queue: () => queue.undo(), conflicts: undoSettling }),
    search() {
      open("list");
      $("filter-words").focus();
    },
    help: () => keys.open(),
  },
);
offerSignOut();
offerList();
offerProposing(() => queue.forget());
offerReleases();
open(names.includes(location.hash.slice(1)) ? location.hash.slice(1) : "queue");
