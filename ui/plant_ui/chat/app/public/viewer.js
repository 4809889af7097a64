// Opens cited pages beside the chat (on a phone: over it). Without this script they open in a tab of their own.
(() => {
  "use strict";
  const isPage = (link) => new URL(link.href, location.href).pathname.endsWith("/page");
  let panel = null;
  let opener = null;

  const close = () => {
    panel?.remove();
    panel = null;
    document.body.classList.remove("reading");
    opener?.focus();
  };

  // The page's own links work inside the panel, and turning pages does not pile up in the history.
  const adopt = (frame) => {
    const page = frame.contentDocument;
    frame.title = page.title;
    page.documentElement.classList.add(document.documentElement.classList.contains("dark") ? "dark" : "light");
    page.addEventListener("keydown", (event) => event.key === "Escape" && history.back());
    page.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || link.target === "_blank") return;
      event.preventDefault();
      if (link.rel === "up") history.back();
      else frame.contentWindow.location.replace(link.href);
    });
    frame.focus();
  };

  const open = (href) => {
    const frame = document.createElement("iframe");
    frame.src = `${href}#mark`;
    frame.addEventListener("load", () => adopt(frame));
    if (panel) panel.replaceChildren(frame);
    else {
      panel = document.createElement("aside");
      panel.id = "page-viewer";
      panel.append(frame);
      document.body.append(panel);
      document.body.classList.add("reading");
      history.pushState({ ...history.state, reading: true }, "");
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".message-content a[href]");
    if (!link || !isPage(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    open(link.href);
  }, true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && panel && history.back());
  addEventListener("popstate", close);
})();
