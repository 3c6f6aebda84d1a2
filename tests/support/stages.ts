import type { Context } from "../../server/commands/context";
import { insertSnapshot } from "../../server/commands/drafting";
import { transact, type Unit } from "../../server/commands/transact";
import {
  insertDraftAmendment,
  insertSponsor,
  submitAmendmentRow,
  updateAmendmentState,
} from "../../server/db/amendments";
import { insertAttachment } from "../../server/db/attachments";
import { insertComment, insertThread } from "../../server/db/comments";
import { selectBody } from "../../server/db/conferences";
import {
  type InstrumentRow,
  insertInstrument,
  insertText,
  selectOptionalText,
} from "../../server/db/instruments";
import { insertInvitation } from "../../server/db/invitations";
import { insertMotion, insertPoint, updateMotion, updatePoint } from "../../server/db/motions";
import { insertRoom } from "../../server/db/rooms";
import { insertSpeakersList, insertSpeech, selectOptionalSpeakersList } from "../../server/db/speakers";
import { insertVote, updateVote } from "../../server/db/votes";
import type { AmendmentState } from "../../shared/rules/amendments";
import { bodySeized, type Stage } from "../../shared/rules/stages";
import { TEXT_SCHEMA_VERSION } from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";
import { encodeTextDoc } from "../../shared/text/yjs";
import { textOf } from "./collab-kit";
import type { InProcess } from "./in-process";

/** A small instrument at one stage, with an amendment of Kenya's in each state that matters and a question put on it. */
export type Fixture = {
  slug: string;
  version: string;
  patch: Patch;
  draft: string;
  submitted: string;
  open: string;
  vote: string;
  /** An open thread, and the one comment in it, by the committee member of France. */
  thread: string;
  comment: string;
  /** A file beside the open amendment. */
  attachment: string;
  /** The speakers' list of the plenary, and a wish of India's on it. */
  list: string;
  speech: string;
  /** India's, both taken back. */
  motion: string;
  point: string;
};

export type QuestionState = "question_put" | "open" | "locked";

const TEXT = textOf("We shall learn.", "We shall teach.");
const BEFORE = TEXT.blocks[0]!;
const PATCH: Patch = {
  changes: [
    {
      op: "revise",
      before: BEFORE,
      after: { ...BEFORE, runs: [{ text: "We shall all learn.", marks: [] }] },
    },
  ],
};

let made = 0;

type Known = {
  conferenceId: string;
  proposer: string;
  sponsors: string[];
  invited: string;
  commentator: string;
  speaker: { person: string; delegation: string };
};
const known = new WeakMap<InProcess, Promise<Known>>();

async function lookUp(hall: InProcess): Promise<Known> {
  const rows = await hall.sql<{ id: string; code: string; conference: string }>(
    `select d.id, d.code, d.conference_id as conference from delegations d join conferences c on c.id = d.conference_id
     where c.slug = 'beijing-2013' and d.code in ('KEN', 'FRA', 'JOR', 'BRA')`,
  );
  const [commentator] = await hall.sql<{ id: string }>("select id from people where key = 'member-france'");
  const [speaker] = await hall.sql<{ person: string; delegation: string }>(
    `select p.id as person, d.id as delegation from people p join delegations d on d.id = p.delegation_id where d.code = 'IND'`,
  );
  const idOf = (code: string) => rows.find((row) => row.code === code)?.id ?? "";
  return {
    conferenceId: rows[0]?.conference ?? "",
    proposer: idOf("KEN"),
    sponsors: [idOf("FRA"), idOf("JOR")],
    invited: idOf("BRA"),
    commentator: commentator?.id ?? "",
    speaker: speaker ?? { person: "", delegation: "" },
  };
}

