// @ts-check
/** Characters of a text, and what to draw for what nobody sees. */

const NAMED = new Map(Object.entries({
  "\u0020": "·", "\u0009": "⇥", "\u000a": "↵", "\u000d": "CR", "\u007f": "DEL", "\u00a0": "NBSP",
  "\u00ad": "SHY", "\u034f": "CGJ", "\u061c": "ALM", "\u180e": "MVS", "\u1680": "OGSP",
  "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM",
  "\u2007": "FIGSP", "\u2009": "THSP", "\u200a": "HSP", "\u2028": "LS", "\u2029": "PS",
  "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
  "\u202f": "NNBSP", "\u2060": "WJ", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
  "\u2069": "PDI", "\u3000": "IDSP", "\u3164": "HF", "\u2800": "BLANK", "\ufeff": "BOM",
  "\ufff9": "IAA", "\ufffa": "IAS", "\ufffb": "IAT",
}));
const CONTROLS = ("NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK "
  + "SYN ETB CAN EM SUB ESC FS GS RS US").split(" ");
const UNSEEN = /^[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]$/u;
const MARK = /^\p{M}$/u;

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u;
const DIRECTION_WITHIN = 500;

/**
 * The way that a text goes, by its first letter.  With dir="auto" a browser looks at every
 * line for itself, which takes seconds a key in a megabyte.
 * @param {string} text
 */
export function direction(text) {
  return RIGHT_TO_LEFT.test(text.slice(0, DIRECTION_WITHIN)) ? "rtl" : "ltr";
}

/** @param {string} character @returns {string} such as U+00E9 */
export function codePoint(character) {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * What to draw for a character, and whether it is a sign that stands for it.
 * @param {string} character
 * @returns {{sign: string, standsIn: boolean}}
 */
export function visible(character) {
  const code = character.codePointAt(0) ?? 0;
  const named = NAMED.get(character) ?? CONTROLS[code];
  if (named) return { sign: named, standsIn: true };
  if (code >= 0xfe00 && code <= 0xfe0f) return { sign: `VS${code - 0xfdff}`, standsIn: true };
  if (UNSEEN.test(character)) return { sign: codePoint(character).slice(2), standsIn: true };
  if (MARK.test(character)) return { sign: `\u25cc${character}`, standsIn: false };
  return { sign: character, standsIn: false };
}

/** A text as UTF-8 can carry it: U+FFFD for a lone surrogate, which costs as much. @param {string} text */
export function wellFormed(text) {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}

/** Draw a short text in one line. @param {string} text @param {number} [most] */
export function visibleText(text, most = 24) {
  if (text === " ") return "a space";
  const characters = Array.from(text.slice(0, 2 * most));
  const shown = characters.slice(0, most).map((each) => (each === " " ? " " : visible(each).sign));
  return shown.join("") + (characters.length > most || text.length > 2 * most ? "…" : "");
}

/** @param {string} text @returns {number} */
export function codePoints(text) {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) {
    if (/** @type {number} */ (text.codePointAt(index)) > 0xffff) {
      index += 1;
      count -= 1;
    }
  }
  return count;
}

/** Group the digits of the numbers of a sentence, not those of U+1234. @param {string} sentence */
export function grouped(sentence) {
  return sentence.replace(/(?<![\w+.])[0-9]{4,15}(?!\w)/g, (digits) => Number(digits).toLocaleString("en"));
}

/** @param {number} number @param {string} noun whose plural ends in s */
export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
