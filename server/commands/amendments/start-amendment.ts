import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { TEXT_SCHEMA_VERSION, type TextDoc } from "../../../shared/text/model";
import { encodeTextDoc } from "../../../shared/text/yjs";
import { insertDraftAmendment, selectOptionalAmendment } from "../../db/amendments";
import type { TextRow } from "../../db/instruments";
import { insertRoom } from "../../db/rooms";
import { type Context, fail, type Result } from "../context";
import { recordAllDrafting, versionOfLive } from "../drafting";
import { isOwn } from "../situation";
import type { Unit } from "../transact";
import { roomOf, withTexts } from "../with-texts";
import { fit } from "./fit";

/**
 * Opens an amendment's own room, a copy of the text seeded here from an immutable version. With `redrafts`, an earlier
 * amendment that no longer fits or was withdrawn is begun again on the present text (Rule W2: a new one, linked).
 */
export function startAmendment(
  context: Context,
  body: CommandBody<"start-amendment">,
): Promise<Result<CommandAnswer<"start-amendment">>> {
  const { instrument: slug, language } = body;
  const about = { instrument: slug, act: "propose_amendment", language, languages: [language] } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument, texts, rooms } = still;
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation propose");
    const [text] = texts;
    if (!text) throw new Error(`no text in ${language} is held still`);
    const live = roomOf(still, text).text;
    const begun =
      body.redrafts === undefined ? null : await redraft(context, unit, text, body.redrafts, live);
    if (begun && !begun.ok) return begun;

    await recordAllDrafting(unit, rooms, texts, instrument);
    const base = await versionOfLive(context, unit, instrument, text, live, "Base of an amendment");
    const id = context.deps.newId();
    const roomId = context.deps.newId();
    const room = `amendment.${id}`;
    await insertRoom(unit.tx, {
      id: roomId,
      name: room,
      schemaVersion: TEXT_SCHEMA_VERSION,
      state: encodeTextDoc(begun ? begun.answer : live),
    });
    await insertDraftAmendment(unit.tx, {
      id,
      instrumentId: instrument.id,
      language,
      delegationId: delegation.id,
      proposedBy: context.person?.id ?? null,
      source: "delegation",
      baseVersionId: base.id,
      roomId,
      reintroduces: body.redrafts ?? null,
      createdAt: unit.at,
    });
    unit.record(
      "amendment.begun",
      id,
      {
        instrument: slug,
        language,
        delegation: delegation.code,
        base: base.number,
        redrafts: body.redrafts ?? null,
      },
      slug,
    );
    return { ok: true, answer: { amendment: id, room } };
  });
}

/** What an earlier amendment proposed, as far as it still fits the present text; else the present text. */
async function redraft(
  context: Context,
  unit: Unit,
  text: TextRow,
  id: string,
  live: TextDoc,
): Promise<Result<TextDoc>> {
  const earlier = await selectOptionalAmendment(unit.tx, id);
  if (!earlier || earlier.instrumentId !== text.instrumentId || !earlier.patch)
    return fail("not_found", null, { amendment: id });
  if (earlier.language !== text.language)
    return fail("invalid_request", null, { language: earlier.language });
  if (!isOwn(context, earlier) && earlier.state !== "withdrawn") return fail("not_allowed", "W2");
  const fitted = await fit(unit.tx, earlier, live);
  return { ok: true, answer: fitted.ok ? fitted.result : live };
}
