import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { insertDraftAmendment, submitAmendmentRow, updateAmendmentState } from "../../server/db/amendments";
import { selectConferences } from "../../server/db/conferences";
import { selectOptionalInstrument, selectOptionalText } from "../../server/db/instruments";
import { selectDelegations } from "../../server/db/people";
import { openPool, withTransaction } from "../../server/db/pool";
import { insertVersion } from "../../server/db/versions";
import type { Stage } from "../../shared/rules/stages";
import { canonicalText } from "../../shared/text/canonical";
import { anchorBlock, formOf } from "../../shared/text/make-patch";
import { TEXT_SCHEMA_VERSION, type TextDoc } from "../../shared/text/model";
import type { Site } from "./site";
import { amendments } from "./text/corpus";

/** A text with its first version and so many amendments to it, one in three of them open. @returns the instrument's name */
export async function addAmended(site: Site, base: TextDoc, count: number, stage?: Stage): Promise<string> {
  const pool = openPool(site.databaseUrl, { max: 4 });
  const slug = await site.addRoom(base, stage);
  const [conference] = await selectConferences(pool);
  const instrument = conference && (await selectOptionalInstrument(pool, conference.id, slug));
  const text = instrument && (await selectOptionalText(pool, instrument.id, "en"));
  if (!conference || !instrument || !text) throw new Error("There is no text.");
  const version = randomUUID();
  const canonical = canonicalText(base, "en");
  const voting = (await selectDelegations(pool, conference.id)).filter((one) => one.voting);
  await withTransaction(pool, async (tx) => {
    await insertVersion(tx, {
      id: version,
      textId: text.id,
      label: "Opened",
      symbol: "BENCH/1",
      content: gzipSync(canonical),
      sha256: createHash("sha256").update(canonical).digest("hex"),
      schemaVersion: TEXT_SCHEMA_VERSION,
      reason: "opened",
      amendmentId: null,
      createdBy: null,
      createdAt: new Date(),
    });
    for (const [n, patch] of amendments(base, "en", count).entries()) {
      const id = randomUUID();
      const delegation = voting[n % voting.length];
      if (!delegation) throw new Error("Nobody votes.");
      await insertDraftAmendment(tx, {
        id,
        instrumentId: instrument.id,
        language: "en",
        delegationId: delegation.id,
        proposedBy: null,
        source: "delegation",
        baseVersionId: version,
        roomId: null,
        createdAt: new Date(),
      });
      await submitAmendmentRow(tx, {
        id,
        instrumentId: instrument.id,
        patch,
        form: formOf(patch, "en"),
        anchorBlock: anchorBlock(patch, base),
        rationale: "Because",
        submittedAt: new Date(),
        late: false,
      });
      await updateAmendmentState(tx, id, n % 3 === 0 ? "open" : "submitted");
    }
  });
  await pool.end();
  return slug;
}
