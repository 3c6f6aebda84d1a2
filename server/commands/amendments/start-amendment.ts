import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import type { TextDoc } from "../../../shared/text/model";
import { insertDraftAmendment, insertSponsor, lockAmendment } from "../../db/amendments";
import type { TextRow } from "../../db/instruments";
import { selectDelegations } from "../../db/people";
import { selectVersion } from "../../db/versions";
import { type Context, fail, type Result } from "../context";
import { recordAllDrafting, versionOfLive } from "../drafting";
import { roomOf, type Still, withTexts } from "../with-texts";
import { insertDraftRoom } from "./draft-room";
import { invite } from "./invite-sponsors";
import { fromBoth, fromEarlier, fromParent, fromText, type Origin } from "./origin";

/**
 * Opens an amendment's own room, seeded here from an immutable version: a copy of the text, or of what the amendment begins with – an
 * earlier one that is begun again (Rule W2: a new one, linked), one that it amends (Rule A9), two that it stands between.
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
    const found = await originOf(context, still, text, live, body);
    if (!found.ok) return found;
    const origin = found.answer;

    await recordAllDrafting(unit, rooms, texts, instrument);
    const base =
      origin.baseVersionId === null
        ? await versionOfLive(context, unit, instrument, text, live, "Base of an amendment")
        : await selectVersion(unit.tx, origin.baseVersionId);
    const id = context.deps.newId();
    const { room, roomId } = await insertDraftRoom(context, unit, id, origin.draft);
    await insertDraftAmendment(unit.tx, {
      id,
      instrumentId: instrument.id,
      language,
      delegationId: delegation.id,
      proposedBy: context.person?.id ?? null,
      source: origin.source,
      baseVersionId: base.id,
      roomId,
      rationale: origin.rationale,
      reintroduces: origin.reintroduces,
      parent: origin.parent,
      combines: origin.combines,
      createdAt: unit.at,
    });
    for (const sponsor of origin.sponsors) await insertSponsor(unit.tx, id, sponsor, unit.at);
    unit.record(
      "amendment.begun",
      id,
      {
        instrument: slug,
        language,
        delegation: delegation.code,
        base: base.number,
        redrafts: origin.reintroduces,
        amends: origin.parent?.id ?? null,
        combines: origin.combines,
        ...(origin.undecided.length > 0 ? { undecided: origin.undecided } : {}),
      },
      slug,
    );
    if (origin.invited.length > 0) {
      const delegations = await selectDelegations(unit.tx, context.conferenceId);
      const asked = delegations.filter((one) => one.voting && origin.invited.includes(one.id));
      await invite(unit, instrument, await lockAmendment(unit.tx, id), asked);
    }
    return { ok: true, answer: { amendment: id, room } };
  });
}

async function originOf(
  context: Context,
  { unit: { tx } }: Still,
  text: TextRow,
  live: TextDoc,
  { redrafts, amends, combines }: CommandBody<"start-amendment">,
): Promise<Result<Origin>> {
  if ([redrafts, amends, combines].filter((one) => one !== undefined).length > 1)
    return fail("invalid_request", null, {
      problems: [{ path: "", message: "one of redrafts, amends and combines" }],
    });
  if (redrafts !== undefined) return fromEarlier(context, tx, text, redrafts, live);
  if (amends !== undefined) return fromParent(tx, text, amends);
  if (combines !== undefined) return fromBoth(context, tx, text, combines, live);
  return { ok: true, answer: fromText(live) };
}
