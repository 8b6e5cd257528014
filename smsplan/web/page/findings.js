// @ts-check
/** What is wrong with a text or costs more than it needs, and the fixes. */

import { counted, visibleText } from "./characters.js";
import { element } from "./drawing.js";

/**
 * @typedef {import("./editing.js").Edit} Edit
 * @typedef {{safety: string, edits: Edit[]}} Fix
 * @typedef {{code: string, severity: string, message: string, "utf16-start": number | null,
 *   "utf16-end": number | null, saves: number, fix: Fix | null}} Finding
 */

const AT_FIRST = 6;
const MOST_SHOWN = 12;
const HARM = { unsafe: "changes the spelling", "display-only": "readers lose it" };

export class Findings {
  /**
   * @param {HTMLElement} heading @param {HTMLElement} list @param {HTMLButtonElement} more
   * @param {(edits: Edit[], place: number | null) => void} fix which of the buttons, for who has no pointer
   * @param {(start: number, end: number) => void} show select a place of the text, in UTF-16
   */
  constructor(heading, list, more, fix, show) {
    this.heading = heading;
    this.list = list;
    this.more = more;
    this.fix = fix;
    this.show = show;
    /** @type {Finding[]} */
    this.findings = [];
    this.text = "";
    /** @type {number | null} which fix has the focus when the findings are told anew */
    this.focusNext = null;
    more.addEventListener("click", () => {
      const place = this.list.children.length;
      this.draw(this.findings.length);
      this.list.children[place]?.querySelector("button")?.focus();
    });
  }

  /** @param {string} text @param {Finding[]} findings */
  tell(text, findings) {
    this.text = text;
    this.findings = findings;
    this.draw(AT_FIRST);
    if (this.focusNext === null) return;
    const fixes = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".fix")]);
    (fixes[Math.min(this.focusNext, fixes.length - 1)] ?? this.heading).focus();
    this.focusNext = null;
  }

  /** @param {number} most */
  draw(most) {
    const shown = this.findings.slice(0, most);
    this.list.replaceChildren(...shown.map((finding) => this.item(finding)));
    const left = this.findings.length - shown.length;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${counted(left, "more finding")}`;
  }

  /** @param {Finding} finding */
  item(finding) {
    const item = element("li", `finding ${finding.severity}`);
    const { "utf16-start": start, "utf16-end": end, fix } = finding;
    const hasPlace = typeof start === "number" && typeof end === "number";
    const message = element(hasPlace ? "button" : "p", "message");
    const note = element("small", "");
    if (finding.severity === "error") note.append(element("b", "severity", "Error "));
    note.append(element("code", "", finding.code));
    if (finding.saves) note.append(element("b", "saves", ` saves ${counted(finding.saves, "message")}`));
    message.append(element("span", "", finding.message), note);
    if (hasPlace) {
      message.setAttribute("type", "button");
      message.addEventListener("click", () => this.show(start, end));
    }
    item.append(message);
    if (fix) item.append(this.fixButton(fix));
    return item;
  }

  /** @param {Fix} fix */
  fixButton(fix) {
    const { shown, said } = this.label(fix);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fix";
    button.append(...shown);
    const harm = HARM[/** @type {keyof typeof HARM} */ (fix.safety)];
    if (harm) button.append(element("small", "", harm));
    button.setAttribute("aria-label", harm ? `${said} (${harm})` : said);
    button.addEventListener("click", ({ detail }) => {
      const buttons = [...this.list.querySelectorAll(".fix")];
      this.fix(fix.edits, detail ? null : buttons.indexOf(button));
    });
    return button;
  }

  /** @param {Fix} fix @returns {{shown: (string | Node)[], said: string}} */
  label(fix) {
    if (fix.edits.length > 1) {
      const count = fix.edits.length;
      return { shown: [`Change ${count}`], said: `Change ${counted(count, "place")}` };
    }
    const [{ "utf16-start": from, "utf16-end": to, replacement }] = fix.edits;
    const before = visibleText(this.text.slice(from, to), MOST_SHOWN);
    const after = visibleText(replacement, MOST_SHOWN);
    return replacement
      ? { shown: [element("code", "", before), " → ", element("code", "", after)], said: `Replace ${before} with ${after}` }
      : { shown: ["Remove ", element("code", "", before)], said: `Remove ${before}` };
  }
}

/**
 * What characters outside of GSM-7 make of a text, in words.
 * @param {{characters: number, "msg-count": number, without: number} | null} cause
 * @param {boolean} isTemplate whose fields decide how many messages there are
 */
export function causeInWords(cause, isTemplate) {
  if (!cause) return "";
  const { characters, "msg-count": now, without } = cause;
  const who = counted(characters, "character");
  const one = characters === 1;
  return !isTemplate && without < now
    ? `${who} that GSM-7 lacks ${one ? "makes" : "make"} this ${counted(now, "message")} instead of ${without.toLocaleString("en")}.`
    : `${who} ${one ? "is" : "are"} not in GSM-7${isTemplate ? "" : ", which costs no message here"}.`;
}
