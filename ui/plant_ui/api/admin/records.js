// Records brought in: the file is sent, looked at, its mapping changed, and only then loaded, all of it or nothing.

import { announce, button, field, make, table, tag, told } from "/admin/files/dom.js";
import { attempt } from "/admin/files/documents.js";
import { mapping } from "/admin/files/mapping.js";
import { ask, send } from "/admin/files/server.js";
import { named, number, say } from "/admin/files/words.js";

export async function records() {
  const known = (await ask("GET", "records/datasets")).datasets;
  const dataset = make("input", { type: "text", value: known[0]?.dataset ?? "plant", list: "datasets", id: "dataset" });
  const file = make("input", { type: "file", accept: ".csv,.tsv,.txt,.xlsx,.xlsm,.json", id: "records-file", onchange: () => begin() });
  const place = make("div");
  const list = make("div", {}, held(known));
  const relist = async () => list.replaceChildren(held((await ask("GET", "records/datasets")).datasets));
  const names = make("datalist", { id: "datasets" }, known.map((one) => make("option", { value: one.dataset })));
  dataset.addEventListener("change", () => place.look?.());

  async function begin() {
    if (!file.files.length) return;
    place.replaceChildren(told("", say("sending")));
    await attempt(place, async () => {
      const form = new FormData();
      form.append("file", file.files[0]);
      const { path } = await send("records/files", form, () => {});
      await looked(place, path, file.files[0].name, dataset, async () => { file.value = ""; place.look = undefined; await relist(); });
    });
  }

  return [make("section", {}, make("h2", {}, say("records_bring_in")), make("p", { class: "lead" }, say("records_lead")),
    make("div", { class: "fields" }, field(say("dataset"), dataset), field(say("choose_file"), file, true)), names, place), list];
}

function held(known) {
  if (!known.length) return make("section", {}, told("", say("no_records")));
  return make("section", {}, make("h2", {}, say("records_held")), table([
    { label: say("dataset"), cell: (one) => make("strong", {}, one.dataset) },
    { label: say("seen_by"), cell: (one) => [...one.rights, ...(one.site ? [one.site] : [])].map((each) => tag(each)) },
    { label: say("holds"), cell: (one) => Object.entries(one.held).map(([kind, count]) => tag(`${named("tables", kind)}: ${number(count)}`)) },
    { label: say("files"), cell: (one) => one.files.map((each) => make("small", {}, `${each.file} (${say("rows_counted", { count: each.rows })}${each.refused ? `, ${say("rows_refused", { count: each.refused })}` : ""})`)) },
  ], known));
}

