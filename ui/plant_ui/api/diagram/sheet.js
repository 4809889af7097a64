// What backs a branch: its answers, the pages as pictures, the work orders; laid over the drawing until it is shut.
"use strict";
const sheet = (() => {
  const { ask, framed, language, made, number, say } = drawing;
  const at = document.querySelector("#sheet");
  // In the chat the pages open beside it, in its own viewer; elsewhere each is a picture in a tab of its own.
  const root = framed ? parent.location.pathname.replace(/\/(thread\/[^/]*)?$/, "") : "";
  const corners = (cited) => cited.rectangles.map((one) => one.map((value) => Number(value.toFixed(3))).join(","));
  const query = (cited, mark, more = {}) => new URLSearchParams([...Object.entries({ ...more, revision: cited.revision }).filter(([, value]) => value), ...corners(cited).map((one) => [mark, one])]);
  const named = (cited) => ({ document: cited.document, page: cited.page });
  const picture = (cited) => `/api/pages/${encodeURIComponent(cited.document)}/${cited.page}.png?${query(cited, "highlight", { width: 1600 })}`;
  const cutout = (cited) => `${root}/cutout.png?${query(cited, "mark", named(cited))}`;
  const viewer = (cited) => `${root}/page?${query(cited, "mark", { ...named(cited), language })}`;
  const counted = (key, count) => WORDS[language][key][count === 1 ? 0 : 1].replace("{0}", number(count));
  let back = null;

  function page(cited) {
    const where = say("page", cited.document, cited.revision ? say("revision", cited.revision) : "", cited.page);
    const link = made("a", { className: "page", href: framed ? viewer(cited) : picture(cited), target: "_blank", rel: "noopener" });
    link.append(made("img", { src: framed ? cutout(cited) : picture(cited), alt: say("place"), loading: "lazy" }), made("span", { textContent: where }));
    link.onclick = (event) => {
      if (!framed || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      parent.postMessage({ open: link.href, label: where }, location.origin);
    };
    return link;
  }

  const day = (moment) => moment && new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(moment.replace(" ", "T")));
  const line = (order) => made("li", {}, made("b", { textContent: order.source_id }), ` · ${[day(order.finished_at ?? order.started_at ?? order.reported_at), order.asset_tag, order.title ?? order.description].filter(Boolean).join(" · ")}`);
  async function orders(cited, into) {
    const ids = cited.record_ids.map((id) => ["id", id]);
    const told = await ask(`/api/records/orders?${new URLSearchParams([["dataset", cited.dataset], ...ids])}`);
    const at = (order) => cited.record_ids.indexOf(order.source_id);
    into.replaceChildren(...told.orders.sort((a, b) => at(a) - at(b)).map(line));
  }
  function records(cited) {
    const list = made("ul", { className: "orders" }, ...cited.record_ids.map((id) => made("li", { textContent: id })));
    orders(cited, list).catch((error) => list.before(made("p", { className: "worse", textContent: say("unread", error.message) })));
    const count = counted("orders", cited.total) + (cited.total > cited.record_ids.length ? ` · ${say("first", cited.record_ids.length)}` : "");
    return made("div", {}, made("p", { className: "quiet", textContent: `${cited.dataset}: ${count}` }), list);
  }

  const cite = (cited) => (cited.kind === "page" ? page(cited) : cited.kind === "records" ? records(cited) : made("p", { textContent: cited.file }));
  const evidence = (found) => made("article", {}, made("blockquote", { textContent: found.statement }), ...found.citations.map(cite));

  // Opens what backs `branch`; `actions` are buttons of the drawing itself, `opener` gets the focus back.
  function open(branch, own, actions, opener) {
    const shut = made("button", { type: "button", className: "shut", textContent: "×", title: say("shut"), ariaLabel: say("shut"), onclick: close });
    const heading = made("h2", { id: "meant", tabIndex: -1, textContent: branch.text });
    const parts = [made("p", { className: "quiet", textContent: [branch.role, branch.state_told, branch.whence].filter(Boolean).join(" · ") })];
    if (branch.remedy) parts.push(made("p", { textContent: branch.remedy }));
    if (branch.answers.length) parts.push(made("h3", { textContent: say("said") }), made("ul", {}, ...branch.answers.map((text) => made("li", { textContent: text }))));
    if (branch.evidence.length) parts.push(made("h3", { textContent: say("backed") }), ...branch.evidence.map(evidence));
    else if (!own.length) parts.push(made("p", { textContent: say("unbacked") }));
    at.replaceChildren(shut, heading, ...parts, ...own, ...actions);
    at.hidden = false;
    at.scrollTop = 0;
    back = opener;
    heading.focus();
  }
  function close() {
    const was = !at.hidden;
    at.hidden = true;
    if (was) back?.focus();
    return was;
  }
  return { close, counted, open };
})();
