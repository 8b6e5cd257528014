/** Characters of a text, and what to draw for what nobody sees. */

import { SIGNS } from "./signs.js"; // which the server writes of its own table

const UNSEEN = /^[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]$/u;
const MARK = /^\p{M}$/u;
export const LONE_SURROGATE = /[\ud800-\udfff]/gu;

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u;
const DIRECTION_WITHIN = 500;

/**
 * The way that a text goes, by its first letter.  With dir="auto" a browser looks at every
 * line for itself, which takes seconds a key in a megabyte.
 */
export function direction(text) {
  return RIGHT_TO_LEFT.test(text.slice(0, DIRECTION_WITHIN)) ? "rtl" : "ltr";
}

export function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What to draw for a character, and whether it is a sign that stands for it. */
export function visible(character) {
  const code = character.codePointAt(0);
  if (SIGNS[character]) return { sign: SIGNS[character], standsIn: true };
  if (code >= 0xfe00 && code <= 0xfe0f) return { sign: `VS${code - 0xfdff}`, standsIn: true };
  if (UNSEEN.test(character)) return { sign: codePoint(character).slice(2), standsIn: true };
  return { sign: MARK.test(character) ? `\u25cc${character}` : character, standsIn: false };
}

/** Draw the first characters of a text in one line. */
export function visibleText(text, most) {
  const characters = Array.from(text.slice(0, 2 * most));
  const shown = characters.slice(0, most).map((each) => (each === " " ? " " : visible(each).sign));
  return shown.join("") + (characters.length > most || text.length > 2 * most ? "…" : "");
}

export function codePoints(text) {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g) ?? []).length;
}

/** Write a number with a comma between thousands, as the server does. */
export function grouped(number) {
  return Number(number).toLocaleString("en");
}

/** How many there are of something whose plural ends in s. */
export function counted(number, noun) {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}
