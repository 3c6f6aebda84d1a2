import { applyPatch, invertPatch, makePatch } from "../../shared/text/make-patch";
import { LANGUAGES, type TextDoc } from "../../shared/text/model";
import type { Conflict, Patch } from "../../shared/text/patch";
import { patchShape } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { ConflictIndex, conflictsBetween } from "../../shared/text/together/conflicts";
import { planUndo } from "../../shared/text/together/undo";
import { Random } from "../support/random";
import { FAILING_SEEDS } from "./failing-seeds";
import { mutate, randomDoc } from "./text-generator";
import { disjointPair, overlappingPair } from "./text-pairs";

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

function patchOf(base: TextDoc, proposed: TextDoc): Patch {
  const patch = makePatch(base, proposed);
  if (!patch) throw new Error("The generator changed nothing");
  return patch;
}

test("a patch turns its base into what was proposed, its inverse turns it back", () => {
  for (const seed of seeds(1, 300)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const base = randomDoc(random, language, random.below(14));
    const proposed = mutate(random, base, language, "n");
    const patch = makePatch(base, proposed);
    if (!patch) {
      expect({ seed, proposed }).toEqual({ seed, proposed: base });
      continue;
    }
    expect(patchShape.safeParse(patch).error?.message).toBeUndefined();
    expect({ seed, doc: applyPatch(base, patch) }).toEqual({ seed, doc: proposed });
    expect({ seed, doc: applyPatch(proposed, invertPatch(patch)) }).toEqual({ seed, doc: base });
    expect(invertPatch(invertPatch(patch))).toEqual(patch);
    expect({ seed, plan: plan(base, patch, base, language) }).toEqual({
      seed,
      plan: { ok: true, result: proposed },
    });
    expect({ seed, plan: plan(base, patch, proposed, language) }).toEqual({
      seed,
      plan: { ok: true, result: proposed },
    });
  }
});

/** Named by seed: a pair that came out otherwise than its oracle says. Strings are compared, as thousands of deep comparisons would take minutes. */
test("[A7] 5,000 pairs of amendments to different words and paragraphs merge exactly, in either order, and come apart again", () => {
  const wrong: unknown[] = [];
  let stuck = 0;
  for (const seed of seeds(10_000, 5_000)) {
    const { language, base, a, b, both } = disjointPair(new Random(seed));
    const [patchA, patchB] = [patchOf(base, a), patchOf(base, b)];
    const conflicts = seed % 5 === 0 ? conflictsBetween(base, patchA, patchB, language) : [];
    const merged = [plan(base, patchA, b, language), plan(base, patchB, a, language)].map((one) =>
      JSON.stringify(one),
    );
    const expected = JSON.stringify({ ok: true, result: both });
    if (conflicts.length > 0 || merged.some((one) => one !== expected))
      wrong.push({ seed, language, conflicts });
    if (seed % 10 === 0) {
      // Where words of both stand side by side nobody can take out one of them alone: that is refused, never guessed.
      const apart = planUndo(base, a, both, language);
      if (!apart.ok) stuck += 1;
      else if (JSON.stringify(apart.result) !== JSON.stringify(b)) wrong.push({ seed, language, apart });
    }
  }
  expect(wrong).toEqual([]);
  expect(stuck).toBeLessThan(100);
});

/**
 * 100,000 pairs were tried once: of three, all Chinese, the collision was not seen, because the same sign stands twice in a row and is cut
 * into the word before it. One of them is a case of text-plan.test.ts.
 */
test("5,000 pairs of amendments that collide are never merged, in neither order, and every way to ask says so", () => {
  const missed: unknown[] = [];
  for (const seed of [...FAILING_SEEDS.collidingPairs, ...seeds(50_000, 5_000)]) {
    const { language, base, a, b, what } = overlappingPair(new Random(seed));
    const [patchA, patchB] = [patchOf(base, a), patchOf(base, b)];
    const answers = [
      plan(base, patchA, b, language).ok,
      plan(base, patchB, a, language).ok,
      conflictsBetween(base, patchA, patchB, language).length === 0,
    ];
    expect({ seed, what, answers: new Set(answers).size }).toEqual({ seed, what, answers: 1 });
    if (answers.includes(true)) missed.push({ seed, what, language });
  }
  expect(missed).toEqual([]);
});

function exchanged(conflicts: Conflict[]): Conflict[] {
  return conflicts.map(({ ours, theirs, ...rest }) => ({ ...rest, ours: theirs, theirs: ours }));
}

function sorted(conflicts: Conflict[]): string[] {
  return conflicts.map(({ kind, block, ours, theirs }) => JSON.stringify([kind, block, ours, theirs])).sort();
}

test("whatever two people do, the answer is the same from both sides, and all of it or nothing", () => {
  let merged = 0;
  for (const seed of seeds(100_000, 600)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const base = randomDoc(random, language, 2 + random.below(14));
    const [a, b] = [mutate(random, base, language, "x"), mutate(random, base, language, "y")];
    const [patchA, patchB] = [makePatch(base, a), makePatch(base, b)];
    if (!patchA || !patchB) continue;
    const conflicts = conflictsBetween(base, patchA, patchB, language);
    expect({ seed, all: sorted(conflictsBetween(base, patchB, patchA, language)) }).toEqual({
      seed,
      all: sorted(exchanged(conflicts)),
    });
    const [ab, ba] = [plan(base, patchA, b, language), plan(base, patchB, a, language)];
    expect({ seed, ok: ab.ok }).toEqual({ seed, ok: conflicts.length === 0 });
    if (!ab.ok || !ba.ok) {
      expect({ seed, ok: ba.ok }).toEqual({ seed, ok: false });
      continue;
    }
    merged += 1;
    expect({ seed, doc: ba.result }).toEqual({ seed, doc: ab.result });
  }
  expect(merged).toBeGreaterThan(50);
});

test("the index of all amendments holds what each pair says and no other pair, as they come, change and go", () => {
  let found = 0;
  for (const seed of seeds(200_000, 12)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const base = randomDoc(random, language, 30);
    const patches = Array.from({ length: 20 }, (_, i) =>
      makePatch(base, mutate(random, base, language, `n${i}-`)),
    );
    const made = patches.filter((patch): patch is Patch => patch !== null);
    const pairsOf = (list: readonly Patch[]) =>
      list.flatMap((x, a) =>
        list.flatMap((y, b) => {
          const conflicts = a < b ? conflictsBetween(base, x, y, language) : [];
          return conflicts.length > 0 ? [{ a: `${a}`, b: `${b}`, conflicts }] : [];
        }),
      );
    const index = new ConflictIndex(base, language);
    made.forEach((patch, i) => {
      index.add(`${i}`, patch);
    });
    const all = pairsOf(made);
    expect({ seed, all: index.pairs() }).toEqual({ seed, all });
    found += all.length;

    const changed = [...made];
    for (let left = 3; left > 0; left--) {
      const at = random.below(made.length);
      changed[at] = random.pick(made);
      index.update(`${at}`, changed[at] as Patch);
    }
    const now = pairsOf(changed);
    expect({ seed, all: index.pairs() }).toEqual({ seed, all: now });
    const gone = `${random.below(made.length)}`;
    expect(index.pairsOf(gone)).toEqual(now.filter(({ a, b }) => a === gone || b === gone));
    index.remove(gone);
    expect({ seed, all: index.pairs() }).toEqual({
      seed,
      all: now.filter(({ a, b }) => a !== gone && b !== gone),
    });
  }
  expect(found).toBeGreaterThan(100);
});
