// Hold to talk. The recording goes to the server, comes back as text in the line where one types, and is sent by hand.
(() => {
  "use strict";
  const LONGEST = 120_000, TAP = 350;
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const UPLOADED = ".wav,.mp3,.m4a,.ogg,.webm,.flac,audio/*";
  let bar = null, told = null, open = null, press = null, unsent = null;

  const line = () => document.querySelector("textarea#chat-input");
  const write = (text) => {
    const where = line();
    if (!where) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(where, text);
    where.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const element = (name, of = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), of);
    made.append(...inside);
    return made;
  };
  const drawn = (...paths) => {
    const [picture, ...lines] = ["svg", ...paths.map(() => "path")].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    for (const [at, path] of paths.entries()) lines[at].setAttribute("d", path);
    picture.append(...lines);
    return picture;
  };
  const button = (text, act, of = {}) => element("button", { type: "button", textContent: text, onclick: act, ...of });
  const tell = (text, ...buttons) => told.replaceChildren(...(text ? [element("span", { textContent: text })] : []), ...buttons);
  const state = (name) => {
    bar.dataset.state = name;
    bar.querySelector(".hold span").textContent = plant.say(`voice_${name}`);
  };

  // One press from the finger going down to the recording being over. A finger lifted early ends it as well. `by` is
  // the pointer or the key that holds it: the window hears it lifted even where Chainlit takes the bar away meanwhile.
  class Press {
    constructor(by) {
      this.by = by;
      this.began = performance.now();
      this.held = true;
      this.parts = [];
      this.run();
    }

    async run() {
      try {
        this.sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      } catch (error) {
        this.over();
        denied(error);
        return;
      }
      if (!this.held) {
        this.over();
        tell(plant.say("voice_tapped"));
        return;
      }
      this.recorder = new MediaRecorder(this.sound, { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) });
      this.recorder.ondataavailable = (event) => this.parts.push(event.data);
      this.recorder.onstop = () => this.done();
      this.recorder.start(500);
      this.recording = performance.now();
      this.limit = setTimeout(() => this.release(), LONGEST);
      state("listening");
      this.watch();
    }

    watch() {
      this.context = new AudioContext();
      const meter = this.context.createAnalyser();
      this.context.createMediaStreamSource(this.sound).connect(meter);
      const wave = new Uint8Array(meter.fftSize);
      const look = () => {
        if (!this.held) return;
        meter.getByteTimeDomainData(wave);
        const loudest = wave.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0) / 128;
        bar.style.setProperty("--level", Math.min(1, Math.sqrt(loudest)).toFixed(2));
        requestAnimationFrame(look);
      };
      look();
    }

    release() {
      if (!this.held) return;
      this.held = false;
      if (this.recorder?.state === "recording") this.recorder.stop();
      else if (this.sound) this.over();
      else state("idle"); // the browser still asks for the microphone
    }

    done() {
      const lasted = performance.now() - this.recording;
      const whole = new Blob(this.parts, { type: this.recorder.mimeType });
      this.over();
      if (lasted < TAP || !whole.size) tell(plant.say("voice_tapped"));
      else understand(whole, `question.${this.recorder.mimeType.match(/webm|mp4|ogg/)?.[0] ?? "webm"}`);
    }

    over() {
      clearTimeout(this.limit);
      this.held = false;
      for (const track of this.sound?.getTracks() ?? []) track.stop();
      this.context?.close();
      bar.style.setProperty("--level", 0);
      if (press === this) press = null;
      if (bar.dataset.state === "listening") state("idle");
    }
  }

  const begin = (by) => {
    if (press?.held || bar.dataset.state === "understanding") return;
    if (!navigator.mediaDevices || !window.MediaRecorder) {
      denied({ name: "NotFoundError" });
      return;
    }
    window.speechSynthesis?.cancel();
    tell("");
    press = new Press(by);
  };
  const end = () => press?.release();
  const lifted = (by) => press?.by === by && end();

  const denied = (error) => {
    state("idle");
    const why = error.name === "NotAllowedError" ? "voice_denied" : "voice_no_microphone";
    tell(plant.say(why), button(plant.say("voice_upload"), choose));
  };

  const choose = () => {
    const chosen = element("input", { type: "file", accept: UPLOADED });
    chosen.onchange = () => chosen.files[0] && understand(chosen.files[0], chosen.files[0].name);
    chosen.click();
  };

  const understand = async (recording, name) => {
    unsent = () => understand(recording, name);
    const form = new FormData();
    form.append("asset", new URLSearchParams(location.search).get("asset") ?? "");
    form.append("language", document.documentElement.lang);
    form.append("file", recording, name);
    state("understanding");
    tell("");
    try {
      const answered = await fetch("/api/transcribe", { method: "POST", body: form });
      const said = await answered.json();
      if (answered.ok) show(said);
      else failed(answered.status, said.support_code);
    } catch {
      failed(0);
    }
    state("idle");
  };

  const failed = (status, code) => {
    const known = { 0: "voice_offline", 401: "voice_signed_out", 413: "voice_too_long", 422: "voice_unreadable", 503: "voice_busy" };
    const text = plant.say(known[status] ?? "voice_failed") + (code && !known[status] ? ` (${code})` : "");
    const again = [0, 401, 503].includes(status) || !known[status];
    tell(text, ...(again ? [button(plant.say("voice_again"), () => unsent())] : []), button(plant.say("voice_upload"), choose));
  };

  const show = (said) => {
    unsent = null;
    if (said.notice) {
      tell(said.notice.text);
      return;
    }
    aloud.asked = true;
    postMessage({ compose: said.text }, location.origin);
    open = said.mentions.filter((one) => one.status !== "taken");
    tell(plant.say(open.length ? "voice_confirm" : "voice_read"), ...open.map(question));
  };

  // What was heard, and the codes it may be. A tap puts one in its place; nothing else does.
  const question = (one) => {
    const mark = `⟨${one.heard}?⟩`;
    const settle = (code) => () => {
      if (line()) write(line().value.replace(mark, code));
      row.remove();
      if (!told.querySelector(".meant")) {
        tell(plant.say("voice_read"));
        document.querySelector("#chat-submit")?.focus();
      }
    };
    const offered = one.codes.map((code) => button([code.code, code.name].filter(Boolean).join(" · "), settle(code.code)));
    const asHeard = button(plant.say("voice_as_heard").replace("{heard}", one.heard), settle(one.heard), { className: "quiet" });
    const row = element("div", { className: "meant" }, element("span", { textContent: mark }), ...offered, asHeard);
    return row;
  };

  // Answers read out: always where the person wants it, otherwise once after a spoken question.
  const aloud = {
    asked: false,
    get wanted() {
      return localStorage.getItem("plant-aloud") === "yes";
    },
    set wanted(yes) {
      localStorage.setItem("plant-aloud", yes ? "yes" : "no");
    },
    say(sentences) {
      if (!window.speechSynthesis || !(this.wanted || this.asked)) return;
      this.asked = false;
      speechSynthesis.cancel();
      for (const { text, language } of sentences) speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: language }));
    },
  };
  addEventListener("message", (event) => event.source === window && event.data?.aloud && aloud.say(event.data.aloud));

  const build = () => {
    const hold = element("button", { type: "button", className: "hold" }, element("i"), element("span"));
    hold.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      hold.focus({ preventScroll: true });
      hold.setPointerCapture(event.pointerId);
      begin(event.pointerId);
    });
    hold.addEventListener("contextmenu", (event) => event.preventDefault());
    hold.addEventListener("keydown", (event) => {
      if (![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      if (!event.repeat) begin(event.key);
    });
    const speaker = button("", () => {
      aloud.wanted = !aloud.wanted;
      if (!aloud.wanted) window.speechSynthesis?.cancel();
      speaker.setAttribute("aria-pressed", aloud.wanted);
    }, { className: "aloud", title: plant.say("voice_aloud"), ariaLabel: plant.say("voice_aloud") });
    speaker.setAttribute("aria-pressed", aloud.wanted);
    speaker.append(drawn("M4 9v6h4l5 4V5L8 9z", "M16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11"));
    const upload = button("", choose, { className: "upload", title: plant.say("voice_upload"), ariaLabel: plant.say("voice_upload") });
    upload.append(drawn("M12 16V4M7 9l5-5 5 5M4 16v4h16v-4"));
    told = element("div", { className: "told" });
    told.setAttribute("role", "status");
    bar = element("div", { id: "voice" }, told, element("div", { className: "row" }, hold, upload, speaker));
    state("idle");
  };
  for (const ending of ["pointerup", "pointercancel"]) addEventListener(ending, (event) => lifted(event.pointerId), true);
  addEventListener("keyup", (event) => lifted(event.key), true);
  addEventListener("blur", end);
  document.addEventListener("visibilitychange", () => document.hidden && end());
  let there = false;
  fetch("/api/transcribe").then((answered) => answered.json()).then((ears) => {
    there = ears.there === true;
    if (there) place();
  }, () => {});
  const place = () => {
    const composer = document.querySelector("#message-composer");
    if (!composer || !there) return;
    if (!bar) build();
    if (bar.nextElementSibling === composer) return;
    composer.before(bar);
    if (!press?.held) return; // what is taken out of the page lets go of the pointer and of the focus
    const hold = bar.querySelector(".hold");
    hold.focus({ preventScroll: true });
    if (typeof press.by === "number") hold.setPointerCapture(press.by);
  };
  plant.whenChanged(place);
})();
