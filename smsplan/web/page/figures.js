/** The figures of a plan, its cost by destination, and what is said of them. */

import { grouped } from "./characters.js";
import { byId, h } from "./dom.js";

/** Destinations that are shown before anyone asks for them: some rate cards have hundreds. */
const MAX_OPEN = 12;
const PAUSE_MS = 1000;

function between(least, most) {
  return least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`;
}

/** Draw a plan, or the bounds of a template; where it is unknown what fills it, that is said. */
export function drawFigures(plan, bounds, to, isUnknown) {
  const of = (key) => bounds?.[key] ?? { least: plan[key], most: plan[key] };
  const figure = (key) => between(of(key).least, of(key).most);
  const figures = !plan ? {} : isUnknown ? { "msg-count": "not known" } : {
    "msg-count": figure("msg-count"),
    encoding: bounds?.["non-gsm-fields"].length ? "GSM-7 or UCS-2" : plan.encoding,
    "chars-count": figure("chars-count"),
    remaining: bounds ? "–" : grouped(plan.remaining),
  };
  for (const id of ["msg-count", "encoding", "chars-count", "remaining", "cost"]) {
    byId(id).textContent = figures[id] ?? "–";
  }
  byId("figures").hidden = !plan;
  drawCosts((!isUnknown && (bounds ?? plan)?.costs) || [], to);
  if (!plan) say("");
  else if (isUnknown) say("How many segments this needs is not known.");
  else say(`${figures["msg-count"]} segment${of("msg-count").most === 1 ? "" : "s"}, ${figures.encoding}.`);
}

function drawCosts(costs, to) {
  const select = byId("destination");
  const chosen = costs.find((cost) => destination(cost) === to) ?? costs[0];
  const key = costs.map(destination).join();
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    byId("other-costs").open = costs.length <= MAX_OPEN;
    select.replaceChildren(...costs.map((cost) => new Option(
      [cost.country, prefix(cost)].filter(Boolean).join(" "), destination(cost),
    )));
  }
  byId("costs").hidden = !chosen;
  if (chosen) {
    select.value = destination(chosen);
    byId("cost").textContent = amount(chosen);
    const others = Object.entries(chosen.channels).map(([channel, cost]) =>
      `as ${named(channel)} ${amount({ ...cost, currency: chosen.currency })}`);
    byId("channels").textContent = others.length ? `Or ${others.join(", ")}.` : "";
  }
  byId("cost-label").textContent = chosen ? `Cost, ${chosen.country || prefix(chosen)}` : "Cost";
  byId("cost-rows").replaceChildren(...costs.filter((cost) => cost !== chosen).map((cost) => h(
    "tr", {},
    h("th", { scope: "row" }, cost.country || "–"),
    h("td", {}, prefix(cost)),
    h("td", { className: "number" }, amount(cost)),
  )));
}

/** What people call a channel: MMS, RCS Single. */
function named(channel) {
  const [service, kind = ""] = channel.split("_");
  return `${service.toUpperCase()} ${kind.charAt(0).toUpperCase()}${kind.slice(1)}`.trimEnd();
}

/** What tells a destination from all others: several countries may share a prefix. */
function destination({ dialcode, region }) {
  return `${dialcode}${region}`;
}

function prefix({ dialcode }) {
  return String(dialcode) === "0" ? "" : `+${dialcode}`;
}

/** An amount as it came, or the least and the most: no arithmetic. */
function amount({ least, most, currency }) {
  return `${least === most ? money(most) : `${money(least)} to ${money(most)}`} ${currency ?? ""}`;
}

function money(number) {
  const [whole, ...part] = String(number).split(".");
  return [grouped(whole), ...part].join(".");
}

let said = "";
let timer;

/** Tell who cannot see the figures, once the typing has paused, and only what has changed. */
function say(sentence) {
  clearTimeout(timer);
  if (sentence === said) return;
  timer = setTimeout(() => {
    said = sentence;
    byId("summary").textContent = sentence;
  }, PAUSE_MS);
}