/** Straight into the database, whichever way it would have come there: France and Jordan co-sponsor everything, Brazil is invited to what is submitted. */
export async function instrumentAt(hall: InProcess, stage: Stage, question: QuestionState): Promise<Fixture> {
  const { deps } = hall.concord;
  const lookedUp = known.get(hall) ?? lookUp(hall);
  known.set(hall, lookedUp);
  const { conferenceId, proposer, sponsors, invited, commentator, speaker } = await lookedUp;
  const context: Context = { deps, conferenceId, person: null, actor: null, repeat: null };
  // What was moved and raised on the instrument before is not left in the way of this one.
  await hall.sql("update motions set state = 'withdrawn', decided_at = now() where decided_at is null");
  await hall.sql("update points_of_order set state = 'withdrawn' where state = 'raised'");
  const number = ++made;
  const instrument: InstrumentRow = {
    id: deps.newId(),
    conferenceId,
    slug: `small-${number}`,
    title: { en: `Small ${number}` },
    verb: "adopt",
    symbol: `SMALL/${number}`,
    revision: 0,
    sourceLanguage: "en",
    stage,
    outcome: stage === "decided" ? "rejected" : null,
    amendmentsDeadline: null,
  };
  const result = await transact(context, async (unit) => {
    await insertInstrument(unit.tx, { ...instrument, position: 100 + number });
    const version = await addText(context, unit, instrument, "en");
    await addText(context, unit, instrument, "fr");
    const amend = (state: AmendmentState) =>
      addAmendment(context, unit, { instrument, version, proposer, sponsors, invited, state });
    const draft = await amend("draft");
    const submitted = await amend("submitted");
    const open = await amend("open");
    const isFinal = stage === "final_question" || stage === "decided";
    const body = await selectBody(unit.tx, conferenceId, bodySeized(stage));
    const vote = deps.newId();
    await insertVote(unit.tx, {
      id: vote,
      instrumentId: instrument.id,
      bodyId: body.id,
      subject: isFinal ? "final" : "amendment",
      amendmentId: isFinal ? null : await amend("voting"),
      majority: "simple",
      members: body.members,
      present: body.present,
      putAt: unit.at,
    });
    if (question === "open")
      await updateVote(unit.tx, vote, {
        state: "open",
        method: "recorded",
        openedAt: unit.at,
      });
    if (question === "locked") {
      const tally = { yes: 2, no: 1, abstain: 0, result: "carried", needed: 2 } as const;
      await updateVote(unit.tx, vote, { state: "locked", method: "recorded", lockedAt: unit.at, ...tally });
    }
    const attachment = await addAttachment(context, unit, open);
    const thread = deps.newId();
    const comment = deps.newId();
    await addThread(unit, { thread, comment, author: commentator, instrument, salt: deps.newId() });
    const { list, speech } = await addSpeech(context, unit, speaker);
    const procedure = await addProcedure(context, unit, instrument, body.id, speaker);
    const answer: Fixture = {
      ...procedure,
      slug: instrument.slug,
      version,
      patch: PATCH,
      draft,
      submitted,
      open,
      attachment,
      vote,
      thread,
      comment,
      list,
      speech,
    };
    return { ok: true, answer };
  });
  if (!result.ok) throw new Error(`an instrument at ${stage} could not be made: ${result.code}`);
  return result.answer;
}

async function addText(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  language: "en" | "fr",
): Promise<string> {
  const roomId = context.deps.newId();
  const room = `${instrument.slug}.${language}`;
  await insertRoom(unit.tx, {
    id: roomId,
    name: room,
    schemaVersion: TEXT_SCHEMA_VERSION,
    state: encodeTextDoc(TEXT),
  });
  const text = {
    id: context.deps.newId(),
    instrumentId: instrument.id,
    language,
    roomId,
    room,
    frozen: false,
    publishedVersionId: null,
  };
  await insertText(unit.tx, text);
  return (await insertSnapshot(context, unit, instrument, text, TEXT, { reason: "opened", label: "Opened" }))
    .id;
}

async function addAttachment(context: Context, unit: Unit, amendment: string): Promise<string> {
  const id = context.deps.newId();
  await insertAttachment(unit.tx, {
    id,
    amendmentId: amendment,
    name: "figures.txt",
    type: "text/plain",
    content: Buffer.from("Figures"),
    sha256: "0".repeat(64),
    addedBy: null,
    addedAt: unit.at,
  });
  return id;
}

