/** A template's fields: what may come into each, and how few and how many segments that needs. */

import { counted, visibleText } from "./characters.js";
import { byId, h } from "./dom.js";
import { CHARSETS, digits } from "./link.js";

const MARKS = { mustache: "{{", format: "{", percent: "%(", dollar: "$", notify: "((" };
const CHARSET_NAMES = {
  any: "any characters", bmp: "any characters but emoji", latin: "Latin letters with accents",
  ascii: "plain ASCII", "gsm-7": "GSM-7", "gsm-7-basic": "GSM-7 that counts one each", digits: "digits",
};
const MAX_SHOWN = 200;

/** Whether a text may have fields at all: the server is asked only then. */
export function mayHaveFields(text, syntax) {
  return text.includes(MARKS[syntax]);
}

/** What the server is told of the fields that have a longest length. */
export function lengthsOf(fields) {
  const known = Object.entries(fields).filter(([, { max }]) => max !== "");
  return Object.fromEntries(known.map(([name, { min, max, charset }]) => [
    name, { "min-length": Number(min || 0), "max-length": Number(max), charset },
  ]));
}

/** Inputs for the fields, made anew only where the names changed: nobody loses the focus. */
export function drawInputs(names, fields, changed) {
  const place = byId("field-inputs");
  const key = JSON.stringify(names);
  if (place.dataset.names === key) return;
  place.dataset.names = key;
  place.replaceChildren(...names.map((name) => {
    const lengths = (fields[name] ??= { min: "", max: "", charset: "any" });
    const length = (end, label) => h("label", {}, label, h("input", {
      type: "number", min: "0", max: "9999999", inputMode: "numeric", value: lengths[end],
      oninput: ({ target }) => {
        lengths[end] = digits(target.value);
        changed();
      },
    }));
    const charsets = CHARSETS.map((each) => new Option(CHARSET_NAMES[each], each));
    const select = h("select", {
      onchange: () => {
        lengths.charset = select.value;
        changed();
      },
    }, ...charsets);
    select.value = lengths.charset;
    return h(
      "fieldset", { className: "field" },
      h("legend", {}, name),
      length("min", "Shortest length"),
      length("max", "Longest length"),
      h("label", {}, "What it may hold", select),
    );
  }));
}

/** An answer of the server that has no bounds. */
export function noBounds(reason) {
  return { fields: [], bounds: null, reason, "utf16-start": null, "utf16-end": null };
}

/** Whether nothing can be said of how many segments there will be. */
export function isUnknown({ bounds, reason, "utf16-start": start }) {
  return !bounds && reason !== null && start === null;
}

/**
 * Why there are no bounds; where the template cannot be read, a button that shows the place,
 * in UTF-16.
 */
export function drawReason({ reason, "utf16-start": start, "utf16-end": end }, show) {
  const note = byId("fields-note");
  if (reason !== null && start !== null) {
    const onclick = () => show(start, end);
    note.replaceChildren(
      h("button", { className: "place", type: "button", onclick }, `Not read as a template: ${reason}.`),
    );
  } else {
    note.textContent = reason && `How many segments this needs is not known: ${reason}.`;
  }
}

export function drawBounds(bounds) {
  const place = byId("bounds");
  if (!bounds) {
    place.replaceChildren();
    return;
  }
  const notes = [
    ...bounds["non-gsm-fields"].map((name) => `${name} can turn the message into UCS-2, which holds fewer characters.`),
    ...Object.entries(bounds.room).map(([name, most]) => (
      `${name} may have up to ${counted(most, "character")} before another segment is needed.`)),
  ];
  place.replaceChildren(
    witness("At least", "least", bounds),
    witness("At most", "most", bounds),
    h("ul", { className: "notes" }, ...notes.map((note) => h("li", {}, note))),
  );
}

/** The least or the most, and a filling that needs it. */
function witness(title, end, { "msg-count": segments, "chars-count": characters }) {
  const { filling } = segments[`${end}-witness`];
  return h(
    "details", { className: "witness" },
    h(
      "summary", {}, `${title} `, h("b", {}, counted(segments[end], "segment")),
      `, ${counted(characters[end], "character")}`,
    ),
    h("p", { className: "hint" }, "A filling that needs it:"),
    h("dl", { className: "values" }, ...Object.entries(filling).flatMap(([name, value]) => [
      h("dt", {}, name), h("dd", {}, visibleText(value, MAX_SHOWN) || "(empty)"),
    ])),
  );
}
