// A switch for high contrast beside the one for dark: kept in this browser, on at first where the system wants it.
(() => {
  "use strict";
  const KEPT = "plant-contrast";
  const root = document.documentElement;
  const wanted = () => localStorage.getItem(KEPT) ?? (matchMedia("(prefers-contrast: more)").matches ? "on" : "off");
  const show = (button) => {
    const on = wanted() === "on";
    root.classList.toggle("contrast", on);
    button?.setAttribute("aria-pressed", String(on));
  };
  show(null);
  plant.whenChanged(() => {
    const beside = document.getElementById("theme-toggle");
    if (!beside || document.getElementById("contrast-toggle")) return;
    const button = document.createElement("button");
    button.id = "contrast-toggle";
    button.type = "button";
    button.className = beside.className;
    button.textContent = "◐";
    button.ariaLabel = button.title = plant.say("contrast");
    button.addEventListener("click", () => {
      localStorage.setItem(KEPT, wanted() === "on" ? "off" : "on");
      show(button);
    });
    beside.before(button);
    show(button);
  });
})();
