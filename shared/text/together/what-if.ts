import { diffTexts, type TextDiff } from "../diff";
import { makePatch, touchedBlocks } from "../make-patch";
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
            : together(current, adopted, patch, planned.conflicts, language),
      conflicts: planned.conflicts,
    };
  });
  return { text, redline: diffTexts(current, text, language), steps, orderDecides: index.pairs() };
}

/**
 * Of amendments each of which leaves `patch` possible, some that together do not: one takes out the paragraph before a place, the other the
 * one after it. Looked for among those that touch what the conflicts name or stand beside it; what can be left out is, the latest first.
 */
function together(
  current: TextDoc,
  adopted: readonly Proposal[],
  patch: Patch,
  conflicts: readonly Conflict[],
  language: Language,
): string[] {
  const named = new Set(conflicts.map(({ block }) => block));
  const places = current.blocks.flatMap(({ id }, i) => (named.has(id) ? [i] : []));
  const near = new Set([
    ...named,
    ...places.flatMap((i) => current.blocks.slice(Math.max(0, i - 1), i + 2).map(({ id }) => id)),
  ]);
  const stillFails = (standing: readonly Proposal[]): boolean => {
    let text = current;
    for (const one of standing) {
      const planned = plan(current, one.patch, text, language);
      if (planned.ok) text = planned.result;
    }
    return !plan(current, patch, text, language).ok;
  };
  let needed = adopted.filter((one) => touchedBlocks(one.patch).some((id) => near.has(id)));
  for (const one of [...needed].reverse()) {
    const fewer = needed.filter((other) => other !== one);
    if (stillFails(fewer)) needed = fewer;
  }
  return (needed.length > 0 ? needed : adopted).map(({ id }) => id);
}
