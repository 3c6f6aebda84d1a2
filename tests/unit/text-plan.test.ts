import { makePatch } from "../../shared/text/make-patch";
import {
  type Block,
  type Language,
  type Mark,
  type Run,
  runsFromMarkup,
  type TextDoc,
} from "../../shared/text/model";
import type { Conflict, Patch, Plan } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { conflictsBetween } from "../../shared/text/together/conflicts";

function block(id: string, text: string | Run[], more: Partial<Block> = {}): Block {
  return {
    id,
    kind: "operative",
    level: 0,
    runs: typeof text === "string" ? runsFromMarkup(text) : text,
    ...more,
  };
}

function patchOf(base: Block[], proposed: Block[]): Patch {
  const patch = makePatch({ blocks: base }, { blocks: proposed });
  if (!patch) throw new Error("Nothing was changed");
  return patch;
}

/** Both orders, which must agree; as text, or as what collides. */
function merge(base: Block[], ours: Block[], theirs: Block[], language: Language = "en"): Plan {
  const doc = { blocks: base };
  const [a, b] = [patchOf(base, ours), patchOf(base, theirs)];
  const there = plan(doc, a, { blocks: theirs }, language);
  const back = plan(doc, b, { blocks: ours }, language);
  const conflicts = conflictsBetween(doc, a, b, language);
  if (there.ok) {
    expect(back).toEqual(there);
    expect(conflicts).toEqual([]);
  } else {
    expect(there.conflicts).toEqual(conflicts);
    expect(back.ok ? null : new Set(back.conflicts.map(exchanged))).toEqual(new Set(conflicts));
  }
  return there;
}

function exchanged({ ours, theirs, ...rest }: Conflict): Conflict {
  return { ...rest, ours: theirs, theirs: ours };
}

function merged(...args: Parameters<typeof merge>): string[] {
  const result = merge(...args);
  if (!result.ok) throw new Error(`Collides: ${JSON.stringify(result.conflicts)}`);
  return result.result.blocks.map(({ id, runs }) => `${id}: ${runs.map(({ text }) => text).join("")}`);
}

function collisions(...args: Parameters<typeof merge>): Conflict[] {
  const result = merge(...args);
  if (result.ok) throw new Error("Merged");
  return result.conflicts;
}

const TEXT = "Cities shall promote learning for all people.";
const words = (...changes: [string, string][]) =>
  block(
    "p",
    changes.reduce((text, [from, to]) => text.replace(from, to), TEXT),
  );
const base = [block("p", TEXT)];

