// @ts-check
/** The page: what is typed is asked of the server, and the answers are drawn. */

import { fits, fromAddress, remember, rememberSoon, step } from "./address.js";
import { Asking } from "./asking.js";
import { codePoints, counted, direction } from "./characters.js";
import { Drawing } from "./drawing.js";
import { applyEdits } from "./editing.js";
import { example } from "./examples.js";
import { byId } from "./figures.js";
import { Findings } from "./findings.js";
import { toFragment } from "./link.js";
import { Notice } from "./notice.js";
import { prepareOptions, readOptions, showOptions } from "./options.js";

const PAUSE_MS = 120;
const UNITS_A_MS = 2_000;

const area = /** @type {HTMLTextAreaElement} */ (byId("text"));
const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (byId(id));
const destination = /** @type {HTMLSelectElement} */ (byId("destination"));

let { state, isDamaged } = fromAddress();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

const notice = new Notice(() => asking.ask(state));
const findings = new Findings(
  byId("findings-heading"), byId("finding-list"), button("more-findings"), fix, select,
);
const drawing = new Drawing(byId("segments"), button("more-segments"), byId("about"));
const asking = new Asking(notice, drawing, findings, changed);

/** Something was typed or chosen: ask once it pauses, later the longer the text is. */
function changed() {
  state.text = area.value;
  area.dir = direction(state.text);
  byId("empty").hidden = state.text !== "";
  byId("link").hidden = state.text === "";
  byId("copied").textContent = "";
  rememberSoon(state);
  clearTimeout(timer);
  timer = setTimeout(() => asking.ask({ ...state }), PAUSE_MS + state.text.length / UNITS_A_MS);
}

/** Ask at once. */
function ask() {
  changed();
  clearTimeout(timer);
  asking.ask({ ...state });
}

/** Show a state that came from a link or an example. */
function restore() {
  area.value = state.text;
  showOptions(state);
  byId("field-inputs").dataset.names = "";
  ask();
  if (isDamaged) notice.show("The link is damaged: its text cannot be read.");
}

/** @param {import("./findings.js").Edit[]} edits @param {number | null} place of the button, without a pointer */
function fix(edits, place) {
  if (findings.text !== area.value) return;
  remember(state);
  applyEdits(area, edits);
  ask();
  step(state);
  findings.focusNext = place;
  if (matchMedia("(pointer: coarse)").matches) area.blur();
}

/** @param {number} start @param {number} end UTF-16 offsets */
function select(start, end) {
  area.focus();
  area.setSelectionRange(start, end);
}

area.addEventListener("input", changed);
prepareOptions(() => {
  readOptions(state);
  ask();
});
destination.addEventListener("change", () => {
  state.to = destination.value;
  rememberSoon(state);
  asking.state = { ...state };
  asking.figures();
});
button("fix-all").addEventListener("click", ({ detail }) => {
  const { fixed } = asking;
  if (fixed) fix(fixed.edits, detail ? null : 0);
});
for (const each of document.querySelectorAll("[data-example]")) {
  each.addEventListener("click", () => {
    remember(state);
    state = { ...state, ...example(/** @type {HTMLElement} */ (each).dataset.example ?? "") };
    isDamaged = false;
    step(state);
    restore();
    area.focus();
  });
}
button("copy").addEventListener("click", async () => {
  remember(state);
  const said = byId("copied");
  if (!fits(state)) {
    said.textContent = `${counted(codePoints(state.text), "character")} are too many for a link.`;
    return;
  }
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = "Copied.";
  } catch {
    said.textContent = "The browser does not allow it; copy the address instead.";
  }
});
window.addEventListener("hashchange", () => {
  const found = fromAddress();
  if (!found.isDamaged && toFragment(found.state) === toFragment(state)) return;
  ({ state, isDamaged } = found);
  restore();
});

restore();
