// @ts-check
/** The address follows the text: a link can be copied at any time, and back goes back. */

import { LONGEST_LINK, fromFragment, standard, toFragment } from "./link.js";

/** @typedef {import("./link.js").State} State */

const PAUSE_MS = 400;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {State} state @returns {string} what follows the path; without the text where it is too long */
function address(state) {
  const fragment = fits(state) ? toFragment(state) : toFragment({ ...state, text: "" });
  return location.pathname + location.search + (fragment && `#${fragment}`);
}

/** Whether a link can carry the text. @param {State} state */
export function fits(state) {
  return state.text.length <= LONGEST_LINK && toFragment(state).length <= LONGEST_LINK;
}

/** Write the state into the address. @param {State} state */
export function remember(state) {
  clearTimeout(timer);
  history.replaceState(null, "", address(state));
}

/** Write it once the typing pauses: browsers limit how often. @param {State} state */
export function rememberSoon(state) {
  clearTimeout(timer);
  timer = setTimeout(() => remember(state), PAUSE_MS);
}

/** Write it as a step of its own, to which back returns. @param {State} state */
export function step(state) {
  clearTimeout(timer);
  if (address(state) !== address(fromAddress().state)) history.pushState(null, "", address(state));
}

/** @returns {{state: State, isDamaged: boolean}} */
export function fromAddress() {
  try {
    return { state: fromFragment(location.hash.slice(1)), isDamaged: false };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return { state: standard(), isDamaged: true };
  }
}
