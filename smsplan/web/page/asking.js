// @ts-check
/** From a state of the page to what it shows: what is asked of which endpoint, and where answers go. */

import { Line, Refused } from "./api.js";
import { codePoints, counted, grouped, wellFormed } from "./characters.js";
import { element } from "./drawing.js";
import { edited } from "./editing.js";
import { drawBounds, drawInputs, drawReason, lengthsOf, mayHaveFields, noBounds } from "./fields.js";
import { byId, drawFigures, say } from "./figures.js";
import { safeEdits } from "./findings.js";

/** The server's limits, in code points: what it would refuse it is not asked. */
const LONGEST = 1 << 20;
const LONGEST_LINTED = { "code-point": 40_000, grapheme: 1_800, word: 1_800 };
const LONGEST_TEMPLATE = 10_000;
const UNFILLED = "DEL004";

/** @typedef {import("./link.js").State} State */

export class Asking {
  /**
   * @param {import("./notice.js").Notice} notice
   * @param {import("./drawing.js").Drawing} drawing
   * @param {import("./findings.js").Findings} findings
   * @param {() => void} changed a field was given other lengths
   */
  constructor(notice, drawing, findings, changed) {
    this.notice = notice;
    this.drawing = drawing;
    this.findings = findings;
    this.changed = changed;
    this.drawn = /** @type {HTMLSelectElement} */ (byId("drawn"));
    /** @type {any} */
    this.bounds = null;
    /** @type {any} */
    this.plan = null;
    /** @type {any} */
    this.fixed = null;
    /** @type {string[]} */
    this.names = [];
    /** @type {State | null} */
    this.state = null;
    const fail = (/** @type {unknown} */ error) => notice.fail(error);
    this.plans = new Line("plan", (plan, context) => this.planned(plan, context), fail);
    this.lints = new Line("lint", (answer, asked) => this.linted(answer.findings, asked), fail);
    this.fixes = new Line("plan", (plan, fixed) => {
      this.fixed = { ...fixed, plan };
      this.labelFix();
    }, () => {});
    this.boundings = new Line(
      "bounds",
      (answer, asked) => this.bounded(answer, asked),
      (error, asked) => this.unbounded(error, asked),
    );
    this.drawn.addEventListener("change", () => this.state && this.askPlan(this.state));
  }

  /** @param {State} state */
  ask(state) {
    this.state = state;
    const text = wellFormed(state.text);
    const length = codePoints(text);
    if (length === 0 || length > LONGEST) {
      this.empty();
      if (length) this.notice.show(tooLong(length));
      return;
    }
    if (length <= LONGEST_TEMPLATE && mayHaveFields(text, state.syntax)) {
      const fields = lengthsOf(state.fields);
      const { syntax } = state;
      this.boundings.ask({ template: text, syntax, fields, ...options(state) }, state);
    } else {
      this.boundings.drop();
      this.bounded(noBounds(null), state);
    }
  }

  /** @param {State} state */
  askLint(state) {
    const text = wellFormed(state.text);
    if (codePoints(text) <= LONGEST_LINTED[/** @type {keyof typeof LONGEST_LINTED} */ (state.boundary)]) {
      this.lints.ask({ text, ...options(state) }, state);
    } else {
      this.lints.drop();
      this.linted([], state);
      byId("findings-note").textContent = "Findings are not looked for in a text of this length.";
    }
  }

  empty() {
    for (const line of [this.plans, this.lints, this.fixes, this.boundings]) line.drop();
    this.plan = null;
    this.bounds = null;
    this.notice.clear();
    for (const id of ["drawing", "findings", "fields"]) byId(id).hidden = true;
    drawFigures(null, null, "", "");
    say(null);
  }

  /** @param {State} state */
  askPlan(state) {
    const { bounds } = this;
    const text = bounds && this.drawn.value !== "typed"
      ? bounds["msg-count"][`${this.drawn.value}-witness`].text
      : state.text;
    this.plans.ask({ text: wellFormed(text), ...options(state) }, { text, bounds });
  }

  /** @param {any} plan @param {{text: string, bounds: any}} context */
  planned(plan, { text, bounds }) {
    this.plan = plan;
    this.planText = text;
    this.labelFix();
    this.drawnBounds = bounds;
    this.notice.clear();
    this.figures();
    byId("drawing").hidden = false;
    this.drawing.draw(text, plan);
    this.notice.tell(plan.findings.map((/** @type {{message: string}} */ { message }) => grouped(message)));
    say(plan);
  }

  figures() {
    const limit = this.drawnBounds ? { most: "up to ", least: "from " }[this.drawn.value] ?? "" : "";
    drawFigures(this.plan, this.drawnBounds, this.state?.to ?? "", limit);
  }

  /**
   * A text that cannot be read as a template is a text; the inputs stay while it is typed on.
   * @param {import("./fields.js").Answer} answer @param {State} state
   */
  bounded(answer, state) {
    const { fields, bounds, reason } = answer;
    this.names = fields;
    this.bounds = bounds;
    byId("fields").hidden = !fields.length && !reason;
    byId("drawn-label").hidden = !bounds;
    if (fields.length || !reason) drawInputs(byId("field-inputs"), fields, state.fields, this.changed);
    drawBounds(byId("bounds"), bounds);
    drawReason(byId("fields-note"), answer, state.text, this.findings.show);
    this.askPlan(state);
    this.askLint(state);
  }

  /** The server does not take it for a template at all. @param {unknown} error @param {State} state */
  unbounded(error, state) {
    if (error instanceof Refused) this.bounded(noBounds(error.message), state);
    else this.notice.fail(error);
  }

  /** @param {import("./findings.js").Finding[]} found @param {State} asked */
  linted(found, asked) {
    const { text } = asked;
    // A field that the template knows is filled before it is sent.
    const findings = this.names.length ? found.filter(({ code }) => code !== UNFILLED) : found;
    byId("findings").hidden = false;
    this.findings.tell(text, findings);
    byId("findings-note").textContent = findings.length ? "" : "Nothing to change.";
    byId("fix-all").hidden = true;
    this.fixed = null;
    this.fixes.drop();
    const edits = safeEdits(findings);
    if (!edits.length) return;
    const fixed = wellFormed(edited(text, edits));
    this.fixes.ask({ text: fixed, ...options(asked) }, { text, edits });
  }

  /** Say what all safe fixes save, where the plan of the text as it is is known. */
  labelFix() {
    if (!this.fixed || this.fixed.text !== this.findings.text) return;
    const isKnown = this.plan && this.planText === this.fixed.text;
    const saved = isKnown ? this.plan["msg-count"] - this.fixed.plan["msg-count"] : 0;
    const gain = saved > 0 ? `saves ${counted(saved, "message")}`
      : saved < 0 ? `costs ${counted(-saved, "message")} more` : "";
    const button = byId("fix-all");
    button.hidden = false;
    button.replaceChildren("Apply all safe fixes ", ...(gain ? [element("small", "", gain)] : []));
  }
}

/** @param {State} state */
function options({ boundary, bits, languages }) {
  return { boundary, "reference-bits": bits, languages };
}

/** @param {number} length */
function tooLong(length) {
  return `This text has ${counted(length, "character")}; the page plans up to `
    + `${LONGEST.toLocaleString("en")}. No message that can be sent has more than 39,015.`;
}
