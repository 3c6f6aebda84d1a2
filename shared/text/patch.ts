import { z } from "zod";
import { blockIdShape, blockShape } from "./model";

/**
 * What an amendment changes, against one version of a text: immutable once submitted.
 * `base` holds the touched blocks as they stood in the base version, `proposed` as they would stand.
 */
export const patchChangeShape = z.discriminatedUnion("op", [
  /** The block's words, kind or level change; `before.id === after.id`. */
  z.strictObject({ op: z.literal("revise"), before: blockShape, after: blockShape }),
  /** A new block after `after` (null: at the very start). Several at one place follow each other by naming the new one. */
  z.strictObject({ op: z.literal("insert"), after: blockIdShape.nullable(), block: blockShape }),
  /** `from`: what it stood after (null: at the very start). Only the inverse needs it. */
  z.strictObject({ op: z.literal("delete"), before: blockShape, from: blockIdShape.nullable().optional() }),
  /** The block stands after `after` instead of after `from` (null: at the very start). */
  z.strictObject({
    op: z.literal("move"),
    block: blockIdShape,
    from: blockIdShape.nullable(),
    after: blockIdShape.nullable(),
  }),
]);
export type PatchChange = z.infer<typeof patchChangeShape>;

export const patchShape = z.strictObject({ changes: z.array(patchChangeShape).min(1).max(2_000) });
export type Patch = z.infer<typeof patchShape>;

/** Forms of an amendment (Rule A15). */
export const amendmentFormShape = z.enum(["insert", "strike_out", "strike_out_and_insert", "substitute"]);
export type AmendmentForm = z.infer<typeof amendmentFormShape>;

export const CONFLICT_KINDS = [
  "same_words",
  "edit_against_delete",
  "move_against_move",
  "structure_against_move",
  "same_insertion_point",
  "kind_against_kind",
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** Why a patch no longer fits. `block` names the paragraph; `theirs` and `ours` are the words on both sides, for people to read. */
export type Conflict = { kind: ConflictKind; block: string; ours: string; theirs: string };

/** Result of a dry run: either the whole text with the patch applied, or every conflict. Never a part of either. */
export type Plan = { ok: true; result: import("./model").TextDoc } | { ok: false; conflicts: Conflict[] };
