// Puts a question into the line where one types, to be edited and sent: nothing is sent by itself.
(() => {
  "use strict";
  let before = "";
  const put = (text) => {
    const line = document.querySelector("textarea#chat-input");
    if (!line || !text) return;
    const typed = line.value.trim() === before ? "" : line.value.trim();
    const whole = typed ? `${typed}\n${text}` : text;
    before = whole;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(line, whole);
    line.dispatchEvent(new Event("input", { bubbles: true }));
    line.focus();
    line.setSelectionRange(whole.length, whole.length);
  };
  addEventListener("message", (event) => event.source === window && put(event.data?.compose));
})();
