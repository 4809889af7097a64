// Names for what Chainlit draws as a picture only. Its own tooltips show up for a pointer only.
(() => {
  "use strict";
  const NAMED = {
    "#new-chat-button": "new_chat",
    "#chat-settings-open-modal": "settings",
    "#chat-submit": "send",
    "#stop-button": "stop",
    "#theme-toggle": "theme",
    "#sidebar-trigger-button": "history",
    "button:has(> svg.lucide-copy)": "copy",
    "button:has(> svg.lucide-check):not(:has(> svg ~ *)):not([id])": "copied",
    "[role=dialog] > button.absolute": "close",
    "#search-chats-button": "search_chats",
    "#upload-button": "upload",
    "#thread-options": "thread_options",
  };
  const name = () => {
    for (const [what, key] of Object.entries(NAMED))
      for (const button of document.querySelectorAll(what)) {
        if (button.getAttribute("aria-label") === plant.say(key)) continue;
        button.setAttribute("aria-label", plant.say(key));
      }
    const line = document.querySelector("#chat-input:not([aria-label])");
    line?.setAttribute("aria-label", line.placeholder || plant.say("question"));
    // The conversation is read out as it grows; an avatar says nothing that its answer does not.
    const talk = document.querySelector(".step")?.parentElement;
    if (talk && !talk.role) {
      talk.role = "log";
      talk.ariaLabel = plant.say("conversation");
    }
    // What opens a menu is a button, and a list holds items only: Chainlit's sidebar has a div for either.
    for (const opener of document.querySelectorAll("div#thread-options:not([role])")) opener.role = "button";
    for (const list of document.querySelectorAll("ul[data-sidebar=menu]:not([role])"))
      if ([...list.children].some((one) => one.tagName !== "LI")) list.role = "presentation";
    for (const picture of document.querySelectorAll(".ai-message img[alt^=Avatar]")) picture.alt = "";
  };
  plant.asItChanges(name);
})();
