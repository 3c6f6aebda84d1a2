import type { VoteView } from "../../shared/api/views/votes";
import { count, type Majority } from "../../shared/rules/counting";
import type { Preset } from "../../shared/rules/presets";
import { decisionQuorum } from "../../shared/rules/quorum";
import type { Act } from "../../shared/rules/rights-table";
import { rollCallOrder } from "../../shared/rules/roll-call";
import { nextCalled } from "../../shared/rules/voting/methods";
import { selectOptionalAmendment } from "../db/amendments";
import { type BallotRow, selectBallots, selectObjections } from "../db/ballots";
import { selectBodyById, selectMemberIds } from "../db/conferences";
import { selectInstrument, selectOptionalInstrument } from "../db/instruments";
import { selectHandCounts, selectParticipants, selectRollCallRequests } from "../db/methods";
import { selectOptionalMotion, selectOptionalPoint } from "../db/motions";
import { selectMembers, selectPeople } from "../db/people";
import { selectReservations } from "../db/reservations";
import type { Db } from "../db/rows";
import { selectStatements } from "../db/statements";
import { selectOptionalVote, selectVotes, type VoteRow } from "../db/votes";
import { presentPart, readDivision } from "./division";
import { tagOf } from "./instrument-summary";
import { readOwnText } from "./own-text";
import { readInMeeting } from "./proceedings";
import { presetFor } from "./rules";
import { type Everybody, permissions, type Viewer } from "./viewer";

const ACTS: readonly Act[] = [
  "raise_objection",
  "declare_consensus",
  "start_vote",
  "request_division",
  "rule_on_division",
  "cast_ballot",
  "make_reservation",
  "explain_vote",
  "note_intention",
  "request_roll_call",
  "count_hands",
  "recount_hands",
  "call_roll",
  "answer_roll",
  "lock_vote",
  "proclaim_vote",
  "abort_vote",
];

export async function readVote(viewer: Viewer, id: string): Promise<VoteView | null> {
  const vote = await selectOptionalVote(viewer.pool, id);
  return vote && vote.conferenceId === viewer.conferenceId
    ? voteFor(viewer, await readVoteForAll(viewer, vote))
    : null;
}

/** All questions put on an instrument, oldest first. */
export async function readVotes(viewer: Viewer, slug: string): Promise<VoteView[] | null> {
  const { shared, conferenceId } = viewer;
  const votes = await shared.get(`votes ${conferenceId} ${slug}`, () => readVotesForAll(viewer, slug));
  return votes?.map((vote) => voteFor(viewer, vote)) ?? null;
}

async function readVotesForAll(from: Everybody, slug: string) {
  const instrument = await selectOptionalInstrument(from.pool, from.conferenceId, slug);
  if (!instrument) return null;
  const votes = [];
  for (const vote of await selectVotes(from.pool, instrument.id))
    votes.push(await readVoteForAll(from, vote));
  return votes;
}

export type VoteForAll = Awaited<ReturnType<typeof readVoteForAll>>;

/** All that does not depend on who looks. */
export async function readVoteForAll(from: Everybody, vote: VoteRow) {
  const { pool, conferenceId } = from;
  const instrument = await selectInstrument(pool, vote.instrumentId);
  const preset = await presetFor(pool, conferenceId);
  const body = await selectBodyById(pool, vote.bodyId);
  const ballots = await selectBallots(pool, vote.id, vote.round);
  const motion = vote.motionId ? await selectOptionalMotion(pool, vote.motionId) : null;
  const point = vote.pointId ? await selectOptionalPoint(pool, vote.pointId) : null;
  // Presence is live until the vote is locked or the question decided, and from then on what it was.
  const living = vote.lockedAt === null && vote.decidedAt === null;
  const present = living ? body.present : vote.present;
  const members = living ? body.members : vote.members;
  const quorum = decisionQuorum(members, preset);
  const fixed = vote.yes !== null && vote.no !== null && vote.abstain !== null;
  const tally = fixed
    ? { yes: vote.yes ?? 0, no: vote.no ?? 0, abstain: vote.abstain ?? 0 }
    : vote.state === "open" && (vote.method === "recorded" || vote.method === "roll_call")
      ? {
          yes: ballots.filter(({ choice }) => choice === "yes").length,
          no: ballots.filter(({ choice }) => choice === "no").length,
          abstain: ballots.filter(({ choice }) => choice === "abstain").length,
        }
      : null;
  const division = await readDivision(from, instrument, vote, preset);
  const whole = division && division.whole.id !== vote.id ? division.whole : null;
  const about = (whole ?? vote).amendmentId;
  const amendment = about ? await selectOptionalAmendment(pool, about) : null;
  const majority = vote.majority as Majority;
  const view = {
    id: vote.id,
    instrument: instrument.slug,
    subject: vote.subject,
    amendment: amendment && { id: amendment.id, tag: tagOf(amendment.number) },
    motion: motion && {
      id: motion.id,
      kind: motion.kind,
      about: motion.about === null ? null : tagOf(motion.about),
    },
    point: point && {
      id: point.id,
      words: point.words,
      amendment: point.amendmentNumber && tagOf(point.amendmentNumber),
      sustained: point.sustained,
      ruling: point.ruling,
    },
    of: whole?.id ?? null,
    part: whole && division && presentPart(vote, division),
    division: division?.view ?? null,
    body: { slug: body.slug, name: body.name },
    majority,
    state: vote.state,
    members,
    present,
    decisionQuorum: quorum,
    quorumMet: present >= quorum,
    tally,
    needed: vote.needed ?? (tally && count(tally, { majority, members, preset }).needed),
    result: vote.result,
    reason: vote.reason,
    round: vote.round,
    method: vote.method,
    methods: [...preset.methods],
    rollCall: await presentRollCall(pool, vote, preset, ballots),
    participants: (await selectParticipants(pool, vote.id, vote.round)).map(({ code, name }) => ({
      code,
      name,
    })),
    reservations: (await selectReservations(pool, vote.id)).map(({ code, name, words, madeAt }) => ({
      delegation: { code, name },
      words,
      madeAt,
    })),
    statements: (await selectStatements(pool, vote.id)).map(({ id: _, code, name, ...said }) => ({
      ...said,
      delegation: { code, name },
    })),
    objections: (await selectObjections(pool, vote.id)).map(({ code, name, words }) => ({
      code,
      name,
      words,
    })),
    ownText: await readOwnText(pool, vote),
    silenceUntil: vote.silenceUntil,
    ballots: ballots.map(({ code, name, choice }) => ({ delegation: { code, name }, choice })),
    putAt: vote.putAt,
    openedAt: vote.openedAt,
    lockedAt: vote.lockedAt,
    decidedAt: vote.decidedAt,
  };
  return {
    vote,
    instrument,
    ballots,
    members: await selectMemberIds(pool, vote.bodyId),
    meeting: await readInMeeting(pool, vote.bodyId, vote),
    hands: await readHands(pool, conferenceId, vote),
    view,
  };
}

