// @ts-check
/** The figures of a plan, its cost by destination, and what is said of them. */

import { counted, grouped } from "./characters.js";
import { element } from "./drawing.js";

/**
 * @typedef {{country: string, dialcode: string | number, cost: string | number, currency: string}} Cost
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
 * @param {{"msg-count": Range, "chars-count": Range, flips: string[]} | null} bounds
 * @param {string} to
 * @param {string} limit what stands before the cost of a filling
 */
export function drawFigures(plan, bounds, to, limit) {
  const figures = plan && {
    "msg-count": between(bounds?.["msg-count"], plan["msg-count"]),
    encoding: bounds?.flips.length ? "GSM-7 or UCS-2" : plan.encoding,
    "chars-count": between(bounds?.["chars-count"], plan["chars-count"]),
    remaining: bounds ? "–" : plan.remaining.toLocaleString("en"),
    cost: "–",
  };
  for (const id of ["msg-count", "encoding", "chars-count", "remaining", "cost"]) {
    byId(id).textContent = figures?.[/** @type {keyof typeof figures} */ (id)] ?? "–";
  }
  byId("figures").hidden = !plan;
  byId("costs").hidden = !plan?.costs.length;
  if (plan) drawCosts(plan.costs, to, limit);
}

/** @param {Cost[]} costs @param {string} to @param {string} limit */
function drawCosts(costs, to, limit) {
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
    byId("cost").textContent = limit + amount(chosen);
    byId("cost-label").textContent = `Cost, ${chosen.country || `+${chosen.dialcode}`}`;
  }
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

/** Two digits after the point or more, as they came: no arithmetic. @param {Cost} cost */
function amount({ cost, currency }) {
  const [whole, part = ""] = String(cost).split(".");
  return `${grouped(whole)}.${part.padEnd(2, "0")} ${currency}`;
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
 * @param {Plan | null} plan
 */
export function say(plan) {
  clearTimeout(timer);
  const sentence = plan ? `${counted(plan["msg-count"], "message")}, ${plan.encoding}.` : "";
  if (sentence === said) return;
  timer = setTimeout(() => {
    said = sentence;
    byId("summary").textContent = sentence;
  }, 1000);
}
