// @ts-check
/** Changes of the textarea that its undo history keeps. */

/** @typedef {{"utf16-start": number, "utf16-end": number, replacement: string}} Edit */

/** @param {Edit[]} edits */
function spans(edits) {
  return edits.map(({ "utf16-start": start, "utf16-end": end, replacement }) => ({ start, end, replacement }));
}

/** @param {string} text @param {ReturnType<typeof spans>} places @param {number} begin @param {number} end */
function rewritten(text, places, begin, end) {
  let written = "";
  let last = begin;
  for (const place of places) {
    written += text.slice(last, place.start) + place.replacement;
    last = place.end;
  }
  return written + text.slice(last, end);
}

/**
 * Make edits, in order and apart from each other, as one step that can be undone.
 * The caret stays with the characters that it was at.
 * @param {HTMLTextAreaElement} area @param {Edit[]} edits
 */
export function applyEdits(area, edits) {
  if (!edits.length) return;
  const places = spans(edits);
  const caret = moved(area.selectionStart, places);
  const begin = places[0].start;
  const { end } = places[places.length - 1];
  replace(area, begin, end, rewritten(area.value, places, begin, end));
  area.setSelectionRange(caret, caret);
}

/**
 * Put a text in the place of a part of another, as if it were typed.
 * @param {HTMLTextAreaElement} area @param {number} begin @param {number} end @param {string} instead
 */
export function replace(area, begin, end, instead) {
  const expected = area.value.slice(0, begin) + instead + area.value.slice(end);
  area.focus({ preventScroll: true });
  area.setSelectionRange(begin, end);
  // Obsolete, but nothing else lets a page change a textarea so that undo works.
  const done = instead
    ? document.execCommand("insertText", false, instead)
    : begin === end || document.execCommand("delete");
  if (!done || area.value !== expected) {
    area.value = expected;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {number} caret @param {ReturnType<typeof spans>} places */
function moved(caret, places) {
  let shift = 0;
  for (const { start, end, replacement } of places) {
    if (start >= caret) break;
    if (end > caret) return start + shift + replacement.length;
    shift += replacement.length - (end - start);
  }
  return caret + shift;
}
