import { readFileSync } from "node:fs";
import { join } from "node:path";

type Block = { id: string; kind: string; level: number; text: string };
type Draft = { instrument: string; language: string; blocks: Block[] };

const languages = ["en", "zh", "fr", "es"] as const;
type Language = (typeof languages)[number];

function load(language: Language): Draft {
  const path = join(__dirname, "../../server/seed", `key-features.${language}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as Draft;
}

const drafts: Record<Language, Draft> = { en: load("en"), zh: load("zh"), fr: load("fr"), es: load("es") };
const english = drafts.en.blocks;

const levels: Record<string, number> = {
  title: 0,
  organ: 0,
  note: 0,
  heading: 0,
  area: 0,
  feature: 1,
  measure: 2,
  source: 2,
};

/** The blocks from each block of `kind` up to the next block of that kind or of one in `ends`. */
function sections(blocks: Block[], kind: string, ends: string[]): Block[][] {
  const found: Block[][] = [];
  let open: Block[] | undefined;
  for (const block of blocks) {
    if (block.kind === kind) {
      open = [block];
      found.push(open);
    } else if (ends.includes(block.kind)) open = undefined;
    else open?.push(block);
  }
  return found;
}

const kindsIn = (blocks: Block[]) => blocks.map((block) => block.kind).join(" ");
const countIn = (blocks: Block[], kind: string) => blocks.filter((block) => block.kind === kind).length;
const shape = (blocks: Block[]) => blocks.map(({ id, kind, level }) => `${id} ${kind} ${level}`);
const textsNot = (blocks: Block[], wanted: (text: string) => boolean) =>
  blocks.filter((block) => !wanted(block.text)).map((block) => `${block.id}: ${block.text}`);

describe("the zero draft of the Key Features", () => {
  test.each(["zh", "fr", "es"] as const)(
    "%s has the ids, kinds, levels and order of the English",
    (language) => {
      expect(shape(drafts[language].blocks)).toEqual(shape(english));
    },
  );

  test("ids are unique and of the agreed pattern", () => {
    const ids = english.map((block) => block.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9-]{2,24}$/.test(id))).toEqual([]);
  });

  test("an id names its parent, so that it can be read in a ledger without the text", () => {
    const wrong: string[] = [];
    let area = "";
    let feature = "";
    for (const { id, kind } of english) {
      if (kind === "area") area = id;
      if (kind === "feature") {
        if (!id.startsWith(`${area}-f`)) wrong.push(id);
        feature = id;
      }
      if (kind === "measure" && !id.startsWith(`${feature}-m`)) wrong.push(id);
      if (kind === "source" && !id.startsWith(`${feature}-s`)) wrong.push(id);
    }
    expect(wrong).toEqual([]);
  });

  test("every kind stands at its own level", () => {
    expect(english.filter((block) => levels[block.kind] !== block.level)).toEqual([]);
  });

  test("a title, an organ and one or two notes open it, then three tiers of 3, 6 and 3 areas", () => {
    const opening = english.slice(
      0,
      english.findIndex((block) => block.kind === "heading"),
    );
    expect(kindsIn(opening)).toMatch(/^title organ note( note)?$/);
    expect(sections(english, "heading", []).map((tier) => countIn(tier, "area"))).toEqual([3, 6, 3]);
    expect(countIn(english, "title")).toBe(1);
  });

  test("38 to 44 features, three or four in each area", () => {
    expect(countIn(english, "feature")).toBeGreaterThanOrEqual(38);
    expect(countIn(english, "feature")).toBeLessThanOrEqual(44);
    const perArea = sections(english, "area", ["heading"]).map((area) => countIn(area, "feature"));
    expect(perArea.filter((count) => count < 3 || count > 4)).toEqual([]);
  });

  test("each feature holds one or two measures, then one source of data", () => {
    const features = sections(english, "feature", ["area", "heading"]);
    const odd = features.filter((feature) => !/^feature measure( measure)? source$/.test(kindsIn(feature)));
    expect(odd).toEqual([]);
    expect(countIn(english, "measure")).toBeGreaterThanOrEqual(features.length);
  });

  describe.each(languages)("in %s", (language) => {
    const { blocks, ...head } = drafts[language];

    test("says what it is, and has only the agreed fields", () => {
      expect(head).toEqual({ instrument: "key-features", language });
      expect(blocks.filter((block) => Object.keys(block).join() !== "id,kind,level,text")).toEqual([]);
    });

    test("no text opens with a number or letter, since position gives it", () => {
      const numbered =
        /^\s*[*]?\s*([(（]?\s*(\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)\s*[.)）、．:：]|\d|[-•–—*·])/i;
      expect(textsNot(blocks, (text) => !numbered.test(text))).toEqual([]);
    });

    test("texts are trimmed, single-spaced, single-line, NFC, without markup or straight quotes", () => {
      const clean = (text: string) =>
        text !== "" &&
        text === text.trim() &&
        text === text.normalize("NFC") &&
        !/["'*\n\t[\]]| {2}/.test(text);
      expect(textsNot(blocks, clean)).toEqual([]);
    });

    test("features are sentences; headings, measures and sources are not", () => {
      const stop = language === "zh" ? "。" : ".";
      const sentence = ["organ", "note", "feature"];
      const wrong = blocks.filter((block) => sentence.includes(block.kind) !== block.text.endsWith(stop));
      expect(wrong).toEqual([]);
    });

    test("no two blocks of a kind say the same, measures and sources aside", () => {
      const texts = blocks.filter((block) => !["measure", "source"].includes(block.kind)).map((b) => b.text);
      expect(new Set(texts).size).toBe(texts.length);
    });
  });

  test("French sets fixed spaces before high punctuation and capitals carry their accents", () => {
    const spaced = (text: string) => !/(^|[^\u00a0\u202f])[:;?!»]|«(?!\u00a0)/.test(text);
    expect(textsNot(drafts.fr.blocks, spaced)).toEqual([]);
    expect(textsNot(drafts.fr.blocks, (text) => !/^E(cart|lement|tat|cole|galit)/.test(text))).toEqual([]);
  });

  test("Chinese uses full-width punctuation, no Latin letters and no spaces", () => {
    expect(textsNot(drafts.zh.blocks, (text) => !/[A-Za-z\s,.;:()?!]/.test(text))).toEqual([]);
  });

  test("each draft opens with the title the conference lists it under", () => {
    const path = join(__dirname, "../../server/seed/conference.json");
    const { instruments } = JSON.parse(readFileSync(path, "utf8")) as {
      instruments: { slug: string; title: Record<Language, string> }[];
    };
    const opening = Object.fromEntries(
      languages.map((language) => [language, drafts[language].blocks[0]?.text]),
    );
    expect(instruments.find(({ slug }) => slug === "key-features")?.title).toEqual(opening);
  });

  test("translations are translations: no text is left in English", () => {
    const same = (["zh", "fr", "es"] as const).flatMap((language) =>
      drafts[language].blocks.filter((block, index) => block.text === english[index]?.text),
    );
    expect(same).toEqual([]);
  });
});
