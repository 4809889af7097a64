// What the pages with a drawing share: the language, the dress of the chat around them, and a drawing to move and zoom.
"use strict";
const drawing = (() => {
  const LANGUAGES = Object.keys(WORDS), asked = new URLSearchParams(location.search).get("language");
  const browsers = /^zh-(tw|hk|mo|hant)/i.test(navigator.language) ? "zh-Hant" : /^zh/i.test(navigator.language) ? "zh-Hans" : navigator.language.slice(0, 2);
  const language = LANGUAGES.find((one) => one === asked) ?? LANGUAGES.find((one) => one === browsers) ?? "en";
  const framed = parent !== window, frame = framed ? window.frameElement : null, page = document.documentElement;
  const say = (key, ...values) => WORDS[language][key].replace(/\{(\d)\}/g, (_, n) => values[n]);

  // What the server says as JSON; an error says in the reader's language why there is nothing.
  async function ask(path) {
    const answered = await fetch(path, { headers: { "Accept-Language": language } }).catch(() => null);
    const told = await answered?.json().catch(() => null);
    if (!told) throw new Error(say("unreachable"));
    if (!answered.ok) throw new Error([told.detail, told.remedy].filter(Boolean).join(" "));
    return told;
  }

  // Dark, and of high contrast, as the chat is; by itself as the system wants.
  const wanted = { dark: matchMedia("(prefers-color-scheme: dark)"), contrast: matchMedia("(prefers-contrast: more)") };
  const dress = () => {
    for (const [kind, media] of Object.entries(wanted)) page.classList.toggle(kind, framed ? parent.document.documentElement.classList.contains(kind) : media.matches);
  };
  page.lang = language;
  page.classList.toggle("alone", !framed);
  page.classList.toggle("framed", framed);
  dress();
  if (framed) new MutationObserver(dress).observe(parent.document.documentElement, { attributeFilter: ["class"] });
  else for (const media of Object.values(wanted)) media.addEventListener("change", dress);

  for (const each of document.querySelectorAll("[data-say]")) each.title = each.ariaLabel = say(each.dataset.say);
  const alone = document.querySelector("#alone"), whole = document.querySelector("#whole");
  if (alone) [alone.hidden, alone.href] = [!framed, location.href];
  // The frame fills the window, and gives it back. Escape does that too.
  const fill = (yes) => {
    frame?.classList.toggle("filling", yes);
    whole?.setAttribute("aria-pressed", yes);
    if (yes) frame?.focus();
  };
  if (whole) [whole.hidden, whole.onclick] = [!framed, () => fill(!frame.classList.contains("filling"))];

  // `whole()` is all there is to see, {x, y, w, h}; `scaled(unit, box)` hears of each change, with the size of a pixel;
  // `tapped(element)` of a tap or click; `keys` of further keys, "Escape" first when nothing is to be given back.
  function stage(svg, { whole, scaled = () => {}, tapped, keys = {} }) {
    let all = whole(), box = { ...all };
    const show = () => {
      svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
      svg.classList.toggle("near", box.w < 0.99 * all.w);
      scaled(Math.max(box.w / svg.clientWidth, box.h / svg.clientHeight), box);
    };
    const fit = () => {
      all = whole();
      box = { ...all };
      show();
    };
    // Where a place on the screen is in the drawing.
    const place = (clientX, clientY) => {
      const turned = svg.getScreenCTM().inverse();
      return [turned.a * clientX + turned.e, turned.d * clientY + turned.f];
    };
    const zoom = (factor, [x, y] = [box.x + box.w / 2, box.y + box.h / 2]) => {
      const k = Math.min(Math.max(factor, 0.02 * all.w / box.w), 4 * all.w / box.w);
      box = { x: x + (box.x - x) * k, y: y + (box.y - y) * k, w: box.w * k, h: box.h * k };
      show();
    };
    const pan = (dx, dy) => {
      box.x += dx;
      box.y += dy;
      show();
    };

    const held = new Map();
    let far = 0;
    svg.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, [event.clientX, event.clientY]);
      far = 0;
    });
    svg.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const now = [event.clientX, event.clientY], [ax, ay] = place(...before), [bx, by] = place(...now);
      far += Math.hypot(now[0] - before[0], now[1] - before[1]);
      held.set(event.pointerId, now);
      if (far < 6) return;
      svg.setPointerCapture(event.pointerId);
      svg.classList.add("held");
      if (held.size === 1) return pan(ax - bx, ay - by);
      const other = [...held].find(([id]) => id !== event.pointerId)[1], fixed = place(...other);
      zoom(Math.hypot(before[0] - other[0], before[1] - other[1]) / Math.max(1, Math.hypot(now[0] - other[0], now[1] - other[1])), fixed);
    });
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => {
      held.delete(event.pointerId);
      svg.classList.remove("held");
      if (end === "pointerup" && far < 6) tapped(event.target);
    });
    // In the chat the wheel scrolls the chat; with Ctrl, in the whole window, or as soon as it is near, it zooms.
    svg.addEventListener("wheel", (event) => {
      if (framed && !event.ctrlKey && !event.metaKey && !svg.classList.contains("near") && !frame.classList.contains("filling")) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, place(event.clientX, event.clientY));
    }, { passive: false });
    const ARROWS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] };
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (ARROWS[key] && svg.contains(document.activeElement)) pan(ARROWS[key][0] * box.w, ARROWS[key][1] * box.h);
      else if (key === "+" || key === "=") zoom(0.7);
      else if (key === "-") zoom(1.4);
      else if (key === "0") fit();
      else if (keys[key]?.()) ;
      else if (key === "Escape" && frame?.classList.contains("filling")) fill(false);
      else return;
      event.preventDefault();
    });
    for (const button of document.querySelectorAll("[data-zoom]")) button.onclick = () => +button.dataset.zoom ? zoom(+button.dataset.zoom) : fit();
    addEventListener("resize", () => svg.classList.contains("near") ? show() : fit());
    addEventListener("beforeprint", fit);
    show();
    return { fit, show, whole: () => all };
  }

  const number = (value, digits = 0) => new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
  // An element of HTML, or of SVG, with what stands in it.
  const made = (tag, of = {}, ...inside) => {
    const one = Object.assign(document.createElement(tag), of);
    one.append(...inside);
    return one;
  };
  const drawn = (tag, attributes, ...inside) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    one.append(...inside);
    return one;
  };
  return { language, framed, say, number, stage, made, drawn, ask };
})();
