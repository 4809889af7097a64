// Who may sign in, and with which roles. From the first user on everybody has to sign in.

import { button, field, make, sure, table, tag, told } from "/admin/files/dom.js";
import { attempt } from "/admin/files/documents.js";
import { ask } from "/admin/files/server.js";
import { day, moment, named, number, say } from "/admin/files/words.js";

const ROLES = ["technician", "engineer", "planner", "approver", "admin"];
const SHORTEST = 10;

export async function users() {
  const list = make("div");
  const again = async () => {
    const held = (await ask("GET", "users")).users;
    list.replaceChildren(held.length ? listed(held, again) : told("warn", say("no_users")));
    return held;
  };
  const held = await again();
  return [make("section", {}, make("h2", {}, say("section_users")), make("p", { class: "lead" }, say("users_lead")), list), adding(held, again)];
}

function listed(held, again) {
  return table([
    { label: say("user"), cell: (one) => make("span", {}, make("strong", {}, one.name), one.shown !== one.name && make("small", {}, one.shown), one.disabled ? tag(say("disabled"), "bad") : "") },
    { label: say("roles"), cell: (one) => one.roles.map((role) => tag(named("roles_named", role), role === "admin" ? "warn" : "")) },
    { label: say("groups"), cell: (one) => one.groups.map((group) => tag(group)) },
    { label: say("sites"), cell: (one) => one.sites.map((site) => tag(site)) },
    { label: say("sign_in_by"), cell: (one) => say(`by_${one.source}`) },
    { label: say("sessions"), number: true, cell: (one) => number(one.sessions) },
    { label: say("added"), cell: (one) => day(one.created_utc) },
    { label: say("actions"), cell: (one) => row(one, again) },
  ], held);
}

function row(one, again) {
  const place = make("div");
  const path = `users/${encodeURIComponent(one.name)}`;
  const change = (fields) => attempt(place, async () => { await ask("PATCH", path, fields); await again(); });
  const named_ = (text, onclick, kind) => { const made = button(text, onclick, kind); made.setAttribute("aria-label", `${text}: ${one.name}`); return made; };
  const disable = async () => { if (one.disabled || await sure(say("disable_sure", { name: one.name }), say("disable"))) await change({ disabled: !one.disabled }); };
  const revoke = async () => { if (await sure(say("revoke_sure", { name: one.name }), say("end_sessions"))) await attempt(place, async () => { await ask("DELETE", `${path}/sessions`); await again(); }); };
  const buttons = make("div", { class: "buttons" },
    named_(say("change"), () => place.replaceChildren(changing(one, change, () => place.replaceChildren()))),
    named_(say(one.disabled ? "enable" : "disable"), disable, one.disabled ? "" : "halt"),
    one.sessions ? named_(say("end_sessions"), revoke) : "",
    one.keys ? named_(say("keys_counted", { count: one.keys }), () => attempt(place, () => keys(place, path, again))) : "");
  return make("div", {}, buttons, place);
}

function changing(one, change, close) {
  const roles = roleBoxes(`change-${one.name}`, one.roles);
  const shown = make("input", { type: "text", value: one.shown });
  const groups = make("input", { type: "text", value: one.groups.join(", ") });
  const sites = make("input", { type: "text", value: one.sites.join(", ") });
  const password = one.source === "password" ? secret() : null;
  const save = () => change({ roles: roles.chosen(), shown: shown.value, groups: split(groups.value), sites: split(sites.value), ...(password?.value && { password: password.value }) });
  return make("form", { class: "told", onsubmit: (event) => { event.preventDefault(); save(); } }, roles, make("div", { class: "fields" }, field(say("shown_name"), shown), field(say("groups_said"), groups), field(say("sites_said"), sites), password && field(say("new_password"), password)),
    make("p", { class: "buttons" }, make("button", { class: "go" }, say("save")), button(say("cancel"), close)));
}

async function keys(place, path, again) {
  const held = (await ask("GET", `${path}/keys`)).keys;
  const drop = (key) => attempt(place, async () => { await ask("DELETE", `${path}/keys/${key.id}`); await again(); });
  place.replaceChildren(make("ul", { class: "plain" }, held.map((key) => make("li", {}, key.label || String(key.id), make("small", {}, ` ${moment(key.created_utc)}${key.used_utc ? ` · ${say("last_used", { day: day(key.used_utc) })}` : ""} `), button(say("take_away"), () => drop(key), "halt")))));
}

function adding(held, again) {
  const first = !held.length;
  const [name, shown, groups, sites, password] = [make("input", { type: "text", autocomplete: "off", id: "user-name", required: true }), make("input", { type: "text", autocomplete: "off" }), make("input", { type: "text" }), make("input", { type: "text" }), secret("user-password")];
  const roles = roleBoxes("new", first ? ["admin"] : ["technician"], first ? "admin" : "");
  const place = make("div", { id: "user-told" });
  const add = () => attempt(place, async () => {
    const made = await ask("POST", "users", { name: name.value, shown: shown.value, groups: split(groups.value), sites: split(sites.value), password: password.value, roles: roles.chosen() });
    if (first) { location.assign("/admin#users"); location.reload(); return; }
    for (const input of [name, shown, groups, sites, password]) input.value = "";
    await again();
    place.replaceChildren(told("good", say("user_added", { name: made.name })));
  });
  const meant = async () => { if (!first || await sure(say("first_user_sure", { name: name.value }), say("add"))) await add(); };
  return make("section", {}, make("h2", {}, say("add_user")), first ? told("warn", say("first_user")) : "",
    make("form", { onsubmit: (event) => { event.preventDefault(); meant(); } },
      make("div", { class: "fields" }, field(say("user_name"), name), field(say("shown_name"), shown), field(say("password", { count: SHORTEST }), password), field(say("groups_said"), groups), field(say("sites_said"), sites), make("div", { class: "wide" }, roles)),
      make("p", { class: "soft" }, say("roles_lead")), make("p", { class: "buttons" }, make("button", { class: "go" }, say("add")))), place);
}

function roleBoxes(prefix, held, fixed = "") {
  const boxes = ROLES.map((role) => make("input", { type: "checkbox", value: role, checked: held.includes(role), disabled: role === fixed, id: `${prefix}-${role}` }));
  const made = make("fieldset", {}, make("legend", {}, say("roles")), boxes.map((box) => make("label", {}, box, named("roles_named", box.value))));
  made.chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return made;
}

const secret = (id) => make("input", { type: "password", autocomplete: "new-password", minlength: String(SHORTEST), id });
const split = (text) => text.split(/[,;，；]/).map((one) => one.trim()).filter(Boolean);
