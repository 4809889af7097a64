// Elements made from data: text is always text, never markup.

export function make(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (["value", "checked", "disabled", "hidden", "textContent", "open", "multiple"].includes(name)) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return made;
}

export const tag = (text, kind = "") => make("span", { class: `tag ${kind}` }, text);

// A notice: kind is "", "good", "warn" or "bad".
export const told = (kind, ...parts) => make("div", { class: `told ${kind}`, role: kind === "bad" ? "alert" : "status" }, parts.map((part) => make("p", {}, part)));

// columns: [{label, cell: (row) => children, number}]; on a phone each row becomes a card.
export function table(columns, rows, caption) {
  const head = make("thead", {}, make("tr", {}, columns.map((column) => make("th", { scope: "col" }, column.label))));
  const body = rows.map((row) => make("tr", {}, columns.map((column) => make("td", { "data-label": column.label, class: column.number && "number" }, column.cell(row)))));
  return make("table", { class: "cards" }, caption && make("caption", {}, caption), head, make("tbody", {}, body));
}

export function field(label, input, wide = false) {
  return make("label", { class: wide && "wide" }, make("span", {}, label), input);
}

// choices: [[value, text]]
export function select(choices, value, options = {}) {
  const made = make("select", options, choices.map(([key, text]) => make("option", { value: key }, text)));
  made.value = value ?? "";
  return made;
}

export const button = (text, onclick, kind = "") => make("button", { type: "button", class: kind, onclick }, text);

// Ask before something that cannot be undone; resolves to whether it was meant.
export function sure(text, verb) {
  const dialog = document.getElementById("sure");
  document.getElementById("sure-text").textContent = text;
  document.getElementById("sure-yes").textContent = verb;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

export function announce(text) {
  document.getElementById("told").textContent = text;
}
