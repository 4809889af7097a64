// The mapping of a file as a form: which column fills which field, and how doubtful cells are read.

import { field, make, select, table } from "/admin/files/dom.js";
import { named, say } from "/admin/files/words.js";

const UNITS = ["", "minutes", "hours", "seconds", "days"];

// look: is told {mapping} or {table}, and looks at the file again.
export function mapping(seen, look) {
  const said = structuredClone(seen.mapping);
  const changed = () => look({ mapping: said });
  const kindOf = Object.fromEntries(seen.fields.map((one) => [one.field, one.kind]));
  const fieldsByName = seen.fields.map((one) => [one.field, named("fields", one.field)]).sort((a, b) => a[1].localeCompare(b[1]));
  const set = (name, value) => { if (value) said[name] = value; else delete said[name]; changed(); };

  const general = make("div", { class: "fields" },
    field(say("kind_of_list"), select(seen.tables.map((one) => [one, named("tables", one)]), said.table, { id: "map-table", onchange: (event) => look({ table: event.target.value }) })),
    field(say("date_order"), select([["", say("by_the_file")], ["dmy", say("dmy")], ["mdy", say("mdy")]], said.date_order ?? "", { id: "map-dates", onchange: (event) => set("date_order", event.target.value) })),
    field(say("decimal_mark"), select([["", say("by_the_file")], [".", "1,234.5"], [",", "1.234,5"]], said.decimal ?? "", { id: "map-decimal", onchange: (event) => set("decimal", event.target.value) })),
    field(say("time_zone"), make("input", { type: "text", id: "map-zone", value: said.time_zone ?? "", placeholder: "Europe/Berlin", onchange: (event) => set("time_zone", event.target.value.trim()) })),
    "currency" in kindOf && field(say("currency"), make("input", { type: "text", id: "map-currency", value: said.constants?.currency ?? "", placeholder: "EUR", onchange: (event) => { const { currency, ...rest } = said.constants ?? {}; const given = event.target.value.trim(); set("constants", given || Object.keys(rest).length ? { ...rest, ...(given && { currency: given }) } : null); } })));

  const column = (heading) => { const told = said.columns[heading]; return typeof told === "string" ? { field: told } : told ?? { field: "" }; };
  const put = (heading, told) => {
    if (!told.field) delete said.columns[heading];
    else said.columns[heading] = Object.keys(told).length > 1 ? told : told.field;
    changed();
  };
  const chooser = (heading, at) => select([["", say("kept")], ...fieldsByName], column(heading).field, {
    id: `map-field-${at}`, "aria-label": say("field_of", { heading }),
    onchange: (event) => put(heading, { ...free(heading, event.target.value), field: event.target.value }),
  });
  // A field has one column: whoever had it before is let go.
  const free = (heading, name) => { for (const other of Object.keys(said.columns)) if (other !== heading && name && column(other).field === name && !column(other).part) delete said.columns[other]; return {}; };
  const unit = (heading, at) => ["minutes", "hours"].includes(kindOf[column(heading).field]) ? select(UNITS.map((one) => [one, one ? say(`${one}_unit`) : say("unit_in_cells")]), column(heading).unit ?? "", {
    id: `map-unit-${at}`, "aria-label": say("unit_of", { heading }), onchange: (event) => put(heading, { field: column(heading).field, ...(event.target.value && { unit: event.target.value }) }),
  }) : "";
  const samples = (heading) => make("small", {}, [...new Set(seen.rows.map((row) => row.cells[heading]).filter(Boolean))].slice(0, 3).join(" · "));

  return make("details", { open: true, id: "mapping" }, make("summary", {}, say("mapping")), general, table([
    { label: say("column"), cell: ([heading]) => make("span", {}, make("strong", {}, heading), samples(heading)) },
    { label: say("fills"), cell: ([heading, at]) => chooser(heading, at) },
    { label: say("unit"), cell: ([heading, at]) => unit(heading, at) },
  ], seen.headings.map((heading, at) => [heading, at])),
  make("details", {}, make("summary", {}, say("as_yaml")), make("pre", {}, seen.yaml)));
}
