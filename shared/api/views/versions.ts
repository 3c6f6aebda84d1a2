import { z } from "zod";
import { blockShape, languageShape } from "../../text/model";
import { at, sha256 } from "./common";
import { diffBlockShape } from "./redline";

export const versionSummaryShape = z.object({
  id: z.uuid(),
  number: z.int(),
  language: languageShape,
  label: z.string(),
  symbol: z.string(),
  reason: z.string(),
  amendment: z.object({ id: z.uuid(), tag: z.string() }).nullable(),
  sha256,
  createdAt: at,
  createdBy: z.string().nullable(),
  published: z.boolean(),
  /** It was adopted, and its adoption reconsidered. */
  reconsidered: z.boolean(),
});
export type VersionSummary = z.infer<typeof versionSummaryShape>;

export const numberedBlockShape = blockShape.extend({ label: z.string(), path: z.string() });
export type NumberedBlock = z.infer<typeof numberedBlockShape>;

export const versionShape = versionSummaryShape.extend({ blocks: z.array(numberedBlockShape) });
export type VersionView = z.infer<typeof versionShape>;

export const comparisonShape = z.object({
  from: versionSummaryShape,
  to: versionSummaryShape,
  blocks: z.array(diffBlockShape),
  counts: z.object({ inserted: z.int(), deleted: z.int(), moved: z.int(), revised: z.int() }),
});
export type Comparison = z.infer<typeof comparisonShape>;
