// Opens cited pages beside the chat (on a phone: over it). Without this script they open in a tab of their own.
(() => {
  "use strict";
  const isPage = (link) => new URL(link.href, location.href).pathname.endsWith("/page");
  let panel = null;
  let opener = null;

  const open = (href, label) => {
    const frame = document.createElement("iframe");
    frame.src = `${href}#mark`;
    frame.title = label; // until the page says its own
    frame.addEventListener("load", () => {
      frame.title = frame.contentDocument.title;
      frame.focus();
    });
    if (panel) {
      panel.replaceChildren(frame);
      return;
    }
    panel = document.createElement("aside");
    panel.id = "page-viewer";
    panel.append(frame);
    document.body.append(panel);
    document.body.classList.add("reading");
    history.pushState({ ...history.state, reading: true }, "");
  };

  const close = () => {
    panel?.remove();
    panel = null;
    document.body.classList.remove("reading");
    opener?.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".message-content a[href]");
    if (!link || !isPage(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    open(link.href, link.textContent.trim() || link.querySelector("img")?.alt);
  }, true);
  // A drawing in a frame of the chat asks for the page of what it cites.
  addEventListener("message", ({ data, origin }) => {
    if (origin !== location.origin || !data?.open || !isPage({ href: data.open })) return;
    opener = document.activeElement;
    open(data.open, data.label);
  });
  // What a button asks for, such as a name, stands below the last line: bring it into view.
  const ANSWERS = "[data-step-type=assistant_message]";
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(`${ANSWERS} button`)) return;
    const before = document.querySelectorAll(ANSWERS).length;
    const watch = new MutationObserver(() => {
      const answers = document.querySelectorAll(ANSWERS);
      if (answers.length <= before) return;
      watch.disconnect();
      setTimeout(() => answers[before].scrollIntoView({ block: "center" }), 100);
    });
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => watch.disconnect(), 10000);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && panel && history.back());
  addEventListener("popstate", close); // closing is going back: by the ×, by Escape, or by the phone's own button
})();