describe("words of one paragraph", () => {
  test.each<[string, Block, Block, string]>([
    [
      "two words far apart",
      words(["shall", "should"]),
      words(["people", "citizens"]),
      "Cities should promote learning for all citizens.",
    ],
    [
      "two words side by side",
      words(["shall", "should"]),
      words(["promote", "foster"]),
      "Cities should foster learning for all people.",
    ],
    [
      "two neighbours struck out",
      words([" for", ""]),
      words([" all", ""]),
      "Cities shall promote learning people.",
    ],
    [
      "the first word struck out, the second replaced",
      words(["Cities ", ""]),
      words(["shall", "should"]),
      "should promote learning for all people.",
    ],
    [
      "the first word struck out, the second too",
      words(["Cities ", ""]),
      words(["shall ", ""]),
      "promote learning for all people.",
    ],
    [
      "the last words, before the stop",
      words([" people", ""]),
      words([" all", ""]),
      "Cities shall promote learning for.",
    ],
    [
      "the same edit by two",
      words(["shall", "should"]),
      words(["shall", "should"]),
      "Cities should promote learning for all people.",
    ],
    [
      "the same edit by two, and one more",
      words(["shall", "should"], [" all", " most"]),
      words(["shall", "should"]),
      "Cities should promote learning for most people.",
    ],
    [
      "a space doubled, the next word replaced",
      words(["Cities shall", "Cities  shall"]),
      words(["promote", "foster"]),
      "Cities  shall foster learning for all people.",
    ],
    [
      "more text after the end, a word in the middle",
      words(["people.", "people. Always."]),
      words(["shall", "must"]),
      "Cities must promote learning for all people. Always.",
    ],
  ])("[A7] %s: both stand", (_, ours, theirs, text) => {
    expect(merged(base, [ours], [theirs])).toEqual([`p: ${text}`]);
  });

  test.each<[string, Block, Block, Conflict["kind"], string, string]>([
    [
      "both replace a word",
      words(["shall", "should"]),
      words(["shall", "must"]),
      "same_words",
      "should",
      "must",
    ],
    [
      "both replace the first word and one also edits later",
      words(["Cities", "Towns"], [" all", " most"]),
      words(["Cities", "States"]),
      "same_words",
      "Towns",
      "States",
    ],
    [
      "one strikes out what the other replaces",
      words(["shall ", ""]),
      words(["shall", "must"]),
      "same_words",
      "",
      "must",
    ],
    [
      "one strikes out more than the other",
      words([" for all", ""]),
      words([" all", ""]),
      "same_words",
      "",
      "for",
    ],
    [
      "two insertions at one point",
      words(["learning", "adult learning"]),
      words(["learning", "lifelong learning"]),
      "same_insertion_point",
      "adult",
      "lifelong",
    ],
    [
      "a word put in before one that is replaced",
      words(["learning", "adult learning"]),
      words(["learning", "education"]),
      "same_words",
      "adult learning",
      "education",
    ],
    [
      "plain against emphasised replacement",
      words(["shall", "must"]),
      words(["shall", "*must*"]),
      "same_words",
      "must",
      "must",
    ],
    [
      "one restyles what the other replaces",
      words(["shall", "must"]),
      words(["shall", "*shall*"]),
      "same_words",
      "must",
      "shall",
    ],
  ])("%s: a conflict, in the words of both", (_, ours, theirs, kind, ourWords, theirWords) => {
    expect(collisions(base, [ours], [theirs])).toEqual([
      { kind, block: "p", ours: ourWords, theirs: theirWords },
    ]);
  });

  test("a change that could stand at two places collides with a change at either", () => {
    const repeated = [block("p", "a very very good city")];
    const shorter = [block("p", "a very good city")];
    expect(collisions(repeated, shorter, [block("p", "a most very good city")])[0]?.kind).toBe("same_words");
    expect(collisions(repeated, shorter, [block("p", "a very most good city")])[0]?.kind).toBe("same_words");
  });

  test("an accent-only change in French is one word, and collides with another change of that word only", () => {
    const french = [block("p", "l’Etat promeut l’éducation")];
    const accent = [block("p", "l’État promeut l’éducation")];
    expect(merged(french, accent, [block("p", "l’Etat promeut l’école")], "fr")).toEqual([
      "p: l’État promeut l’école",
    ]);
    expect(collisions(french, accent, [block("p", "l’Etats promeut l’éducation")], "fr")).toEqual([
      { kind: "same_words", block: "p", ours: "État", theirs: "Etats" },
    ]);
  });

  test("two spots in one Chinese clause merge; the same word does not", () => {
    const chinese = [block("p", "促进所有城市的终身学习和教育政策")];
    const first = [block("p", "支持所有城市的终身学习和教育政策")];
    expect(merged(chinese, first, [block("p", "促进所有城市的终身学习和文化政策")], "zh")).toEqual([
      "p: 支持所有城市的终身学习和文化政策",
    ]);
    expect(collisions(chinese, first, [block("p", "推进所有城市的终身学习和教育政策")], "zh")).toEqual([
      { kind: "same_words", block: "p", ours: "支持", theirs: "推进" },
    ]);
  });

  test("of a Chinese sign that stands twice in a row nobody can say which was meant: two insertions beside it collide", () => {
    const beside = (words: string) => [
      block("p", `标庭习社城市年环城际成学的${words}的市言言年习区容进学容城市`),
    ];
    expect(collisions(beside(""), beside("“x”"), beside("“y”"), "zh")[0]?.block).toBe("p");
    // 参 and 城 go, or 城 and the 参 that is cut into one word with 学.
    const gone = (words: string) => [block("p", `终全${words}学庭成和`)];
    expect(collisions(gone("参城参学"), gone("参学"), gone("参城参“x”学"), "zh")[0]?.kind).toBe("same_words");
    // 庭议 goes, or 议庭, after which a word is put in.
    const struck = (words: string) => [block("p", `学习包${words}教参`)];
    expect(collisions(struck("庭议庭"), struck("庭"), struck("庭议庭“x”"), "zh")[0]?.kind).toBe("same_words");
    // Two words that only begin alike are two words.
    const words = (...changed: string[]) => [block("p", `促进${changed.join("")}计划`)];
    expect(merged(words("学校", "学习"), words("学习"), words("学校", "教育"), "zh")).toEqual([
      "p: 促进教育计划",
    ]);
  });

  test("an emoji with a skin tone is one sign", () => {
    const emoji = [block("p", "teach 👩🏽‍🏫 all of us")];
    expect(
      collisions(emoji, [block("p", "teach 👩🏿‍🏫 all of us")], [block("p", "teach 👩🏻‍🏫 all of us")]),
    ).toEqual([{ kind: "same_words", block: "p", ours: "👩🏿‍🏫", theirs: "👩🏻‍🏫" }]);
  });

  test("white space that stood before words which both together strike out does not stay at the end", () => {
    expect(
      merged([block("p", "One two three")], [block("p", "One two  three")], [block("p", "One two")]),
    ).toEqual(["p: One two"]);
    const of = (...runs: [string, boolean?][]) => [
      block(
        "p",
        runs.map(([text, em]) => ({ text, marks: em ? [{ type: "em" as const }] : [] })),
      ),
    ];
    expect(
      merged(
        of(["One two "], ["three four five", true]),
        of(["One two "], ["three four", true]),
        of(["One two "], ["five", true]),
      ),
    ).toEqual(["p: One two"]);
  });

  test("an empty paragraph filled by both is a conflict, by one it is not", () => {
    const empty = [block("p", ""), block("q", "two")];
    expect(
      collisions(empty, [block("p", "x"), block("q", "two")], [block("p", "y"), block("q", "two")]),
    ).toEqual([{ kind: "same_insertion_point", block: "p", ours: "x", theirs: "y" }]);
    expect(
      merged(empty, [block("p", "x"), block("q", "two")], [block("p", ""), block("q", "three")]),
    ).toEqual(["p: x", "q: three"]);
  });

  test("a line break at a hyphen changes that word", () => {
    const hyphen = [block("p", "long-term goals of cities")];
    expect(
      merged(hyphen, [block("p", "long-\nterm goals of cities")], [block("p", "long-term goals of towns")]),
    ).toEqual(["p: long-\nterm goals of towns"]);
  });
});

