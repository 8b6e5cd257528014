// @ts-check
/** How the message is sent: the choices, and the state that they stand for. */

import { element } from "./drawing.js";
import { byId } from "./figures.js";
import { LANGUAGES } from "./link.js";

/** @param {string} id */
const select = (id) => /** @type {HTMLSelectElement} */ (byId(id));

/** @returns {HTMLInputElement[]} */
function boxes() {
  return [...byId("languages").querySelectorAll("input")];
}

/** @param {() => void} changed */
export function prepareOptions(changed) {
  const place = /** @type {HTMLElement} */ (byId("languages").querySelector(".checks"));
  place.append(...LANGUAGES.map((language) => {
    const label = element("label", "check");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", value: language, autocomplete: "off" });
    label.append(box, language[0].toUpperCase() + language.slice(1));
    return label;
  }));
  byId("options").addEventListener("change", changed);
}

/** @param {import("./link.js").State} state */
export function readOptions(state) {
  state.boundary = select("boundary").value;
  state.bits = Number(select("reference-bits").value);
  state.syntax = select("syntax").value;
  state.languages = boxes().filter((box) => box.checked).map((box) => box.value);
  tellChoices(state);
}

/** @param {import("./link.js").State} state */
export function showOptions(state) {
  select("boundary").value = state.boundary;
  select("reference-bits").value = String(state.bits);
  select("syntax").value = state.syntax;
  for (const box of boxes()) box.checked = state.languages.includes(box.value);
  tellChoices(state);
}

/** @param {import("./link.js").State} state */
function tellChoices({ boundary, bits, languages }) {
  const cut = select("boundary").selectedOptions[0]?.text ?? boundary;
  const tables = languages.length ? languages.join(", ") : "no national tables";
  byId("choices").textContent = `cut ${cut}, ${bits}-bit reference, ${tables}`;
}