async function looked(place, path, name, dataset, over) {
  const plain = (text) => text.replaceAll(path, name);
  let seen = null;
  let said = {}; // what the person has said so far: {mapping} or {table}; another table gets another proposal
  let looks = 0; // the latest look counts, in whatever order the answers come
  let looking = Promise.resolve();

  async function giveUp() {
    looks += 1;
    await looking;
    await removed();
  }

  async function removed() {
    await ask("DELETE", `records/files?path=${encodeURIComponent(path)}`).catch(() => {});
    await over();
  }

  function look(told_ = said) {
    said = told_;
    const mine = ++looks;
    looking = looking.then(() => lookNow(mine));
    return looking;
  }

  async function lookNow(mine) {
    if (mine !== looks) return;
    place.setAttribute("aria-busy", "true");
    try {
      const now = await ask("POST", "records/preview", { path, dataset: dataset.value.trim(), ...said });
      if (mine !== looks) return;
      seen = now;
      draw();
    } catch (error) {
      if (mine !== looks) return;
      if (seen) place.querySelector("#trouble").replaceChildren(told("bad", plain(error.message)));
      else { place.replaceChildren(told("bad", plain(error.message))); await removed(); }
    } finally {
      place.removeAttribute("aria-busy");
    }
  }

  function draw() {
    const ready = seen.report && seen.report.loaded;
    const load = button(say("load_rows", { count: seen.report?.loaded ?? 0 }), () => attempt(place.querySelector("#trouble"), loaded), "go");
    load.disabled = !ready;
    const cancel = button(say("cancel_import"), async () => { await giveUp(); place.replaceChildren(told("", say("given_up", { name }))); });
    const focused = document.activeElement?.id;
    place.replaceChildren(make("h3", {}, name), make("div", { id: "trouble" }, trouble()), counts(), mapping(seen, look), firstRows(), findings(),
      make("p", { class: "buttons" }, load, cancel));
    if (focused) document.getElementById(focused)?.focus();
    if (seen.report) announce(say("load_rows", { count: seen.report.loaded }));
  }

  const trouble = () => seen.problem ? told("bad", plain(seen.problem.text), seen.problem.remedy.replace(/--date-order|--decimal/g, "").trim(), say("say_below")) : [];

  function counts() {
    if (!seen.report) return "";
    const report = seen.report;
    const shown = [["inserted", "good"], ["updated", "warn"], ["unchanged", ""], ["repeated", "warn"], ["refused_rows", "bad"]].filter(([key]) => report[key]);
    return make("p", { id: "counts" }, tag(say("rows_counted", { count: report.rows })), shown.map(([key, kind]) => tag(`${say(`rows_${key}`)}: ${number(report[key])}`, kind)));
  }

  function firstRows() {
    const fieldOf = (heading) => { const column = seen.mapping.columns[heading]; return typeof column === "string" ? column : column?.field; };
    const cell = (row, heading) => {
      const written = row.cells[heading] ?? "";
      const read = row.read?.[fieldOf(heading)];
      if (!fieldOf(heading) || !row.read) return written;
      return String(read ?? "") === written ? written : [make("span", {}, read === null || read === undefined ? "–" : named("words", String(read))), make("span", { class: "was" }, written)];
    };
    const head = make("tr", {}, make("th", { scope: "col" }, say("row")), make("th", { scope: "col" }, say("status")), seen.headings.map((heading) => make("th", { scope: "col" }, heading, make("small", { class: "was" }, fieldOf(heading) ? `→ ${named("fields", fieldOf(heading))}` : say("kept")))));
    const refused = new Set(seen.report?.refused.map((one) => one.row));
    const state = (row) => row.read ? tag(say("read"), "good") : row.reason ? [tag(say("not_read"), refused.has(row.row) ? "bad" : "warn"), make("small", {}, row.reason)] : "";
    const rows = seen.rows.map((row) => make("tr", {}, make("td", { class: "number" }, String(row.row)), make("td", {}, state(row)), seen.headings.map((heading) => make("td", {}, cell(row, heading)))));
    return make("details", { open: true }, make("summary", {}, say("first_rows")), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("first_rows") }, make("table", { class: "lines" }, make("thead", {}, head), make("tbody", {}, rows))));
  }

  function findings() {
    if (!seen.report) return "";
    const refused = grouped(seen.report.refused);
    const lines = [...refused].map(([heading, rows]) => told("bad", say("column_refused", { heading: heading || say("whole_row"), count: rows.length }), rows.slice(0, 3).map((one) => `${say("row")} ${one.row}: ${one.reason}`).join("; ")));
    const unlisted = seen.unlisted.map((one) => told("warn", say("unlisted", { count: one.count, field: named("fields", one.field), rows: one.rows }), one.values.join(", ")));
    const warnings = seen.report.warnings.map((one) => told("warn", one));
    const quality = seen.quality.length ? make("details", {}, make("summary", {}, say("quality_then", { count: seen.quality.length })), make("ul", {}, seen.quality.map((one) => make("li", {}, `${named("findings", one.code)}: ${one.statement}`)))) : "";
    const found = [...lines, ...unlisted, ...warnings];
    return make("div", { id: "findings" }, make("h3", {}, say("findings_title")), found.length ? found : told("good", say("nothing_found")), quality);
  }

  async function loaded() {
    const report = await ask("POST", "records/load", { path, dataset: dataset.value.trim(), mapping: seen.mapping });
    await giveUp();
    place.replaceChildren(told("good", say("loaded", { loaded: report.loaded, rows: report.rows, dataset: report.dataset })),
      report.refused_rows ? told("bad", say("rows_refused", { count: report.refused_rows })) : "", make("p", {}, make("a", { href: "#quality" }, say("see_quality"))));
  }

  place.look = look;
  await look();
}

function grouped(refused) {
  const found = new Map();
  for (const one of refused) found.set(one.field, [...(found.get(one.field) ?? []), one]);
  return found;
}
