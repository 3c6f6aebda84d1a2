import { z } from "zod";
import { blockShape, languageShape, runShape } from "../text/model";
import { CONFLICT_KINDS } from "../text/patch";
import { amendmentRef, conflictShape } from "./views/amendments";
import { delegationShape } from "./views/common";
import { diffBlockShape } from "./views/redline";
import { numberedBlockShape } from "./views/versions";

/** What an amendment was made against: its version, or what the amendment that it amends proposed then (Rule A9). */
export const startShape = z.array(numberedBlockShape);

const fate = z.enum(["kept", "revised", "moved", "deleted", "inserted", "absent"]);

/** A stretch of a paragraph in its three readings; joined, the stretches are each of the three. */
export const stretchShape = z.object({
  changedBy: z.enum(["nobody", "ours", "theirs", "both", "collision"]),
  kind: z.enum(CONFLICT_KINDS).optional(),
  base: z.array(runShape),
  ours: z.array(runShape),
  theirs: z.array(runShape),
});
export type StretchView = z.infer<typeof stretchShape>;

/** Two amendments beside what they were made against: every paragraph that either touches. `ours` are the words of the first. */
export const threeWayShape = z.object({
  amendments: z.tuple([
    amendmentRef.extend({ delegation: delegationShape }),
    amendmentRef.extend({ delegation: delegationShape }),
  ]),
  /** now: the text as it is; version: the version both were made against, as not both fit the text any more; parent: what they both amend. */
  ground: z.enum(["now", "version", "parent"]),
  blocks: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      fate: z.object({ ours: fate, theirs: fate }),
      stretches: z.array(stretchShape),
    }),
  ),
  conflicts: z.array(conflictShape),
});
export type ThreeWayView = z.infer<typeof threeWayShape>;

/** The text as it would read with some amendments of it adopted one after the other, in the order in which they are named. */
export const whatIfShape = z.object({
  language: languageShape,
  redline: z.array(diffBlockShape),
  steps: z.array(
    z.object({
      amendment: amendmentRef,
      /**
       * contained: the text says all of it already; moot: rejected by one before (Rule A5); needs_redraft: it no longer fits; needs_parent:
       * it amends one that is not among them, or is not adopted (Rule A11); decided: it was left without effect.
       */
      outcome: z.enum(["adopted", "contained", "moot", "needs_redraft", "needs_parent", "decided"]),
      because: z.array(amendmentRef),
      conflicts: z.array(conflictShape),
    }),
  ),
  /** Pairs of which only the first to be adopted can be: the order decides. All others come out alike in any order. */
  orderDecides: z.array(z.object({ a: amendmentRef, b: amendmentRef, conflicts: z.array(conflictShape) })),
});
export type WhatIfView = z.infer<typeof whatIfShape>;

/** Who brought each word of a version. */
export const originsShape = z.object({
  blocks: z.array(
    z.object({
      id: z.string(),
      kind: blockShape.shape.kind,
      level: z.int(),
      label: z.string(),
      path: z.string(),
      /** `by`: which of the sources brought the words. */
      spans: z.array(z.object({ text: z.string(), by: z.int() })),
    }),
  ),
  /** Versions in their order; what was typed before an amendment was adopted into one is a source of its own. */
  sources: z.array(
    z.object({
      version: z.int(),
      label: z.string(),
      reason: z.string(),
      at: z.iso.datetime(),
      amendment: amendmentRef.extend({ delegation: delegationShape }).nullable(),
      /** Names of those who typed in the text since the version before; null: nothing of it was typed. */
      typedBy: z.array(z.string()).nullable(),
      words: z.int(),
    }),
  ),
});
export type OriginsView = z.infer<typeof originsShape>;
