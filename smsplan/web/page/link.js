// @ts-check
/** What the page is told, and how a link carries it: after the #, which no browser sends. */

/** @typedef {{min: string, max: string, charset: string}} Lengths as they were typed */
/**
 * @typedef {object} State
 * @property {string} text
 * @property {string} boundary
 * @property {number} bits
 * @property {string[]} languages
 * @property {string} syntax
 * @property {string} to dialcode of the destination
 * @property {Record<string, Lengths>} fields
 */

export const LONGEST_LINK = 100_000;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const BOUNDARIES = ["code-point", "grapheme", "word"];
const SYNTAXES = ["mustache", "format", "percent", "dollar", "notify"];
export const CHARSETS = ["any", "bmp", "latin", "ascii", "gsm-7", "gsm-7-basic", "digits"];
export const LANGUAGES = [
  "turkish", "spanish", "portuguese", "bengali", "gujarati", "hindi", "kannada", "malayalam",
  "oriya", "punjabi", "tamil", "telugu", "urdu",
];

/** @returns {State} */
export function standard() {
  return {
    text: "", boundary: "code-point", bits: 8, languages: [], syntax: "mustache", to: "",
    fields: Object.create(null),
  };
}

/** Percent-encode any text; a lone surrogate, which has no UTF-8, becomes %uD83D. @param {string} text */
function encode(text) {
  const pieces = text.split(LONE_SURROGATE).map(encodeURIComponent);
  const lone = text.match(LONE_SURROGATE) ?? [];
  return pieces.map((piece, place) => {
    const code = place && lone[place - 1].charCodeAt(0).toString(16).toUpperCase();
    return code ? `%u${code}${piece}` : piece;
  }).join("");
}

/** Raises URIError where a link was cut or damaged. @param {string} encoded */
function decode(encoded) {
  return encoded
    .split(/(%u[dD][89a-fA-F][0-9a-fA-F]{2})/)
    .map((piece, place) => (place % 2
      ? String.fromCharCode(Number.parseInt(piece.slice(2), 16))
      : decodeURIComponent(piece)))
    .join("");
}

/** @param {State} state @returns {string} the fragment without its #; empty for nothing */
export function toFragment(state) {
  const usual = standard();
  const parts = [];
  if (state.text) parts.push(`text=${encode(state.text)}`);
  if (state.boundary !== usual.boundary) parts.push(`boundary=${state.boundary}`);
  if (state.bits !== usual.bits) parts.push(`bits=${state.bits}`);
  if (state.languages.length) parts.push(`languages=${state.languages.join(",")}`);
  if (state.syntax !== usual.syntax) parts.push(`syntax=${state.syntax}`);
  if (state.to) parts.push(`to=${encode(state.to)}`);
  for (const [name, { min, max, charset }] of Object.entries(state.fields)) {
    if (min || max || charset !== "any") parts.push(`field=${[name, min, max, charset].map(encode).join(",")}`);
  }
  return parts.join("&");
}

/**
 * Raises URIError where the link was damaged; what it does not know it leaves as is usual.
 * @param {string} fragment without its #
 * @returns {State}
 */
export function fromFragment(fragment) {
  const state = standard();
  for (const part of fragment.split("&")) {
    const [key, ...rest] = part.split("=");
    const value = rest.join("=");
    if (key === "text") state.text = decode(value);
    if (key === "boundary" && BOUNDARIES.includes(value)) state.boundary = value;
    if (key === "bits" && value === "16") state.bits = 16;
    if (key === "languages") {
      state.languages = LANGUAGES.filter((each) => value.split(",").includes(each));
    }
    if (key === "syntax" && SYNTAXES.includes(value)) state.syntax = value;
    if (key === "to" && /^[0-9]{1,15}$/.test(value)) state.to = value;
    if (key === "field") {
      const [name, min = "", max = "", charset = "any"] = value.split(",").map(decode);
      state.fields[name] = {
        min: digits(min), max: digits(max), charset: CHARSETS.includes(charset) ? charset : "any",
      };
    }
  }
  return state;
}

/** @param {string} value */
function digits(value) {
  return /^[0-9]{1,7}$/.test(value) ? value : "";
}
