import type { CommandBody } from "../../../shared/api/commands";
import { selectInstrument, updatePublishedVersion } from "../../db/instruments";
import { selectOptionalVersion } from "../../db/versions";
import { type Context, DONE, fail, type Result } from "../context";
import { enter } from "../situation";
import { transact } from "../transact";

/** Makes a version the one that the public page shows. */
export function publishVersion(
  context: Context,
  body: CommandBody<"publish-version">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const version = await selectOptionalVersion(unit.tx, body.version);
    if (!version || version.conferenceId !== context.conferenceId)
      return fail("not_found", null, { version: body.version });
    const { slug } = await selectInstrument(unit.tx, version.instrumentId);
    const entered = await enter(context, unit.tx, slug, "publish_version", { language: version.language });
    if (!entered.ok) return entered;
    await updatePublishedVersion(unit.tx, version.textId, version.id);
    unit.record(
      "version.published",
      version.id,
      { instrument: slug, language: version.language, number: version.number, sha256: version.sha256 },
      slug,
    );
    return DONE;
  });
}
