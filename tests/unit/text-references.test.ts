import { diffTexts } from "../../shared/text/diff";
import { blockText, type Run, type TextDoc } from "../../shared/text/model";
import { asPrinted } from "../../shared/text/references";
import { block } from "../support/texts";

const to = (id: string, written: string): Run => ({ text: written, marks: [{ type: "xref", block: id }] });
const says = (text: string): Run => ({ text, marks: [] });
const point = { kind: "point", level: 1 } as const;

const text: TextDoc = {
  blocks: [
    block("first", "Learn"),
    block("second", "Teach"),
    block("new", "Teach well", { provisional: "bis" }),
    block("point", "Read", point),
    block("last", [
      says("As in paragraph "),
      to("point", "1 (a)"),
      says(" and "),
      to("nobody", "9"),
      says("."),
    ]),
  ],
};
const wordsOf = (doc: TextDoc, id: string) => {
  const found = doc.blocks.find((one) => one.id === id);
  return found && blockText(found);
};

describe("a cross-reference, printed", () => {
  test("is the number that its paragraph has in this text, in each language's own signs", () => {
    expect(wordsOf(asPrinted(text, "en"), "last")).toBe("As in paragraph 2 bis (a) and ?.");
    expect(wordsOf(asPrinted(text, "fr"), "last")).toBe("As in paragraph 2 bis a) and ?.");
    expect(wordsOf(asPrinted(text, "zh"), "last")).toBe("As in paragraph 2之二(a) and ?.");
  });

  test("leads somewhere as long as its paragraph is there", () => {
    const marks = asPrinted(text, "en")
      .blocks.at(-1)
      ?.runs.flatMap((run) => run.marks);
    expect(marks).toEqual([{ type: "xref", block: "point" }]);
  });

  test("stands once though part of it is emphasised; two that follow each other stay two", () => {
    const half = { text: "(a)", marks: [{ type: "em" } as const, { type: "xref", block: "point" } as const] };
    const doc = {
      blocks: [...text.blocks.slice(0, 4), block("last", [to("point", "9 "), half, to("first", "7")])],
    };
    expect(wordsOf(asPrinted(doc, "en"), "last")).toBe("2 bis (a)1");
  });

  test("changes nothing of the text that is stored", () => {
    const before = structuredClone(text);
    asPrinted(text, "en");
    expect(text).toEqual(before);
    expect(asPrinted({ blocks: text.blocks.slice(0, 4) }, "en")).toEqual({ blocks: text.blocks.slice(0, 4) });
  });
});

describe("a redline of two texts", () => {
  const without = (id: string): TextDoc => ({ blocks: text.blocks.filter((one) => one.id !== id) });
  const change = (before: TextDoc, after: TextDoc) =>
    diffTexts(before, after, "en").blocks.find(({ id }) => id === "last");

  test("does not call it a change that the paragraph referred to has another number", () => {
    const last = change(text, without("second"));
    expect(last?.change).toBe("same");
    expect(last?.spans.map((span) => span.text).join("")).toBe("As in paragraph 1 bis (a) and ?.");
  });

  test("shows that a reference leads nowhere any more, and that it leads elsewhere", () => {
    const shown = (after: TextDoc) =>
      change(text, after)
        ?.spans.filter(({ op }) => op !== "same")
        .map(({ op, text: words }) => `${op} ${words}`);
    expect(shown(without("point"))).toEqual(["delete 2 bis (a)", "insert ?"]);
    const elsewhere = [
      says("As in paragraph "),
      to("second", "1 (a)"),
      says(" and "),
      to("nobody", "9"),
      says("."),
    ];
    expect(shown({ blocks: [...text.blocks.slice(0, 4), block("last", elsewhere)] })).toEqual([
      "delete  bis (a)",
    ]);
  });
});
