/** Messages to start from. */

const EXAMPLES = {
  danish: {
    text: "Kære Søren, din tid hos tandlægen er torsdag kl. 14.30 på Åboulevarden 12. "
      + "Kan du ikke komme, så svar NEJ senest dagen før, ellers koster det 350 kr. Vi glæder os til at se dig!",
  },
  quotes: {
    text: "Your “parcel” is at the post office – bring this message, and an identity card, please.",
  },
  template: {
    text: "Hi {{name}}, your code is {{code}}. It is valid for 10 minutes. Tell it to nobody, "
      + "not even to someone who says that they call from your bank.",
    fields: {
      name: { min: "2", max: "20", charset: "latin" },
      code: { min: "6", max: "6", charset: "digits" },
    },
  },
};

/** What an example sets of the state. */
export function example(name) {
  const { text, fields } = EXAMPLES[name];
  return { text, syntax: "mustache", fields: Object.assign(Object.create(null), structuredClone(fields)) };
}
