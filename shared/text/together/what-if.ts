import { diffTexts, type TextDiff } from "../diff";
import { makePatch } from "../make-patch";
import type { Language, TextDoc } from "../model";
import type { Conflict, Patch } from "../patch";
import { plan } from "../plan";
import { type Collision, ConflictIndex } from "./conflicts";

export type Proposal = { id: string; patch: Patch };

/**
 * What would become of one of the chosen amendments when its turn comes.
 * - `adopted`: it fits; `contained`: the text says all of it already.
 * - `moot`: what was adopted before necessarily rejects it (Rule A5), so that it would not be put.
 * - `needs_redraft`: it no longer fits, but is not rejected either.
 * `because`: the amendments adopted before that keep it out; several only together when no single one of them does.
 */
export type Step =
  | { id: string; outcome: "adopted" | "contained" }
  | { id: string; outcome: "moot" | "needs_redraft"; because: string[]; conflicts: Conflict[] };

export type WhatIf = {
  /** The text with every amendment that fits when its turn comes. */
  text: TextDoc;
  redline: TextDiff;
  steps: Step[];
  /** Of the chosen ones, the pairs of which only the first to be adopted can be: the order decides. All others come out alike in any order. */
  orderDecides: Collision[];
};

/**
 * The text as it would read with these amendments of it adopted one after the other, in the order given. Each is adopted whole or not at
 * all. Throws when one was not made against `current`.
 */
export function whatIf(current: TextDoc, proposals: readonly Proposal[], language: Language): WhatIf {
  const index = new ConflictIndex(current, language);
  for (const { id, patch } of proposals) index.add(id, patch);
  const implied = new Map<string, Set<string>>();
  for (const { adopted, excludes } of index.implications())
    implied.set(excludes, (implied.get(excludes) ?? new Set()).add(adopted));

  let text = current;
  const adopted: Proposal[] = [];
  const steps = proposals.map((proposal): Step => {
    const { id, patch } = proposal;
    const planned = plan(current, patch, text, language);
    if (planned.ok) {
      const changes = makePatch(text, planned.result) !== null;
      text = planned.result;
      adopted.push(proposal);
      return { id, outcome: changes ? "adopted" : "contained" };
    }
    const standing = new Set(adopted.map((one) => one.id));
    const rivals = index
      .pairsOf(id)
      .map(({ a, b }) => (a === id ? b : a))
      .filter((one) => standing.has(one));
    const rejecting = rivals.filter((one) => implied.get(id)?.has(one));
    return {
      id,
      outcome: rejecting.length > 0 ? "moot" : "needs_redraft",
      because:
        rejecting.length > 0
          ? rejecting
          : rivals.length > 0
            ? rivals
            : together(current, adopted, patch, language),
      conflicts: planned.conflicts,
    };
  });
  return { text, redline: diffTexts(current, text, language), steps, orderDecides: index.pairs() };
}

/**
 * Of amendments each of which leaves `patch` possible, some that together do not: one takes out the paragraph before a place, the other the
 * one after it. What can be left out of the explanation is left out, the latest first.
 */
function together(
  current: TextDoc,
  adopted: readonly Proposal[],
  patch: Patch,
  language: Language,
): string[] {
  let needed = [...adopted];
  for (const one of [...adopted].reverse()) {
    const fewer = needed.filter((other) => other !== one);
    let text = current;
    for (const other of fewer) {
      const planned = plan(current, other.patch, text, language);
      if (planned.ok) text = planned.result;
    }
    if (!plan(current, patch, text, language).ok) needed = fewer;
  }
  return needed.map(({ id }) => id);
}
