// The documents: sent, listed, searched, indexed anew, forgotten, and what failed tried again.

import { announce, button, field, make, select, sure, table, tag, told } from "/admin/files/dom.js";
import { ask, follow } from "/admin/files/server.js";
import { uploads } from "/admin/files/uploads.js";
import { day, moment, named, number, say } from "/admin/files/words.js";

export async function documents() {
  const list = documentList(() => again());
  const jobs = make("section", { hidden: true });
  const again = async () => {
    const [held, past] = await Promise.all([ask("GET", "documents"), ask("GET", "jobs")]);
    list.show(held);
    drawJobs(jobs, past.jobs, again);
  };
  await again();
  return [uploads(again), jobs, list.section];
}

// The list keeps what was searched for when the documents change.
function documentList(again) {
  const rows = make("div");
  let held = { documents: [] };
  const draw = () => {
    const found = held.documents.filter((one) => fits(one, search.value, kind.value, language.value));
    announce(say("documents_shown", { count: found.length, of: held.documents.length }));
    rows.replaceChildren(found.length ? listed(found, again, held.documents.length) : told("", say(held.hidden ? "documents_hidden" : held.documents.length ? "nothing_fits" : "no_documents")));
  };
  const search = make("input", { type: "search", oninput: draw });
  const kind = select(["all", "answering", "superseded", "errors", "restricted"].map((each) => [each, say(`show_${each}`)]), "all", { onchange: draw });
  const language = select([["", say("all_languages")]], "", { onchange: draw });
  const show = (now) => {
    held = now;
    const spoken = [...new Set(held.documents.flatMap((one) => one.languages))];
    const before = language.value;
    language.replaceChildren(...select([["", say("all_languages")], ...spoken.map((each) => [each, named("languages", each)])]).children);
    language.value = spoken.includes(before) ? before : "";
    draw();
  };
  const section = make("section", {}, make("h2", {}, say("documents_held")),
    make("div", { class: "fields" }, field(say("search"), search), field(say("show"), kind), field(say("document_language"), language)), rows, reindexing(again));
  return { section, show };
}