async function addThread(
  unit: Unit,
  given: { thread: string; comment: string; author: string; salt: string; instrument: InstrumentRow },
): Promise<void> {
  const text = await selectOptionalText(unit.tx, given.instrument.id, "en");
  if (!text) throw new Error("the fixture has no English text");
  const anchor = { block: BEFORE.id, start: null, end: null, quote: "", before: "", after: "" };
  await insertThread(unit.tx, {
    id: given.thread,
    amendmentId: null,
    textId: text.id,
    anchor,
    begunAt: unit.at,
  });
  await insertComment(unit.tx, {
    id: given.comment,
    threadId: given.thread,
    authorId: given.author,
    words: "Is this so?",
    salt: given.salt,
    mentions: [],
    writtenAt: unit.at,
  });
}

async function addProcedure(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  bodyId: string,
  { person, delegation }: Known["speaker"],
) {
  const [motion, point] = [context.deps.newId(), context.deps.newId()];
  const theirs = { instrumentId: instrument.id, bodyId, personId: person, delegationId: delegation };
  const kind = "close_debate";
  await insertMotion(unit.tx, { ...theirs, id: motion, kind, words: "", movedAt: unit.at });
  await updateMotion(unit.tx, motion, "withdrawn", unit.at);
  const words = "The order of speakers";
  await insertPoint(unit.tx, { ...theirs, id: point, words, onConduct: true, raisedAt: unit.at });
  await updatePoint(unit.tx, point, "withdrawn");
  return { motion, point };
}

/** A body has one list: the one there is, else a new one. */
async function addSpeech(context: Context, unit: Unit, speaker: Known["speaker"]) {
  const { id: bodyId } = await selectBody(unit.tx, context.conferenceId, "plenary");
  const open = await selectOptionalSpeakersList(unit.tx, bodyId);
  const list = open?.id ?? context.deps.newId();
  if (!open) {
    const given = { topic: "Debate", sides: false, speakingMs: 60_000, openedAt: unit.at };
    await insertSpeakersList(unit.tx, { id: list, bodyId, ...given });
  }
  const speech = context.deps.newId();
  await insertSpeech(unit.tx, {
    id: speech,
    bodyId,
    listId: list,
    list: "general",
    delegationId: speaker.delegation,
    personId: speaker.person,
    priority: false,
    admitted: true,
    askedAt: unit.at,
  });
  return { list, speech };
}

async function addAmendment(
  context: Context,
  unit: Unit,
  given: {
    instrument: InstrumentRow;
    version: string;
    proposer: string;
    sponsors: string[];
    invited: string;
    state: AmendmentState;
  },
): Promise<string> {
  const { instrument, state } = given;
  const id = context.deps.newId();
  // Only a draft is written in any more.
  const roomId = state === "draft" ? context.deps.newId() : null;
  if (roomId !== null)
    await insertRoom(unit.tx, {
      id: roomId,
      name: `amendment.${id}`,
      schemaVersion: TEXT_SCHEMA_VERSION,
      state: encodeTextDoc(applied()),
    });
  await insertDraftAmendment(unit.tx, {
    id,
    instrumentId: instrument.id,
    language: "en",
    delegationId: given.proposer,
    proposedBy: null,
    source: "delegation",
    baseVersionId: given.version,
    roomId,
    createdAt: unit.at,
  });
  for (const sponsor of given.sponsors) await insertSponsor(unit.tx, id, sponsor, unit.at);
  if (state === "draft") return id;
  await insertInvitation(unit.tx, id, given.invited, unit.at);
  await submitAmendmentRow(unit.tx, {
    id,
    instrumentId: instrument.id,
    patch: PATCH,
    form: "insert",
    anchorBlock: BEFORE.id,
    rationale: "Because",
    submittedAt: unit.at,
    late: false,
  });
  await updateAmendmentState(unit.tx, id, state);
  return id;
}

function applied() {
  const [change] = PATCH.changes;
  if (change?.op !== "revise") throw new Error("the patch of the fixtures revises a block");
  return { blocks: TEXT.blocks.map((block) => (block.id === change.after.id ? change.after : block)) };
}
