// Shows a drawing in the answer itself: the plan of a layout, the pictures of an investigation. Without this script its
// picture leads to the page of the drawing.
(() => {
  "use strict";
  const DRAWN = /^\/layouts\/\d+\/plan$|^\/investigations\/\d+\/diagram$/;
  const path = (link) => new URL(link.href, location.href).pathname;

  const show = (link) => {
    link.classList.add("planned"); // hidden, not removed: Chainlit looks after what it has drawn
    const frame = document.createElement("iframe");
    frame.className = "plan";
    frame.title = link.querySelector("img").alt;
    frame.src = link.href;
    link.after(frame);
  };
  // An investigation is drawn as it stands now: where it was asked about before, its picture is enough.
  const hide = (link) => {
    link.nextElementSibling.remove();
    link.classList.remove("planned");
  };
  plant.whenChanged(() => {
    const links = [...document.querySelectorAll(".message-content a[href]")].filter((link) => DRAWN.test(path(link)) && link.querySelector("img"));
    const last = new Map(links.map((link) => [path(link), link]));
    for (const link of links) {
      const isLast = !path(link).endsWith("/diagram") || last.get(path(link)) === link;
      if (isLast && !link.matches(".planned")) show(link);
      else if (!isLast && link.matches(".planned")) hide(link);
    }
  });
})();
