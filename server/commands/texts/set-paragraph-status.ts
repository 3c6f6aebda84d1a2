import { createHash } from "node:crypto";
import type { CommandBody } from "../../../shared/api/commands";
import { canonicalJson } from "../../../shared/records/canonical-json";
import { holdsUpText } from "../../../shared/rules/amendments";
import { decideParagraph, type ParagraphEvent } from "../../../shared/rules/paragraphs";
import type { Refusal } from "../../../shared/rules/refusal";
import type { Act } from "../../../shared/rules/rights-table";
import { brackets } from "../../../shared/text/brackets";
import { touchedBlocks } from "../../../shared/text/make-patch";
import { type BlockId, type BlockStatus, blockHead, normaliseRuns } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import { selectAmendments } from "../../db/amendments";
import { type InstrumentRow, selectOptionalInstrument } from "../../db/instruments";
import { selectOptionalQuestion } from "../../db/votes";
import { type Context, DONE, type Failure, fail, type LockedRoom, type Result } from "../context";
import { recordAllDrafting, writeRoom } from "../drafting";
import { questionPending } from "../situation";
import type { Unit } from "../transact";
import { withTexts } from "../with-texts";

const ACT_OF: Record<CommandBody<"set-paragraph-status">["event"], Act> = {
  agree_ad_ref: "mark_paragraph",
  reopen: "mark_paragraph",
  agree: "agree_paragraph",
};

/**
 * Agrees paragraphs, or reopens them: all of those named or none. Agreement is about the language that is negotiated in; the
 * other ones follow it. The words that were agreed go on the record as a hash.
 */
export async function setParagraphStatus(
  context: Context,
  { instrument: slug, blocks, event }: CommandBody<"set-paragraph-status">,
): Promise<Result<{ ok: true }>> {
  const { pool } = context.deps;
  const found = await selectOptionalInstrument(pool, context.conferenceId, slug);
  if (!found) return fail("not_found", null, { instrument: slug });
  const about = { instrument: slug, act: ACT_OF[event], languages: [found.sourceLanguage] };
  return withTexts(context, about, async ({ unit, instrument, texts, rooms }) => {
    const [room] = rooms;
    if (!room) throw new Error(`${slug} has no text in its source language`);
    const pending = await selectOptionalQuestion(unit.tx, instrument.id);
    if (pending) return questionPending("A2", pending);
    const statuses = await decideAll(unit, instrument, room, event, blocks);
    if ("ok" in statuses) return statuses;
    if (statuses.size === 0) return DONE;
    await recordAllDrafting(unit, rooms, texts, instrument);
    recordStatuses(unit, instrument, room, statuses);
    await writeRoom(unit, room, room.text, statuses);
    return DONE;
  });
}

/** The status that each paragraph gets. `blocks` null: all of those with words to which `event` can happen at all. */
async function decideAll(
  unit: Unit,
  instrument: InstrumentRow,
  room: LockedRoom,
  event: ParagraphEvent,
  blocks: readonly BlockId[] | null,
): Promise<Map<BlockId, BlockStatus> | Failure> {
  const numbers = numberBlocks(room.text.blocks, instrument.sourceLanguage);
  const held = await openAmendments(unit, instrument);
  const inBrackets = brackets(room.text);
  const decide = (id: BlockId) =>
    decideParagraph(room.statuses.get(id) ?? "open", event, {
      brackets: inBrackets.filter((one) => one.blocks.includes(id)).length,
      openAmendments: held.filter((touched) => touched.has(id)).length,
    });
  const isMeant = (decision: ReturnType<typeof decide>) => decision.ok || decision.code !== "wrong_state";
  const named =
    blocks ??
    room.text.blocks.filter(({ id, runs }) => runs.length > 0 && isMeant(decide(id))).map(({ id }) => id);

  const statuses = new Map<BlockId, BlockStatus>();
  const refused: Array<{ path: string; refusal: Refusal }> = [];
  for (const id of named) {
    const path = numbers.get(id)?.path;
    if (path === undefined) return fail("not_found", null, { paragraph: id });
    const decision = decide(id);
    if (decision.ok) statuses.set(id, decision.to);
    else refused.push({ path, refusal: decision });
  }
  const [first] = refused;
  if (!first) return statuses;
  const { code, rule, detail } = first.refusal;
  return fail(code, rule, { ...detail, paragraphs: refused.map(({ path }) => path) });
}

/** What each amendment not disposed of would change, in the language that is negotiated in. */
async function openAmendments(
  { tx }: Unit,
  { id, sourceLanguage }: InstrumentRow,
): Promise<Array<Set<BlockId>>> {
  return (await selectAmendments(tx, id)).flatMap(({ state, language, patch }) =>
    patch && language === sourceLanguage && holdsUpText(state) ? [new Set(touchedBlocks(patch))] : [],
  );
}

function recordStatuses(
  unit: Unit,
  { slug, sourceLanguage }: InstrumentRow,
  { text }: LockedRoom,
  statuses: ReadonlyMap<BlockId, BlockStatus>,
): void {
  const numbers = numberBlocks(text.blocks, sourceLanguage);
  for (const status of new Set(statuses.values())) {
    const paragraphs = text.blocks
      .filter(({ id }) => statuses.get(id) === status)
      .map((block) => ({
        block: block.id,
        path: numbers.get(block.id)?.path ?? "",
        sha256: createHash("sha256")
          .update(canonicalJson({ ...blockHead(block), runs: normaliseRuns(block.runs) }))
          .digest("hex"),
      }));
    const subject = `${slug}/${sourceLanguage}`;
    unit.record(`paragraphs.${status}`, subject, { language: sourceLanguage, paragraphs }, slug);
  }
}
