// Sending documents: one after the other, each with its progress and what came of it.

import { button, field, make, told } from "/admin/files/dom.js";
import { attempt, progress } from "/admin/files/documents.js";
import { ask, follow, send } from "/admin/files/server.js";
import { percent, say } from "/admin/files/words.js";

const OF_ONE = ["document", "revision", "effective", "title", "site"];
const READ = ".pdf,.docx,.xlsx,.pptx,.md,.html,.htm,.txt,.png,.jpg,.jpeg,.tif,.tiff";

export function uploads(again) {
  const files = make("input", { type: "file", multiple: true, accept: READ, id: "files", onchange: () => chosen() });
  const fields = Object.fromEntries([...OF_ONE, "assets", "rights"].map((name) => [name, make("input", { type: name === "effective" ? "date" : "text", autocomplete: "off", id: `upload-${name}` })]));
  const list = make("div");
  const begin = button(say("upload"), () => sendAll(), "go");
  begin.disabled = true;
  const several = make("p", { class: "soft", hidden: true }, say("several_files"));
  const drop = make("div", { class: "drop", ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); }, ondragleave: () => drop.classList.remove("over"), ondrop: (event) => { event.preventDefault(); drop.classList.remove("over"); files.files = event.dataTransfer.files; chosen(); } }, field(say("choose_files"), files));

  function chosen() {
    const count = files.files.length;
    begin.disabled = !count;
    several.hidden = count < 2;
    for (const name of OF_ONE) fields[name].disabled = count > 1;
    list.replaceChildren();
  }

  async function sendAll() {
    begin.disabled = true;
    const rows = [...files.files].map((file) => [file, make("div", {}, told("", `${file.name}: ${say("waiting")}`))]);
    list.replaceChildren(...rows.map(([, row]) => row));
    for (const [file, row] of rows) await attempt(row, () => sendOne(file, row, rows.length === 1));
    await again();
    files.value = "";
  }

  async function sendOne(file, row, alone) {
    const form = new FormData();
    form.append("files", file);
    for (const name of OF_ONE) if (alone && fields[name].value.trim()) form.append(name, fields[name].value.trim());
    for (const name of ["assets", "rights"]) for (const one of fields[name].value.split(/[,;，；]/)) if (one.trim()) form.append(name, one.trim());
    const show = (job) => row.replaceChildren(make("strong", {}, file.name), progress(job), unseen, retrying(job));
    const retrying = (job) => job.state !== "running" && (job.problem || job.report.failed.some((failed) => failed.page === null)) ? button(say("retry"), () => attempt(row, async () => { await follow(await ask("POST", `jobs/${job.id}/retry`), show); await again(); })) : "";
    const { groups, sites } = await ask("GET", "session");
    const meant = form.getAll("rights"), site = form.get("site");
    const elsewhere = site && !sites.includes("*") && !sites.includes(site);
    const unseen = elsewhere || (meant.length && !meant.some((right) => groups.includes(right))) ? told("warn", say("not_for_you")) : "";
    const bar = make("progress", { max: "1", value: "0", "aria-label": say("sending") });
    row.replaceChildren(make("strong", {}, file.name), make("p", { class: "soft" }, say("sending")), bar);
    const job = await send("documents", form, (share) => { bar.value = String(share); bar.textContent = percent(share); });
    await follow(job, show);
  }

  return make("section", {},
    make("h2", {}, say("bring_in")), make("p", { class: "lead" }, say("upload_lead")), drop, several,
    make("details", { id: "described" }, make("summary", {}, say("describe")), make("div", { class: "fields" },
      field(say("document_name"), fields.document), field(say("revision"), fields.revision), field(say("effective"), fields.effective), field(say("document_title"), fields.title),
      field(say("assets_said"), fields.assets), field(say("rights_said"), fields.rights), field(say("site_said"), fields.site)), make("p", { class: "soft" }, say("rights_lead"))),
    make("p", { class: "buttons" }, begin), list);
}