describe("marks, kinds and levels", () => {
  const kenya: Mark = { type: "bracket", id: "k", proposer: "Kenya" };
  const france: Mark = { type: "bracket", id: "f", proposer: "France" };
  const marked = (mark: Mark, from: string) => {
    const at = TEXT.indexOf(from);
    return block("p", [
      ...runsFromMarkup(TEXT.slice(0, at)),
      { text: from, marks: [mark] },
      ...runsFromMarkup(TEXT.slice(at + from.length)),
    ]);
  };

  test("marks on the same words merge; brackets of two proposers on the same words do not", () => {
    const result = merge(
      base,
      [marked({ type: "em" }, "shall promote")],
      [marked(kenya, "promote learning")],
    );
    expect(result.ok && result.result.blocks[0]?.runs).toEqual([
      { text: "Cities ", marks: [] },
      { text: "shall ", marks: [{ type: "em" }] },
      { text: "promote", marks: [kenya, { type: "em" }] },
      { text: " learning", marks: [kenya] },
      { text: " for all people.", marks: [] },
    ]);
    expect(
      collisions(base, [marked(france, "shall promote")], [marked(kenya, "promote learning")])[0],
    ).toEqual({
      kind: "same_words",
      block: "p",
      ours: "promote",
      theirs: "promote",
    });
  });

  test("a word put into what the other brackets is a conflict; beside it, it is not", () => {
    const put = (before: string) => [words([before, `truly ${before}`])];
    expect(collisions(base, put("promote"), [marked(kenya, "shall promote")])[0]?.kind).toBe("same_words");
    expect(merged(base, put("shall"), [marked(kenya, "shall promote")])).toEqual([
      "p: Cities truly shall promote learning for all people.",
    ]);
  });

  test("kind by one and words by the other merge; two kinds do not; a kind and a level do", () => {
    expect(merged(base, [block("p", TEXT, { kind: "point" })], [words(["shall", "must"])])).toEqual([
      "p: Cities must promote learning for all people.",
    ]);
    expect(
      collisions(base, [block("p", TEXT, { kind: "point" })], [block("p", TEXT, { kind: "note" })]),
    ).toEqual([{ kind: "kind_against_kind", block: "p", ours: "point 0", theirs: "note 0" }]);
    const result = merge(base, [block("p", TEXT, { kind: "point" })], [block("p", TEXT, { level: 2 })]);
    expect(result.ok && result.result.blocks[0]).toEqual(block("p", TEXT, { kind: "point", level: 2 }));
  });
});

