/** How the message is sent: the choices, and the state that they stand for. */

import { byId, h } from "./dom.js";
import { ADDRESSES, LANGUAGES } from "./link.js";
import { prepareProvider, providerInWords, readProvider, showProvider } from "./provider.js";

function boxes() {
  return [...byId("languages").querySelectorAll("input")];
}

export function prepareOptions(changed) {
  byId("languages").querySelector(".checks").append(...LANGUAGES.map((language) => h(
    "label", { className: "check" },
    h("input", { type: "checkbox", value: language, autocomplete: "off" }),
    language[0].toUpperCase() + language.slice(1),
  )));
  prepareProvider();
  byId("options").addEventListener("input", changed);
}

export function readOptions(state) {
  state.boundary = byId("boundary").value;
  state.bits = Number(byId("reference-bits").value);
  state.syntax = byId("syntax").value;
  state.languages = boxes().filter((box) => box.checked).map((box) => box.value);
  for (const id of ADDRESSES) state[id] = byId(id).value;
  readProvider(state);
  tellChoices(state);
}

export function showOptions(state) {
  byId("boundary").value = state.boundary;
  byId("reference-bits").value = String(state.bits);
  byId("syntax").value = state.syntax;
  for (const box of boxes()) box.checked = state.languages.includes(box.value);
  for (const id of ADDRESSES) byId(id).value = state[id];
  showProvider(state);
  tellChoices(state);
}

function tellChoices({ bits, languages, provider }) {
  const split = byId("boundary").selectedOptions[0].text;
  const tables = languages.length ? languages.join(", ") : "no national tables";
  const standard = `split ${split}, ${bits}-bit reference, ${tables}`;
  byId("choices").textContent = providerInWords(provider) || standard;
}
