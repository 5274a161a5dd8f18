// New mappings: one by one, or from rows of a sheet after a look at what each would do.

import { $, data, el, fill } from "./dom.js";
import { Refused, call } from "./api.js";
import { meaning } from "./desk_mapping.js";
import { searchBox } from "./search.js";
import { attempt, say, whyNot } from "./desk_saying.js";

const t = data.texts;
let concept = null;
let ready = [];
const LONGEST = 200;
const sameClaim = (a, b) => ["words", "object", "lang", "discipline"].every((name) => a[name] === b[name]);

export function offerProposing(changed) {
  searchBox($("new-concept"), $("new-hits"), {
    lang: data.lang,
    kinds: ["problem", "sign", "target", "category"],
    texts: t,
    pick(hit) {
      concept = `omaha:${hit.kind}/${hit.code}`;
      $("new-chosen").textContent = meaning({ display: hit.display, object: concept });
    },
  });
  $("new-mapping").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!concept) return $("new-concept").focus();
    attempt(async () => {
      const made = await call("POST", "/v1/mappings", {
        words: $("new-words").value.trim(),
        object: concept,
        predicate: $("new-predicate").value,
        negative: $("new-negative").checked,
        scope: $("new-scope").value,
        lang: $("new-lang").value,
        comment: $("new-comment").value,
      });
      say(fill(t.put, { words: made.subject, status: t.statuses[made.status] }));
      $("new-mapping").reset();
      $("new-chosen").textContent = "";
      concept = null;
      changed();
      $("new-words").focus();
    });
  });
  $("import-file").addEventListener("change", async () => {
    const [file] = $("import-file").files;
    if (file) $("import-text").value = decoded(await file.arrayBuffer());
    attempt(preview);
  });
  $("import-preview").addEventListener("click", () => attempt(preview));
  $("import-go").addEventListener("click", () => attempt(() => bring(changed)));
}

/** The text of a sheet: UTF-8, else what Excel writes in Western Europe. */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Rows of words, concept, and if wanted language and discipline; tabs, semicolons or commas. */
export function readRows(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const mark = ["\t", ";", ","].find((each) => lines[0]?.includes(each)) ?? "\t";
  const rows = lines.map((line) => line.split(mark).map((cell) => cell.trim().replace(/^"|"$/g, "")));
  if (rows[0] && /^(words|woorden)$/i.test(rows[0][0])) rows.shift();
  return rows.map(([words, object = "", lang = "nl", discipline = "any"]) => ({ words, object: curie(object), lang: lang || "nl", discipline: discipline || "any" }));
}

const curie = (written) => (written.includes(":") ? written : `omaha:${written}`);

async function preview() {
  const rows = readRows($("import-text").value);
  const codes = rows.map(({ object }) => {
    const [kind, code] = object.replace("omaha:", "").split("/");
    return code ? { kind, code } : { code: kind || "?" };
  });
  const checked = rows.length ? (await call("POST", "/v1/validate", { codes, lang: data.lang })).items : [];
  ready = [];
  const shown = await Promise.all(rows.map(async (row, i) => {
    const double = rows.findIndex((other) => sameClaim(other, row)) < i;
    const what = double ? { text: t.row_double } : await outcome(row, checked[i]);
    if (what.good) ready.push(row);
    return el("tr", {}, el("td", {}, row.words), el("td", {}, checked[i]?.display ?? row.object), el("td", { class: what.good ? "plus" : "minus" }, what.text));
  }));
  $("import-table").hidden = !shown.length;
  $("import-rows").replaceChildren(...shown);
  $("import-go").disabled = !ready.length;
  say(fill(t.preview_done, { n: rows.length, good: ready.length }));
}

async function outcome(row, checked) {
  if (!row.words) return { text: t.row_no_words };
  if (row.words.length > LONGEST) return { text: fill(t.row_too_long, { n: LONGEST }) };
  if (!["nl", "en"].includes(row.lang)) return { text: t.row_bad_lang };
  if (row.discipline !== "any" && !t.disciplines[row.discipline]) return { text: t.row_bad_discipline };
  if (!checked?.valid) return { text: fill(t.row_bad_code, { near: (checked?.near ?? []).map((each) => `${each.kind}/${each.code}`).join(", ") || "-" }) };
  const query = new URLSearchParams({ words: row.words.slice(0, 200), object: row.object, limit: "20" });
  const { items } = await call("GET", `/v1/mappings?${query}`);
  const same = items.find((each) => sameClaim({ ...each, words: each.subject }, row));
  return same ? { text: fill(t.row_there, { status: t.statuses[same.status] }) } : { text: t.row_new, good: true };
}

async function bring(changed) {
  let done = 0;
  const failed = [];
  for (const row of ready) {
    try {
      await call("POST", "/v1/mappings", { ...row, scope: "organisation" });
      done += 1;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      failed.push(`“${row.words}”: ${whyNot(error)}`);
    }
  }
  changed();
  await preview();
  say([fill(t.imported, { n: done }), ...failed].join(" "));
}