describe("paragraphs", () => {
  const list = ["a", "b", "c", "d", "e"].map((id) => block(id, `Item ${id} of the list`));
  const [a, b, c, d, e] = list as [Block, Block, Block, Block, Block];
  const n = block("n", "New");
  const m = block("m", "Mine");
  const ids = (...args: Parameters<typeof merge>) =>
    merged(...args)
      .map((line) => line.split(":")[0])
      .join(" ");

  test.each<[string, Block[], Block[], string]>([
    ["delete an item and insert after it", [a, c, d, e], [a, b, n, c, d, e], "a n c d e"],
    [
      "a paragraph put in before an edited one",
      [a, n, b, c, d, e],
      [a, block("b", "Items b"), c, d, e],
      "a n b c d e",
    ],
    ["insertions at two places", [a, n, b, c, d, e], [a, b, m, c, d, e], "a n b m c d e"],
    ["insert at the very start and at the very end", [n, ...list], [...list, m], "n a b c d e m"],
    ["move one, revise it", [b, c, a, d, e], [block("a", "Item a of a list"), b, c, d, e], "b c a d e"],
    ["move one, delete another", [b, c, a, d, e], [a, b, c, d], "b c a d"],
    ["items swapped, one put in elsewhere", [b, a, c, d, e], [a, b, c, d, n, e], "b a c d n e"],
    ["several deleted, another edited", [a, e], [block("a", "Items"), b, c, d, e], "a e"],
    ["the same ones deleted by both", [a, c, e], [a, c, d, e], "a c e"],
    ["the same move by both", [b, c, a, d, e], [b, c, a, d, e], "b c a d e"],
    ["the same new one by both", [a, n, b, c, d, e], [a, n, b, c, d, e], "a n b c d e"],
  ])("[A7] %s: both stand", (_, ours, theirs, expected) => {
    expect(ids(list, ours, theirs)).toBe(expected);
  });

  test("items put in mid-list shift the later ones, and both stand", () => {
    expect(merged(list, [a, n, b, c, d, e], [a, b, c, block("d", "Item d of our list"), e])).toEqual([
      "a: Item a of the list",
      "n: New",
      "b: Item b of the list",
      "c: Item c of the list",
      "d: Item d of our list",
      "e: Item e of the list",
    ]);
  });

  test.each<[string, Block[], Block[], Conflict["kind"], string]>([
    ["two put in at one place", [a, n, b, c, d, e], [a, m, b, c, d, e], "same_insertion_point", "a"],
    [
      "delete an item and edit it",
      [a, c, d, e],
      [a, block("b", "Item b of our list"), c, d, e],
      "edit_against_delete",
      "b",
    ],
    [
      "a word put into a paragraph that is deleted",
      [a, c, d, e],
      [a, block("b", "Item b of the long list"), c, d, e],
      "edit_against_delete",
      "b",
    ],
    [
      "replace a paragraph, insert beside it",
      [a, n, c, d, e],
      [a, b, m, c, d, e],
      "same_insertion_point",
      "b",
    ],
    ["put in between two that are deleted", [a, d, e], [a, b, n, c, d, e], "edit_against_delete", "b"],
    ["move to two places", [b, a, c, d, e], [b, c, d, a, e], "move_against_move", "a"],
    ["move and delete", [b, c, a, d, e], [b, c, d, e], "structure_against_move", "a"],
    ["move two to one place", [b, c, d, a, e], [a, c, d, b, e], "move_against_move", "d"],
    [
      "split one that moves",
      [b, c, a, d, e],
      [block("a", "Item a"), block("n", "of the list"), b, c, d, e],
      "structure_against_move",
      "a",
    ],
    [
      "join into one that moves",
      [b, c, a, d, e],
      [block("a", "Item a of the list Item b of the list"), c, d, e],
      "structure_against_move",
      "a",
    ],
    ["swap two, put in between them", [b, a, c, d, e], [a, n, b, c, d, e], "same_insertion_point", "a"],
  ])("%s: a conflict", (_, ours, theirs, kind, where) => {
    expect(collisions(list, ours, theirs)).toContainEqual(expect.objectContaining({ kind, block: where }));
  });

  test("an item split in two keeps what the other changes in its first half, and refuses a change in the second", () => {
    const split = [block("a", "Item a"), block("n", "of the list"), b, c, d, e];
    expect(merged(list, split, [block("a", "Items a of the list"), b, c, d, e]).slice(0, 2)).toEqual([
      "a: Items a",
      "n: of the list",
    ]);
    expect(collisions(list, split, [block("a", "Item a of the lists"), b, c, d, e])).toEqual([
      { kind: "same_words", block: "a", ours: "", theirs: "of the lists" },
    ]);
  });

  test("what is put or moved under a paragraph that the other strikes out is a conflict, and never comes to stand under another", () => {
    const point = (id: string) => block(id, `Point ${id}`, { kind: "point", level: 1 });
    const family = [a, b, point("b1"), point("b2"), c];
    const gone = [a, c];
    expect(collisions(family, [a, b, point("b1"), point("b2"), point("n"), c], gone)).toEqual([
      { kind: "edit_against_delete", block: "b", ours: "Point n", theirs: "" },
    ]);
    const measure = (id: string) => block(id, `Measure ${id}`, { kind: "measure", level: 2 });
    const feature = (id: string) => block(id, `Feature ${id}`, { kind: "feature", level: 1 });
    const rows = [feature("f"), measure("m1"), measure("m2"), feature("g"), measure("m3")];
    const onlyF = rows.slice(0, 3);
    expect(collisions(rows, [...rows, measure("n")], onlyF)).toContainEqual(
      expect.objectContaining({ kind: "edit_against_delete", block: "g" }),
    );
    const moved = [feature("f"), measure("m1"), feature("g"), measure("m3"), measure("m2")];
    expect(collisions(rows, moved, onlyF)).toContainEqual(
      expect.objectContaining({ kind: "edit_against_delete", block: "g" }),
    );
    // Beside it, at its own depth, is not under it.
    expect(ids(rows, [...rows, feature("n")], onlyF)).toBe("f m1 m2 n");
  });

  test("what is put under a paragraph comes to stand under no other, whatever the other side makes of what stands between", () => {
    const point = (id: string, level = 1) => block(id, `Point ${id}`, { kind: "point", level });
    const family = [a, point("a1"), point("a2"), b, c];
    const under = [a, point("a1"), point("a2"), point("n"), b, c];
    // Another paragraph is put between them; one of them becomes a paragraph itself; the one above becomes a point.
    for (const theirs of [
      [a, point("a1"), m, point("a2"), b, c],
      [a, point("a1"), block("a2", "Point a2"), b, c],
    ])
      expect(collisions(family, under, theirs)).toEqual([
        expect.objectContaining({ kind: "structure_against_move", block: "a", ours: "Point n" }),
      ]);
    const deeper = [a, point("a1"), point("n", 2), point("a2"), b, c];
    expect(collisions(family, deeper, [a, point("a1", 2), point("a2"), b, c])[0]).toMatchObject({
      block: "a1",
    });
    // Set lower, it stands under what was above it, and that changes places.
    const lower = [a, point("a1"), point("a2"), b, point("c")];
    expect(collisions(family, lower, [b, a, point("a1"), point("a2"), c])[0]).toMatchObject({
      kind: "structure_against_move",
      block: "b",
    });
    // Another point among them changes nothing of that.
    expect(ids(family, under, [a, point("a1"), point("m"), point("a2"), b, c])).toBe("a a1 m a2 n b c");
  });

  test("what is put between two paragraphs that the other makes one is a conflict; beside a paragraph that is only struck out it is not", () => {
    const joined = [block("a", "Item a of the list Item b of the list"), c, d, e];
    expect(collisions(list, joined, [a, n, b, c, d, e])).toEqual([
      {
        kind: "structure_against_move",
        block: "a",
        ours: "Item a of the list Item b of the list",
        theirs: "New",
      },
    ]);
    const struck = [block("a", "Item a of the long list"), c, d, e];
    expect(ids(list, struck, [a, n, b, c, d, e])).toBe("a n c d e");
    expect(ids(list, struck, [b, c, a, d, e])).toBe("c a d e");
    expect(ids(list, joined, [block("a", "Item a of the list Item b of the list"), n, c, d, e])).toBe(
      "a n c d e",
    );
  });

  test("one strikes out one half and the other the other half: a conflict, as nothing would be left of the paragraph", () => {
    const [head, tail] = [block("a", "Item a"), block("a", "of the list")];
    expect(collisions(list, [head, b, c, d, e], [tail, b, c, d, e])).toEqual([
      { kind: "same_words", block: "a", ours: "Item a", theirs: "of the list" },
    ]);
    const chinese = [block("p", "促进终身学习和教育")];
    expect(
      collisions(chinese, [block("p", "促进终身学习")], [block("p", "和教育")], "zh").map(({ kind }) => kind),
    ).toEqual(["same_words"]);
  });

  test("the same words put into two places are a conflict, as they would stand there twice; put into one place they stand once", () => {
    const texts = ["One. Two words here. Three.", "Four. Five.", "Six. Seven."];
    const three = (...words: string[]) => words.map((text, i) => block("pqr"[i] as string, text));
    const [there, elsewhere] = [
      three("One. Three.", "Four. Two words here. Five.", "Six. Seven."),
      three("One. Three.", "Four. Five.", "Six. Two words here. Seven."),
    ];
    expect(collisions(three(...texts), there, elsewhere)).toEqual([
      { kind: "move_against_move", block: "p", ours: "Two words here.", theirs: "Two words here." },
    ]);
    expect(merged(three(...texts), there, there)).toEqual([
      "p: One. Three.",
      "q: Four. Two words here. Five.",
      "r: Six. Seven.",
    ]);
    // Struck out, and typed anew at two places.
    const typed = (id: string) => block(id, "Item b of the list");
    expect(collisions(list, [a, c, typed("x"), d, e], [typed("y"), a, c, d, e])).toEqual([
      expect.objectContaining({ kind: "move_against_move", block: "b" }),
    ]);
  });

  test("what one strikes out and the other makes one with the paragraph beside it, or puts elsewhere, is a conflict: it would stand there still", () => {
    const [joined, without] = [
      [block("a", "Item a of the list Item b of the list"), c, d, e],
      [a, c, d, e],
    ];
    const gone = { kind: "edit_against_delete", block: "b", theirs: "" };
    expect(collisions(list, joined, without)).toEqual([{ ...gone, ours: "Item b of the list" }]);
    // Joined, and cut again elsewhere.
    const apart = [block("a", "Item a of the list Item"), block("n", "b of the list"), c, d, e];
    expect(collisions(list, apart, without)).toContainEqual(expect.objectContaining(gone));
    // A sentence that one only strikes out.
    const two = (first: string, second: string) => [block("p", first), block("q", second)];
    expect(
      collisions(
        two("One. Two words here. Three.", "Four."),
        two("One. Three.", "Four. Two words here."),
        two("One. Three.", "Four."),
      ),
    ).toEqual([{ kind: "edit_against_delete", block: "p", ours: "Two words here.", theirs: "" }]);
    // Two words, which the other makes a paragraph of their own.
    const short = [block("p", "We learn here now"), c];
    expect(
      collisions(short, [block("p", "We learn"), block("n", "here now"), c], [block("p", "We learn"), c]),
    ).toEqual([expect.objectContaining({ kind: "edit_against_delete", block: "p" })]);
    // Something else in its place may stand all the same.
    expect(ids(list, [a, n, c, d, e], without)).toBe("a n c d e");
  });

  test("a paragraph that becomes a list against its replacement", () => {
    const asList = [block("a", "Item a:"), block("n", "one", { kind: "point", level: 1 }), b, c, d, e];
    const replaced = [block("a", "Something else altogether"), b, c, d, e];
    expect(collisions(list, asList, replaced).map(({ kind }) => kind)).toEqual(["same_words"]);
  });

  test("the same new paragraph under another id is not put in twice: the one that stands is kept", () => {
    const patch = patchOf(list, [a, block("n2", "New"), b, c, d, e]);
    const result = plan({ blocks: list }, patch, { blocks: [a, n, b, c, d, e] }, "en");
    expect(result.ok && result.result.blocks.map(({ id }) => id)).toEqual(["a", "n", "b", "c", "d", "e"]);
  });

  test("what refers to the new paragraph that is not put in twice refers to the one that stands", () => {
    const refers = (to: string) => block("e", [{ text: "2", marks: [{ type: "xref", block: to }] }]);
    const patch = patchOf(list, [a, block("n2", "New"), b, c, d, refers("n2")]);
    const result = plan({ blocks: list }, patch, { blocks: [a, n, b, c, d, e] }, "en");
    expect(result.ok && result.result.blocks.at(-1)).toEqual(refers("n"));
  });

  test("one conflict refuses the whole, and every conflict is named, in the order of the text", () => {
    const ours = [block("a", "Item X of the list"), b, c, d, block("e", "Item X of the list"), n];
    const theirs = [block("a", "Item Y of the list"), b, c, d];
    expect(collisions(list, ours, theirs)).toEqual([
      { kind: "same_words", block: "a", ours: "X", theirs: "Y" },
      { kind: "edit_against_delete", block: "e", ours: "Item X of the list", theirs: "" },
    ]);
  });

  test("a patch of another text is a fault, not a conflict", () => {
    const patch = patchOf(list, [block("a", "Else"), b, c, d, e]);
    expect(() => plan({ blocks: [n] }, patch, { blocks: list }, "en")).toThrow("no block a");
  });
});

describe("how a paragraph is numbered", () => {
  const paragraph = (words: string, provisional?: "bis" | "alt"): Block => ({
    id: "op1",
    kind: "operative",
    level: 0,
    ...(provisional && { provisional }),
    runs: [{ text: words, marks: [] }],
  });
  const text = (block: Block): TextDoc => ({ blocks: [block] });
  const base = text(paragraph("We learn together every day."));

  test("merges beside a change of its words", () => {
    const numbered = makePatch(base, text(paragraph("We learn together every day.", "bis")));
    const current = text(paragraph("We all learn together every day."));
    expect(plan(base, numbered!, current, "en")).toEqual({
      ok: true,
      result: text(paragraph("We all learn together every day.", "bis")),
    });
  });

  test("collides when two change it in two ways", () => {
    const numbered = makePatch(base, text(paragraph("We learn together every day.", "bis")));
    const current = text(paragraph("We learn together every day.", "alt"));
    expect(plan(base, numbered!, current, "en")).toMatchObject({
      ok: false,
      conflicts: [{ kind: "kind_against_kind", ours: "operative 0 bis", theirs: "operative 0 alt" }],
    });
  });
});
