/** Who sends: the provider that was chosen, its options, and what it makes of a message. */

import { counted, direction, visibleText } from "./characters.js";
import { byId, h } from "./dom.js";
import { PROVIDERS } from "./providers.js"; // which the server writes of its files

const NEXT_OPTION = /,(?=[\w-]+=)/;
const MAX_VALUE = 100;
const MAX_SENT = 400;
const MAX_SHOWN = 12;
const VALUES = { true: "yes", false: "no", "": "none" };
/** A finding that rests on a fact ends with where and when that was read. */
const SOURCE = /^(.*) \((?:by the table of )?(https:\/\/\S+), (read [^()]*)\)$/s;

/** Read NAME:OPTION=VALUE,… as the server does; nothing for a provider that is not there. */
function parsed(written) {
  const [name] = written.split(":", 1);
  const provider = PROVIDERS.find((each) => each.name === name);
  if (!provider) return null;
  const settings = new Map();
  for (const each of written.slice(name.length + 1).split(NEXT_OPTION)) {
    const [option] = each.split("=", 1);
    const value = each.slice(option.length + 1);
    const of = provider.options.find((other) => other.name === option);
    if (of && takes(of, value)) settings.set(option, value);
  }
  return { provider, settings };
}

/** Whether an option may have a value; the one that it has anyway is not written. */
function takes({ values, default: usual }, value) {
  if (value === String(usual)) return false;
  return values.length ? values.map(String).includes(value) : value.length <= MAX_VALUE;
}

function write(chosen) {
  if (!chosen) return "";
  const settings = [...chosen.settings].map(([option, value]) => `${option}=${value}`);
  return chosen.provider.name + (settings.length ? `:${settings.join(",")}` : "");
}

/** What was written of a provider, without what is not known of it. */
export function known(written) {
  return write(parsed(written));
}

/** Where messages are split. */
export function boundaryOf({ provider, boundary }) {
  return parsed(provider)?.provider.boundary ?? boundary;
}

export function prepareProvider() {
  byId("provider").append(...PROVIDERS.map(({ name, title }) => new Option(title, name)));
}

/** Read what was chosen as it is: what the server does not take it says. */
export function readProvider(state) {
  const chosen = parsed(byId("provider").value);
  const place = byId("settings");
  const isAnother = place.dataset.of !== byId("provider").value;
  for (const option of isAnother ? [] : chosen?.provider.options ?? []) {
    const { type, checked, value } = input(option);
    const now = type === "checkbox" ? String(checked) : value;
    if (takes(option, now)) chosen.settings.set(option.name, now);
  }
  state.provider = write(chosen);
  if (isAnother) showProvider(state);
}

function input({ name }) {
  return byId("settings").querySelector(`[name="${name}"]`);
}

/** Show what was chosen; the inputs of its options are made anew only for another provider. */
export function showProvider({ provider: written }) {
  const { provider = null, settings = new Map() } = parsed(written) ?? {};
  const options = provider?.options ?? [];
  const place = byId("settings");
  byId("provider").value = provider?.name ?? "";
  byId("provider-note").hidden = !provider;
  for (const id of ["boundary", "reference-bits", "languages"]) byId(id).disabled = Boolean(provider);
  if (place.dataset.of !== byId("provider").value) {
    place.dataset.of = byId("provider").value;
    place.replaceChildren(...options.map(setting));
  }
  for (const option of options) {
    const value = settings.get(option.name) ?? String(option.default);
    if (input(option).type === "checkbox") input(option).checked = value === "true";
    else input(option).value = value;
  }
}

function setting({ name, about, values }) {
  const words = name.replaceAll("_", " ");
  const properties = { name, autocomplete: "off", "aria-describedby": `about-${name}` };
  const isSwitch = values.length === 2 && values.every((value) => typeof value === "boolean");
  const choices = values.map((value) => new Option(VALUES[value] ?? value, value));
  const label = isSwitch
    ? h("label", { className: "check" }, h("input", { type: "checkbox", ...properties }), words)
    : h("label", {}, words, values.length
      ? h("select", properties, ...choices)
      : h("input", { type: "text", maxLength: MAX_VALUE, ...properties }));
  return h("div", {}, label, h("p", { className: "hint", id: `about-${name}` }, about));
}

/** What was chosen, in a few words. */
export function providerInWords(written) {
  const found = parsed(written);
  if (!found) return "";
  const settings = [...found.settings].map(
    ([option, value]) => `${option.replaceAll("_", " ")} ${VALUES[value] ?? value}`,
  );
  return [`as ${found.provider.title} sends it`, ...settings].join(", ");
}

/**
 * Draw what a provider sends of a message, refuses or changes, and what there is to know of the
 * recipient and the sender; show selects a place of the text.
 */
export function drawProvider({ provider, recipient, sender }, plan, show) {
  const found = parsed(provider);
  const isShown = Boolean(plan && (found || recipient.trim() || sender.trim()));
  byId("at-provider").hidden = !isShown;
  if (!isShown) return;
  byId("at-provider-heading").textContent = found ? `At ${found.provider.title}` : "Recipient and sender";
  const sent = byId("sent");
  byId("sent-note").hidden = plan.original === null;
  sent.hidden = plan.original === null;
  sent.dir = direction(plan.text);
  sent.textContent = visibleText(plan.text, MAX_SENT) || "(nothing)";
  const { findings } = plan;
  const left = findings.length - MAX_SHOWN;
  byId("provider-findings").replaceChildren(...findings.slice(0, MAX_SHOWN).map((each) => item(each, show)));
  const refused = found ? "Nothing of it is refused or changed there, as far as is known." : "Nothing to know of them.";
  const nothing = findings.length ? "" : refused;
  byId("provider-findings-note").textContent = left > 0 ? `And ${counted(left, "more finding")}.` : nothing;
}

function item({ code, field, severity, message, "utf16-start": start, "utf16-end": end }, show) {
  const [, told, address, day] = SOURCE.exec(message) ?? [null, message];
  const words = told.charAt(0).toUpperCase() + told.slice(1);
  const note = h("small");
  if (severity === "error") note.append(h("b", { className: "severity" }, "Error "));
  note.append(h("code", {}, code));
  if (address) {
    const host = new URL(address).hostname;
    note.append(" ", h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, host), `, ${day}`);
  }
  const place = start === null || !show || field !== "text"
    ? words
    : h("button", { className: "message", type: "button", onclick: () => show(start, end) }, h("span", {}, words));
  return h("li", { className: `finding ${severity}` }, h("div", { className: "message" }, place, note));
}
