/** The page: what is typed is asked of the server, and the answers are drawn. */

import { fits, fromAddress, remember, rememberSoon, step } from "./address.js";
import { Asking } from "./asking.js";
import { codePoints, counted, direction } from "./characters.js";
import { byId } from "./dom.js";
import { Drawing } from "./drawing.js";
import { applyEdits } from "./editing.js";
import { example } from "./examples.js";
import { Findings } from "./findings.js";
import { toFragment } from "./link.js";
import { Notice } from "./notice.js";
import { prepareOptions, readOptions, showOptions } from "./options.js";

const PAUSE_MS = 120;
const UNITS_A_MS = 2_000;

const area = byId("text");
let { state, isDamaged } = fromAddress();
let timer;

const notice = new Notice(() => asking.ask(state));
const findings = new Findings(fix, select);
const asking = new Asking(notice, new Drawing(), findings, changed);

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

/** Make edits; place is which button it was, for who has no pointer. */
function fix(edits, place) {
  if (findings.text !== area.value) return;
  remember(state);
  applyEdits(area, edits);
  ask();
  step(state);
  findings.focusNext = place;
  if (matchMedia("(pointer: coarse)").matches) area.blur();
}

/** Select a place of the text, in UTF-16. */
function select(start, end) {
  area.focus();
  area.setSelectionRange(start, end);
}

area.addEventListener("input", changed);
prepareOptions(() => {
  readOptions(state);
  ask();
});
byId("destination").addEventListener("change", ({ target }) => {
  state.to = target.value;
  rememberSoon(state);
  asking.state = { ...state };
  asking.figures();
});
byId("fix-all").addEventListener("click", ({ detail }) => {
  if (asking.fixed) fix(asking.fixed, detail ? null : 0);
});
for (const each of document.querySelectorAll("[data-example]")) {
  each.addEventListener("click", () => {
    remember(state);
    state = { ...state, ...example(each.dataset.example) };
    isDamaged = false;
    step(state);
    restore();
    area.focus();
  });
}
byId("copy").addEventListener("click", async () => {
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
