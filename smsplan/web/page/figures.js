// @ts-check
/** The figures of a plan, its cost by destination, and what is said of them. */

import { counted, grouped } from "./characters.js";
import { element } from "./drawing.js";

/**
 * @typedef {{country: string, dialcode: string | number, currency: string, cost?: string | number,
 *   least?: string | number, most?: string | number}} Cost what it costs, or the least and the most
 * @typedef {{encoding: string, "chars-count": number, "msg-count": number, remaining: number,
 *   costs: Cost[]}} Plan
 * @typedef {{least: number, most: number}} Range
 */

/** Destinations that are shown before anyone asks for them: some rate cards have hundreds. */
const MOST_OPEN = 12;

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/** @param {Range | undefined} range @param {number} exact */
function between(range, exact) {
  const [least, most] = range ? [range.least, range.most] : [exact, exact];
  const [from, to] = [least.toLocaleString("en"), most.toLocaleString("en")];
  return from === to ? to : `${from} to ${to}`;
}

/**
 * @param {Plan | null} plan
 * @param {{"msg-count": Range, "chars-count": Range, "non-gsm-fields": string[], costs: Cost[]} | null} bounds
 * @param {string} to
 * @param {boolean} isUnknown what comes into the fields, so that a plan says nothing
 */
export function drawFigures(plan, bounds, to, isUnknown) {
  const figures = isUnknown ? { "msg-count": "not known" } : plan && {
    "msg-count": between(bounds?.["msg-count"], plan["msg-count"]),
    encoding: bounds?.["non-gsm-fields"].length ? "GSM-7 or UCS-2" : plan.encoding,
    "chars-count": between(bounds?.["chars-count"], plan["chars-count"]),
    remaining: bounds ? "–" : plan.remaining.toLocaleString("en"),
    cost: "–",
  };
  for (const id of ["msg-count", "encoding", "chars-count", "remaining", "cost"]) {
    byId(id).textContent = figures?.[/** @type {keyof typeof figures} */ (id)] ?? "–";
  }
  byId("figures").hidden = !plan;
  const costs = (!isUnknown && (bounds ?? plan)?.costs) || [];
  byId("costs").hidden = !costs.length;
  drawCosts(costs, to);
  say(inWords(plan, bounds, isUnknown));
}

/**
 * @param {Plan | null} plan @param {{"msg-count": Range, "non-gsm-fields": string[]} | null} bounds
 * @param {boolean} isUnknown
 */
function inWords(plan, bounds, isUnknown) {
  if (!plan) return "";
  if (isUnknown) return "How many messages this needs is not known.";
  const { least, most } = bounds?.["msg-count"] ?? { least: plan["msg-count"], most: plan["msg-count"] };
  const messages = least === most ? counted(most, "message") : `${between({ least, most }, most)} messages`;
  return `${messages}, ${byId("encoding").textContent}.`;
}

/** @param {Cost[]} costs @param {string} to */
function drawCosts(costs, to) {
  const select = /** @type {HTMLSelectElement} */ (byId("destination"));
  const chosen = costs.find(({ dialcode }) => String(dialcode) === to) ?? costs[0];
  const key = costs.map(({ dialcode }) => dialcode).join();
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    /** @type {HTMLDetailsElement} */ (byId("other-costs")).open = costs.length <= MOST_OPEN;
    select.replaceChildren(...costs.map((cost) => new Option(place(cost), String(cost.dialcode))));
  }
  if (chosen) {
    select.value = String(chosen.dialcode);
    byId("cost").textContent = amount(chosen);
  }
  byId("cost-label").textContent = chosen ? `Cost, ${chosen.country || `+${chosen.dialcode}`}` : "Cost";
  byId("cost-rows").replaceChildren(...costs.filter((cost) => cost !== chosen).map((cost) => {
    const row = element("tr", "");
    const name = element("th", "", cost.country || "–");
    name.setAttribute("scope", "row");
    row.append(name, element("td", "", prefix(cost)), element("td", "number", amount(cost)));
    return row;
  }));
}

/** @param {Cost} cost */
function prefix({ dialcode }) {
  return String(dialcode) === "0" ? "" : `+${dialcode}`;
}

/** @param {Cost} cost */
function amount({ cost, least, most, currency }) {
  const [from, to] = [least ?? cost, most ?? cost].map(digits);
  return `${from === to ? to : `${from} to ${to}`} ${currency}`;
}

/** Two digits after the point or more, as they came: no arithmetic. @param {string | number | undefined} money */
function digits(money) {
  const [whole, part = ""] = String(money).split(".");
  return `${grouped(whole)}.${part.padEnd(2, "0")}`;
}

/** @param {Cost} cost */
function place(cost) {
  return [cost.country, prefix(cost)].filter(Boolean).join(" ");
}

let said = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Tell who cannot see the figures, once the typing has paused, and only what has changed.
 * @param {string} sentence
 */
function say(sentence) {
  clearTimeout(timer);
  if (sentence === said) return;
  timer = setTimeout(() => {
    said = sentence;
    byId("summary").textContent = sentence;
  }, 1000);
}
