/** What went wrong, said in one place; a server that is gone is asked again. */

import { Busy, Refused } from "./api.js";
import { counted } from "./characters.js";
import { byId } from "./dom.js";

const WAITS_MS = [2_000, 4_000, 8_000, 16_000, 30_000];
const GONE = "The server does not answer. Your text is still here. Trying again.";
const EARLIER = " What is shown is of an earlier text.";

export class Notice {
  tries = 0;
  timer = undefined;

  constructor(retry) {
    this.retry = retry;
    byId("retry").addEventListener("click", retry);
    window.addEventListener("online", () => this.tries && retry());
  }

  show(words) {
    const place = byId("notice");
    const sentence = place.querySelector("p");
    if (sentence.textContent !== words) sentence.textContent = words;
    place.hidden = false;
  }

  clear() {
    clearTimeout(this.timer);
    this.tries = 0;
    byId("notice").hidden = true;
    byId("retry").hidden = true;
    document.body.classList.remove("stale");
  }

  fail(error) {
    document.body.classList.add("stale");
    if (error instanceof Refused) {
      this.show(error.message);
      return;
    }
    clearTimeout(this.timer);
    const earlier = byId("figures").hidden ? "" : EARLIER;
    if (error instanceof Busy) {
      const words = error.message.charAt(0).toUpperCase() + error.message.slice(1);
      this.show(`${words}. Trying again in ${counted(error.seconds, "second")}.${earlier}`);
      return;
    }
    this.show(GONE + earlier);
    byId("retry").hidden = false;
    this.timer = setTimeout(this.retry, WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)]);
    this.tries += 1;
  }
}