function fits(one, words, kind, language) {
  const text = [one.document, one.title, one.revision, ...one.assets, ...one.rights, one.site].join(" ").toLowerCase();
  const kinds = { all: true, answering: one.current, superseded: !one.current, errors: one.unread.length > 0, restricted: !one.rights.includes("everyone") || one.site !== "" };
  return kinds[kind] && (!language || one.languages.includes(language)) && words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function listed(found, again, all) {
  return table([
    { label: say("document"), cell: (one) => [make("strong", {}, one.document), one.title !== one.document && make("small", {}, one.title), one.assets.map((asset) => tag(asset))] },
    { label: say("status"), cell: status },
    { label: say("languages_held"), cell: (one) => one.languages.map((each) => named("languages", each)).join(", ") },
    { label: say("pages"), number: true, cell: (one) => number(one.pages) },
    { label: say("passages"), number: true, cell: (one) => number(one.passages) },
    { label: say("errors"), cell: errors },
    { label: say("rights"), cell: (one) => one.rights.map((right) => right === "everyone" ? tag(say("everyone")) : tag(right, "warn")).concat(one.site ? [tag(one.site, "warn")] : []) },
    { label: say("added"), cell: (one) => moment(one.added_at) },
    { label: say("actions"), cell: (one) => make("span", { class: "actions" }, actions(one, again)) },
  ], found, say("documents_shown", { count: found.length, of: all }));
}

function status(one) {
  const future = one.effective && one.effective > new Date().toISOString().slice(0, one.effective.length);
  const state = one.current ? tag(say("answering"), "good") : tag(say(future ? "not_yet" : "superseded"), future ? "warn" : "");
  return make("span", {}, one.revision && make("span", {}, `${say("revision")} ${one.revision} `), state, one.effective && make("small", {}, say("valid_from", { day: day(one.effective) })));
}

function errors(one) {
  if (!one.unread.length) return "";
  const pages = one.unread.map((page) => make("li", {}, `${say("page")} ${page.page}: ${page.reason}`));
  return make("details", {}, make("summary", {}, tag(say("pages_unread", { count: one.unread.length }), "bad")), make("ul", {}, pages), make("p", { class: "soft" }, say("reindex_reads_again")));
}

function actions(one, again) {
  const revision = one.revision ? `?revision=${encodeURIComponent(one.revision)}` : "";
  const open = make("a", { href: `/api/documents/${encodeURIComponent(one.document)}.pdf${revision}`, target: "_blank", rel: "noopener" }, "PDF");
  const name = [one.document, one.revision].filter(Boolean).join(" · ");
  const forget = button(say("forget"), async () => {
    if (!await sure(say("forget_sure", { name }), say("forget"))) return;
    await attempt(forget, () => ask("DELETE", `documents/${encodeURIComponent(one.document)}?revision=${encodeURIComponent(one.revision)}`));
    await again();
  }, "halt");
  forget.setAttribute("aria-label", `${say("forget")}: ${name}`);
  return [open, forget];
}

function reindexing(again) {
  const shown = make("div");
  const begin = button(say("reindex"), async () => {
    if (!await sure(say("reindex_sure"), say("reindex"))) return;
    begin.disabled = true;
    await attempt(shown, async () => {
      const ended = await follow(await ask("POST", "reindex", {}), (job) => shown.replaceChildren(progress(job)));
      if (ended.state === "done") await again();
    });
    begin.disabled = false;
  });
  const state = make("div");
  ask("GET", "doctor").then(({ checks }) => {
    const index = checks.find((check) => check.name === "index");
    if (index) state.replaceChildren(index.ok ? tag(say("index_is_whole"), "good") : told("warn", say("index_is_outdated"), index.detail));
  }).catch(() => {});
  return [make("h3", {}, say("index")), state, make("p", { class: "lead" }, say("reindex_lead")), make("p", { class: "buttons" }, begin), shown];
}

// A job as a line with a bar, or how it ended.
export function progress(job) {
  const at = job.progress;
  if (job.state === "failed") return told("bad", `${job.problem.detail} ${job.problem.remedy}`);
  if (job.state === "done") return outcome(job.report);
  if (!at) return told("", say("waiting"));
  const bar = make("progress", { max: "1", value: String((at.file - 1 + (at.pages ? at.page / at.pages : 0)) / Math.max(1, at.files)), "aria-label": say("reading") });
  return make("div", { class: "told" }, make("p", {}, say(at.pages ? "reading_page" : "reading_file", { name: nameOf(at.path), page: at.page, pages: at.pages, file: at.file, files: at.files })), bar);
}

function outcome(report) {
  if ("replaced" in report) return told("good", say(report.unchanged ? "index_was_whole" : "indexed", report));
  const lines = report.failed.map((failed) => `${nameOf(failed.path)}${failed.page ? `, ${say("page")} ${failed.page}` : ""}: ${failed.reason}`);
  const notes = report.notices.map((note) => `${nameOf(note.path)}: ${note.text}`);
  const kind = report.failed.length ? "bad" : "good";
  return told(kind, say("came_in", report), ...(report.unchanged ? [say("was_there", { count: report.unchanged })] : []), ...lines, ...notes);
}

const nameOf = (path) => path.split(/[/\\]/).pop();

function drawJobs(section, jobs, again) {
  const shown = jobs.filter((job) => job.state !== "done" || job.report?.failed?.length);
  section.hidden = !shown.length;
  section.replaceChildren(make("h2", {}, say("jobs")), make("ul", { class: "plain" }, shown.map((job) => {
    const state = make("div", {}, progress(job));
    const failedFiles = job.paths.length && (job.problem || job.report?.failed.some((failed) => failed.page === null));
    const retry = failedFiles && button(say("retry"), () => attempt(state, async () => {
      await follow(await ask("POST", `jobs/${job.id}/retry`), (now) => state.replaceChildren(progress(now)));
      await again();
    }));
    if (job.state === "running") follow(job, (now) => state.replaceChildren(progress(now))).then(again);
    return make("li", {}, make("small", {}, moment(job.began)), state, retry);
  })));
}

// Do something and say what kept it from being done, in ``place`` or after it.
export async function attempt(place, work) {
  try {
    return await work();
  } catch (error) {
    const notice = told("bad", error.message);
    place.tagName === "BUTTON" ? place.after(notice) : place.replaceChildren(notice);
    return undefined;
  }
}
