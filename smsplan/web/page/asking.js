// @ts-check
/** From a state of the page to what it shows: what is asked of which endpoint, and where answers go. */

import { Line, Refused } from "./api.js";
import { codePoints, counted, grouped, wellFormed } from "./characters.js";
import { element } from "./drawing.js";
import {
  drawBounds, drawInputs, drawReason, isUnknown, lengthsOf, mayHaveFields, noBounds,
} from "./fields.js";
import { byId, drawFigures } from "./figures.js";
import { causeInWords } from "./findings.js";

/** The server's limits, in code points: what it would refuse it is not asked. */
const LONGEST = 1 << 20;
const LONGEST_LINTED = { "code-point": 40_000, grapheme: 1_800, word: 1_800 };
const LONGEST_TEMPLATE = 10_000;
const UNFILLED = "DEL004";
const NOTHING_TYPED = "Nothing to change in what is typed. What comes into the fields is not looked at.";
const TOO_LONG_FOR_FIELDS = "Fields are looked for in texts of up to 10,000 characters; this one is planned as typed.";

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
    this.isUnknown = false;
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
    this.lints = new Line("lint", (answer, asked) => this.linted(answer, asked), fail);
    this.fixes = new Line("fix", (answer, text) => this.fixable(answer, text), () => {});
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
    const hasMarks = mayHaveFields(text, state.syntax);
    if (length <= LONGEST_TEMPLATE && hasMarks) {
      const fields = lengthsOf(state.fields);
      const { syntax } = state;
      this.boundings.ask({ template: text, syntax, fields, ...options(state) }, state);
    } else {
      this.boundings.drop();
      this.bounded(noBounds(null), state);
      if (hasMarks) {
        byId("fields").hidden = false;
        byId("fields-note").textContent = TOO_LONG_FOR_FIELDS;
      }
    }
  }

  /** @param {State} state */
  askLint(state) {
    const text = wellFormed(state.text);
    if (codePoints(text) <= LONGEST_LINTED[/** @type {keyof typeof LONGEST_LINTED} */ (state.boundary)]) {
      this.lints.ask({ text, ...options(state) }, state);
    } else {
      this.lints.drop();
      this.linted({ findings: [], cause: null }, state);
      byId("findings-note").textContent = "Findings are not looked for in a text of this length.";
    }
  }

  empty() {
    for (const line of [this.plans, this.lints, this.fixes, this.boundings]) line.drop();
    this.plan = null;
    this.bounds = null;
    this.notice.clear();
    for (const id of ["drawing", "findings", "fields"]) byId(id).hidden = true;
    drawFigures(null, null, "", false);
  }

  /** An answer came: nothing is wrong any more, unless another one is still to come. */
  calm() {
    if (![this.plans, this.lints, this.boundings].some(({ isBusy }) => isBusy)) this.notice.clear();
  }

  /** @param {State} state */
  askPlan(state) {
    const { bounds } = this;
    const text = bounds && this.drawn.value !== "typed"
      ? bounds["msg-count"][`${this.drawn.value}-witness`].plan.text
      : state.text;
    this.plans.ask({ text: wellFormed(text), ...options(state) }, { text, bounds });
  }

  /** @param {any} plan @param {{text: string, bounds: any}} context */
  planned(plan, { text, bounds }) {
    this.plan = plan;
    this.drawnBounds = bounds;
    this.calm();
    this.figures();
    byId("drawing").hidden = false;
    this.drawing.draw(text, plan, this.isUnknown);
    this.notice.tell(plan.findings.map((/** @type {{message: string}} */ { message }) => grouped(message)));
  }

  figures() {
    drawFigures(this.plan, this.drawnBounds, this.state?.to ?? "", this.isUnknown);
  }

  /**
   * A text that cannot be read as a template is a text; the inputs stay while it is typed on.
   * @param {import("./fields.js").Answer} answer @param {State} state
   */
  bounded(answer, state) {
    const { fields, bounds, reason } = answer;
    this.names = fields;
    this.bounds = bounds;
    this.isUnknown = isUnknown(answer);
    byId("fields").hidden = !fields.length && !reason;
    byId("drawn-label").hidden = !bounds;
    if (fields.length || !reason) drawInputs(byId("field-inputs"), fields, state.fields, this.changed);
    drawBounds(byId("bounds"), bounds);
    drawReason(byId("fields-note"), answer, this.findings.show);
    this.askPlan(state);
    this.askLint(state);
  }

  /** The server does not take it for a template at all. @param {unknown} error @param {State} state */
  unbounded(error, state) {
    if (error instanceof Refused) this.bounded(noBounds(error.message), state);
    else this.notice.fail(error);
  }

  /** @param {{findings: import("./findings.js").Finding[], cause: any}} answer @param {State} asked */
  linted({ findings: found, cause }, asked) {
    const { text } = asked;
    const isTemplate = this.names.length > 0 || this.isUnknown;
    // A field that the template knows is filled before it is sent.
    // What a fix saves of it as typed says nothing of what it will be.
    const findings = isTemplate
      ? found.filter(({ code }) => code !== UNFILLED).map((each) => ({ ...each, saves: 0 }))
      : found;
    this.calm();
    byId("findings").hidden = false;
    this.findings.tell(text, findings);
    const words = causeInWords(cause, isTemplate);
    byId("cause").textContent = words;
    byId("cause").hidden = !words;
    const nothing = isTemplate ? NOTHING_TYPED : "Nothing to change.";
    byId("findings-note").textContent = findings.length ? "" : nothing;
    byId("fix-all").hidden = true;
    this.fixed = null;
    this.fixes.drop();
    if (!isTemplate && findings.some(({ fix }) => fix?.safety === "safe")) {
      this.fixes.ask({ text: wellFormed(text), level: "safe", ...options(asked) }, text);
    }
  }

  /**
   * Offer what the library makes of the text: it changes nothing where that saves no message.
   * @param {{applied: import("./findings.js").Edit[], saved: number}} answer
   * @param {string} text
   */
  fixable({ applied, saved }, text) {
    if (!applied.length || text !== this.findings.text) return;
    this.fixed = { text, edits: applied };
    const button = byId("fix-all");
    button.hidden = false;
    button.replaceChildren("Apply all safe fixes ", element("small", "", `saves ${counted(saved, "message")}`));
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
