import { type BlockId, LANGUAGES, type TextDoc } from "../model";
import { numberBlocks } from "../numbering";
import { plainWords } from "./columns";

/** The blocks of a text by what people call them: numbers as they are spoken and as they are printed, in each language. */
export type Targets = ReadonlyMap<string, ReadonlySet<BlockId>>;

const WORDS: readonly [RegExp, string][] = [
  [
    /^(operative paragraphs?|operative paras?|operative|paragraphe du dispositif|dispositif|parrafo de la parte dispositiva|parte dispositiva|执行部分第?|执行段落?第?|op\.?)(?=[\s\d.(]|$)/,
    "op",
  ],
  [
    /^(preambular paragraphs?|preambular paras?|preambular|alinea du preambule|preambule|parrafo del preambulo|preambulo|preamble|序言部分第?|序言段?第?|pp\.?)(?=[\s\d.(]|$)/,
    "pp",
  ],
];
/** Words that say no more than that it is a paragraph. */
const PARAGRAPH =
  /^(paragraphs?|paras?|paragraphe|par|parrafo|alinea|point|punto|sub-?paragraph|section|apartado|article|articulo|§|第)\.?\s*/;

function keyOf(said: string): string {
  let words = plainWords(said.normalize("NFKC")).replace(/[第段款条项]/gu, (sign) =>
    sign === "第" ? "第" : " ",
  );
  for (const [pattern, is] of WORDS) words = words.replace(pattern, is);
  return words
    .replace(PARAGRAPH, "")
    .replace(/第/gu, " ")
    .replace(/(\d)\.(?=\d)/g, "$1_")
    .replace(/[^\p{L}\p{N}_]/gu, "");
}

export function targetsOf(text: TextDoc): Targets {
  const targets = new Map<string, Set<BlockId>>();
  for (const language of LANGUAGES) {
    for (const [id, { path, cite }] of numberBlocks(text.blocks, language)) {
      for (const key of new Set([keyOf(path), keyOf(cite)])) {
        const known = targets.get(key);
        if (known) known.add(id);
        else targets.set(key, new Set([id]));
      }
    }
  }
  return targets;
}

export type Found =
  | { ok: true; block: BlockId }
  | { ok: false; problem: "target_unknown" | "target_ambiguous" };

/** The paragraph that people call so. What follows a comma, a colon or a dash says more about it, and not which it is. */
export function findTarget(targets: Targets, said: string): Found {
  for (const words of [said, said.split(/[,;:：，；]|\s[–—-]\s/u)[0] ?? ""]) {
    const key = keyOf(words);
    const found = key === "" ? undefined : targets.get(key);
    if (!found) continue;
    const [block] = found;
    return found.size === 1 && block !== undefined
      ? { ok: true, block }
      : { ok: false, problem: "target_ambiguous" };
  }
  return { ok: false, problem: "target_unknown" };
}

const PROVISIONAL = /\s*(bis|ter|quater|quinquies|之二|之三|之四)\s*(\((new|nouveau|nuevo|新)\))?\s*$/iu;

/** The paragraph before a new one that is called after it: "OP 4 bis" stands after OP 4. null: it is not called so. */
export function beforeNew(targets: Targets, said: string): BlockId | null {
  if (!PROVISIONAL.test(said)) return null;
  const found = findTarget(targets, said.replace(PROVISIONAL, ""));
  return found.ok ? found.block : null;
}
