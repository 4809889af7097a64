// The pictures of an investigation: each branch tells its state and what backs it; those of the trees fold.
"use strict";
(() => {
  const { ask, drawn, language, made, say } = drawing;
  const NAMES = ["fishbone", "why-tree", "fault-tree"], NARROW = 600, BESIDE = 1000;
  const at = (id) => document.getElementById(id);
  const svg = at("plan"), page = document.documentElement;
  // The chat draws its frames anew when it has been out of reach: what was chosen and folded is kept for this tab.
  const wanted = new URLSearchParams(location.search).get("show");
  const KEPT = `plant-diagram ${location.pathname} ${wanted}`, kept = JSON.parse(sessionStorage[KEPT] ?? "{}");
  const folded = Object.fromEntries(NAMES.map((name) => [name, new Set(kept.folded?.[name])]));
  let diagram, size, stage, chosen = null, upright = innerWidth < NARROW;
  const asked = kept.name ?? wanted;

  const under = (id) => diagram.branches.filter((branch) => branch.under === id);
  const find = (id) => diagram.branches.find((branch) => branch.id === id);
  const isCandidate = (branch) => /^c\d+$/.test(branch.id);
  const candidates = (branch) => under(branch.id).filter(isCandidate).length;
  const label = (branch) => [branch.role, branch.text, branch.state_told, branch.whence, branch.folded && say("folded", under(branch.id).length)].filter(Boolean).join(", ");

  async function load(name) {
    sessionStorage[KEPT] = JSON.stringify({ name, folded: Object.fromEntries(NAMES.map((each) => [each, [...folded[each]]])) });
    const query = new URLSearchParams([["language", language], ...[...folded[name]].map((id) => ["folded", id]), ...(upright ? [["upright", "true"]] : [])]);
    const told = await ask(`/api/investigations/${encodeURIComponent(location.pathname.split("/").at(-2))}/diagrams/${name}?${query}`);
    const other = diagram?.name !== name;
    diagram = told;
    draw(other);
  }
  const show = (name) => load(name).catch((error) => at("told").replaceChildren(made("p", { className: "worse", textContent: say("failed", error.message) })));

  // The server's own drawing, its colours left to this page.
  function draw(anew) {
    const paper = new DOMParser().parseFromString(diagram.svg, "image/svg+xml").documentElement;
    size = { x: 0, y: 0, w: +paper.getAttribute("width"), h: +paper.getAttribute("height") };
    const parts = [...paper.children].filter((part) => !["style", "title"].includes(part.localName) && part.getAttribute("class") !== "p");
    svg.replaceChildren(drawn("title", {}, `${diagram.title}: ${diagram.problem}. ${say("help")}`), ...parts.map((part) => document.importNode(part, true)));
    for (const group of svg.querySelectorAll("[data-branch]")) answering(group, find(group.dataset.branch));
    document.title = at("name").textContent = `${diagram.title}: ${diagram.problem}`;
    for (const button of at("names").children) button.setAttribute("aria-pressed", button.value === diagram.name);
    at("list").setAttribute("aria-label", diagram.title);
    at("list").replaceChildren(listed(""));
    stage ??= drawing.stage(svg, { whole: () => size, tapped, keys: { Escape: sheet.close } });
    if (anew || !svg.classList.contains("near")) stage.fit();
    else stage.show();
    tell(chosen = null);
  }

  function answering(group, branch) {
    if (!branch) return;
    group.classList.add("branch", ...(branch.state ? [branch.state] : []));
    for (const [name, value] of Object.entries({ tabindex: 0, role: "button", "aria-label": label(branch) })) group.setAttribute(name, value);
    group.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && tell(branch.id));
    group.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && tell(chosen));
    group.addEventListener("focus", () => tell(chosen = branch.id));
    group.addEventListener("keydown", (event) => {
      if (!["Enter", " "].includes(event.key) || event.target !== group) return;
      event.preventDefault();
      open(branch.id);
    });
    if (diagram.name !== "fishbone" && under(branch.id).length) handle(group, branch);
  }

  // Folds away what hangs on a branch, and says how much that is.
  function handle(group, branch) {
    const box = group.querySelector("rect"), [x, y] = [+box.getAttribute("x") + +box.getAttribute("width"), +box.getAttribute("y")];
    const told = say(branch.folded ? "unfold" : "fold", branch.text);
    const mark = drawn("g", { class: "fold", tabindex: 0, role: "button", "aria-expanded": !branch.folded, "aria-label": told, "data-fold": branch.id });
    mark.append(drawn("circle", { class: "reach", cx: x, cy: y, r: 20 }), drawn("circle", { cx: x, cy: y, r: 11 }), drawn("text", { x, y: y + 4.5, "text-anchor": "middle" }, branch.folded ? `+${under(branch.id).length}` : "−"));
    mark.addEventListener("keydown", (event) => {
      if (!["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      fold(branch.id, true);
    });
    group.after(mark);
  }
  async function fold(id, refocus) {
    const those = folded[diagram.name];
    if (!those.delete(id)) those.add(id);
    await show(diagram.name);
    if (refocus) svg.querySelector(`[data-fold="${CSS.escape(id)}"]`)?.focus();
  }

  function tapped(target) {
    const mark = target.closest("[data-fold]"), group = target.closest(".branch");
    if (mark) fold(mark.dataset.fold);
    else if (group) open(group.dataset.branch);
    else tell(chosen = null);
  }
  function open(id, opener = svg.querySelector(`[data-branch="${CSS.escape(id)}"]`)) {
    const branch = find(id), own = under(id);
    tell(chosen = id);
    const others = own.map((one) => made("button", { type: "button", className: "own", textContent: `${one.role} · ${one.text}`, onclick: () => open(one.id, opener) }));
    const foldable = diagram.name !== "fishbone" && own.length;
    const folds = foldable ? [made("button", { type: "button", textContent: say(branch.folded ? "unfold" : "fold", branch.text), onclick: () => { sheet.close(); fold(id); } })] : [];
    sheet.open(branch, others, folds, opener);
  }

  function listed(id) {
    const items = under(id).map((branch) => {
      const button = made("button", { type: "button", className: branch.state }, made("small", { textContent: [branch.role, branch.state_told, branch.whence].filter(Boolean).join(" · ") }), branch.text);
      button.onclick = () => open(branch.id, button);
      return made("li", {}, button, ...(under(branch.id).length ? [listed(branch.id)] : []));
    });
    return made("ul", {}, ...items);
  }

  function tell(id) {
    const branch = find(id);
    for (const group of svg.querySelectorAll(".branch")) group.classList.toggle("meant", group.dataset.branch === id);
    at("told").replaceChildren(...(branch ? about(branch) : overview()));
  }
  const paragraph = (text, kind = "") => made("p", { className: kind, textContent: text });
  function about(branch) {
    const told = [made("p", {}, made("b", { textContent: branch.text })), paragraph([branch.role, branch.state_told, branch.whence].filter(Boolean).join(" · "))];
    told.push(...branch.answers.slice(-1).map((text) => paragraph(text)));
    if (branch.evidence.length) told.push(paragraph(branch.evidence[0].statement.split("\n").slice(0, 2).join(" · "), "quiet"));
    else if (candidates(branch)) told.push(paragraph(sheet.counted("candidates", candidates(branch)), "quiet"));
    return told;
  }
  function overview() {
    const many = diagram.branches.filter(isCandidate), told = paragraph(sheet.counted("candidates", many.length));
    if (!many.some((branch) => branch.state === "confirmed")) told.append(` · ${say("none_confirmed")}`);
    const touch = paragraph(`${say("touch")} `, "quiet");
    const kinds = { found: ".found, .confirmed", excluded: ".excluded", evidence: ".evidence", hypothesis: ".hypothesis", single: diagram.name === "fault-tree" ? ".h" : "none" };
    for (const [kind, those] of Object.entries(kinds)) if (svg.querySelector(those)) touch.append(made("span", { className: "key" }, made("i", { className: kind }), say(`key_${kind}`)));
    return [told, touch];
  }

  at("names").setAttribute("aria-label", say("names"));
  at("names").append(...NAMES.map((name) => made("button", { type: "button", value: name, textContent: say(name), onclick: () => { sheet.close(); show(name); } })));
  const list = (yes) => {
    page.classList.toggle("listing", yes);
    at("listed").setAttribute("aria-expanded", yes);
    stage?.fit();
  };
  at("listed").onclick = () => list(!page.classList.contains("listing"));
  addEventListener("resize", () => {
    if (upright === innerWidth < NARROW || !diagram) return;
    upright = innerWidth < NARROW;
    show(diagram.name);
  });
  list(innerWidth >= BESIDE);
  show(NAMES.includes(asked) ? asked : "fishbone");
})();
