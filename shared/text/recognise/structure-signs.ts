import type { ListItem } from "./list-item";

/** What a structured text is made of, from the outermost in. A source stands where a measure does. */
export type StructureKind = "heading" | "area" | "feature" | "measure" | "source";

/**
 * What stands before a paragraph of a structured text: a decimal number (`parts` 1.2 → [1, 2]), a word for what it is, or both.
 * `length`: of all of it, in UTF-16.
 */
export type StructureSign = { parts: number[]; label: StructureKind | null; length: number };

/** In the four languages together: a file may name in English what it says in French. */
const LABELS: readonly (readonly [StructureKind, string])[] = [
  [
    "source",
    "(?:possible |main |data )?sources?(?: of (?:the )?(?:data|information|verification))?|sources?(?: possibles?)?(?: (?:des|de) données| d[’']information)?|fuentes?(?: posibles?)?(?: de (?:los )?(?:datos|información|verificación))?|(?:可能的)?(?:数据|资料|信息)?来源",
  ],
  [
    "measure",
    "(?:possible |suggested |proposed )?(?:measures?|measurements?|indicators?)|(?:mesures?|indicateurs?)(?: possibles?)?|(?:medidas?|indicador(?:es)?|mediciones)(?: posibles?)?|(?:可采用的|可能的|建议的)?(?:衡量指标|衡量办法|衡量标准|衡量方法|指标|措施)",
  ],
  [
    "feature",
    "(?:key |main )?features?|caractéristiques?(?: clés?| principales?)?|características?(?: clave| principales?)?|(?:主要|关键)?特征",
  ],
  [
    "area",
    "(?:focus |thematic )?areas?(?: of (?:focus|action))?|domaines?(?: d[’']action| prioritaires?)?|(?:ámbitos?|esferas?|áreas?)(?: de acción| prioritari[ao]s?)?|(?:重点)?领域",
  ],
  ["heading", "tiers?|pillars?|parts?|volets?|parties?|piliers?|pilar(?:es)?|partes?|层级|部分"],
];

const DECIMAL = String.raw`\d{1,3}(?:[.．]\d{1,3}){0,3}`;
/** What begins words after a number: after 1.5 something else would be counted. */
const WORDS = String.raw`(?=[\p{Lu}\p{Script=Han}"“«‘\[(（¿¡《])`;

const NUMBER = new RegExp(
  String.raw`^\s*(?:(\d{1,3}(?:[.．]\d{1,3}){2,3})[.．)）、]?\s*(?=\D)|(\d{1,3}[.．]\d{1,3})[.．)）、]?\s*${WORDS}|(\d{1,3})[.．)）、]\s*(?=\D))`,
  "u",
);
const LABELLED = LABELS.map(
  ([kind, words]) =>
    [
      kind,
      new RegExp(
        String.raw`^\s*(?:${words})(?:\s*[:：]\s*|\s*(${DECIMAL}|[IVX]{1,5})\s*[:：.．–—-]\s*|\s*$)`,
        "iu",
      ),
    ] as const,
);

/** Null: nothing stands before it that belongs to a structured text. */
export function structureSign(text: string): StructureSign | null {
  const number = NUMBER.exec(text);
  const own = number ? partsOf(number[1] ?? number[2] ?? number[3] ?? "") : [];
  const rest = text.slice(number?.[0].length ?? 0);
  for (const [label, pattern] of LABELLED) {
    const match = pattern.exec(rest);
    if (match)
      return {
        parts: own.length > 0 ? own : partsOf(match[1] ?? ""),
        label,
        length: (number?.[0].length ?? 0) + match[0].length,
      };
  }
  return number ? { parts: own, label: null, length: number[0].length } : null;
}

const LIST_NUMBER = new RegExp(`^(${DECIMAL})[.．)）、]?$`);

/** As what a program numbered by itself says of it; of its words nothing is to be taken off. */
function listSign({ sign }: ListItem): StructureSign | null {
  const number = LIST_NUMBER.exec(sign);
  if (number) return { parts: partsOf(number[1] ?? ""), label: null, length: 0 };
  const named = structureSign(`${sign} X`);
  return named?.label ? { ...named, length: 0 } : null;
}

const ENDS_AS_CLAUSE = /[.;:,。；：，]$/u;

/**
 * The sign of each paragraph, typed or from a list. Lists speak only where one names what it counts, or counts 1.1 under what is but a
 * name: 1., (a), (i) may be any text's, and 1.1 under a sentence is a point of it.
 */
export function structureSigns(
  paragraphs: readonly { words: string; listed?: ListItem | undefined }[],
): (StructureSign | null)[] {
  const signs = paragraphs.map(({ listed }) => (listed ? listSign(listed) : null));
  const isClause = signs.some(
    (sign, i) =>
      sign?.label === null && sign.parts.length === 1 && ENDS_AS_CLAUSE.test(paragraphs[i]?.words ?? ""),
  );
  const areTelling = signs.some(
    (sign) => sign !== null && (sign.label !== null || (sign.parts.length > 1 && !isClause)),
  );
  return paragraphs.map(({ words }, i) => structureSign(words) ?? (areTelling ? (signs[i] ?? null) : null));
}

/** Whether paragraphs with these signs are a structured text; a single sign may be chance. */
export function isStructured(signs: readonly (StructureSign | null)[]): boolean {
  const telling = signs.filter(
    (sign) => sign !== null && (sign.parts.length > 1 || sign.label === "measure" || sign.label === "source"),
  );
  return telling.length > 1;
}

const DEEPEST: readonly StructureKind[] = ["heading", "area", "feature", "measure"];

/**
 * What a number of so many parts is the number of. The deepest number of a text is that of a measure, or of a feature where
 * measures are named instead (`isNamed`); the kinds above it follow from there.
 */
export function kindsByParts(
  signs: readonly (StructureSign | null)[],
  isNamed = signs.some((sign) => sign?.label === "measure" && sign.parts.length === 0),
): (parts: number) => StructureKind {
  const plain = signs.flatMap((sign) => (sign && sign.label === null ? [sign.parts.length] : []));
  const most = Math.max(0, ...plain);
  const deepest = isNamed ? 2 : Math.min(Math.max(most, 1), 3);
  return (parts) => DEEPEST[Math.min(Math.max(deepest - (most - parts), 0), 3)] ?? "measure";
}

function partsOf(number: string): number[] {
  return /^\d/.test(number) ? number.split(/[.．]/).map(Number) : [];
}
