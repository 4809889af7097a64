// A plan to pan, zoom and ask: by mouse, touch or keyboard, alone or in a frame of the chat.
"use strict";
(() => {
  const { ask, say, number, drawn, made: element, language } = drawing;
  const at = (id) => document.getElementById(id);
  const metres = (mm) => number(mm / 1000, 2);
  const svg = at("plan");
  let plan, floor, view, stage, chosen = null;

  // The plan's y goes up, the picture's down.
  const points = (polygon) => polygon.map(([x, y]) => `${x},${-y}`).join(" ");
  const rect = ([x0, y0, x1, y1], kind) => drawn("rect", { class: kind, x: x0, y: -y1, width: x1 - x0, height: y1 - y0 });
  const around = (polygon) => [0, 1].map((k) => Math.min(...polygon.map((p) => p[k]))).concat([0, 1].map((k) => Math.max(...polygon.map((p) => p[k]))));
  const middle = ([x0, y0, x1, y1]) => [(x0 + x1) / 2, -(y0 + y1) / 2];

  // Texts keep their size on the screen, as far as what they stand in has room for them.
  function write(text, box, kind = "") {
    const [x, y] = middle(box), wide = box[2] - box[0], deep = box[3] - box[1], upright = deep > 1.3 * wide;
    const made = drawn("text", { x, y, class: kind }, text);
    if (upright) made.setAttribute("transform", `rotate(-90 ${x} ${y})`);
    made.room = 0.94 * (upright ? deep : wide) / (0.62 * [...text].reduce((sum, c) => sum + (c >= "\u2e80" ? 1.7 : 1), 0));
    return made;
  }
  function scaled(unit) {
    for (const text of svg.querySelectorAll("text")) {
      const size = Math.min(14, text.room / unit);
      text.setAttribute("font-size", Math.max(size, 8) * unit);
      text.style.visibility = size < 5 ? "hidden" : "";
    }
  }

  function draw() {
    svg.replaceChildren(drawn("title", {}, `${plan.name || say("layout", plan.number)}. ${say("help")}`));
    svg.append(drawn("polygon", { class: "hall", points: points(floor.outline) }));
    for (const zone of floor.zones) svg.append(drawn("polygon", { class: "zone", points: points(zone.polygon) }, drawn("title", {}, `${zone.id}: ${zone.rule} ${zone.tags.join(", ")}`)), write(zone.id, around(zone.polygon), "there"));
    for (const one of floor.standing) svg.append(drawn("polygon", { class: "standing", points: points(one.polygon) }, drawn("title", {}, one.id)), write(one.id, around(one.polygon), "there"));
    const here = view.items.filter((item) => item.floor === floor.id).sort((a, b) => a.z - b.z);
    svg.append(...here.map((item) => rect(item.kept, "kept")));
    svg.append(...here.map(shape));
    const most = Math.max(...view.flows.map((flow) => flow.loads), 1e-9);
    for (const flow of view.flows) {
      if (flow.ends.some((end) => end.floor !== floor.id)) continue;
      const [[ax, ay], [bx, by]] = flow.ends.map((end) => end.at);
      svg.append(drawn("line", { class: "flow", x1: ax, y1: -ay, x2: bx, y2: -by, "stroke-width": Math.max(1.5, 10 * flow.loads / most), "data-of": JSON.stringify([flow.source, flow.target]) }));
    }
    svg.append(...here.map((item) => write(item.id, item.body)));
    for (const door of floor.doors) {
      const [x, y] = door.at, r = Math.min(door.width / 4, 600), reach = 2 * door.width;
      const label = write(door.id, [x - reach, y, x + reach, y], "out");
      label.setAttribute("x", x);
      label.setAttribute("y", -y - 1.3 * r);
      if (x > middle(around(floor.outline))[0]) label.style.textAnchor = "end"; // towards the middle of the hall
      svg.append(drawn("circle", { class: "door", cx: x, cy: -y, r }), label);
    }
    stage.show();
    tell(chosen);
  }

  function shape(item) {
    const kind = item.locked ? "locked" : item.was ? "moved" : "stays";
    const made = drawn("g", { class: `item ${kind}`, tabindex: 0, role: "button", "aria-label": lines(item).join(". "), "data-id": item.id }, rect(item.body, "body"));
    if (item.front) made.append(drawn("line", { class: "front", x1: item.front[0][0], y1: -item.front[0][1], x2: item.front[1][0], y2: -item.front[1][1] }));
    made.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && tell(item.id));
    made.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && tell(chosen));
    made.addEventListener("focus", () => { chosen = item.id; tell(chosen); });
    return made;
  }

  // What is told of an item: what it is, what it needs, where it goes and what that is worth.
  function lines(item) {
    const [x0, y0, x1, y1] = item.body, move = item.move, kept = Object.entries(item.clearance).map(([side, mm]) => say(side, metres(mm)));
    const it = [item.id + (item.name && item.name !== item.id ? ` ${item.name}` : ""), say("size", metres(x1 - x0), metres(y1 - y0))];
    if (item.height) it.push(say("high", metres(item.height)));
    if (item.weight) it.push(say("weight", number(item.weight)));
    if (item.turn) it.push(say("turn", item.turn));
    if (item.z) it.push(say("above", metres(item.z)));
    const told = [it.join(" · ")];
    if (kept.length) told.push(`${say("clearance")}: ${kept.join(", ")}`);
    if (item.locked) told.push(say("locked"));
    else if (move) told.push([say("moved", number(move.metres, 2)), move.turned && say("turned"), move.floor && say("to_floor", move.floor), say("worth", number(move.worth, 2), plan.currency), move.cost > 0 && say("once", number(move.cost, 2), plan.currency)].filter(Boolean).join(" · "));
    else if (item.was) told.push(say("key_moved"));
    else if (view.kind !== "today" && today()) told.push(say("stays"));
    if (move?.undone) told.push(say("undone", move.undone));
    return told;
  }
  const today = () => plan.views.find((one) => one.kind === "today");

  function compared() {
    const told = [], before = today(), flow = view.flow;
    if (flow) {
      const cost = [say("cost", number(flow.money, 2), plan.currency, number(flow.metres))];
      if (before?.flow?.money && view !== before) {
        const percent = 100 * (1 - flow.money / before.flow.money);
        cost.push(Math.abs(percent) < 0.05 ? say("same") : say(percent > 0 ? "less" : "more", number(Math.abs(percent), 1)));
      }
      told.push([cost.join(" · ")]);
    }
    const near = view.closeness?.score, then = before?.closeness?.score;
    if (near != null) {
      if (view === before || then == null) told.push([say("closeness", number(near, 1))]);
      else told.push([say(near < then ? "farther_apart" : "closer", number(near, 1), number(then, 1)), near < then ? "worse" : ""]);
    }
    told.push(view.certified ? [say("certified"), "quiet"] : [say("wrong", view.wrong.slice(0, 3).map((found) => found.text).join("; ")), "worse"]);
    return told;
  }

  function tell(id) {
    const item = view.items.find((one) => one.id === id);
    svg.querySelector(".was")?.remove();
    for (const one of svg.querySelectorAll(".item")) one.classList.toggle("meant", one.dataset.id === id);
    for (const line of svg.querySelectorAll(".flow")) line.classList.toggle("meant", JSON.parse(line.dataset.of).includes(id));
    if (!item) {
      at("told").replaceChildren(...compared().map(([text, kind]) => paragraph(text, kind)), key());
      return;
    }
    if (item.was && item.was.floor === floor.id) svg.append(rect(item.was.body, "was"));
    const flows = view.flows.filter((flow) => flow.source === id || flow.target === id).slice(0, 3);
    const [first, ...others] = lines(item).map((text) => paragraph(text));
    first.style.fontWeight = 600;
    at("told").replaceChildren(first, ...others, ...flows.map((f) => paragraph(say("flow", f.source, f.target, number(f.loads, 2), number(f.metres, 1), number(f.money, 2), plan.currency), "quiet")));
  }

  const paragraph = (text, kind = "") => element("p", { className: kind, textContent: text });
  function key() {
    const made = paragraph(`${say("touch")} `, "quiet");
    for (const [name, shown] of [["moved", view.kind !== "today" && today()], ["stays", true], ["locked", view.items.some((item) => item.locked)], ["door", floor.doors.length], ["was", view.items.some((item) => item.was)]]) {
      if (!shown) continue;
      const spot = element("i", { className: name });
      spot.style.background = name === "was" || name === "door" ? "" : `var(--${name})`;
      made.append(element("span", { className: "key" }, spot, say(`key_${name}`)));
    }
    return made;
  }

  function choose(one) { view = one; pressed("views", plan.views.indexOf(one), "aria-pressed"); draw(); }
  function turnTo(one) {
    floor = one;
    pressed("floors", plan.floors.indexOf(one), "aria-selected");
    stage ??= drawing.stage(svg, { whole, scaled, tapped, keys: { t: compare, Escape: forget } });
    stage.fit();
    draw();
  }
  function pressed(group, index, state) { [...at(group).children].forEach((button, n) => button.setAttribute(state, n === index)); }
  function offer(group, choices, name, act, role) {
    at(group).setAttribute("aria-label", say(group));
    at(group).replaceChildren(...choices.map((one) => {
      const button = element("button", { type: "button", textContent: name(one), onclick: () => act(one) });
      if (role) button.setAttribute("role", role);
      return button;
    }));
  }

  function whole() {
    const [x0, y0, x1, y1] = around(floor.outline), edge = 0.04 * Math.max(x1 - x0, y1 - y0);
    return { x: x0 - edge, y: -y1 - edge, w: x1 - x0 + 2 * edge, h: y1 - y0 + 2 * edge };
  }
  function tapped(target) {
    chosen = target.closest(".item")?.dataset.id ?? null;
    tell(chosen);
  }
  function compare() {
    if (today()) choose(view === today() ? plan.views[0] : today());
    return Boolean(today());
  }
  function forget() {
    const meant = chosen !== null;
    chosen = null;
    tell(null);
    return meant;
  }

  async function open() {
    plan = await ask(`/api/layouts/${encodeURIComponent(location.pathname.split("/").at(-2))}/plan.json`);
    document.title = at("name").textContent = [say("layout", plan.number), plan.name].filter(Boolean).join(": ");
    offer("views", plan.views, (one) => say(one.kind, one.number), choose);
    offer("floors", plan.floors, (one) => one.id, turnTo, "tab");
    at("floors").hidden = plan.floors.length < 2;
    view = plan.views[0];
    pressed("views", 0, "aria-pressed");
    turnTo(plan.floors[0]);
  }
  open().catch((error) => at("told").replaceChildren(paragraph(say("none", error.message), "worse")));
})();
