/** The segments of a message, drawn one below the other, and what each of their characters is. */

import { codePoint, counted, direction, grouped, visible } from "./characters.js";
import { byId, h } from "./dom.js";

const FIRST = 6;
const MORE = 24;
const SURROGATE = /[\ud800-\udfff]/u;
const CELL = "[role=option]";

export class Drawing {
  place = byId("segments");
  more = byId("more-segments");
  about = byId("about");
  hint = this.about.textContent;

  constructor() {
    this.more.addEventListener("click", () => this.drawMore());
    this.place.addEventListener("pointerover", ({ target }) => this.tell(target.closest(CELL)));
    this.place.addEventListener("click", ({ target }) => this.point(target.closest(CELL)));
    this.place.addEventListener("focusin", ({ target }) => this.point(target.closest(CELL)));
    this.place.addEventListener("keydown", (event) => this.walk(event));
  }

  /** Draw what was planned; isUnknown is what comes into the fields, so that no count would be true. */
  draw(text, planned, isUnknown) {
    Object.assign(this, { text, planned, isUnknown });
    this.unit = planned.encoding === "GSM-7" ? "septet" : "UTF-16 code unit";
    this.place.replaceChildren();
    this.append(FIRST);
    this.setCurrent(this.place.querySelector(CELL));
    this.about.textContent = this.hint;
  }

  drawMore() {
    const drawn = this.place.children.length;
    this.append(MORE);
    this.place.children[drawn].querySelector(CELL)?.focus();
  }

  append(count) {
    const { segments } = this.planned;
    const drawn = this.place.children.length;
    const most = Math.min(drawn + count, segments.length);
    for (let number = drawn; number < most; number += 1) this.place.append(this.segment(number));
    const left = segments.length - most;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(MORE, left)} more of ${counted(left, "segment")}`;
  }

  segment(number) {
    const { segments } = this.planned;
    const segment = segments[number];
    const characters = Array.from(this.text.slice(segment["utf16-start"], segment["utf16-end"]));
    const tables = new Set([segment.locking, segment.single].filter(Boolean));
    let title = segments.length === 1 ? "One segment" : `${number + 1} of ${grouped(segments.length)}`;
    let size = [
      counted(segment["chars-count"], "character"),
      `${grouped(segment.remaining)} left`,
      ...[...tables].map((language) => `${language} tables`),
    ].join(", ");
    if (this.isUnknown) [title, size] = ["As typed", "the fields are not filled yet"];
    const body = h("div", { className: "characters", dir: direction(characters.join("")) });
    for (const character of characters) {
      body.append(this.cell(character));
      if (character === "\n") body.append(h("br"));
    }
    return h(
      "div", { className: "segment", role: "group", "aria-label": `${title}: ${size}` },
      h("div", { className: "head", "aria-hidden": "true" }, h("b", {}, title), h("span", {}, size)),
      body,
    );
  }

  cell(character) {
    const { sign, standsIn } = visible(character);
    const about = this.planned.characters[character];
    const kinds = ["c"];
    if (standsIn) kinds.push(character === " " ? "space" : "sign");
    if (about?.["non-gsm"] || SURROGATE.test(character)) kinds.push("non-gsm");
    if (about?.units > 1) kinds.push("double");
    const made = h("span", {
      className: kinds.join(" "),
      tabIndex: -1,
      role: "option",
      "aria-label": `${standsIn ? "" : `${character} `}${this.facts(character).join(", ")}`,
    }, sign);
    made.dataset.character = character;
    return made;
  }

  facts(character) {
    const about = this.planned.characters[character];
    if (SURROGATE.test(character)) {
      return [codePoint(character), "half of a character, sent as U+FFFD", counted(1, this.unit), "not in GSM-7"];
    }
    if (!about) return [codePoint(character), "one of too many to name"];
    const bytes = about.octets.match(/../g)?.join(" ");
    const told = [about["code-point"], about.name, counted(about.units, this.unit), `hex ${bytes}`];
    return about["non-gsm"] ? [...told, "not in GSM-7"] : told;
  }

  tell(cell) {
    if (!cell) return;
    const { character } = cell.dataset;
    this.about.replaceChildren(
      h("b", {}, visible(character).sign),
      ...this.facts(character).map((fact) => h("span", {}, fact)),
    );
  }

  point(cell) {
    if (!cell) return;
    this.setCurrent(cell);
    this.tell(cell);
    if (document.activeElement !== cell) cell.focus({ preventScroll: true });
  }

  /** The one character that the tabulator stops at. */
  setCurrent(cell) {
    for (const old of this.place.querySelectorAll("[tabindex='0']")) {
      old.tabIndex = -1;
      old.removeAttribute("aria-selected");
    }
    if (!cell) return;
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", "true");
  }

  walk(event) {
    if (event.altKey || event.metaKey) return;
    const all = [...this.place.querySelectorAll(CELL)];
    const next = step(event.key, event.ctrlKey, event.target, all);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function step(key, far, here, all) {
  const place = all.indexOf(here);
  const line = here.closest(".characters");
  const forward = getComputedStyle(line).direction === "rtl" ? -1 : 1;
  const near = far ? all : all.filter((cell) => cell.closest(".characters") === line);
  switch (key) {
    case "ArrowRight": return all[place + forward];
    case "ArrowLeft": return all[place - forward];
    case "Home": return near[0];
    case "End": return near.at(-1);
    case "ArrowDown": return nearest(here, all.slice(place + 1));
    case "ArrowUp": return nearest(here, all.slice(0, place).reverse());
    default: return undefined;
  }
}

/** The cell of the next line that is least far aside. */
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
