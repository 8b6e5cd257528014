/** From a state of the page to what it shows: what is asked of which endpoint, and where answers go. */

import { Line, Refused } from "./api.js";
import { codePoints, counted, grouped } from "./characters.js";
import { byId, h } from "./dom.js";
import {
  drawBounds, drawInputs, drawReason, isUnknown, lengthsOf, mayHaveFields, noBounds,
} from "./fields.js";
import { drawFigures } from "./figures.js";
import { causeInWords } from "./findings.js";
import { boundaryOf, drawProvider } from "./provider.js";

/** The server's limits, in code points: what it would refuse it is not asked. */
const MAX_PLANNED = 1 << 20;
const MAX_AT_PROVIDER = 40_000;
const MAX_LINTED = { "code-point": 40_000, grapheme: 1_800, word: 1_800 };
const MAX_TEMPLATE = 10_000;
const UNFILLED = "DEL004";
const NOTHING_TYPED = "Nothing to change in what is typed. What comes into the fields is not looked at.";
const TOO_LONG_FOR_FIELDS = "Fields are looked for in texts of up to 10,000 characters; this one is planned as typed.";

export class Asking {
  bounds = null;
  isUnknown = false;
  plan = null;
  /** What the library makes of the text, where that saves a segment. */
  fixed = null;
  names = [];
  state = null;

  /** changed is called when a field was given other lengths. */
  constructor(notice, drawing, findings, changed) {
    Object.assign(this, { notice, drawing, findings, changed });
    const fail = (error) => notice.fail(error);
    this.plans = new Line("plan", (plan, context) => this.planned(plan, context), fail);
    this.lints = new Line("lint", (answer, asked) => this.linted(answer, asked), fail);
    this.fixes = new Line("fix", (answer, text) => this.fixable(answer, text), () => {});
    this.boundings = new Line("bounds", (answer, asked) => this.bounded(answer, asked), (error, asked) => {
      // What the server does not take for a template at all is planned as typed.
      if (error instanceof Refused) this.bounded(noBounds(error.message), asked);
      else fail(error);
    });
    byId("drawn").addEventListener("change", () => this.state && this.askPlan(this.state));
  }

  /** The server is asked of a text as UTF-8 can carry it: a lone surrogate is U+FFFD there. */
  ask(state) {
    this.state = state;
    const text = state.text.toWellFormed();
    const length = codePoints(text);
    const most = state.provider ? MAX_AT_PROVIDER : MAX_PLANNED;
    if (length === 0 || length > most) {
      this.empty();
      if (length) this.notice.show(tooLong(length, most));
      return;
    }
    const hasMarks = mayHaveFields(text, state.syntax);
    if (hasMarks && length <= MAX_TEMPLATE) {
      const fields = lengthsOf(state.fields);
      this.boundings.ask({ template: text, syntax: state.syntax, fields, ...options(state) }, state);
      return;
    }
    this.boundings.drop();
    this.bounded(noBounds(null), state);
    if (hasMarks) {
      byId("fields").hidden = false;
      byId("fields-note").textContent = TOO_LONG_FOR_FIELDS;
    }
  }

  empty() {
    for (const line of [this.plans, this.lints, this.fixes, this.boundings]) line.drop();
    this.plan = null;
    this.bounds = null;
    this.notice.clear();
    for (const id of ["drawing", "findings", "fields", "at-provider"]) byId(id).hidden = true;
    drawFigures(null, null, "", false);
  }

  /** An answer came: nothing is wrong any more, unless another one is still to come. */
  calm() {
    if (![this.plans, this.lints, this.boundings].some(({ isBusy }) => isBusy)) this.notice.clear();
  }

  /** A text that cannot be read as a template is a text; the inputs stay while it is typed on. */
  bounded(answer, state) {
    const { fields, bounds, reason } = answer;
    this.names = fields;
    this.bounds = bounds;
    this.isUnknown = isUnknown(answer);
    byId("fields").hidden = !fields.length && !reason;
    byId("drawn-label").hidden = !bounds;
    if (fields.length || !reason) drawInputs(fields, state.fields, this.changed);
    drawBounds(bounds);
    drawReason(answer, this.findings.show);
    this.askPlan(state);
    this.askLint(state);
  }

  askPlan(state) {
    const { bounds } = this;
    const drawn = byId("drawn").value;
    const witness = bounds && drawn !== "typed" && bounds["msg-count"][`${drawn}-witness`].plan;
    const text = witness ? witness.original ?? witness.text : state.text;
    const question = { text: text.toWellFormed(), ...addresses(state), ...options(state) };
    this.plans.ask(question, { text, bounds, state });
  }

  planned(plan, { text, bounds, state }) {
    this.plan = plan;
    this.drawnBounds = bounds;
    this.calm();
    this.figures();
    byId("drawing").hidden = false;
    this.drawing.draw(plan.original === null ? text : plan.text, plan, this.isUnknown);
    const show = text === state.text ? this.findings.show : null;
    drawProvider(state, this.isUnknown ? null : plan, show);
    // What the gateway refuses in the text.
    if (byId("at-provider").hidden && plan.findings.length) this.notice.show(plan.findings.map(({ message }) => message).join(" "));
  }

  figures() {
    byId("destination").disabled = Boolean(this.plan?.destination);
    const to = this.plan?.destination ?? this.state?.to ?? "";
    drawFigures(this.plan, this.drawnBounds, to, this.isUnknown);
  }

  askLint(state) {
    const text = state.text.toWellFormed();
    if (codePoints(text) <= MAX_LINTED[boundaryOf(state)]) {
      this.lints.ask({ text, ...options(state) }, state);
      return;
    }
    this.lints.drop();
    this.linted({ findings: [], cause: null }, state);
    byId("findings-note").textContent = "Findings are not looked for in a text of this length.";
  }

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
      this.fixes.ask({ text: text.toWellFormed(), level: "safe", ...options(asked) }, text);
    }
  }

  /** Offer what the library makes of the text: it changes nothing where that saves no segment. */
  fixable({ applied, saved }, text) {
    if (!applied.length || text !== this.findings.text) return;
    this.fixed = applied;
    byId("fix-all").hidden = false;
    byId("fix-all").replaceChildren("Apply all safe fixes ", h("small", {}, `saves ${counted(saved, "segment")}`));
  }
}

function addresses({ recipient, sender, region }) {
  const [msisdn, from, country] = [recipient, sender, region].map((each) => each.trim().toWellFormed());
  return { msisdn, sender: from, region: /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : "" };
}

function options({ boundary, bits, languages, provider }) {
  if (provider) return { provider: provider.toWellFormed() };
  return { boundary, "reference-bits": bits, languages };
}

function tooLong(length, most) {
  return `This text has ${counted(length, "character")}; the page plans up to `
    + `${grouped(most)}${most === MAX_PLANNED ? "" : " as a provider sends them"}. No message that can be sent has more than 39,015.`;
}
