/** What is wrong with a text or costs more than it needs, and the fixes. */

import { counted, grouped, visibleText } from "./characters.js";
import { byId, h } from "./dom.js";

const AT_FIRST = 6;
const MAX_SHOWN = 12;
const HARM = { unsafe: "changes the spelling", "display-only": "readers lose it" };

export class Findings {
  list = byId("finding-list");
  more = byId("more-findings");
  findings = [];
  text = "";
  /** Which fix has the focus when the findings are told anew. */
  focusNext = null;

  /**
   * fix makes edits, and is told which button it was, for who has no pointer;
   * show selects a place of the text, in UTF-16.
   */
  constructor(fix, show) {
    Object.assign(this, { fix, show });
    this.more.addEventListener("click", () => {
      const place = this.list.children.length;
      this.draw(this.findings.length);
      this.list.children[place]?.querySelector("button")?.focus();
    });
  }

  tell(text, findings) {
    this.text = text;
    this.findings = findings;
    this.draw(AT_FIRST);
    if (this.focusNext === null) return;
    const fixes = [...this.list.querySelectorAll(".fix")];
    (fixes[Math.min(this.focusNext, fixes.length - 1)] ?? byId("findings-heading")).focus();
    this.focusNext = null;
  }

  draw(most) {
    const shown = this.findings.slice(0, most);
    this.list.replaceChildren(...shown.map((finding) => this.item(finding)));
    const left = this.findings.length - shown.length;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${counted(left, "more finding")}`;
  }

  item({ code, severity, message, saves, fix, "utf16-start": start, "utf16-end": end }) {
    const note = h("small");
    if (severity === "error") note.append(h("b", { className: "severity" }, "Error "));
    note.append(h("code", {}, code));
    if (saves) note.append(h("b", { className: "saves" }, ` saves ${counted(saves, "segment")}`));
    const told = [h("span", {}, message), note];
    const item = h("li", { className: `finding ${severity}` }, start === null
      ? h("p", { className: "message" }, ...told)
      : h("button", { className: "message", type: "button", onclick: () => this.show(start, end) }, ...told));
    if (fix) item.append(this.fixButton(fix));
    return item;
  }

  fixButton({ edits, safety }) {
    const { shown, said } = this.label(edits);
    const harm = HARM[safety];
    const button = h("button", {
      className: "fix",
      type: "button",
      "aria-label": harm ? `${said} (${harm})` : said,
      onclick: ({ detail }) => {
        this.fix(edits, detail ? null : [...this.list.querySelectorAll(".fix")].indexOf(button));
      },
    }, ...shown);
    if (harm) button.append(h("small", {}, harm));
    return button;
  }

  /** What a button shows of its edits, and what is said of it. */
  label(edits) {
    const count = edits.length;
    if (count > 1) return { shown: [`Change ${count}`], said: `Change ${counted(count, "place")}` };
    const [{ "utf16-start": from, "utf16-end": to, replacement }] = edits;
    const [before, after] = [this.text.slice(from, to), replacement].map((text) => (
      text === " " ? "a space" : visibleText(text, MAX_SHOWN)));
    return replacement
      ? { shown: [h("code", {}, before), " → ", h("code", {}, after)], said: `Replace ${before} with ${after}` }
      : { shown: ["Remove ", h("code", {}, before)], said: `Remove ${before}` };
  }
}

/** What characters outside of GSM-7 make of a text, in words; a template's fields decide its count. */
export function causeInWords(cause, isTemplate) {
  if (!cause) return "";
  const { characters, "msg-count": now, without } = cause;
  const who = counted(characters, "character");
  const one = characters === 1;
  return !isTemplate && without < now
    ? `${who} that GSM-7 lacks ${one ? "makes" : "make"} this ${counted(now, "segment")} instead of ${grouped(without)}.`
    : `${who} ${one ? "is" : "are"} not in GSM-7${isTemplate ? "" : ", which costs no segment here"}.`;
}
