// Keeps what is typed on this device until it has been answered, so that neither a lost connection nor an ended sign-in
// loses it; says when the server is out of reach; leads to the page to sign in on.
(() => {
  "use strict";
  const DRAFT = "plant-draft", SENT = "plant-sent";
  const line = () => document.querySelector("#chat-input");
  const written = () => (line()?.value ?? line()?.textContent ?? "").trim();
  let gone = 0; // the timer that takes what was sent for gone
  const signIn = () => {
    clearTimeout(gone); // it was not: this page goes on for a while after it has been left
    if (sessionStorage[SENT]) sessionStorage[DRAFT] = sessionStorage[SENT];
  };
  // Typing into the line as a person would: Chainlit reads it from events.
  const put = (text) => {
    line().focus();
    document.execCommand("insertText", false, text);
  };
  const restore = () => {
    const kept = sessionStorage[DRAFT];
    if (!kept || !line() || written()) return;
    put(kept);
    delete sessionStorage[SENT];
  };
  // Chainlit makes a new line as it connects, and when a conversation begins; what was sent stays away.
  let shown = null, sentAt = 0;
  plant.whenChanged(() => {
    if (line() && line() !== shown) {
      shown = line();
      setTimeout(() => Date.now() - sentAt > 2000 && restore(), 300);
    }
    if (location.pathname.endsWith("/login")) {
      signIn();
      location.replace("/sign-in?ended=1&next=" + encodeURIComponent(location.pathname.replace(/login$/, "")));
    }
  });
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("#chat-input")) return;
    if (written()) sessionStorage[DRAFT] = written();
    else delete sessionStorage[DRAFT];
  });
  const sent = () => {
    const text = written();
    if (!text) return;
    sessionStorage[SENT] = text;
    sentAt = Date.now();
    gone = setTimeout(() => written() || delete sessionStorage[DRAFT], 300);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target.closest?.("#chat-input")) sent();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#chat-submit")) sent();
    // Chainlit opens every link in a new tab, which would know nothing of what was typed in this one.
    const way = event.target.closest?.("a[href^='/sign-in'], .message-content a[href*='/thread/']");
    if (!way) return;
    event.preventDefault();
    if (way.pathname === "/sign-in") signIn();
    location.assign(way.href);
  }, true);
  // Chainlit takes a server out of reach for "nobody is signed in", and leaves the page. So the question who is signed in
  // waits until the server is there; what the server itself cannot tell waits where it has told before.
  const fetched = window.fetch;
  let known = false, asking = null;
  const who = async (...asked) => {
    for (;;) {
      const answer = await fetched(...asked).catch(() => null);
      if (answer && (answer.status < 500 || !known)) {
        known ||= answer.ok;
        return answer;
      }
      await new Promise((go) => setTimeout(go, 2000));
    }
  };
  window.fetch = (...asked) => {
    if (!new URL(asked[0].url ?? asked[0], location).pathname.endsWith("/user")) return fetched(...asked);
    asking ??= who(...asked).finally(() => { asking = null; });
    return asking.then((answer) => answer.clone()); // one waits for all: Chainlit asks again with every look at the page
  };
  // One line on top while the server does not answer; Chainlit connects again by itself.
  const banner = document.createElement("p");
  banner.id = "offline";
  banner.setAttribute("role", "status");
  banner.hidden = true;
  document.addEventListener("DOMContentLoaded", () => document.body.prepend(banner));
  let missed = 0;
  const look = async () => {
    const there = await fetch("/health", { cache: "no-store" }).then((answer) => answer.ok, () => false);
    missed = there ? 0 : missed + 1;
    banner.textContent = plant.say("offline");
    banner.hidden = missed < 2;
  };
  window.addEventListener("offline", look);
  window.addEventListener("online", look);
  setInterval(look, 5000);
})();
