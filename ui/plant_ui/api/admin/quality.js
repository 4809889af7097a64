// What in the records would make figures lie, with the orders that are concerned.

import { button, make, table, tag, told } from "/admin/files/dom.js";
import { attempt } from "/admin/files/documents.js";
import { ask } from "/admin/files/server.js";
import { named, number, percent, say } from "/admin/files/words.js";

const AT_ONCE = 20;

export async function quality() {
  const checked = await ask("GET", "records/check");
  if (!checked.datasets.length) return [make("section", {}, make("h2", {}, say("section_quality")), told("", say("no_records")))];
  const drawn = checked.datasets.map((dataset) => {
    const found = checked.findings.filter((one) => one.dataset === dataset);
    return make("section", {}, make("h2", {}, dataset), make("p", { class: "lead" }, say("findings_counted", { count: found.length })), found.length ? found.map(finding) : told("good", say("nothing_found")));
  });
  return [make("p", { class: "lead" }, say("quality_lead")), ...drawn];
}

function finding(one) {
  const place = make("div");
  const title = `${named("findings", one.code)} · ${named("fields", one.field)}`;
  const more = () => attempt(place, () => orders(place, one, 0));
  return make("details", { class: "finding" },
    make("summary", {}, make("strong", {}, title), " ", tag(one.of ? `${number(one.count)} / ${number(one.of)} (${percent(one.share)})` : number(one.count), one.refuses.length ? "bad" : "warn")),
    make("p", {}, named("meanings", one.code)), make("p", { class: "soft" }, one.statement),
    one.refuses.length ? make("p", {}, say("figures_refused"), " ", one.refuses.map((metric) => tag(named("metrics", metric), "bad"))) : "",
    one.warns.length ? make("p", {}, say("figures_warned"), " ", one.warns.map((metric) => tag(named("metrics", metric), "warn"))) : "",
    one.record_ids.length ? make("p", { class: "buttons" }, button(say("show_orders", { count: one.record_ids.length }), more)) : "",
    place, make("details", {}, make("summary", {}, "SQL"), make("pre", {}, one.query)));
}

async function orders(place, one, from) {
  const ids = one.record_ids.slice(from, from + AT_ONCE);
  const asked = new URLSearchParams([["dataset", one.dataset], ...ids.map((id) => ["id", id])]);
  const found = (await ask("GET", `records/orders?${asked}`)).orders;
  const rest = one.record_ids.length - from - ids.length;
  const shown = table([
    { label: say("order"), cell: (each) => make("span", {}, make("strong", {}, each.source_id), make("small", {}, `${each.file}, ${say("row")} ${each.row}`)) },
    { label: named("fields", "asset_tag"), cell: (each) => each.asset_tag ?? "" },
    { label: named("fields", "title"), cell: (each) => each.title ?? each.description ?? "" },
    { label: named("fields", "reported_at"), cell: (each) => each.reported_at ?? "" },
    { label: named("fields", "started_at"), cell: (each) => each.started_at ?? "" },
    { label: named("fields", "finished_at"), cell: (each) => each.finished_at ?? "" },
    { label: named("fields", one.field), cell: (each) => concerned(each, one.field) },
  ], found, say("orders_shown", { from: from + 1, to: from + ids.length, of: one.record_ids.length }));
  const next = rest > 0 && button(say("show_more"), () => { next.remove(); attempt(next, () => orders(place, one, from + AT_ONCE)); });
  if (!from) place.replaceChildren();
  place.append(shown, next || "");
}

function concerned(each, field) {
  const value = each[field];
  return value === null || value === undefined ? "" : tag(typeof value === "number" ? number(value) : String(value), "warn");
}
