/** The address follows the text: a link can be copied at any time, and back goes back. */

import { MAX_LINK, fromFragment, standard, toFragment } from "./link.js";

const PAUSE_MS = 400;
let timer;

/** What follows the host; without the text where it is too long. */
function address(state) {
  const fragment = toFragment(fits(state) ? state : { ...state, text: "" });
  return location.pathname + location.search + (fragment && `#${fragment}`);
}

/** Whether a link can carry the text. */
export function fits(state) {
  return state.text.length <= MAX_LINK && toFragment(state).length <= MAX_LINK;
}

/** Write the state into the address. */
export function remember(state) {
  clearTimeout(timer);
  history.replaceState(null, "", address(state));
}

/** Write it once the typing pauses: browsers limit how often. */
export function rememberSoon(state) {
  clearTimeout(timer);
  timer = setTimeout(() => remember(state), PAUSE_MS);
}

/** Write it as a step of its own, to which back returns. */
export function step(state) {
  clearTimeout(timer);
  if (address(state) !== address(fromAddress().state)) history.pushState(null, "", address(state));
}

export function fromAddress() {
  try {
    return { state: fromFragment(location.hash.slice(1)), isDamaged: false };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return { state: standard(), isDamaged: true };
  }
}
