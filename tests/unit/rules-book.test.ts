import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const RULES_DIR = join(process.cwd(), "shared", "rules");
const TEXT_DIR = join(process.cwd(), "shared", "text");
const TESTS_DIR = join(process.cwd(), "tests");

type Row = { id: string; statement: string; source: string; where: string };

const book = readFileSync(join(RULES_DIR, "RULES.md"), "utf8");
const rows: Row[] = [...book.matchAll(/^\| ([A-Z]\d+) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  (match) => ({
    id: match[1]!,
    statement: match[2]!,
    source: match[3]!,
    where: match[4]!,
  }),
);
const implemented = rows.filter(({ where }) => where.startsWith("`"));
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
}
const code = new Map(
  filesBelow(RULES_DIR).map((name) => [name, readFileSync(join(RULES_DIR, name), "utf8")]),
);
/** One rule is about comparing words, and stands with the comparison: `text/<file>`, whichever folder of it that is in. */
for (const name of filesBelow(TEXT_DIR))
  code.set(`text/${basename(name)}`, readFileSync(join(TEXT_DIR, name), "utf8"));

function range(letter: string, numbers: readonly number[]): string[] {
  return numbers.map((number) => `${letter}${number}`);
}
function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}
/** The ids of procedure: W3 and R7 were never given; A16 and A17 are ours. */
const IDS = [
  ...range("V", upTo(11)),
  ...range("Q", upTo(5)),
  ...range("A", upTo(17)),
  ...range("D", upTo(5)),
  ...range("W", [1, 2, 4, 5, 6]),
  ...range("P", upTo(5)),
  ...range("R", [1, 2, 3, 4, 5, 6, 8, 9, 10]),
  ...range("C", upTo(6)),
];

/** Ids a file names: `V3` alone, or within `V1–V9`. */
function idsIn(text: string): Set<string> {
  const ids = new Set(text.match(/\b[VQADWPRC]\d{1,2}\b/g) ?? []);
  for (const [, letter, from, to] of text.matchAll(/\b([VQADWPRC])(\d+)–\1(\d+)\b/g)) {
    for (let number = Number(from); number <= Number(to); number++) ids.add(`${letter}${number}`);
  }
  return ids;
}

function testTitles(): string {
  return readdirSync(TESTS_DIR, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(join(TESTS_DIR, name), "utf8"))
    .join("\n");
}

test("the book has every rule of procedure once, with its source", () => {
  expect(rows.map(({ id }) => id)).toEqual(IDS);
  for (const { source } of rows) expect(source).toMatch(/^(seen|own|ours)(, (seen|own|ours))?$/);
  for (const { where } of rows)
    expect(where).toMatch(/^(not yet|`[a-z/-]+\.ts`(, `[a-z/-]+\.ts`)*(; not yet: .+)?)$/);
});

test("every rule of procedure is decided by code", () => {
  expect(rows.filter(({ where }) => !where.startsWith("`")).map(({ id }) => id)).toEqual([]);
});

test("every rule marked as implemented has a test whose title starts with its id", () => {
  const titles = testTitles();
  const untested = implemented.filter(
    ({ id }) => !new RegExp(`(test|it|\\))\\(\\s*["'\`]\\[${id}\\] `).test(titles),
  );
  expect(untested.map(({ id }) => id)).toEqual([]);
  expect(implemented.length).toBeGreaterThan(0);
});

test("every file that is said to decide a rule names it", () => {
  const silent: string[] = [];
  for (const { id, where } of implemented) {
    for (const [, file] of where.split(";")[0]!.matchAll(/`([^`]+)`/g)) {
      if (!idsIn(code.get(file!) ?? "").has(id)) silent.push(`${file} does not name ${id}`);
    }
  }
  expect(silent).toEqual([]);
});

test("no code names a rule that the book lacks or calls not yet implemented", () => {
  const known = new Set(implemented.map(({ id }) => id));
  for (const [file, text] of code) {
    expect({ file, unknown: [...idsIn(text)].filter((id) => !known.has(id)) }).toEqual({ file, unknown: [] });
  }
});
