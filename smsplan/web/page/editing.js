/** Changes of the textarea that its undo history keeps. */

/**
 * Make edits, in order and apart from each other, as one step that can be undone.
 * The caret stays with the characters that it was at.
 */
export function applyEdits(area, edits) {
  const places = edits.map((edit) => [edit["utf16-start"], edit["utf16-end"], edit.replacement]);
  const caret = moved(area.selectionStart, places);
  const begin = places[0][0];
  let written = "";
  let last = begin;
  for (const [start, end, replacement] of places) {
    written += area.value.slice(last, start) + replacement;
    last = end;
  }
  replace(area, begin, last, written);
  area.setSelectionRange(caret, caret);
}

/** Put a text in the place of a part of another, as if it were typed. */
function replace(area, begin, end, instead) {
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

function moved(caret, places) {
  let shift = 0;
  for (const [start, end, replacement] of places) {
    if (start >= caret) break;
    if (end > caret) return start + shift + replacement.length;
    shift += replacement.length - (end - start);
  }
  return caret + shift;
}
