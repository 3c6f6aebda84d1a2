import { z } from "zod";
import { languageShape } from "../../shared/text/model";
import { type Patch, patchShape } from "../../shared/text/patch";
import { change, type Db, many, optional, timeColumn } from "./rows";

const translationRow = z.object({
  amendmentId: z.uuid(),
  language: languageShape,
  baseVersionId: z.uuid(),
  /** Of an amendment to an amendment: its parent's translation as that was then. */
  parentPatch: patchShape.nullable(),
  patch: patchShape,
  rationale: z.string(),
  ofSha256: z.string(),
  translatedBy: z.string().nullable(),
  translatedAt: timeColumn,
});
export type TranslationRow = z.infer<typeof translationRow>;

const TRANSLATION = `select t.amendment_id as "amendmentId", t.language, t.base_version_id as "baseVersionId",
    t.parent_patch as "parentPatch", t.patch, t.rationale, t.of_sha256 as "ofSha256", p.name as "translatedBy",
    t.translated_at as "translatedAt"
  from amendment_translations t left join people p on p.id = t.translated_by`;

export function selectTranslations(db: Db, amendmentId: string): Promise<TranslationRow[]> {
  return many(db, translationRow, `${TRANSLATION} where t.amendment_id = $1 order by t.language`, [
    amendmentId,
  ]);
}

export function selectOptionalTranslation(
  db: Db,
  amendmentId: string,
  language: string,
): Promise<TranslationRow | null> {
  return optional(db, translationRow, `${TRANSLATION} where t.amendment_id = $1 and t.language = $2`, [
    amendmentId,
    language,
  ]);
}

export function selectAllTranslations(db: Db, conferenceId: string): Promise<TranslationRow[]> {
  return many(
    db,
    translationRow,
    `${TRANSLATION} join amendments a on a.id = t.amendment_id join instruments i on i.id = a.instrument_id
     where i.conference_id = $1`,
    [conferenceId],
  );
}

/** In the place of the one there was. */
export function upsertTranslation(
  db: Db,
  row: {
    amendmentId: string;
    language: string;
    baseVersionId: string;
    parentPatch: Patch | null;
    patch: Patch;
    rationale: string;
    ofSha256: string;
    translatedBy: string | null;
    translatedAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into amendment_translations (amendment_id, language, base_version_id, parent_patch, patch, rationale, of_sha256,
       translated_by, translated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (amendment_id, language) do update set base_version_id = excluded.base_version_id,
       parent_patch = excluded.parent_patch, patch = excluded.patch, rationale = excluded.rationale,
       of_sha256 = excluded.of_sha256, translated_by = excluded.translated_by, translated_at = excluded.translated_at`,
    [
      row.amendmentId,
      row.language,
      row.baseVersionId,
      row.parentPatch && JSON.stringify(row.parentPatch),
      JSON.stringify(row.patch),
      row.rationale,
      row.ofSha256,
      row.translatedBy,
      row.translatedAt,
    ],
  );
}
