// How even the languages are: the plant's own titles, asked in each language, and how often their page comes first.

import { make, table, tag, told } from "/admin/files/dom.js";
import { ask } from "/admin/files/server.js";
import { named, number, percent, say } from "/admin/files/words.js";

export async function parity() {
  const measured = await ask("GET", "parity");
  if (!measured.languages.length) return [make("section", {}, make("h2", {}, say("section_parity")), told("", say("no_documents")))];
  return [make("section", {}, make("h2", {}, say("section_parity")), make("p", { class: "lead" }, say("parity_lead", { looked_at: measured.looked_at })), matrix(measured)),
    make("section", {}, make("h2", {}, say("what_to_do")), measured.languages.map(advice))];
}

function matrix(measured) {
  const spoken = measured.languages[0].found.map((one) => one.questions_in);
  return table([
    { label: say("documents_in"), cell: (one) => make("span", {}, make("strong", {}, named("languages", one.documents_in)), make("small", {}, say("language_holds", one))) },
    ...spoken.map((language) => ({ label: say("asked_in", { language: named("languages", language) }), cell: (one) => share(one, language) })),
  ], measured.languages, say("titles_first"));
}

function share(one, language) {
  const found = one.found.find((each) => each.questions_in === language);
  if (found.share === null) return say("not_measured");
  const text = say("first_of", { first: found.first, asked: one.asked });
  return make("span", {}, make("strong", {}, percent(found.share)), make("small", {}, text),
    make("meter", { min: "0", max: "1", low: "0.7", high: "0.9", optimum: "1", value: String(found.share), "aria-label": `${named("languages", one.documents_in)}, ${named("languages", language)}: ${percent(found.share)}` }));
}

function advice(one) {
  const language = named("languages", one.documents_in);
  const lines = one.advice.map((each) => told(each.code === "even" ? "good" : "warn", say(`advice_${each.code}`, { language: named("languages", each.questions_in), count: number(one.not_askable) })));
  const missed = one.missed.length ? make("details", {}, make("summary", {}, say("missed_titles", { count: one.missed.length })), table([
    { label: say("asked_in_short"), cell: (each) => named("languages", each.questions_in) },
    { label: say("document_title"), cell: (each) => make("span", {}, each.title, make("small", {}, `${each.document}, ${say("page")} ${each.page}`)) },
    { label: say("question"), cell: (each) => each.question },
    { label: say("place"), cell: (each) => each.place ? tag(number(each.place), "warn") : tag(say("not_found"), "bad") },
  ], one.missed)) : "";
  const unknown = one.unknown_titles.length ? make("details", {}, make("summary", {}, say("unknown_titles", { count: one.not_askable })), make("ul", {}, one.unknown_titles.map((title) => make("li", {}, title)))) : "";
  return make("div", {}, make("h3", {}, language), lines, missed, unknown);
}
