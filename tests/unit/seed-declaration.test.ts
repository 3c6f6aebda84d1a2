import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const LANGUAGES = ["en", "zh", "fr", "es"] as const;
type Language = (typeof LANGUAGES)[number];
const REGION_OF_FORUM: Record<string, string> = {
  "forum-africa": "africa",
  "forum-arab-states": "arab-states",
  "forum-asia-pacific": "asia-pacific",
  "forum-europe-north-america": "europe-north-america",
  "forum-latin-america-caribbean": "latin-america-caribbean",
};

const id = z.string().regex(/^[a-z0-9-]{2,24}$/);
const code = z.string().regex(/^[A-Z]{3}$/);
const blockShape = z.strictObject({
  id,
  kind: z.enum(["title", "organ", "preambular", "operative", "point"]),
  level: z.int().min(0).max(2),
  text: z.string().min(1),
});
type Block = z.infer<typeof blockShape>;
const draftShape = z.strictObject({
  instrument: z.literal("declaration"),
  language: z.enum(LANGUAGES),
  blocks: z.array(blockShape),
});
const editShape = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("replace"),
    block: id,
    find: z.string(),
    with: z.string(),
    at: z.literal("end").optional(),
  }),
  z.strictObject({ op: z.literal("insert_after"), after: id, block: blockShape }),
  z.strictObject({ op: z.literal("delete"), block: id }),
]);
type Edit = z.infer<typeof editShape>;
const amendmentsShape = z.array(
  z.strictObject({
    key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    instrument: z.literal("declaration"),
    language: z.literal("en"),
    delegation: code,
    cosponsors: z.array(code).min(1),
    source: z.enum(["mayors-forum", ...Object.keys(REGION_OF_FORUM)]),
    form: z.enum(["insert", "strike_out", "strike_out_and_insert", "substitute"]),
    rationale: z.string().min(40),
    edits: z.array(editShape).min(1),
  }),
);
type Amendment = z.infer<typeof amendmentsShape>[number];

function read<T>(file: string, shape: z.ZodType<T>): T {
  const parsed: unknown = JSON.parse(readFileSync(join(__dirname, "../../server/seed", file), "utf8"));
  return shape.parse(parsed);
}

const drafts = Object.fromEntries(
  LANGUAGES.map((language) => [language, read(`declaration.${language}.json`, draftShape)]),
) as Record<Language, z.infer<typeof draftShape>>;
const english = drafts.en.blocks;
const amendments = read("amendments.json", amendmentsShape);

const textOf = (blockId: string) => english.find((block) => block.id === blockId)?.text;
const countOf = (kind: Block["kind"]) => english.filter((block) => block.kind === kind).length;
const textsNot = (blocks: Block[], wanted: (block: Block) => boolean) =>
  blocks.filter((block) => !wanted(block)).map((block) => `${block.id}: ${block.text}`);

/** The points of level 1 under each operative paragraph, and those of level 2 under each of them. */
function pointsUnder(blocks: Block[]): { first: Map<string, number>; second: Map<string, number> } {
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let operative = "";
  let point = "";
  for (const block of blocks) {
    if (block.kind === "operative") {
      operative = block.id;
      first.set(operative, 0);
    } else if (block.kind === "point" && block.level === 1) {
      point = block.id;
      first.set(operative, (first.get(operative) ?? 0) + 1);
    } else if (block.kind === "point") {
      second.set(point, (second.get(point) ?? 0) + 1);
    }
  }
  return { first, second };
}

/** A number, a letter or a bullet where position will put one: `1.`, `(a)`, `i)`, `（一）`, `一、`, `①`, `—`. */
const NUMBERING =
  /^[*\s]*([(（]\s*[\da-zivx一二三四五六七八九十]{1,4}\s*[)）]|(\d{1,3}|[a-zA-Z]|[ivx]{1,4})\s*[.)）、]|[一二三四五六七八九十]+\s*[、.．]|[\u2460-\u2473]|[-•–—·])/u;
