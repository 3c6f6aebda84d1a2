import { Blame } from "../../shared/text/history/blame";
import { applyPatch, makePatch } from "../../shared/text/make-patch";
import { sideOfPatch, sideOfText } from "../../shared/text/merge/side";
import {
  type Block,
  blockText,
  LANGUAGES,
  normaliseRuns,
  type Run,
  type TextDoc,
} from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { baseOf } from "../../shared/text/read-patch";
import { compromise } from "../../shared/text/together/compromise";
import { combine } from "../../shared/text/together/sub-amendments";
import { threeWay } from "../../shared/text/together/three-way";
import { whatIf } from "../../shared/text/together/what-if";
import { Random } from "../support/random";
import { mutate, randomDoc } from "./text-generator";
import { disjointPair, overlappingPair } from "./text-pairs";

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const patchOf = (base: TextDoc, proposed: TextDoc) => makePatch(base, proposed) as Patch;

test("what a patch made of a text is read off the patch as off the text", () => {
  for (const seed of seeds(1, 400)) {
    const random = new Random(seed);
    const doc = randomDoc(random, "en", random.below(14));
    const proposed = mutate(random, doc, "en", "n");
    const patch = makePatch(doc, proposed);
    if (!patch) continue;
    const base = baseOf(doc);
    const { blockOf, changes: _, ...fromPatch } = sideOfPatch(base, patch);
    const { blockOf: textBlockOf, changes: __, ...fromText } = sideOfText(base, proposed.blocks);
    expect({ seed, side: fromPatch }).toEqual({ seed, side: fromText });
    for (const { id } of [...doc.blocks, ...proposed.blocks]) expect(blockOf(id)).toEqual(textBlockOf(id));
  }
});

test("the stretches of three readings, joined, are the three readings", () => {
  let collisions = 0;
  for (const seed of seeds(1_000, 600)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const base = randomDoc(random, language, 1 + random.below(6));
    const [a, b] = [
      makePatch(base, mutate(random, base, language, "x")),
      makePatch(base, mutate(random, base, language, "y")),
    ];
    if (!a || !b) continue;
    for (const { stretches, ...row } of threeWay(base, a, b, language).blocks) {
      const joined = (of: (one: (typeof stretches)[number]) => Run[]) => normaliseRuns(stretches.flatMap(of));
      const runs = (block: Block | null) => normaliseRuns(block?.runs ?? []);
      expect({
        seed,
        base: joined((one) => one.base),
        ours: joined((one) => one.ours),
        theirs: joined((one) => one.theirs),
      }).toEqual({
        seed,
        base: runs(row.base),
        ours: runs(row.ours),
        theirs: runs(row.theirs),
      });
      collisions += stretches.filter(({ changedBy }) => changedBy === "collision").length;
    }
  }
  expect(collisions).toBeGreaterThan(100);
});

test("[A7] of two that go together the compromise is both, without a bracket, and so is “what if”", () => {
  for (const seed of seeds(2_000, 300)) {
    const { language, base, a, b, both } = disjointPair(new Random(seed));
    const [ours, theirs] = [patchOf(base, a), patchOf(base, b)];
    const parties = [
      { patch: ours, proposer: "A" },
      { patch: theirs, proposer: "B" },
    ] as const;
    const { text, open, undecided } = compromise(base, ...parties, language, (n) => `k${n}`);
    expect({ seed, text, open, undecided }).toEqual({ seed, text: both, open: [], undecided: [] });
    const chosen = [
      { id: "a", patch: ours },
      { id: "b", patch: theirs },
    ];
    expect({ seed, text: whatIf(base, chosen, language).text }).toEqual({ seed, text: both });
  }
});

test("of two that collide the compromise holds a bracket or says what it cannot show, and no id twice", () => {
  for (const seed of seeds(3_000, 300)) {
    const { language, base, a, b, what } = overlappingPair(new Random(seed));
    const parties = [
      { patch: patchOf(base, a), proposer: "A" },
      { patch: patchOf(base, b), proposer: "B" },
    ] as const;
    const { text, open, undecided } = compromise(base, ...parties, language, (n) => `k${n}`);
    expect({ seed, what, shown: open.length + undecided.length > 0 }).toEqual({ seed, what, shown: true });
    expect(new Set(text.blocks.map(({ id }) => id)).size).toBe(text.blocks.length);
    if (what !== "the same words to two places" && !what.startsWith("join") && !what.startsWith("put words"))
      continue;
    const [now, then] = [text, base].map((doc) => doc.blocks.map(blockText).join(" ").length) as [
      number,
      number,
    ];
    expect({ seed, what, longer: now > then }).toEqual({ seed, what, longer: false });
  }
});

test("“what if” of any set is one adoption after the other, and says of each what became of it", () => {
  const outcomes = new Set<string>();
  for (const seed of seeds(4_000, 60)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const base = randomDoc(random, language, 12);
    const chosen = seeds(0, 6).flatMap((i) => {
      const patch = makePatch(base, mutate(random, base, language, `n${i}-`));
      return patch ? [{ id: `${i}`, patch }] : [];
    });
    let text = base;
    const fits = chosen.map(({ patch }) => {
      const planned = plan(base, patch, text, language);
      if (planned.ok) text = planned.result;
      return planned.ok;
    });
    const result = whatIf(base, chosen, language);
    expect({ seed, text: result.text }).toEqual({ seed, text });
    result.steps.forEach((step, i) => {
      expect("because" in step).toBe(!fits[i]);
      if ("because" in step) expect(step.because.length).toBeGreaterThan(0);
      outcomes.add(step.outcome);
    });
  }
  expect([...outcomes].sort()).toEqual(["adopted", "moot", "needs_redraft"]);
});

test("[A9] a parent as amended is the parent and then the amendment to it", () => {
  for (const seed of seeds(5_000, 200)) {
    const random = new Random(seed);
    const base = randomDoc(random, "en", random.below(10));
    const proposed = mutate(random, base, "en", "n");
    const amended = mutate(random, proposed, "en", "s");
    const [parent, sub] = [makePatch(base, proposed), makePatch(proposed, amended)];
    if (!parent || !sub) continue;
    const combined = combine(base, parent, sub);
    expect({ seed, text: combined ? applyPatch(base, combined) : base }).toEqual({ seed, text: amended });
  }
});

test("over any chain of versions the blamed words of each paragraph are its words, and new ones are of the last step", () => {
  for (const seed of seeds(6_000, 120)) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    let text = randomDoc(random, language, random.below(8));
    const blame = new Blame(text, 0, language);
    for (let step = 1; step <= 6; step++) {
      const next = mutate(random, text, language, `s${step}-`);
      blame.step(next, step);
      for (const block of next.blocks) {
        const spans = blame.spans(block.id) ?? [];
        expect({ seed, step, text: spans.map(({ text: words }) => words).join("") }).toEqual({
          seed,
          step,
          text: blockText(block),
        });
        const old = text.blocks.find(({ id }) => id === block.id);
        if (old && blockText(old) === blockText(block))
          expect(spans.some(({ by }) => by === step)).toBe(false);
      }
      text = next;
    }
  }
});
