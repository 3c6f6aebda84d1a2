import { z } from "zod";
import { type Block, blockShape } from "../../shared/text/model";
import { type Db, many, timeColumn, write } from "./rows";

const row = z.object({
  textId: z.uuid(),
  blockId: z.string(),
  block: blockShape,
  source: blockShape,
  by: z.string(),
  at: timeColumn,
});
/** A paragraph and its source as they read when a translator said that they say the same. `by`: their name. */
export type ParagraphConcordanceRow = z.infer<typeof row>;

export function selectParagraphConcordances(
  db: Db,
  instrumentId: string,
): Promise<ParagraphConcordanceRow[]> {
  return many(
    db,
    row,
    `select c.text_id as "textId", c.block_id as "blockId", c.block, c.source, p.name as by, c.signed_at as at
     from paragraph_concordances c join texts t on t.id = c.text_id join people p on p.id = c.signed_by
     where t.instrument_id = $1`,
    [instrumentId],
  );
}

/** Each takes the place of what was said of the same paragraph before. */
export async function upsertParagraphConcordances(
  db: Db,
  textId: string,
  pairs: ReadonlyArray<{ block: Block; source: Block }>,
  signed: { by: string; at: Date },
): Promise<void> {
  await write(
    db,
    `insert into paragraph_concordances (text_id, block_id, block, source, signed_by, signed_at)
     select $1, pair->'block'->>'id', pair->'block', pair->'source', $3, $4 from jsonb_array_elements($2) as pair
     on conflict (text_id, block_id) do update set block = excluded.block, source = excluded.source,
       signed_by = excluded.signed_by, signed_at = excluded.signed_at`,
    [textId, JSON.stringify(pairs), signed.by, signed.at],
  );
}
