// Prints one answer with its question and its sources; the browser's own command prints the whole conversation.
(() => {
  "use strict";
  const STEP = "[data-step-type]";
  const question = (answer) => {
    const asked = [...document.querySelectorAll("[data-step-type=user_message]")];
    return asked.filter((one) => one.compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
  };
  // An answer with a table of its own in between is several messages: all of them up to the next question.
  const belonging = (answer) => {
    const first = question(answer);
    const all = [...document.querySelectorAll(STEP)];
    const from = first ? all.indexOf(first) : 0;
    const next = all.findIndex((one, at) => at > from && one.matches("[data-step-type=user_message]"));
    return all.slice(from, next < 0 ? undefined : next);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button?.querySelector("svg.lucide-printer")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const printed = belonging(button.closest(STEP));
    for (const one of printed) one.classList.add("printed");
    document.body.classList.add("printing");
    print();
  }, true);
  addEventListener("beforeprint", () => {
    document.body.dataset.printedAt = new Date().toLocaleString(document.documentElement.lang);
  });
  addEventListener("afterprint", () => {
    document.body.classList.remove("printing");
    for (const one of document.querySelectorAll(".printed")) one.classList.remove("printed");
  });
})();
