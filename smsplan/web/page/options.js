/** How the message is sent: the choices, and the state that they stand for. */

import { byId, h } from "./dom.js";
import { LANGUAGES } from "./link.js";

function boxes() {
  return [...byId("languages").querySelectorAll("input")];
}

export function prepareOptions(changed) {
  byId("languages").querySelector(".checks").append(...LANGUAGES.map((language) => h(
    "label", { className: "check" },
    h("input", { type: "checkbox", value: language, autocomplete: "off" }),
    language[0].toUpperCase() + language.slice(1),
  )));
  byId("options").addEventListener("change", changed);
}

export function readOptions(state) {
  state.boundary = byId("boundary").value;
  state.bits = Number(byId("reference-bits").value);
  state.syntax = byId("syntax").value;
  state.languages = boxes().filter((box) => box.checked).map((box) => box.value);
  tellChoices(state);
}

export function showOptions(state) {
  byId("boundary").value = state.boundary;
  byId("reference-bits").value = String(state.bits);
  byId("syntax").value = state.syntax;
  for (const box of boxes()) box.checked = state.languages.includes(box.value);
  tellChoices(state);
}

function tellChoices({ bits, languages }) {
  const split = byId("boundary").selectedOptions[0].text;
  const tables = languages.length ? languages.join(", ") : "no national tables";
  byId("choices").textContent = `split ${split}, ${bits}-bit reference, ${tables}`;
}
