/** The server's endpoints, and answers in the order of their questions. */

const PATIENCE_MS = 30_000;
const MAX_UNDER_WAY = 2;
const BUSY = 503;
const AGAIN_S = 5;

/** The server said what is wrong with the question; of others it said nothing, and may be gone. */
export class Refused extends Error {}

/** The server has no time for the question now; it may be asked again after some seconds. */
export class Busy extends Error {
  constructor(words, seconds) {
    super(words);
    this.seconds = seconds;
  }
}

/** Throws Refused with the server's words for a 4xx, Busy for a 503, else another Error. */
async function post(name, question, signal) {
  const response = await fetch(`${name}.json`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (response.ok) return response.json();
  const { status } = response;
  const { error } = await response.json().catch(() => ({}));
  if (status === BUSY) {
    const seconds = Number(response.headers.get("retry-after")) || AGAIN_S;
    throw new Busy(String(error ?? "the server is busy"), seconds);
  }
  if (status < 400 || status > 499) throw new Error(`status ${status}`);
  throw new Refused(String(error ?? `The server refused the text (${status}).`));
}

/**
 * Asks one endpoint again and again.  An answer is applied unless a newer one was; what it
 * overtakes is aborted.  Where two questions are under way the newest waits for one of them.
 * The newest is asked again where the server was busy, when it said.
 */
export class Line {
  asked = 0;
  answered = 0;
  underWay = new Map();
  waiting = null;
  again = undefined;
  isBusy = false;

  constructor(name, apply, fail) {
    Object.assign(this, { name, apply, fail });
  }

  /** Ask; apply and fail are given the context beside the answer or the error. */
  async ask(question, context) {
    clearTimeout(this.again);
    if (this.underWay.size >= MAX_UNDER_WAY) {
      this.waiting = [question, context];
      return;
    }
    const number = (this.asked += 1);
    const abort = new AbortController();
    this.underWay.set(number, abort);
    try {
      const answer = await post(this.name, question, abort.signal);
      if (this.isNews(number)) {
        this.isBusy = false;
        this.apply(answer, context);
      }
    } catch (error) {
      if (this.isNews(number)) {
        this.isBusy = error instanceof Busy;
        if (this.isBusy && number === this.asked && !this.waiting) {
          this.again = setTimeout(() => this.ask(question, context), error.seconds * 1000);
        }
        this.fail(error, context);
      }
    } finally {
      this.underWay.delete(number);
      const next = this.waiting;
      this.waiting = null;
      if (next) this.ask(...next);
    }
  }

  /** Forget what is under way: the page has moved on. */
  drop() {
    clearTimeout(this.again);
    this.isBusy = false;
    this.waiting = null;
    this.answered = this.asked;
    for (const abort of this.underWay.values()) abort.abort();
  }

  isNews(number) {
    if (number <= this.answered) return false;
    this.answered = number;
    for (const [other, abort] of this.underWay) if (other < number) abort.abort();
    return true;
  }
}
