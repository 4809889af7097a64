// Step mode: what the server asks is shown, read aloud if wished for, and answered by button, keyboard or voice.
"use strict";
const SAID = {
  en: { name: "Your name", order: "Work order (if there is one)", language: "Language", begin: "Begin", training: "Walk it for training", pdf: "Print (PDF)", say: "Say", read: "Read aloud", listen: "Hold to talk", photo: "Photo", next: "Next", understood: "Understood", repeat: "Repeat", stop: "Stop", back: "Back", abandon: "Give up", resume: "Go on", unapproved: "Not approved: training only", goOn: "Go on with run", unreachable: "The server cannot be reached. Press again when there is a connection.", sources: "Source", draft: "draft", review: "in review", approved: "approved", superseded: "superseded" },
  de: { name: "Ihr Name", order: "Auftrag (falls vorhanden)", language: "Sprache", begin: "Beginnen", training: "Zur Übung durchgehen", pdf: "Drucken (PDF)", say: "Sagen", read: "Vorlesen", listen: "Zum Sprechen halten", photo: "Foto", next: "Weiter", understood: "Verstanden", repeat: "Wiederholen", stop: "Stopp", back: "Zurück", abandon: "Abbrechen", resume: "Fortsetzen", unapproved: "Nicht freigegeben: nur zur Übung", goOn: "Fortsetzen: Durchgang", unreachable: "Der Server ist nicht erreichbar. Drücken Sie noch einmal, sobald Verbindung besteht.", sources: "Quelle", draft: "Entwurf", review: "in Prüfung", approved: "freigegeben", superseded: "ersetzt" },
  "zh-Hans": { name: "姓名", order: "工单（如有）", language: "语言", begin: "开始", training: "培训演练", pdf: "打印（PDF）", say: "提交", read: "朗读", listen: "按住说话", photo: "拍照", next: "下一步", understood: "明白", repeat: "重复", stop: "停止", back: "上一步", abandon: "放弃", resume: "继续", unapproved: "未批准：仅供培训", goOn: "继续执行", unreachable: "连接不上服务器。恢复连接后请再按一次。", sources: "来源", draft: "草稿", review: "审核中", approved: "已批准", superseded: "已被取代" },
  "zh-Hant": { name: "姓名", order: "工單（如有）", language: "語言", begin: "開始", training: "培訓演練", pdf: "列印（PDF）", say: "提交", read: "朗讀", listen: "按住說話", photo: "拍照", next: "下一步", understood: "明白", repeat: "重複", stop: "停止", back: "上一步", abandon: "放棄", resume: "繼續", unapproved: "未核准：僅供培訓", goOn: "繼續執行", unreachable: "連不上伺服器。恢復連線後請再按一次。", sources: "來源", draft: "草稿", review: "審核中", approved: "已核准", superseded: "已被取代" },
};
const SPEECH = { en: "en-US", de: "de-DE", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" };
const at = (id) => document.getElementById(id);
const sop = decodeURIComponent(location.pathname.split("/").pop());
const visit = Math.random().toString(36).slice(2);
let run = null, unapproved = false, state = "";

const language = () => at("language").value;
const say = (key) => SAID[language()][key];

// Nobody answered, or something on the way that is not our server.
class Unreachable extends Error {}

async function fetched(path, options = {}) {
  const response = await fetch(`/api/${path}`, { ...options, headers: { ...options.headers, "Accept-Language": language() } }).catch(() => null);
  const told = await response?.json().catch(() => null);
  if (!told) throw new Unreachable(say("unreachable"));
  if (!response.ok) throw new Error([told.detail, told.remedy].filter(Boolean).join(" "));
  return told;
}
const ask = (method, path, body) => fetched(path, body ? { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : { method });

async function attempt(work) {
  at("problem").textContent = "";
  try { show(await work()); } catch (error) { at("problem").textContent = error.message; at("run").hidden = false; speak(error.message); }
}

function speak(text) {
  if (at("read").getAttribute("aria-pressed") !== "true" || !window.speechSynthesis) return;
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = SPEECH[language()];
  speechSynthesis.speak(spoken);
}

function show(told) {
  run = told;
  const asked = told.asked;
  at("begin").hidden = true; at("run").hidden = false;
  at("stamp").hidden = !told.stamp; at("stamp").textContent = told.stamp;
  at("asked").textContent = asked.lines.join("\n");
  at("asked").className = asked.trouble ? "trouble" : asked.hazard ? `rank${asked.hazard.rank}` : "";
  at("sources").textContent = asked.sources.map((s) => `${say("sources")}: ${s.document}${s.page ? `, ${s.printed_page || s.page}` : ""}`).join(" · ");
  at("choices").hidden = false;
  at("answer").hidden = !["step", "warning", "over"].includes(asked.kind);
  at("choices").replaceChildren(...asked.choices.filter((word) => word !== "value").map(button));
  at("words").value = "";
  at("record").textContent = ["done", "abandoned"].includes(asked.kind) ? told.record : "";
  speak(asked.text);
}

function button(word) {
  const made = document.createElement("button");
  made.type = "button"; made.textContent = say(word);
  made.className = ["next", "understood", "resume"].includes(word) ? "go" : word === "stop" ? "halt" : "";
  if (word === "abandon") made.dataset.ends = true;
  made.onclick = () => attempt(() => word === "resume" ? ask("POST", `sop-runs/${run.run}/resume`, { by: at("by").value || run.worker }) : answered(word));
  return made;
}

const answered = (words) => ask("POST", `sop-runs/${run.run}/answer`, { words, turn: run.turn });
// Pressed again because the answer was lost, it is the same run.
const begun = (mode) => {
  const wanted = { sop, by: at("by").value, order: at("order").value, language: language(), mode };
  return ask("POST", "sop-runs", { ...wanted, key: [visit, ...Object.values(wanted)].join("/") });
};

at("begin").onsubmit = (event) => { event.preventDefault(); attempt(() => begun("work")); };
at("train").onclick = () => at("begin").reportValidity() && attempt(() => begun("training"));
at("answer").onsubmit = (event) => { event.preventDefault(); if (at("words").value.trim()) attempt(() => answered(at("words").value)); };
at("language").onchange = texts;
at("read").onclick = () => { const on = at("read").getAttribute("aria-pressed") !== "true"; at("read").setAttribute("aria-pressed", on); if (on && run) speak(run.asked.text); };
at("photo").onchange = async (event) => {
  const file = event.target.files[0];
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  event.target.value = ""; // so that the same one can be sent again
  let plain = "";
  for (const byte of bytes) plain += String.fromCharCode(byte);
  attempt(() => ask("POST", `sop-runs/${run.run}/photos`, { picture: btoa(plain) }));
};

// Held to talk: the recording goes to our own server, never to the maker of the browser. One of the words on the buttons
// is done at once, but not the one that ends the whole run; anything else, such as a value, stands in the line to be read and said by hand.
let recorder = null, pressed = false;

async function listen() {
  pressed = true;
  const sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const parts = [];
  recorder = new MediaRecorder(sound);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => { for (const track of sound.getTracks()) track.stop(); heard(new Blob(parts, { type: recorder.mimeType })); };
  recorder.start();
  at("listen").setAttribute("aria-pressed", true);
  if (!pressed) hush();
}

function hush() {
  pressed = false;
  if (recorder?.state === "recording") recorder.stop();
  at("listen").setAttribute("aria-pressed", false);
}

const spoken = () => [...at("choices").children].filter((one) => !one.dataset.ends);

async function heard(recording) {
  const form = new FormData();
  form.append("language", language());
  form.append("words", spoken().map((one) => one.textContent).join(","));
  form.append("file", recording, "said.webm");
  const told = await fetched("transcribe", { method: "POST", body: form }).catch((error) => ({ notice: { text: error.message } }));
  if (told.notice) {
    at("problem").textContent = told.notice.text;
    return;
  }
  const meant = told.word && spoken().find((one) => one.textContent === told.word);
  if (meant) meant.click();
  else { at("words").value = told.text; at("words").focus(); }
}

async function hears() {
  if (!navigator.mediaDevices || !window.MediaRecorder) return;
  const ears = await fetched("transcribe").catch(() => ({}));
  if (!ears.there) return;
  const button = at("listen"), begin = () => listen().catch((error) => { at("problem").textContent = error.message; });
  button.hidden = false;
  button.onpointerdown = (event) => { if (!event.button) { button.setPointerCapture(event.pointerId); begin(); } };
  button.onpointerup = button.onpointercancel = hush;
  button.onkeydown = (event) => { if (!event.repeat && [" ", "Enter"].includes(event.key)) begin(); };
  button.onkeyup = hush;
}

function texts() {
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  at("pdf").href = `/api/sops/${encodeURIComponent(sop)}/file.pdf?language=${language()}&side_by_side=true`;
  document.documentElement.lang = language();
  if (state) at("state").textContent = say(state);
  if (unapproved && !run) { at("stamp").hidden = false; at("stamp").textContent = say("unapproved"); }
}

async function opened() {
  const shown = await ask("GET", `sops/${encodeURIComponent(sop)}`);
  const line = shown.versions.find((one) => one.state === "approved") || shown;
  at("id").textContent = `${line.sop} v${line.version}`;
  state = line.state; at("title").textContent = line.title; document.title = line.title;
  unapproved = line.state !== "approved";
  document.querySelector("#begin .go").disabled = unapproved;
  texts();
  at("open").replaceChildren();
  for (const state of ["open", "paused"]) {
    const found = await ask("GET", `sop-runs?state=${state}&sop=${encodeURIComponent(sop)}`);
    for (const one of found.runs) {
      const link = document.createElement("button");
      link.type = "button"; link.textContent = `${say("goOn")} ${one.run} (${one.worker})`;
      link.onclick = () => at("begin").reportValidity() && attempt(() => ask("POST", `sop-runs/${one.run}/resume`, { by: at("by").value }));
      at("open").append(link);
    }
  }
}

// Until the server has told what this is; a run that is begun meanwhile is left as it is.
let waited = false;

async function fill() {
  const failed = await opened().then(() => null, (error) => error);
  if (!run && (failed || waited)) { // what went wrong with a beginning stays said
    at("problem").textContent = failed?.message ?? "";
    at("run").hidden = !failed;
    at("choices").hidden = at("answer").hidden = true;
  }
  waited = Boolean(failed);
  if (failed instanceof Unreachable) setTimeout(fill, 3000);
  else if (!failed) hears();
}
const preferred = Object.keys(SAID).find((known) => navigator.language.startsWith(known.slice(0, 2)));
at("language").value = /TW|HK|Hant/.test(navigator.language) ? "zh-Hant" : preferred || "en";
texts();
fill();
