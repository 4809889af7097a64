// What the page says, in the language that was chosen.

let texts = {};
export let language = "en";

const SPOKEN = ["en", "de", "zh-Hans", "zh-Hant"];

export function wanted() {
  const kept = localStorage.getItem("plant-language");
  if (SPOKEN.includes(kept)) return kept;
  if (/^zh.*(TW|HK|MO|Hant)/i.test(navigator.language)) return "zh-Hant";
  if (/^zh/i.test(navigator.language)) return "zh-Hans";
  return navigator.language.startsWith("de") ? "de" : "en";
}

export async function speak(chosen) {
  const response = await fetch(`/admin/texts/${chosen}`);
  texts = await response.json();
  language = chosen;
  localStorage.setItem("plant-language", chosen);
  document.documentElement.lang = chosen;
  document.title = `${say("title")} · Plant Copilot`;
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  for (const each of document.querySelectorAll("[data-name]")) each.setAttribute("aria-label", say(each.dataset.name));
}

export function say(key, values = {}) {
  const text = texts[key] ?? key.replaceAll("_", " ");
  return text.replace(/\{(\w+)\}/g, (_, name) => typeof values[name] === "number" ? number(values[name]) : values[name] ?? "");
}

// Names of fields, findings, languages: what has no name in this language is shown as it is.
export const named = (group, key) => texts[group]?.[key] ?? (group === "words" ? key : key.replaceAll("_", " "));
export const number = (value) => value.toLocaleString(language);
export const percent = (value) => value.toLocaleString(language, { style: "percent", maximumFractionDigits: 1 });
export const day = (iso) => iso && /^\d{4}-\d\d-\d\d/.test(iso) ? new Date(iso.slice(0, 10) + "T12:00").toLocaleDateString(language) : iso;
export const moment = (iso) => iso ? new Date(iso).toLocaleString(language, { dateStyle: "short", timeStyle: "short" }) : "";
