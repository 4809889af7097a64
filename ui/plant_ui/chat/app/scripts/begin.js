// What the other scripts share: the words in the language of the page, and a call when Chainlit has drawn something.
const plant = {
  words: __WORDS__,
  say(key) {
    return (this.words[document.documentElement.lang] ?? this.words.en)[key];
  },
  // Calls `act` now and with every change of the page, before anybody can see it or have it read out.
  asItChanges(act) {
    new MutationObserver(act).observe(document.documentElement, { childList: true, subtree: true });
    act();
  },
  // Calls `act` now and once after every burst of changes of the page.
  whenChanged(act) {
    let waits = false;
    const soon = () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => {
        waits = false;
        act();
      });
    };
    new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
    soon();
  },
};
