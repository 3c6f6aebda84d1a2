import { type Refusal, refuse } from "../refusal";

/** 1: an amendment to the text, 2: an amendment to an amendment, and so on. Throws when `parents` runs in a circle. */
export function degreeOf(id: string, parents: ReadonlyMap<string, string | null>): number {
  const seen = new Set<string>();
  for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) {
    if (seen.has(at)) throw new Error(`amendment ${at} amends itself`);
    seen.add(at);
  }
  return seen.size;
}

/** Two degrees only (Rule A10): an amendment of the second degree is amended by nothing. */
export function decideSubAmendment(parentDegree: number): { ok: true; degree: number } | Refusal {
  return parentDegree < 2
    ? { ok: true, degree: parentDegree + 1 }
    : refuse("too_many_degrees", "A10", { degree: parentDegree + 1 });
}

/**
 * What goes into the text once an amendment of the first degree is decided: the carried ones of its own amendments and
 * itself, or nothing at all when it lost, whatever was carried into it before (Rule A11).
 */
export function appliedAfter(
  parent: { id: string; carried: boolean },
  subs: ReadonlyArray<{ id: string; carried: boolean }>,
): string[] {
  if (!parent.carried) return [];
  return [...subs.filter(({ carried }) => carried).map(({ id }) => id), parent.id];
}

/** What is put next below one amendment: each open amendment to it, then itself as amended (Rule A9). */
export function nextBelow(parent: string, openSubs: readonly string[]): string {
  return openSubs[0] ?? parent;
}
