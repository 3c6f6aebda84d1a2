import { z } from "zod";
import { presetShape } from "../rules/presets";
import { permissionsShape } from "./views/common";

export const rulesShape = z.object({
  /** In force now. */
  preset: presetShape,
  /** Of the conference's own copy; 0: it has none, and the preset it names is in force as it is. */
  revision: z.int(),
  changedBy: z.string().nullable(),
  changedAt: z.iso.datetime().nullable(),
  /** Something was done under them: they stand. */
  opened: z.boolean(),
  permissions: permissionsShape,
});
export type RulesView = z.infer<typeof rulesShape>;
