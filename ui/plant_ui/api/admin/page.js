// The frame of the page: sections, language, who is signed in. Each section is a module that draws itself.

import { make, told } from "/admin/files/dom.js";
import { documents } from "/admin/files/documents.js";
import { parity } from "/admin/files/parity.js";
import { quality } from "/admin/files/quality.js";
import { records } from "/admin/files/records.js";
import { ask, sayUnreachable } from "/admin/files/server.js";
import { unanswered } from "/admin/files/unanswered.js";
import { users } from "/admin/files/users.js";
import { say, speak, wanted } from "/admin/files/words.js";

const SECTIONS = { documents, records, quality, unanswered, parity, users };
const content = document.getElementById("content");
const chosen = document.getElementById("language");

const section = () => location.hash.slice(1) in SECTIONS ? location.hash.slice(1) : "documents";

async function draw() {
  const name = section();
  document.querySelector("nav").replaceChildren(...Object.keys(SECTIONS).map((each) =>
    make("a", { href: `#${each}`, "aria-current": each === name && "page" }, say(`section_${each}`))));
  document.querySelector("nav [aria-current]").scrollIntoView({ inline: "center", block: "nearest" });
  content.replaceChildren(make("p", { class: "lead" }, say("loading")));
  try {
    const drawn = await SECTIONS[name]();
    if (name === section()) content.replaceChildren(...drawn);
  } catch (error) {
    content.replaceChildren(told("bad", error.message));
  }
}

async function begin() {
  chosen.value = wanted();
  await speak(chosen.value);
  sayUnreachable(() => say("unreachable"));
  const who = await ask("GET", "session");
  document.getElementById("who").textContent = who.kind === "user" ? who.shown || who.name : say("this_machine");
  const leave = document.getElementById("leave");
  leave.hidden = who.kind !== "user";
  leave.onclick = async () => { await ask("DELETE", "session"); location.assign("/admin"); };
  await draw();
}

window.addEventListener("hashchange", () => { draw(); content.focus(); });
chosen.addEventListener("change", async () => { await speak(chosen.value); await begin(); });
begin();
