import type { ConflictKind } from "../text/patch";
import type { AmendmentSummary } from "./views/amendments";

/** Two that cannot both be adopted; `places` say why, each once. `one` comes before `other` in the list. */
export type Pair = {
  one: AmendmentSummary;
  other: AmendmentSummary;
  places: { kind: ConflictKind; path: string }[];
};

/** All pairs of which `isShown` takes at least one, by the order of the list. */
export function pairsOf(
  all: readonly AmendmentSummary[],
  isShown: (amendment: AmendmentSummary) => boolean,
): Pair[] {
  const byId = new Map(all.map((one, place) => [one.id, { one, place, shown: isShown(one) }]));
  const pairs: Pair[] = [];
  for (const { one, place, shown } of byId.values()) {
    const others = one.collidesWith
      .flatMap(({ id, conflicts }) => {
        const other = byId.get(id);
        return other && other.place > place && (shown || other.shown) ? [{ ...other, conflicts }] : [];
      })
      .sort((a, b) => a.place - b.place);
    for (const { one: other, conflicts } of others) {
      const places = new Map(conflicts.map(({ kind, path }) => [`${kind} ${path}`, { kind, path }]));
      pairs.push({ one, other, places: [...places.values()] });
    }
  }
  return pairs;
}
