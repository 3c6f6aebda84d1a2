import {
  BLOCK_KINDS,
  type Block,
  type Language,
  type Mark,
  normaliseRuns,
  type Run,
  type TextDoc,
} from "../../shared/text/model";
import type { Random } from "../support/random";

const WORDS: Record<Language, readonly string[]> = {
  en: [
    "learning",
    "cities",
    "shall",
    "should",
    "the",
    "of",
    "and",
    "adult",
    "life-long",
    "city’s",
    "1,000",
    "👩🏽‍🏫",
    "(a)",
    "education,",
    "all;",
  ],
  fr: [
    "l’éducation",
    "la",
    "ville",
    "des",
    "apprenants,",
    "tout",
    "au",
    "long",
    "e\u0301cole",
    "aujourd’hui",
    "d’une",
    "«",
    "»",
    "adultes;",
  ],
  es: ["educación", "ciudades", "del", "aprendizaje", "ñandú", "todos,", "la", "¿cómo?", "2013", "personas;"],
  zh: [
    "学习",
    "城市",
    "终身",
    "教育",
    "的",
    "和",
    "，",
    "成人",
    "全民",
    "2013年",
    "促进",
    "政策",
    "、",
    "包容",
  ],
};
const LONE_SURROGATE = /\p{Surrogate}/gu;
const BETWEEN: Record<Language, string> = { en: " ", fr: " ", es: " ", zh: "" };

export function randomWord(random: Random, language: Language): string {
  return random.pick(WORDS[language]);
}

export function randomText(random: Random, language: Language, words: number): string {
  return Array.from({ length: words }, () => randomWord(random, language)).join(BETWEEN[language]);
}

const MARKS: readonly Mark[] = [
  { type: "em" },
  { type: "strong" },
  { type: "bracket", id: "k1", proposer: "Kenya" },
  { type: "bracket", id: "f1", proposer: "法国 / France" },
  { type: "xref", block: "b2" },
];

export function randomRuns(random: Random, language: Language): Run[] {
  const runs: Run[] = [];
  for (let left = random.below(5); left > 0; left--) {
    const marks = MARKS.filter(() => random.chance(0.15));
    runs.push({ text: randomText(random, language, 1 + random.below(6)) + BETWEEN[language], marks });
  }
  return normaliseRuns(runs);
}

export function randomBlock(random: Random, language: Language, id: string): Block {
  return { id, kind: random.pick(BLOCK_KINDS), level: random.below(3), runs: randomRuns(random, language) };
}

export function randomDoc(random: Random, language: Language, size: number): TextDoc {
  return { blocks: Array.from({ length: size }, (_, i) => randomBlock(random, language, `b${i}`)) };
}

/** Any change at all: words, marks, kinds, levels, blocks put in, taken out, moved. `tag` keeps new ids apart. */
export function mutate(random: Random, doc: TextDoc, language: Language, tag: string): TextDoc {
  const blocks = [...doc.blocks];
  for (let left = 1 + random.below(6); left > 0; left--) {
    const at = random.below(blocks.length + 1);
    const block = blocks[at];
    if (!block || random.chance(0.15)) {
      blocks.splice(at, 0, randomBlock(random, language, `${tag}${left}`));
      continue;
    }
    const what = random.next();
    if (what < 0.12) blocks.splice(at, 1);
    else if (what < 0.27) {
      blocks.splice(at, 1);
      blocks.splice(random.below(blocks.length + 1), 0, block);
    } else if (what < 0.37) blocks[at] = { ...block, kind: random.pick(BLOCK_KINDS), level: random.below(4) };
    else blocks[at] = { ...block, runs: mutateRuns(random, block.runs, language) };
  }
  return { blocks };
}

/** Other words in one paragraph, as when somebody types. */
export function reword(random: Random, doc: TextDoc, language: Language): TextDoc {
  const at = random.below(doc.blocks.length || 1);
  return {
    blocks: doc.blocks.map((block, i) =>
      i === at ? { ...block, runs: mutateRuns(random, block.runs, language) } : block,
    ),
  };
}

function mutateRuns(random: Random, runs: readonly Run[], language: Language): Run[] {
  const changed = [...runs];
  const at = random.below(changed.length + 1);
  const run = changed[at];
  const what = random.next();
  if (!run || what < 0.2) changed.splice(at, 0, ...randomRuns(random, language));
  else if (what < 0.35) changed.splice(at, 1);
  else if (what < 0.55) changed[at] = { text: run.text, marks: MARKS.filter(() => random.chance(0.2)) };
  else {
    const cut = random.below(run.text.length + 1);
    const added = randomText(random, language, random.below(3));
    const text = run.text.slice(0, cut) + added + run.text.slice(cut + random.below(9));
    changed[at] = { text: text.replace(LONE_SURROGATE, ""), marks: run.marks };
  }
  return normaliseRuns(changed);
}
