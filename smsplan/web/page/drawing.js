// @ts-check
/** The segments of a message, drawn with their cuts, and what each of their characters is. */

import { codePoint, counted, direction, visible } from "./characters.js";

const FIRST = 6;
const MORE = 24;
const SLICE_MS = 8;

/**
 * @typedef {{"code-point": string, name: string, units: number, octets: string, "non-gsm": boolean}} About
 * @typedef {{"utf16-start": number, "utf16-end": number, "chars-count": number, remaining: number,
 *   locking: string | null, single: string | null}} Segment
 */

const whenIdle = window.requestIdleCallback ?? ((/** @type {() => void} */ task) => setTimeout(task, 1));

/** @param {string} tag @param {string} className @param {string} [text] */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export class Drawing {
  /** @param {HTMLElement} place @param {HTMLButtonElement} more @param {HTMLElement} about */
  constructor(place, more, about) {
    this.place = place;
    this.more = more;
    this.about = about;
    this.hint = about.textContent ?? "";
    this.round = 0;
    this.wanted = FIRST;
    /** @type {HTMLElement | null} */
    this.current = null;
    more.addEventListener("click", () => this.drawMore());
    place.addEventListener("pointerover", (event) => this.tell(event.target));
    place.addEventListener("click", (event) => this.point(event.target));
    place.addEventListener("focusin", (event) => this.point(event.target));
    place.addEventListener("keydown", (event) => this.walk(event));
  }

  /**
   * @param {string} text
   * @param {{encoding: string, segments: Segment[], characters: Record<string, About>}} planned
   * @param {boolean} isUnknown what comes into the fields, so that no count would be true
   */
  draw(text, planned, isUnknown) {
    this.round += 1;
    this.text = text;
    this.planned = planned;
    this.isUnknown = isUnknown;
    this.wanted = FIRST;
    this.drawn = 0;
    this.fresh = true;
    this.continue(this.round);
  }

  drawMore() {
    this.focusOn = this.place.querySelectorAll(".segment").length;
    this.wanted += MORE;
    this.round += 1;
    this.continue(this.round);
  }

  /** Draw until a slice of time is over, then go on when the page is idle. @param {number} round */
  continue(round) {
    if (round !== this.round || !this.planned) return;
    const { segments } = this.planned;
    const most = Math.min(this.wanted, segments.length);
    const until = performance.now() + SLICE_MS;
    const made = [];
    while (this.drawn < most && (!made.length || performance.now() < until)) {
      made.push(this.segment(this.drawn));
      this.drawn += 1;
    }
    if (this.fresh) {
      this.fresh = false;
      this.place.replaceChildren(...made);
      this.setCurrent(this.place.querySelector("[role=option]"));
      this.about.textContent = this.hint;
    } else {
      this.place.append(...made);
    }
    if (this.drawn < most) {
      whenIdle(() => this.continue(round));
      return;
    }
    const left = segments.length - this.drawn;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(MORE, left)} more of ${counted(left, "segment")}`;
    if (this.focusOn !== undefined) {
      const group = this.place.querySelectorAll(".segment")[this.focusOn];
      this.focusOn = undefined;
      /** @type {HTMLElement | null} */ (group?.querySelector("[role=option]"))?.focus();
    }
  }

  /** @param {number} number */
  segment(number) {
    const { segments, characters: known, encoding } = this.planned;
    const segment = segments[number];
    const characters = Array.from(this.text.slice(segment["utf16-start"], segment["utf16-end"]));
    const unit = encoding === "GSM-7" ? "septet" : "UTF-16 code unit";
    const group = element("div", "segment");
    group.setAttribute("role", "group");
    const title = this.isUnknown ? "As typed" : segments.length === 1 ? "One message" : `${number + 1} of ${segments.length.toLocaleString("en")}`;
    const tables = new Set([segment.locking, segment.single].filter(Boolean));
    const size = this.isUnknown ? "the fields are not filled yet" : [
      counted(segment["chars-count"], "character"),
      `${segment.remaining.toLocaleString("en")} left`,
      ...[...tables].map((language) => `${language} tables`),
    ].join(", ");
    group.setAttribute("aria-label", `${title}: ${size}`);
    const head = element("div", "cut");
    head.setAttribute("aria-hidden", "true");
    head.append(element("b", "", title), element("span", "", size));
    const body = element("div", "characters");
    body.dir = direction(characters.join(""));
    for (const character of characters) {
      body.append(cell(character, known[character], unit));
      if (character === "\n") body.append(document.createElement("br"));
    }
    group.append(head, body);
    return group;
  }

  /** @param {EventTarget | null} target */
  tell(target) {
    const found = target instanceof Element ? target.closest("[role=option]") : null;
    if (!(found instanceof HTMLElement) || !this.planned) return;
    const character = found.dataset.character ?? "";
    const about = this.planned.characters[character];
    const unit = this.planned.encoding === "GSM-7" ? "septet" : "UTF-16 code unit";
    const parts = facts(character, about, unit);
    this.about.replaceChildren(
      element("b", "", visible(character).sign),
      ...parts.map((part, place) => element("span", place === 1 ? "name" : "", part)),
    );
  }

  /** @param {EventTarget | null} target */
  point(target) {
    const found = target instanceof Element ? target.closest("[role=option]") : null;
    if (!(found instanceof HTMLElement)) return;
    this.setCurrent(found);
    this.tell(found);
    if (document.activeElement !== found) found.focus({ preventScroll: true });
  }

  /** The one character that the tabulator stops at. @param {Element | null} cell */
  setCurrent(cell) {
    for (const old of this.place.querySelectorAll("[tabindex='0']")) {
      old.setAttribute("tabindex", "-1");
      old.removeAttribute("aria-selected");
    }
    cell?.setAttribute("tabindex", "0");
    cell?.setAttribute("aria-selected", "true");
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    if (event.altKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    const here = event.target;
    const all = /** @type {HTMLElement[]} */ ([...this.place.querySelectorAll("[role=option]")]);
    const next = step(event.key, event.ctrlKey, here, all);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

/**
 * @param {string} key @param {boolean} far @param {HTMLElement} here @param {HTMLElement[]} all
 * @returns {HTMLElement | undefined}
 */
function step(key, far, here, all) {
  const place = all.indexOf(here);
  const line = here.closest(".characters");
  const forward = line && getComputedStyle(line).direction === "rtl" ? -1 : 1;
  const segment = all.filter((cell) => cell.closest(".characters") === line);
  if (key === "ArrowRight") return all[place + forward];
  if (key === "ArrowLeft") return all[place - forward];
  if (key === "Home") return far ? all[0] : segment[0];
  if (key === "End") return far ? all[all.length - 1] : segment[segment.length - 1];
  if (key === "ArrowDown") return nearest(here, all.slice(place + 1));
  if (key === "ArrowUp") return nearest(here, all.slice(0, place).reverse());
  return undefined;
}

/** The cell of the next line that is least far aside. @param {HTMLElement} here @param {HTMLElement[]} cells */
function nearest(here, cells) {
  const from = here.getBoundingClientRect();
  let best;
  let least = Infinity;
  let line;
  for (const cell of cells) {
    const box = cell.getBoundingClientRect();
    if (Math.abs(box.top - from.top) < from.height / 2) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) > box.height / 2) break;
    const aside = Math.abs(box.left - from.left);
    if (aside < least) [least, best] = [aside, cell];
  }
  return best;
}

/** @param {string} character @param {About | undefined} about @param {string} unit */
function facts(character, about, unit) {
  if (/[\ud800-\udfff]/u.test(character)) {
    return [codePoint(character), "half of a character, sent as U+FFFD", counted(1, unit), "not in GSM-7"];
  }
  if (!about) return [codePoint(character), "one of too many to name"];
  const octets = about.octets.match(/../g)?.join(" ");
  const told = [about["code-point"], about.name, counted(about.units, unit), `hex ${octets}`];
  return about["non-gsm"] ? [...told, "not in GSM-7"] : told;
}

/** @param {string} character @param {About | undefined} about @param {string} unit */
function cell(character, about, unit) {
  const { sign, standsIn } = visible(character);
  const made = element("span", "c", sign);
  made.dataset.character = character;
  made.tabIndex = -1;
  made.setAttribute("role", "option");
  made.setAttribute("aria-label", `${standsIn ? "" : `${character} `}${facts(character, about, unit).join(", ")}`);
  if (standsIn) made.classList.add(character === " " ? "space" : "sign");
  if (about?.["non-gsm"] || /[\ud800-\udfff]/u.test(character)) made.classList.add("misfit");
  if (about && about.units > 1) made.classList.add("double");
  return made;
}