/** The same, as one person sees it: with their delegation's ballot, and what they may do. */
export function voteFor(
  { actor, person }: Viewer,
  { vote, instrument, ballots, members, meeting, hands, view }: VoteForAll,
): VoteView {
  const mine = ballots.find(({ delegationId }) => delegationId === actor.delegation?.id);
  return {
    ...view,
    hands: handsFor(person.id, vote, hands),
    myBallot: mine
      ? { choice: mine.choice, revision: mine.revision, castAt: mine.castAt, by: mine.by }
      : null,
    permissions: permissions(actor, instrument, ACTS, {
      bodyMember: actor.delegation !== null && members.has(actor.delegation.id),
      teller: vote.tellers.includes(person.id),
      ...meeting,
    }),
  };
}

async function presentRollCall(
  db: Db,
  vote: VoteRow,
  preset: Preset,
  ballots: BallotRow[],
): Promise<VoteView["rollCall"]> {
  const requests = await selectRollCallRequests(db, vote.id);
  const shown = {
    requests: requests.map(({ code, name }) => ({ code, name })),
    requestsNeeded: preset.rollCallRequests,
  };
  if (vote.method !== "roll_call") return { ...shown, order: [], next: null, passed: [] };
  // Whoever was drawn is shown, whatever became of their seat since.
  const members = await selectMembers(db, vote.bodyId, vote.drawn === null ? [] : [vote.drawn]);
  const codes = new Map(members.map(({ name, code }) => [name.en, code]));
  const drawn = members.find(({ id }) => id === vote.drawn);
  if (!drawn) throw new Error(`the name drawn for vote ${vote.id} is no member's`);
  const called = rollCallOrder([...codes.keys()], drawn.name.en);
  const order = called.map((name) => codes.get(name) ?? name);
  const passed = order.filter((code) =>
    vote.passed.includes(members.find((one) => one.code === code)?.id ?? ""),
  );
  const answered = new Set([...ballots.map(({ code }) => code), ...passed]);
  return { ...shown, order, next: vote.state === "open" ? nextCalled(order, answered) : null, passed };
}

type Hands = Awaited<ReturnType<typeof readHands>>;

async function readHands(db: Db, conferenceId: string, vote: VoteRow) {
  if (vote.tellers.length === 0) return { people: [], counts: [] };
  return {
    people: await selectPeople(db, conferenceId),
    counts: await selectHandCounts(db, vote.id, vote.round),
  };
}

/** A teller must not be led by what the other counted: it shows when both have. */
function handsFor(personId: string, vote: VoteRow, { people, counts }: Hands): VoteView["hands"] {
  const now = counts.filter(({ attempt }) => attempt === vote.attempt);
  const hidden = now.length < 2 ? now.filter(({ teller }) => teller !== personId) : [];
  return {
    tellers: vote.tellers.map((id) => ({
      id,
      name: people.find((one) => one.id === id)?.name ?? "",
      counted: now.some(({ teller }) => teller === id),
    })),
    attempt: vote.attempt,
    counts: counts
      .filter((one) => !hidden.includes(one))
      .map(({ teller, name, attempt, yes, no, abstain }) => ({
        teller,
        name,
        attempt,
        tally: { yes, no, abstain },
      })),
  };
}
