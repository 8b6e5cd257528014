// @ts-check
/** A template's fields: what may come into each, and how few and how many messages that needs. */

import { counted, visible } from "./characters.js";
import { element } from "./drawing.js";
import { CHARSETS } from "./link.js";

/**
 * @typedef {import("./link.js").Lengths} Lengths
 * @typedef {{filling: Record<string, string>, plan: {text: string}}} Witness
 * @typedef {{least: number, most: number, "least-witness": Witness, "most-witness": Witness}} Range
 * @typedef {{"msg-count": Range, "chars-count": Range, "non-gsm-fields": string[], room: Record<string, number>,
 *   costs: import("./figures.js").Cost[]}} Bounds
 * @typedef {{fields: string[], bounds: Bounds | null, reason: string | null,
 *   "utf16-start": number | null, "utf16-end": number | null}} Answer with the place where a template cannot be read
 */

const MARKS = {
  mustache: "{{", format: "{", percent: "%(", dollar: "$", notify: "((",
};
const CHARSET_NAMES = {
  any: "any characters", bmp: "any characters but emoji", latin: "Latin letters with accents",
  ascii: "plain ASCII", "gsm-7": "GSM-7", "gsm-7-basic": "GSM-7 that counts one each", digits: "digits",
};

/** Whether a text may have fields at all: the server is asked only then. @param {string} text @param {string} syntax */
export function mayHaveFields(text, syntax) {
  return text.includes(MARKS[/** @type {keyof typeof MARKS} */ (syntax)]);
}

/** What the server is told of the fields that have a longest length. @param {Record<string, Lengths>} fields */
export function lengthsOf(fields) {
  const known = Object.entries(fields).filter(([, { max }]) => max !== "");
  return Object.fromEntries(known.map(([name, { min, max, charset }]) => [
    name, { "min-length": Number(min || 0), "max-length": Number(max), charset },
  ]));
}

/**
 * Inputs for the fields, made anew only where the names changed: nobody loses the focus.
 * @param {HTMLElement} place @param {string[]} names @param {Record<string, Lengths>} fields
 * @param {() => void} changed
 */
export function drawInputs(place, names, fields, changed) {
  const key = JSON.stringify(names);
  if (place.dataset.names === key) return;
  place.dataset.names = key;
  place.replaceChildren(...names.map((name) => {
    const lengths = (fields[name] ??= { min: "", max: "", charset: "any" });
    const set = element("fieldset", "field");
    set.append(element("legend", "", name));
    for (const [end, label] of /** @type {["min" | "max", string][]} */ ([["min", "Shortest length"], ["max", "Longest length"]])) {
      const input = document.createElement("input");
      Object.assign(input, { type: "number", min: "0", max: "9999999", inputMode: "numeric", value: lengths[end] });
      input.addEventListener("input", () => {
        lengths[end] = /^[0-9]{1,7}$/.test(input.value) ? input.value : "";
        changed();
      });
      set.append(labelled(label, input));
    }
    const select = document.createElement("select");
    for (const charset of CHARSETS) {
      select.add(new Option(CHARSET_NAMES[/** @type {keyof typeof CHARSET_NAMES} */ (charset)], charset));
    }
    select.value = lengths.charset;
    select.addEventListener("change", () => {
      lengths.charset = select.value;
      changed();
    });
    set.append(labelled("What it may hold", select));
    return set;
  }));
}

/** @param {string} text @param {HTMLElement} control */
function labelled(text, control) {
  const label = element("label", "", text);
  label.append(control);
  return label;
}

/** @param {string | null} reason @returns {Answer} */
export function noBounds(reason) {
  return { fields: [], bounds: null, reason, "utf16-start": null, "utf16-end": null };
}

/** Whether nothing can be said of how many messages there will be. @param {Answer} answer */
export function isUnknown({ bounds, reason, "utf16-start": start }) {
  return !bounds && reason !== null && start === null;
}

/**
 * Why there are no bounds; where the template cannot be read, a button that shows the place.
 * @param {HTMLElement} note @param {Answer} answer
 * @param {(start: number, end: number) => void} show select a place of the text, in UTF-16
 */
export function drawReason(note, { reason, "utf16-start": start, "utf16-end": end }, show) {
  if (reason === null || start === null || end === null) {
    note.textContent = reason && `How many messages this needs is not known: ${reason}.`;
    return;
  }
  const button = element("button", "place", `Not read as a template: ${reason}.`);
  button.setAttribute("type", "button");
  button.addEventListener("click", () => show(start, end));
  note.replaceChildren(button);
}

/** @param {HTMLElement} place @param {Bounds | null} bounds */
export function drawBounds(place, bounds) {
  if (!bounds) {
    place.replaceChildren();
    return;
  }
  const messages = bounds["msg-count"];
  const notes = bounds["non-gsm-fields"].map((name) => `${name} can turn the message into UCS-2, which holds fewer characters.`);
  for (const [name, most] of Object.entries(bounds.room)) {
    notes.push(`${name} may have up to ${counted(most, "character")} before another message is needed.`);
  }
  const list = element("ul", "notes");
  list.append(...notes.map((note) => element("li", "", note)));
  place.replaceChildren(
    witness("At least", messages.least, bounds["chars-count"].least, messages["least-witness"]),
    witness("At most", messages.most, bounds["chars-count"].most, messages["most-witness"]),
    list,
  );
}

/** @param {string} title @param {number} messages @param {number} characters @param {Witness} found */
function witness(title, messages, characters, found) {
  const details = /** @type {HTMLDetailsElement} */ (element("details", "witness"));
  const summary = element("summary", "", `${title} `);
  summary.append(element("b", "", counted(messages, "message")), `, ${counted(characters, "character")}`);
  const values = element("dl", "values");
  for (const [name, value] of Object.entries(found.filling)) {
    values.append(element("dt", "", name), element("dd", "", shown(value)));
  }
  details.append(summary, element("p", "hint", "A filling that needs it:"), values);
  return details;
}

/** @param {string} value */
function shown(value) {
  const characters = Array.from(value.slice(0, 400)).slice(0, 200);
  const signs = characters.map((each) => (each === " " ? each : visible(each).sign)).join("");
  return value === "" ? "(empty)" : `${signs}${value.length > signs.length ? "…" : ""}`;
}
