import { z } from "zod";

/** Words in the conference's languages; English is always there. */
export const wordsShape = z.object({
  en: z.string(),
  zh: z.string().optional(),
  fr: z.string().optional(),
  es: z.string().optional(),
});
export type Words = z.infer<typeof wordsShape>;

export const at = z.iso.datetime();

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const delegationShape = z.object({ code: z.string(), name: wordsShape });
export type DelegationView = z.infer<typeof delegationShape>;

/** The answer of the one rights function, so that a screen shows why something is not possible. */
export const permissionShape = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    code: z.string(),
    rule: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).optional(),
  }),
]);
export type Permission = z.infer<typeof permissionShape>;

export const permissionsShape = z.record(z.string(), permissionShape);

export const tallyShape = z.object({ yes: z.int(), no: z.int(), abstain: z.int() });
export type TallyView = z.infer<typeof tallyShape>;
