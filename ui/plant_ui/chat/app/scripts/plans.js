// Shows the plan of a layout in the answer itself. Without this script its picture leads to the page of the plan.
(() => {
  "use strict";
  const isPlan = (link) => /^\/layouts\/\d+\/plan$/.test(new URL(link.href, location.href).pathname);

  const show = (link) => {
    link.classList.add("planned"); // hidden, not removed: Chainlit looks after what it has drawn
    const frame = document.createElement("iframe");
    frame.className = "plan";
    frame.title = link.querySelector("img").alt;
    frame.src = link.href;
    link.after(frame);
  };
  plant.whenChanged(() => {
    for (const link of document.querySelectorAll(".message-content a[href*='/plan']:not(.planned)")) {
      if (isPlan(link) && link.querySelector("img")) show(link);
    }
  });
})();
