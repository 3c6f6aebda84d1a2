import { z } from "zod";
import { blockKindShape, markShape } from "../../text/model";

export const spanShape = z.object({
  op: z.enum(["same", "insert", "delete"]),
  text: z.string(),
  marks: z.array(markShape),
  restyled: z.boolean().optional(),
});

/** One paragraph of a comparison, as words kept, put in and struck out. */
export const diffBlockShape = z.object({
  id: z.string(),
  kind: blockKindShape,
  level: z.int(),
  change: z.enum(["same", "revised", "inserted", "deleted", "moved", "moved_and_revised", "restyled"]),
  kindBefore: blockKindShape.optional(),
  levelBefore: z.int().optional(),
  spans: z.array(spanShape),
  /** Number as printed before the paragraph, and its name for people (`OP 4 (b)`), in the text compared to. */
  label: z.string(),
  path: z.string(),
});
export type DiffBlock = z.infer<typeof diffBlockShape>;

/** The first change of a redline with a few words around it, and how many other paragraphs it changes. */
export const snippetShape = z.object({ spans: z.array(spanShape), more: z.int() });
export type SnippetView = z.infer<typeof snippetShape>;
