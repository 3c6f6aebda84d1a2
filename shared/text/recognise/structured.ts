import { type BlockKind, type Language, LEVEL_OF_KIND, type Run } from "../model";
import { type ImportProblem, numbersThatDiffer, type Recognised, SAID } from "./found";
import { isOrgan, opensPreamble } from "./openings";
import { cut, headingNumber, isTitle, plainRuns, type RawParagraph, textOf, trimRuns } from "./raw";
import {
  isStructured,
  kindsByParts,
  type StructureKind,
  type StructureSign,
  structureSigns,
} from "./structure-signs";

/** Each stands under the one before it. */
const ORDER: readonly StructureKind[] = ["heading", "area", "feature", "measure"];

/** Tiers, areas, features, measures and sources of data, rather than a preamble and clauses. */
export function isStructuredText(paragraphs: readonly RawParagraph[], language: Language): boolean {
  if (paragraphs.filter(({ column }) => column !== undefined).length > 1) return true;
  const words = paragraphs.map(({ runs }) => textOf(runs).trim());
  const signs = structureSigns(paragraphs.map(({ listed }, i) => ({ words: words[i] ?? "", listed })));
  const first = signs.findIndex((sign) => sign !== null);
  // Where something is recalled and recognised before the first number, the numbers are clauses.
  const hasPreamble = words
    .slice(0, Math.max(first, 0))
    .some((one) => /[,;，；]$/.test(one) && opensPreamble(one, language));
  return !hasPreamble && isStructured(signs);
}

type Found = RawParagraph & { words: string; sign: StructureSign | null };

/**
 * Gives each paragraph of a structured text its kind: by the head of its column in a table, by its number (1. an area, 1.1 a
 * feature, 1.1.1 a measure), by what it is called ("Source of data: …"), by the rank of its heading, or by what it stands under.
 * Numbers and names are taken off, because they are printed again. What nothing spoke for is named.
 */
export function recogniseStructure(paragraphs: readonly RawParagraph[], language: Language): Recognised {
  const blocks: Recognised["blocks"] = [];
  const problems: ImportProblem[] = [];
  const numbersSaid = new Map<number, string>();
  const worded = paragraphs.flatMap((paragraph) => {
    const runs = trimRuns(paragraph.runs);
    const words = textOf(runs);
    return words === "" ? [] : [{ ...paragraph, runs, words }];
  });
  const signs = structureSigns(worded);
  const found = worded.map((one, i): Found => ({ ...one, sign: signs[i] ?? null }));
  const kindOf = knownKinds(found);
  let hasTitle = false;
  /** Of a name that stood alone: what follows is of that kind. */
  let named: StructureKind | null = null;
  /** The last tier, area or feature that was known: lists stand under it. */
  let holder: StructureKind | null = null;
  let last: StructureKind | null = null;

  const add = (kind: BlockKind, runs: Run[]) => {
    if (isStructureKind(kind)) last = kind;
    const isHeading = kind === "title" || kind === "heading" || kind === "area";
    blocks.push({ kind, level: LEVEL_OF_KIND[kind] ?? 0, runs: isHeading ? plainRuns(runs) : runs });
  };
  const doubt = (problem: ImportProblem["problem"], said: string) =>
    problems.push({ problem, block: blocks.length, said: said.slice(0, SAID) });

  for (const paragraph of found) {
    const { sign, words, runs, role, depth } = paragraph;
    if (blocks.length === 0 && isTitle(paragraph, words)) {
      hasTitle = true;
      add("title", runs);
      continue;
    }
    if (sign?.label && sign.length === words.length) {
      named = sign.label;
      continue;
    }
    const heading = sign === null ? headingNumber(paragraph, words) : null;
    const said = sign && sign.parts.length > 0 ? sign.parts.join(".") : heading?.said;
    if (said !== undefined) numbersSaid.set(blocks.length, said);
    const own = cut(runs, sign?.length ?? heading?.length ?? 0);
    const known = kindOf(paragraph);
    if (known) {
      named = null;
      if (known !== "measure" && known !== "source") holder = known;
      add(known, own);
    } else if (role === "note") add("note", runs);
    else if (named) add(named, runs);
    else if (role === "numbered" || role === "bulleted") add(under(holder, depth), runs);
    else if (last === null || last === "heading") {
      const isOpening = isOrgan(words, language) && !blocks.some(({ kind }) => kind === "organ");
      add(isOpening && last === null ? "organ" : "note", runs);
    } else {
      doubt("not_signed", words);
      add(under(last, 0), runs);
    }
  }
  problems.push(...numbersThatDiffer(blocks, numbersSaid, language));
  if (blocks.length > 0 && !hasTitle) problems.unshift({ problem: "no_title", block: null, said: "" });
  return { blocks, problems };
}

function isStructureKind(kind: BlockKind): kind is StructureKind {
  return kind === "source" || (ORDER as readonly BlockKind[]).includes(kind);
}

/** What stands so deep in a list under a paragraph of this kind. */
function under(holder: StructureKind | null, depth: number): StructureKind {
  const at = holder === null ? 0 : ORDER.indexOf(holder === "source" ? "measure" : holder);
  return kindAt(at + 1 + depth);
}

/** What paragraphs say of themselves, or the ranks of their headings; null where nothing does. */
function knownKinds(found: readonly Found[]): (paragraph: Found) => StructureKind | null {
  const isNamed = found.some(
    ({ column, sign }) => column === "measure" || (sign?.label === "measure" && sign.parts.length === 0),
  );
  const byParts = kindsByParts(
    found.map(({ sign }) => sign),
    isNamed,
  );
  const signed = ({ column, sign, role, words }: Found): StructureKind | null => {
    if (column || sign) return column ?? sign?.label ?? byParts(sign?.parts.length ?? 0);
    return headingNumber({ role }, words) ? "heading" : null;
  };
  const headings = found.filter(({ role }, i) => role === "heading" && i > 0);
  const ranks = [...new Set(headings.map(({ depth }) => depth))].sort((a, b) => a - b);
  const byRank = new Map<number, StructureKind>();
  for (const one of headings) {
    const kind = signed(one);
    if (kind && !byRank.has(one.depth)) byRank.set(one.depth, kind);
  }
  const [anchor] = byRank;
  const [rank, kind] = anchor ?? unsignedHeadings(found, ranks, signed, isNamed);
  return (paragraph) => {
    const own = signed(paragraph);
    if (own || paragraph.role !== "heading") return own;
    const steps = ranks.indexOf(paragraph.depth) - ranks.indexOf(rank);
    return byRank.get(paragraph.depth) ?? kindAt(ORDER.indexOf(kind) + steps);
  };
}

/** Of one rank of headings, where none says what it is: what they are by what stands under them. */
function unsignedHeadings(
  found: readonly Found[],
  ranks: readonly number[],
  signed: (paragraph: Found) => StructureKind | null,
  isNamed: boolean,
): [number, StructureKind] {
  const innermost = ranks.at(-1) ?? 0;
  if (found.some((one) => one.role !== "heading" && signed(one) === "area")) return [innermost, "heading"];
  const depths = found
    .filter((one) => (one.role === "numbered" || one.role === "bulleted") && signed(one) === null)
    .map(({ depth }) => depth);
  // Lists go down to the measures, or to the features where measures are named.
  if (depths.length > 0 && !isNamed) return [innermost, kindAt(2 - Math.max(...depths))];
  return [ranks[Math.min(ranks.length - 1, 1)] ?? 0, "area"];
}

function kindAt(place: number): StructureKind {
  return ORDER[Math.min(Math.max(place, 0), ORDER.length - 1)] ?? "measure";
}
