import { z } from "zod";
import { blockIdShape, languageShape, runShape } from "../text/model";
import { permissionShape } from "./views/common";
import { diffBlockShape } from "./views/redline";

/** A paragraph to be said in another language. */
const translatableShape = z.object({
  block: blockIdShape,
  path: z.string(),
  /** What the amendment does to it, in its own language. */
  source: diffBlockShape,
  /** As it reads in the other language now; null: it is new. */
  runs: z.array(runShape).nullable(),
  /** As it was translated; null: not yet. */
  translated: z.array(runShape).nullable(),
});

/** A submitted amendment in the other languages of its text. */
export const circulationShape = z.array(
  z.object({
    language: languageShape,
    permission: permissionShape,
    translation: z
      .object({
        redline: z.array(diffBlockShape),
        rationale: z.string(),
        by: z.string().nullable(),
        at: z.iso.datetime(),
        /** false: the amendment was itself amended since. */
        isCurrent: z.boolean(),
        /** That language's text says it: it went in when the amendment was adopted, or since. */
        stands: z.boolean(),
        /** Whether the reader may put it into that language's text; null: it stands there, is not adopted, or says something else. */
        putIn: permissionShape.nullable(),
      })
      .nullable(),
    /** For who may translate it. */
    blocks: z.array(translatableShape),
  }),
);
export type CirculationView = z.infer<typeof circulationShape>;
