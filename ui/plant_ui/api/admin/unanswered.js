// What people asked and nothing on record answers: what to add next. Who asked is not known here.

import { button, field, make, select, table, tag, told } from "/admin/files/dom.js";
import { attempt } from "/admin/files/documents.js";
import { ask } from "/admin/files/server.js";
import { day, named, number, percent, say } from "/admin/files/words.js";

export async function unanswered() {
  const place = make("div");
  const days = select([7, 30, 90, 365].map((count) => [String(count), say("days", { count })]), "90", { id: "days", onchange: () => attempt(place, draw) });
  async function draw() {
    const wishes = await ask("GET", `unanswered?days=${days.value}`);
    const share = wishes.questions ? percent(wishes.unanswered / wishes.questions) : percent(0);
    place.replaceChildren(make("p", { id: "asked" }, say("asked_in_vain", { unanswered: wishes.unanswered, questions: wishes.questions, share })),
      wishes.groups.length ? listed(wishes.groups) : told("good", say("all_answered")));
  }
  await draw();
  return [make("section", {}, make("h2", {}, say("section_unanswered")), make("p", { class: "lead" }, say("unanswered_lead")), make("div", { class: "fields" }, field(say("since"), days)), place)];
}

function listed(groups) {
  return table([
    { label: say("asked"), number: true, cell: (one) => number(one.count) },
    { label: say("question"), cell: (one) => make("span", {}, make("strong", {}, one.text), one.also.map((other) => make("small", {}, other)), one.languages.map((each) => tag(named("languages", each)))) },
    { label: say("last_asked"), cell: (one) => day(one.last) },
    { label: say("what_to_add"), cell: (one) => make("span", {}, say(`hint_${one.hint}${one.hint === "records" && one.subject ? "_of" : ""}`, { subject: one.subject })) },
    { label: say("actions"), cell: (one) => tryAgain(one) },
  ], groups);
}

function tryAgain(one) {
  const place = make("span");
  return make("span", {}, button(say("ask_again"), () => attempt(place, async () => {
    place.replaceChildren(told("", say("asking")));
    const found = await ask("POST", "ask", { text: one.text });
    await ask("DELETE", `threads/${encodeURIComponent(found.thread)}`).catch(() => {});
    place.replaceChildren(found.abstained ? told("warn", say("still_nothing")) : told("good", say("answered_now"), found.first_line?.text ?? found.statements[0]?.text ?? ""));
  })), place);
}
