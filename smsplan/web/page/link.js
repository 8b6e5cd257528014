/**
 * What the page is told, and how a link carries it: after the #, which no browser sends.
 *
 * A state has the text, the boundary, the bits of a reference, the languages, the provider with
 * its options, which stands for these three, the syntax of fields, the dialcode of the
 * destination, the recipient, the sender and the country of national numbers as they were
 * typed, and by their names the fields, each with the lengths as they were typed and its
 * charset.
 */

import { LONE_SURROGATE } from "./characters.js";
import { known } from "./provider.js";

export const MAX_LINK = 100_000;
const BOUNDARIES = ["code-point", "grapheme", "word"];
const MAX_ADDRESS = { recipient: 100, sender: 100, region: 2 };
export const ADDRESSES = Object.keys(MAX_ADDRESS);
const SYNTAXES = ["mustache", "format", "percent", "dollar", "notify"];
export const CHARSETS = ["any", "bmp", "latin", "ascii", "gsm-7", "gsm-7-basic", "digits"];
export const LANGUAGES = [
  "turkish", "spanish", "portuguese", "bengali", "gujarati", "hindi", "kannada", "malayalam",
  "oriya", "punjabi", "tamil", "telugu", "urdu",
];

export function standard() {
  return {
    text: "", boundary: "code-point", bits: 8, languages: [], provider: "",
    syntax: "mustache", to: "", recipient: "", sender: "", region: "", fields: Object.create(null),
  };
}

/** Percent-encode any text; a lone surrogate, which has no UTF-8, becomes %uD83D. */
function encode(text) {
  const lone = text.match(LONE_SURROGATE) ?? [];
  const [first, ...rest] = text.split(LONE_SURROGATE).map(encodeURIComponent);
  const code = (place) => lone[place].charCodeAt(0).toString(16).toUpperCase();
  return first + rest.map((piece, place) => `%u${code(place)}${piece}`).join("");
}

/** Throws URIError where a link was cut short or damaged. */
function decode(encoded) {
  return encoded
    .split(/(%u[dD][89a-fA-F][0-9a-fA-F]{2})/)
    .map((piece, place) => (place % 2
      ? String.fromCharCode(Number.parseInt(piece.slice(2), 16))
      : decodeURIComponent(piece)))
    .join("");
}

/** The fragment without its #; empty for nothing. */
export function toFragment(state) {
  const usual = standard();
  const parts = [];
  if (state.text) parts.push(`text=${encode(state.text)}`);
  if (state.languages.length) parts.push(`languages=${state.languages.join(",")}`);
  if (state.provider) parts.push(`provider=${encode(state.provider)}`);
  for (const key of ["boundary", "bits", "syntax", "to"]) {
    if (state[key] !== usual[key]) parts.push(`${key}=${state[key]}`);
  }
  for (const key of ADDRESSES) if (state[key]) parts.push(`${key}=${encode(state[key])}`);
  for (const [name, { min, max, charset }] of Object.entries(state.fields)) {
    if (min || max || charset !== "any") parts.push(`field=${[name, min, max, charset].map(encode).join(",")}`);
  }
  return parts.join("&");
}

/** Throws URIError where the link was damaged; what it does not know it leaves as is usual. */
export function fromFragment(fragment) {
  const state = standard();
  for (const part of fragment.split("&")) {
    const [key, ...rest] = part.split("=");
    const value = rest.join("=");
    if (key === "text") state.text = decode(value);
    if (key === "boundary" && BOUNDARIES.includes(value)) state.boundary = value;
    if (key === "bits" && value === "16") state.bits = 16;
    if (key === "languages") state.languages = LANGUAGES.filter((each) => value.split(",").includes(each));
    if (key === "provider") state.provider = known(decode(value));
    if (key === "syntax" && SYNTAXES.includes(value)) state.syntax = value;
    if (key === "to" && /^[0-9]{1,15}[A-Z]{0,2}$/.test(value)) state.to = value;
    if (ADDRESSES.includes(key)) state[key] = decode(value).slice(0, MAX_ADDRESS[key]);
    if (key === "field") {
      const [name, min = "", max = "", charset = ""] = value.split(",").map(decode);
      state.fields[name] = {
        min: digits(min), max: digits(max), charset: CHARSETS.includes(charset) ? charset : "any",
      };
    }
  }
  return state;
}

/** A length as it was typed; empty where it is none. */
export function digits(value) {
  return /^[0-9]{1,7}$/.test(value) ? value : "";
}
