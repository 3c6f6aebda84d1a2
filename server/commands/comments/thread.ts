import { bodySeized } from "../../../shared/rules/stages";
import type { Anchor } from "../../../shared/text/anchor-shape";
import type { AmendmentRow } from "../../db/amendments";
import {
  type CommentRow,
  insertComment,
  insertThread,
  lockThread,
  selectOptionalComment,
  selectOptionalThread,
  type ThreadRow,
} from "../../db/comments";
import { type InstrumentRow, lockInstrument } from "../../db/instruments";
import { selectPeople } from "../../db/people";
import type { Tx } from "../../db/pool";
import type { Db } from "../../db/rows";
import { sealOf } from "../../queries/verification-of-comments";
import { isMember } from "../../queries/viewer";
import { type Context, type Failure, fail } from "../context";
import { allow, enterAmendment, isOwn } from "../situation";
import type { Unit } from "../transact";

/** null: the person may write beside this text now. */
export async function mayComment(
  context: Context,
  db: Db,
  instrument: InstrumentRow,
): Promise<Failure | null> {
  const bodyMember = await isMember(db, context.conferenceId, context.actor, bodySeized(instrument.stage));
  return allow(context, "comment", instrument, { bodyMember });
}

/** Locks a thread after its instrument and asks for the right; one of another conference is as unknown as any. */
export async function enterThread(
  context: Context,
  tx: Tx,
  id: string,
): Promise<
  { ok: true; instrument: InstrumentRow; thread: ThreadRow; amendment: AmendmentRow | null } | Failure
> {
  const found = await selectOptionalThread(tx, id);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { thread: id });
  if (found.amendmentId !== null && found.discusses) {
    const entered = await enterDiscussion(context, tx, found.amendmentId);
    return entered.ok ? { ...entered, thread: await lockThread(tx, id) } : entered;
  }
  if (found.amendmentId !== null) {
    const draft = await enterDraft(context, tx, found.amendmentId);
    if (draft.ok) return { ...draft, thread: await lockThread(tx, id) };
    return draft.code === "not_found" ? fail("not_found", null, { thread: id }) : draft;
  }
  const instrument = await lockInstrument(tx, found.instrumentId);
  const thread = await lockThread(tx, id);
  return (await mayComment(context, tx, instrument)) ?? { ok: true, instrument, thread, amendment: null };
}

/** The draft of an amendment, for those who write it: to others it does not exist, nor what is said beside it. */
export async function enterDraft(
  context: Context,
  tx: Tx,
  id: string,
): Promise<{ ok: true; instrument: InstrumentRow; amendment: AmendmentRow } | Failure> {
  const entered = await enterAmendment(context, tx, id, "edit_amendment");
  if (!entered.ok) return entered;
  const { state } = entered.amendment;
  return state === "draft" ? entered : fail("wrong_state", null, { state });
}

/** A submitted amendment, for those who may speak about it. */
export async function enterDiscussion(
  context: Context,
  tx: Tx,
  id: string,
): Promise<{ ok: true; instrument: InstrumentRow; amendment: AmendmentRow } | Failure> {
  const entered = await enterAmendment(context, tx, id, "read_amendments");
  if (!entered.ok) return entered;
  const { instrument, amendment } = entered;
  if (amendment.state === "draft") return fail("wrong_state", null, { state: amendment.state });
  const bodyMember = await isMember(tx, context.conferenceId, context.actor, bodySeized(instrument.stage));
  const { language } = amendment;
  const ownAmendment = isOwn(context, amendment);
  return allow(context, "discuss_amendment", instrument, { language, ownAmendment, bodyMember }) ?? entered;
}

/** A comment of one's own that was not taken back, with its thread locked. */
export async function enterOwnComment(
  context: Context,
  tx: Tx,
  id: string,
): Promise<
  | {
      ok: true;
      instrument: InstrumentRow;
      thread: ThreadRow;
      amendment: AmendmentRow | null;
      comment: CommentRow;
    }
  | Failure
> {
  const found = await selectOptionalComment(tx, id);
  if (!found) return fail("not_found", null, { comment: id });
  const entered = await enterThread(context, tx, found.threadId);
  if (!entered.ok) return entered;
  const comment = await selectOptionalComment(tx, id);
  if (!comment || comment.words === null) return fail("not_found", null, { comment: id });
  if (comment.authorId !== context.person?.id) return fail("not_own_comment");
  return { ...entered, comment };
}

/** The people named, each once; an id that is nobody's here is refused, and beside a draft who cannot read it. */
export async function namedPeople(
  context: Context,
  db: Db,
  ids: readonly string[],
  amendment: AmendmentRow | null,
): Promise<{ ok: true; ids: string[] } | Failure> {
  const people = await selectPeople(db, context.conferenceId);
  const readers =
    amendment?.state === "draft" &&
    new Set([amendment.delegation, ...amendment.sponsors].map(({ id }) => id));
  const known = new Set(
    people.filter((one) => !readers || readers.has(one.delegation?.id ?? "")).map(({ id }) => id),
  );
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) return fail("not_found", null, { people: unknown });
  return { ok: true, ids: [...new Set(ids)] };
}

/** A thread with its first comment, for the record as what it is about. `language`: of the text; `discusses`: what was submitted, and no live text. */
export async function beginThread(
  { deps, person }: Context,
  unit: Unit,
  about: {
    instrument: string;
    language: string;
    textId: string;
    amendmentId: string | null;
    discusses: boolean;
    anchor: Anchor | null;
  },
  said: { words: string; mentions: string[] },
): Promise<{ thread: string; comment: string }> {
  if (!person) throw new Error("only people comment");
  const { instrument, language, textId, amendmentId, discusses, anchor } = about;
  const thread = deps.newId();
  const comment = deps.newId();
  const salt = deps.newId();
  await insertThread(unit.tx, { id: thread, textId, amendmentId, discusses, anchor, begunAt: unit.at });
  await insertComment(unit.tx, {
    id: comment,
    threadId: thread,
    authorId: person.id,
    ...said,
    salt,
    writtenAt: unit.at,
  });
  unit.record(
    "comment.added",
    comment,
    {
      language,
      thread,
      block: anchor?.block ?? null,
      mentions: said.mentions,
      seal: sealOf(salt, said.words),
      ...(amendmentId === null ? {} : { amendment: amendmentId }),
      ...(discusses ? { discusses } : {}),
    },
    instrument,
  );
  return { thread, comment };
}
