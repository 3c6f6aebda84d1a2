import { z } from "zod";
import { blockKindShape, blockShape, runShape } from "../text/model";
import { IMPORT_PROBLEMS } from "../text/recognise/found";

/** A file as it is named on the record. */
export const fileShape = z.strictObject({
  name: z.string().trim().min(1).max(150),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Of a file to import, as it lies on disk. */
export const MAX_IMPORT_BYTES = 20 * 1024 * 1024;

/** A paragraph to import: it gets its id when it comes in. */
export const importBlockShape = z.strictObject({
  kind: blockKindShape,
  level: blockShape.shape.level,
  runs: z.array(runShape).max(10_000),
});
export type ImportBlock = z.infer<typeof importBlockShape>;

/** `POST /api/imports?name=&instrument=&language=` with the file as its body: how it would come in. Nothing is kept. */
export const importPreviewShape = z.object({
  format: z.enum(["docx", "markdown", "html", "text"]),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  blocks: z.array(importBlockShape),
  problems: z.array(
    z.object({ problem: z.enum(IMPORT_PROBLEMS), block: z.int().nullable(), said: z.string() }),
  ),
});
export type ImportPreview = z.infer<typeof importPreviewShape>;