const NUMBERING_INSIDE = /[(（]\s*([a-z]|[ivx]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]/u;

function ending(language: Language, blocks: Block[], index: number): string {
  const block = blocks[index]!;
  const [comma, semicolon, colon, stop] = {
    en: [",", ";", ":", "."],
    es: [",", ";", ":", "."],
    fr: [",", "\u202f;", "\u00a0:", "."],
    zh: ["，", "；", "：", "。"],
  }[language] as [string, string, string, string];
  if (block.kind === "organ" || block.kind === "preambular") return comma;
  const next = blocks[index + 1];
  if (!next) return stop;
  return next.level > block.level ? colon : semicolon;
}

describe("the zero draft of the Declaration", () => {
  test.each(["zh", "fr", "es"] as const)(
    "%s has the ids, kinds, levels and order of the English",
    (language) => {
      const shape = (blocks: Block[]) => blocks.map(({ id, kind, level }) => `${id} ${kind} ${level}`);
      expect(shape(drafts[language].blocks)).toEqual(shape(english));
    },
  );

  test("ids are unique, and a point's id names the block above it", () => {
    const ids = english.map((block) => block.id);
    expect(new Set(ids).size).toBe(ids.length);
    const strays = english.filter(({ id, kind }) => {
      const above = id.split("-").slice(0, -1).join("-");
      return kind === "point" ? ids.indexOf(above) < 0 || ids.indexOf(above) > ids.indexOf(id) : above !== "";
    });
    expect(strays).toEqual([]);
  });

  test("a title, an organ, 8 to 12 preambular paragraphs, then twelve commitments", () => {
    const order = english.map(({ kind }) => kind).filter((kind) => kind !== "point");
    expect(order.join(" ")).toMatch(/^title organ( preambular){8,12}( operative){12}$/);
    expect(english.findIndex(({ kind }) => kind === "point")).toBeGreaterThan(
      english.findIndex(({ kind }) => kind === "operative"),
    );
  });

  test("each commitment has 2 to 4 points, and one or two points have points of their own", () => {
    const { first, second } = pointsUnder(english);
    expect([...first].filter(([, count]) => count < 2 || count > 4)).toEqual([]);
    expect([1, 2]).toContain(second.size);
    expect([...second].filter(([, count]) => count < 2)).toEqual([]);
    expect([...first.values(), ...second.values()].reduce((a, b) => a + b, 0)).toBe(countOf("point"));
  });

  test("level follows kind: points stand at 1 or 2, all else at 0", () => {
    expect(english.filter(({ kind, level }) => (kind === "point") !== level > 0)).toEqual([]);
  });

  describe.each(LANGUAGES)("in %s", (language) => {
    const { blocks } = drafts[language];

    test("says which language it is in", () => {
      expect(drafts[language].language).toBe(language);
    });

    test("no text holds a number or letter that its position gives", () => {
      expect(textsNot(blocks, ({ text }) => !NUMBERING.test(text) && !NUMBERING_INSIDE.test(text))).toEqual(
        [],
      );
    });

    test("preambular and operative paragraphs open with one emphasised phrase, no other text has markup", () => {
      const marked = ({ kind, text }: Block) =>
        kind === "preambular" || kind === "operative" ? /^\*[^*]+\*[^*]+$/.test(text) : !text.includes("*");
      expect(textsNot(blocks, marked)).toEqual([]);
    });

    test("texts are trimmed, single-line, single-spaced, NFC and without straight quotes", () => {
      const clean = ({ text }: Block) =>
        text === text.trim() && text === text.normalize("NFC") && !/["'\n\t[\]]|\s{2}/.test(text);
      expect(textsNot(blocks, clean)).toEqual([]);
    });

    test("the whole reads as one sentence: commas, semicolons, colons before points, one full stop", () => {
      const wrong = blocks.filter(({ kind, text }, index) => {
        if (kind === "title") return /[\p{P}]$/u.test(text);
        return !text.endsWith(ending(language, blocks, index)) || /[.。](?=.)/.test(text);
      });
      expect(wrong.map(({ id }) => id)).toEqual([]);
    });

    test("paragraphs run to 25–60 words, or 45–120 characters of Chinese", () => {
      const inBounds = ({ text }: Block) => {
        const words = text.split(/[ \u00a0]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
        return language === "zh" ? text.length >= 45 && text.length <= 120 : words >= 25 && words <= 60;
      };
      const paragraphs = blocks.filter(({ kind }) => ["organ", "preambular", "operative"].includes(kind));
      expect(textsNot(paragraphs, inBounds)).toEqual([]);
    });

    test("no two blocks say the same, and none is left in English", () => {
      expect(new Set(blocks.map(({ text }) => text)).size).toBe(blocks.length);
      if (language !== "en")
        expect(blocks.filter(({ text }, index) => text === english[index]?.text)).toEqual([]);
    });
  });

  test("Chinese has no ASCII punctuation beside a Han character, and no spaces or Latin letters", () => {
    const plain = (text: string) => text.replaceAll("*", "");
    expect(
      textsNot(
        drafts.zh.blocks,
        ({ text }) =>
          !/\p{Script=Han}\s*[!-/:-@[-`{-~]|[!-/:-@[-`{-~]\s*\p{Script=Han}/u.test(plain(text)) &&
          !/[A-Za-z\s]/.test(text),
      ),
    ).toEqual([]);
  });

  test("French sets a narrow fixed space before ; ! ? and a full one before : and inside « »", () => {
    const spaced = ({ text }: Block) =>
      !/(^|[^\u202f])[;!?]/.test(text) && !/(^|[^\u00a0])[:»]|«(?!\u00a0)/.test(text);
    expect(textsNot(drafts.fr.blocks, spaced)).toEqual([]);
    expect(textsNot(drafts.fr.blocks, ({ text }) => !/^(A |E(tat|cole|galit|lab))/.test(text))).toEqual([]);
  });

  test("Spanish sets no space before punctuation and none inside « »", () => {
    expect(textsNot(drafts.es.blocks, ({ text }) => !/\s[,.;:!?»]|«\s/.test(text))).toEqual([]);
  });

  test("each language opens with the title the conference lists it under", () => {
    const titles = z.object({
      instruments: z.array(z.object({ slug: z.string(), title: z.record(z.string(), z.string()) })),
    });
    const { instruments } = read("conference.json", titles);
    const opening = Object.fromEntries(LANGUAGES.map((key) => [key, drafts[key].blocks[0]?.text]));
    expect(instruments.find(({ slug }) => slug === "declaration")?.title).toEqual(opening);
  });
});

const occurrences = (text: string, words: string) => text.split(words).length - 1;
const replaced = (edit: Extract<Edit, { op: "replace" }>) =>
  edit.at === "end" && edit.find === ""
    ? `${textOf(edit.block)}${edit.with}`
    : (textOf(edit.block) ?? "").replace(edit.find, () => edit.with);

/** Which form (Rule A15) an edit of the English draft is. */
function formOf(edit: Edit): Amendment["form"] {
  if (edit.op === "insert_after") return "insert";
  if (edit.op === "delete") return "strike_out";
  if (edit.find === textOf(edit.block)) return "substitute";
  if (edit.with.includes(edit.find)) return "insert";
  return edit.with === "" ? "strike_out" : "strike_out_and_insert";
}

type Clash = "same words" | "edit against delete" | "same insertion point";

function clashOf(one: Edit, other: Edit): Clash | null {
  if (one.op === "insert_after" || other.op === "insert_after") {
    const together = one.op === "insert_after" && other.op === "insert_after" && one.after === other.after;
    return together ? "same insertion point" : null;
  }
  if (one.block !== other.block) return null;
  if (one.op === "delete" || other.op === "delete") {
    return one.op === other.op ? null : "edit against delete";
  }
  const text = textOf(one.block) ?? "";
  const [a, b] = [one, other].map(({ find }) => {
    const from = find === "" ? text.length : text.indexOf(find);
    return { from, to: from + find.length };
  }) as [{ from: number; to: number }, { from: number; to: number }];
  return a.from < b.to && b.from < a.to && one.with !== other.with ? "same words" : null;
}

const pairs = amendments.flatMap((one, index) =>
  amendments.slice(index + 1).map((other) => ({
    keys: [one.key, other.key],
    clashes: one.edits.flatMap((a) => other.edits.map((b) => clashOf(a, b)).filter((kind) => kind !== null)),
  })),
);
const clashing = pairs.filter(({ clashes }) => clashes.length > 0);

describe("the amendments of the forums", () => {
  test("a dozen, with unique keys, from all five regional forums and the mayors' forum", () => {
    expect(amendments).toHaveLength(12);
    expect(new Set(amendments.map(({ key }) => key)).size).toBe(12);
    expect(new Set(amendments.map(({ source }) => source))).toEqual(
      new Set(["mayors-forum", ...Object.keys(REGION_OF_FORUM)]),
    );
  });

  test("proposers and sponsors are different voting delegations, of the forum's own region", () => {
    const delegations = read(
      "delegations.json",
      z.array(z.object({ code: z.string(), group: z.string(), voting: z.boolean() })),
    );
    const wrong = amendments.flatMap(({ key, source, delegation, cosponsors }) => {
      const signed = [delegation, ...cosponsors];
      const region = REGION_OF_FORUM[source];
      const strangers = signed.filter((name) => {
        const found = delegations.find((entry) => entry.code === name);
        return !found?.voting || (region !== undefined && found.group !== region);
      });
      return new Set(signed).size === signed.length ? strangers.map((name) => `${key}: ${name}`) : [key];
    });
    expect(wrong).toEqual([]);
  });

  test("the words to replace occur exactly once in a block that exists, or name its end", () => {
    const wrong = amendments.flatMap(({ key, edits }) =>
      edits
        .filter((edit) => {
          if (edit.op === "insert_after") return textOf(edit.after) === undefined;
          const text = textOf(edit.block);
          if (text === undefined) return true;
          if (edit.op === "delete") return false;
          if (edit.find === "") return edit.at !== "end" || edit.with === "";
          return edit.at !== undefined || occurrences(text, edit.find) !== 1 || edit.find === edit.with;
        })
        .map(() => key),
    );
    expect(wrong).toEqual([]);
  });

  test("new blocks bring new ids, the level of the point they follow, and no numbering", () => {
    const inserted = amendments.flatMap(({ edits }) =>
      edits.flatMap((edit) => (edit.op === "insert_after" ? [edit] : [])),
    );
    const ids = [...english.map(({ id }) => id), ...inserted.map(({ block }) => block.id)];
    expect(new Set(ids).size).toBe(ids.length);
    const misplaced = inserted.filter(({ after, block }) => {
      const before = english.find(({ id }) => id === after);
      return before?.kind !== block.kind || before.level !== block.level || NUMBERING.test(block.text);
    });
    expect(inserted.length).toBeGreaterThan(0);
    expect(misplaced).toEqual([]);
  });

  test("no edit leaves doubled or stray spaces, or drops the punctuation at the end", () => {
    const results = amendments.flatMap(({ edits }) =>
      edits.flatMap((edit) => (edit.op === "replace" ? [{ edit, text: replaced(edit) }] : [])),
    );
    const wrong = results.filter(
      ({ edit, text }) =>
        text !== text.trim() || / {2}| [,;:.]|["']/.test(text) || text.at(-1) !== textOf(edit.block)?.at(-1),
    );
    expect(wrong).toEqual([]);
  });

  test("each amendment has one form, the one its edits show, and all four forms occur", () => {
    const wrong = amendments.filter(({ form, edits }) => edits.some((edit) => formOf(edit) !== form));
    expect(wrong.map(({ key }) => key)).toEqual([]);
    expect(new Set(amendments.map(({ form }) => form)).size).toBe(4);
  });

  test("they clash in each way: same words, edit against delete, same insertion point", () => {
    expect(new Set(clashing.flatMap(({ clashes }) => clashes))).toEqual(
      new Set<Clash>(["same words", "edit against delete", "same insertion point"]),
    );
  });

  test("some fit with every other", () => {
    const inConflict = new Set(clashing.flatMap(({ keys }) => keys));
    const free = amendments.map(({ key }) => key).filter((key) => !inConflict.has(key));
    expect(free.length).toBeGreaterThanOrEqual(2);
    expect(free.length).toBeLessThan(amendments.length);
  });
});
