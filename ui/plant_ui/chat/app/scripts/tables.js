// A table of many columns is read on a phone as one card a row: each cell then needs the name of its column.
(() => {
  "use strict";
  const MANY = 4;
  plant.whenChanged(() => {
    for (const table of document.querySelectorAll("table:not(.wide)")) {
      const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
      const rows = table.querySelectorAll("tbody tr");
      if (heads.length < MANY || !rows.length) continue;
      for (const row of rows) [...row.cells].forEach((cell, at) => { cell.dataset.head = heads[at] ?? ""; });
      table.classList.add("wide");
    }
  });
})();
