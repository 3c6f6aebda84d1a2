import { makePatch } from "../../shared/text/make-patch";
import type { Block, Mark, Run, TextDoc } from "../../shared/text/model";
import { reworded, type Typed, typedText, typedWords } from "../../shared/text/together/typed";

const bold: Mark[] = [{ type: "strong" }];
const bracket: Mark[] = [{ type: "bracket", id: "k", proposer: "Kenya" }];
const reference: Mark[] = [{ type: "xref", block: "op1" }];
const run = (text: string, marks: Mark[] = []): Run => ({ text, marks });

describe("words typed over others", () => {
  it("keep the marks of what stayed, wherever it stands", () => {
    const runs = [run("We "), run("shall", bold), run(" learn as "), run("OP 1", reference), run(" says.")];
    expect(reworded(runs, "All shall learn as OP 1 said.", "en")).toEqual([
      run("All "),
      run("shall", bold),
      run(" learn as "),
      run("OP 1", reference),
      run(" said."),
    ]);
    expect(reworded(runs, "We shall learn as OP 1 says.", "en")).toEqual(runs);
  });

  it("stay within the brackets and the emphasis in the midst of which they are new, and never within a reference", () => {
    const runs = [run("To "), run("teach and learn", bracket), run(" as "), run("1 2", reference)];
    expect(reworded(runs, "To teach gladly and learn as 1 or 2", "en")).toEqual([
      run("To "),
      run("teach gladly and learn", bracket),
      run(" as "),
      run("1", reference),
      run(" or"),
      run(" 2", reference),
    ]);
  });

  it("may be all there are, none, or a part of a word", () => {
    expect(reworded([], "New.", "en")).toEqual([run("New.")]);
    expect(reworded([run("Old.", bold)], "", "en")).toEqual([]);
    expect(reworded([run("learn", bold)], "learned", "en")).toEqual([run("learn", bold), run("ed")]);
  });

  it("never part the two halves of a letter", () => {
    const [was, is] = ["\u{20000}", "\u{20001}"];
    expect(reworded([run(was, bold)], is, "zh")).toEqual([run(is)]);
  });

  it("are one paragraph, with the spaces that do not break", () => {
    expect(typedWords("  Apprendre\u00a0: \n toujours ")).toBe("Apprendre\u00a0: toujours");
  });
});

describe("[A15] an amendment in a form", () => {
  const block = (id: string, kind: Block["kind"], level: number, text: string): Block => ({
    id,
    kind,
    level,
    runs: [run(text)],
  });
  const text: TextDoc = {
    blocks: [
      block("h", "heading", 0, "Commitments"),
      block("op1", "operative", 0, "Commit to:"),
      block("op1-a", "point", 1, "learning, that is:"),
      block("op1-a-i", "point", 2, "reading;"),
      block("op1-b", "point", 1, "teaching."),
      block("op2", "operative", 0, "Thank the hosts."),
    ],
  };
  const typed = (change: Typed["change"], id: string, words = "") =>
    typedText(text, { change, block: id, words, newId: "new" }, "en");
  const ids = ({ blocks }: TextDoc) => blocks.map(({ id }) => id).join(" ");

  it("puts other words in the place of a paragraph's", () => {
    const before = text.blocks[5];
    expect(makePatch(text, typed("reword", "op2", " Thank \n the city. "))).toEqual({
      changes: [{ op: "revise", before, after: block("op2", "operative", 0, "Thank the city.") }],
    });
    for (const words of ["", "Thank the hosts. "])
      expect(makePatch(text, typed("reword", "op2", words))).toBeNull();
    expect(makePatch(text, typed("after", "op2", " \n "))).toBeNull();
  });

  it("puts a paragraph after another and what stands under it, without another number for those that follow", () => {
    const made = typed("after", "op1", "Commit to more.");
    expect(ids(made)).toBe("h op1 op1-a op1-a-i op1-b new op2");
    expect(made.blocks[5]).toEqual({
      ...block("new", "operative", 0, "Commit to more."),
      provisional: "bis",
    });
    expect(ids(typed("after", "op1-a", "singing;"))).toBe("h op1 op1-a op1-a-i new op1-b op2");
    expect(typed("after", "op2", "Adjourn.").blocks[6]).toEqual(block("new", "operative", 0, "Adjourn."));
    // Under a heading stands a paragraph and not another heading.
    expect(typed("after", "h", "Recall.").blocks[1]).toMatchObject({ id: "new", kind: "operative" });
  });

  it("strikes a paragraph out with what stands under it", () => {
    expect(ids(typed("strike", "op1-a"))).toBe("h op1 op1-b op2");
    expect(ids(typed("strike", "op1"))).toBe("h op2");
  });
});
