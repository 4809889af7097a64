// Why a file was not taken, in the words of the page: Chainlit's own page says it in English before anything is sent.
(() => {
  "use strict";
  const SAID = [
    [/^File is larger than/, "upload_large"],
    [/^File type must be/, "upload_kind"],
    [/^Too many files/, "upload_many"],
  ];
  plant.asItChanges(() => {
    for (const told of document.querySelectorAll("[data-sonner-toast] [data-title]")) {
      const found = SAID.find(([english]) => english.test(told.textContent));
      if (found) told.textContent = plant.say(found[1]);
    }
  });
})();
