import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makePatch } from "../../../shared/text/make-patch";
import { type Block, blockText, type Language, type TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import { isWord, tokenise } from "../../../shared/text/tokens";
import { Random } from "../../support/random";

const SEED_DIR = join(__dirname, "../../../server/seed");

/** Words and signs as often as they stand in the worked example. */
function vocabulary(language: Language): string[] {
  const words: string[] = [];
  const read = (value: unknown): void => {
    if (typeof value === "string")
      words.push(...tokenise(value, language).filter((one) => /\p{L}/u.test(one)));
    else if (value && typeof value === "object") Object.values(value).forEach(read);
  };
  for (const name of ["declaration", "key-features"])
    read(JSON.parse(readFileSync(join(SEED_DIR, `${name}.${language}.json`), "utf8")));
  const hasScript = language === "zh" ? /\p{Script=Han}/u : /^[\p{Ll}\p{Lu}]/u;
  return words.filter((word) => hasScript.test(word) && !/^(operative|preambular|point)$/.test(word));
}

const between = (language: Language) => (language === "zh" ? "" : " ");
const comma = (language: Language) => (language === "zh" ? "，" : ", ");

function sentence(random: Random, words: readonly string[], language: Language, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) {
    if (i > 0) text += i % 11 === 10 ? comma(language) : between(language);
    text += random.pick(words);
  }
  return text + (language === "zh" ? "；" : ";");
}

/** A text of `size` words, in paragraphs of 20 to 60. */
export function corpus(language: Language, size: number, seed = 1): TextDoc {
  const random = new Random(seed);
  const words = vocabulary(language);
  const blocks: Block[] = [];
  for (let written = 0; written < size; ) {
    const length = Math.min(20 + random.below(41), size - written);
    const text = sentence(random, words, language, length);
    written += length;
    blocks.push({ id: `b${blocks.length}`, kind: "operative", level: 0, runs: [{ text, marks: [] }] });
  }
  return { blocks };
}

/** `spots` words of a paragraph replaced, put in or taken out. */
export function edited(
  random: Random,
  block: Block,
  words: readonly string[],
  language: Language,
  spots: number,
): Block {
  const tokens = tokenise(blockText(block), language);
  for (let left = spots; left > 0; left--) {
    const places = tokens.flatMap((token, i) => (isWord(token) ? [i] : []));
    const at = random.pick(places);
    const what = random.next();
    const space = between(language);
    if (what < 0.5) tokens[at] = random.pick(words);
    else if (what < 0.8) tokens.splice(at, 0, random.pick(words) + space);
    else tokens.splice(at, space === "" ? 1 : 2);
  }
  return { ...block, runs: [{ text: tokens.join(""), marks: [] }] };
}

/**
 * Amendments of one text: four in five change one to three words of a paragraph; the others put in, take out, move, split or
 * join paragraphs, or change a level. `hot`: share of them on the first fifth of the text, as happens in a conference.
 */
export function amendments(base: TextDoc, language: Language, count: number, hot = 0.2, seed = 7): Patch[] {
  const random = new Random(seed);
  const words = vocabulary(language);
  const patches: Patch[] = [];
  while (patches.length < count) {
    const span = random.chance(hot) ? Math.ceil(base.blocks.length / 5) : base.blocks.length;
    const at = random.below(span);
    const blocks = [...base.blocks];
    const block = blocks[at] as Block;
    const fresh = (text: string): Block => ({
      id: `n${patches.length}`,
      kind: "operative",
      level: 0,
      runs: [{ text, marks: [] }],
    });
    const what = random.next();
    if (what < 0.8) blocks[at] = edited(random, block, words, language, 1 + random.below(3));
    else if (what < 0.88) blocks.splice(at, 0, fresh(sentence(random, words, language, 25)));
    else if (what < 0.92) blocks.splice(at, 1);
    else if (what < 0.95) {
      blocks.splice(at, 1);
      blocks.splice(random.below(blocks.length + 1), 0, block);
    } else if (what < 0.97) blocks[at] = { ...block, level: 1 + random.below(3) };
    else {
      const tokens = tokenise(blockText(block), language);
      const cut = tokens.length >> 1;
      const head = { ...block, runs: [{ text: tokens.slice(0, cut).join(""), marks: [] }] };
      blocks.splice(at, 1, head, fresh(tokens.slice(cut).join("").trim()));
    }
    const patch = makePatch(base, { blocks });
    if (patch) patches.push(patch);
  }
  return patches;
}

/** The same text with about `changes` spots changed, a tenth of them to paragraphs as a whole. */
export function revision(base: TextDoc, language: Language, changes: number, seed = 11): TextDoc {
  const random = new Random(seed);
  const words = vocabulary(language);
  const blocks = [...base.blocks];
  for (let left = changes; left > 0; left--) {
    const at = random.below(blocks.length);
    const block = blocks[at] as Block;
    const what = random.next();
    if (what < 0.9) blocks[at] = edited(random, block, words, language, 1);
    else if (what < 0.94)
      blocks.splice(at, 0, {
        id: `r${seed}-${left}`,
        kind: "operative",
        level: 0,
        runs: [{ text: sentence(random, words, language, 25), marks: [] }],
      });
    else if (what < 0.97) blocks.splice(at, 1);
    else {
      blocks.splice(at, 1);
      blocks.splice(random.below(blocks.length + 1), 0, block);
    }
  }
  return { blocks };
}

/** The paragraphs in another order, each with a share of its words replaced; `from` is the place it had. */
export function reworded(
  base: TextDoc,
  language: Language,
  share: number,
  seed = 13,
): { block: Block; from: number }[] {
  const random = new Random(seed);
  const words = vocabulary(language);
  const changed = base.blocks.map((block, from) => {
    const tokens = tokenise(blockText(block), language);
    const places = tokens.flatMap((token, i) => (isWord(token) ? [i] : []));
    for (let left = Math.round(places.length * share); left > 0; left--) {
      const [at] = places.splice(random.below(places.length), 1);
      if (at !== undefined) tokens[at] = random.pick(words);
    }
    return {
      block: { ...block, id: `imported-${from}`, runs: [{ text: tokens.join(""), marks: [] }] },
      from,
    };
  });
  for (let i = changed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [changed[i], changed[j]] = [changed[j] as (typeof changed)[0], changed[i] as (typeof changed)[0]];
  }
  return changed;
}
