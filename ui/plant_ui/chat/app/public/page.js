// A cited page beside the chat: it takes the chat's colours, and turning its pages leaves the history as it is.
(() => {
  "use strict";
  if (parent === window) return;
  const dark = parent.document.documentElement.classList.contains("dark");
  document.documentElement.classList.add(dark ? "dark" : "light");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || link.target === "_blank") return;
    event.preventDefault();
    if (link.rel === "up") parent.history.back();
    else location.replace(link.href);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && parent.history.back());
})();
