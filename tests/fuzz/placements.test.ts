import { Ground, type Placement, type Start, type Submitted } from "../../server/queries/placing";
import { makePatch } from "../../shared/text/make-patch";
import { LANGUAGES, type TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import { rowOf } from "../support/amendment-rows";
import { Random } from "../support/random";
import { mutate, randomDoc, reword } from "./text-generator";

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** The same whichever of two was put in first. */
function said(placements: Map<string, Placement>): unknown {
  const key = (one: unknown) => JSON.stringify(one);
  return [...placements]
    .map(([id, { on: _, collidesWith, excludes, ...rest }]) => ({
      id,
      ...rest,
      collidesWith: collidesWith
        .map((one) => ({ ...one, conflicts: [...one.conflicts].sort((a, b) => (key(a) < key(b) ? -1 : 1)) }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      excludes: [...excludes].sort((a, b) => (a.id < b.id ? -1 : 1)),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

test("placements kept from state to state are those made from nothing, whatever was typed, decided, revised or submitted", () => {
  let kept = 0;
  for (const seed of seeds(40_000, 60)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const base = randomDoc(random, language, 4 + random.below(12));
    const start: Start = { text: base, numbers: numberBlocks(base.blocks, language) };
    const all: Submitted[] = [];
    for (let n = 0; n < 8; n++) {
      const patch = makePatch(base, mutate(random, base, language, `p${n}-`));
      if (patch) all.push({ row: rowOf(patch, n, language), start: () => start, amended: 0 });
    }
    let ground = new Ground(base, language, null);
    let text: TextDoc = base;
    let there = all.slice(0, 4);
    for (let step = 0; step < 6; step++) {
      const what = random.next();
      if (what < 0.25) text = mutate(random, text, language, `t${step}-`);
      else if (what < 0.5) text = reword(random, text, language);
      else if (what < 0.7) there = all.slice(0, 1 + random.below(all.length || 1));
      else if (what < 0.8)
        there = there.map((one) =>
          random.chance(0.3) ? { ...one, row: { ...one.row, patch: random.pick(all).row.patch } } : one,
        );
      else
        there = there.map((one) =>
          random.chance(0.3)
            ? { ...one, row: { ...one.row, state: random.pick(["open", "rejected"]) } }
            : one,
        );
      if (text !== ground.current) ground = new Ground(text, language, ground);
      ground.hold(there);
      const fresh = new Ground(text, language, null);
      fresh.hold(there);
      expect({ seed, step, placements: said(ground.placements()) }).toEqual({
        seed,
        step,
        placements: said(fresh.placements()),
      });
      kept += there.length;
    }
  }
  expect(kept).toBeGreaterThan(700);
});
