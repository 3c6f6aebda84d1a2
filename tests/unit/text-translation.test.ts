import { makePatch } from "../../shared/text/make-patch";
import type { Block, TextDoc } from "../../shared/text/model";
import { toTranslate, translated } from "../../shared/text/together/translation";

const block = (id: string, text: string): Block => ({
  id,
  kind: "operative",
  level: 0,
  runs: text === "" ? [] : [{ text, marks: [] }],
});
const doc = (...blocks: Block[]): TextDoc => ({ blocks });
const said = ({ blocks }: TextDoc) =>
  blocks.map(({ id, runs }) => `${id} ${runs.map(({ text }) => text).join("")}`);

const english = doc(block("a", "Learn."), block("b", "Teach."), block("c", "Read."), block("d", "Write."));
const proposed = doc(
  block("d", "Write."),
  block("a", "Learn always."),
  block("n", "Sing."),
  block("c", "Read."),
);
const french = doc(
  block("a", "Apprendre."),
  block("b", "Enseigner."),
  block("c", "Lire."),
  block("d", "Écrire."),
);

describe("an amendment in another language", () => {
  const patch = makePatch(english, proposed);
  if (!patch) throw new Error("nothing is proposed");

  it("asks for the words that it puts in or changes, and no others", () => {
    expect(toTranslate(patch).map(({ id }) => id)).toEqual(["a", "n"]);
  });

  it("strikes out, moves and puts in the same paragraphs, in words of that language", () => {
    const words = new Map([
      ["a", [{ text: "Apprendre toujours.", marks: [] }]],
      ["n", [{ text: "Chanter.", marks: [] }]],
    ]);
    const made = translated(french, patch, words);
    expect(made.ok && said(made.text)).toEqual([
      "d Écrire.",
      "a Apprendre toujours.",
      "n Chanter.",
      "c Lire.",
    ]);
  });

  it("names what the other text does not have", () => {
    const shorter = doc(block("a", "Apprendre."), block("d", "Écrire."));
    expect(translated(shorter, patch, new Map())).toEqual({ ok: false, missing: ["b"] });
  });
});
