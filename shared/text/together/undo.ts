import { makePatch } from "../make-patch";
import type { Language, TextDoc } from "../model";
import type { Plan } from "../patch";
import { plan } from "../plan";

/**
 * A dry run of taking back what turned `before` into `after`, on the text as it is now (a decision that is reconsidered, Rule W6). What
 * was changed since elsewhere stays; where it touches what is to be taken back the whole is refused, naming the blocks.
 */
export function planUndo(before: TextDoc, after: TextDoc, current: TextDoc, language: Language): Plan {
  const inverse = makePatch(after, before);
  return inverse ? plan(after, inverse, current, language) : { ok: true, result: current };
}
