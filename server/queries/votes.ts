import type { VoteView } from "../../shared/api/views";
import { count, type Majority } from "../../shared/rules/counting";
import { decisionQuorum } from "../../shared/rules/quorum";
import type { Act } from "../../shared/rules/rights";
import { selectOptionalAmendment } from "../db/amendments";
import { selectBodyById, selectOptionalPresence } from "../db/conferences";
import { selectInstrument, selectOptionalInstrument } from "../db/instruments";
import { selectBallots, selectObjections, selectOptionalVote, selectVotes, type VoteRow } from "../db/votes";
import { tagOf } from "./instrument-summary";
import { permissions, presetFor, type Viewer } from "./viewer";

const ACTS: readonly Act[] = [
  "raise_objection",
  "declare_consensus",
  "start_vote",
  "cast_ballot",
  "lock_vote",
  "proclaim_vote",
  "abort_vote",
];

export async function readVote(viewer: Viewer, id: string): Promise<VoteView | null> {
  const vote = await selectOptionalVote(viewer.pool, id);
  return vote && vote.conferenceId === viewer.conferenceId ? presentVote(viewer, vote) : null;
}

/** All questions put on an instrument, oldest first. */
export async function readVotes(viewer: Viewer, slug: string): Promise<VoteView[] | null> {
  const instrument = await selectOptionalInstrument(viewer.pool, viewer.conferenceId, slug);
  if (!instrument) return null;
  const views = [];
  for (const vote of await selectVotes(viewer.pool, instrument.id))
    views.push(await presentVote(viewer, vote));
  return views;
}

export async function presentVote(viewer: Viewer, vote: VoteRow): Promise<VoteView> {
  const { pool, conferenceId, actor } = viewer;
  const instrument = await selectInstrument(pool, vote.instrumentId);
  const preset = await presetFor(pool, conferenceId);
  const body = await selectBodyById(pool, vote.bodyId);
  const ballots = await selectBallots(pool, vote.id, vote.round);
  const amendment = vote.amendmentId ? await selectOptionalAmendment(pool, vote.amendmentId) : null;
  // Presence is live until the vote is locked or the question decided, and from then on what it was.
  const living = vote.lockedAt === null && vote.decidedAt === null;
  const present = living ? body.present : vote.present;
  const members = living ? body.members : vote.members;
  const quorum = decisionQuorum(members, preset);
  const fixed = vote.yes !== null && vote.no !== null && vote.abstain !== null;
  const tally = fixed
    ? { yes: vote.yes ?? 0, no: vote.no ?? 0, abstain: vote.abstain ?? 0 }
    : vote.state === "open"
      ? {
          yes: ballots.filter(({ choice }) => choice === "yes").length,
          no: ballots.filter(({ choice }) => choice === "no").length,
          abstain: ballots.filter(({ choice }) => choice === "abstain").length,
        }
      : null;
  const majority = vote.majority as Majority;
  const mine = ballots.find(({ delegationId }) => delegationId === actor.delegation?.id);
  const presence = actor.delegation
    ? await selectOptionalPresence(pool, vote.bodyId, actor.delegation.id)
    : null;
  return {
    id: vote.id,
    instrument: instrument.slug,
    subject: vote.subject,
    amendment: amendment && { id: amendment.id, tag: tagOf(amendment.number) },
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
    objections: (await selectObjections(pool, vote.id)).map(({ code, name }) => ({ code, name })),
    ballots: ballots.map(({ code, name, choice }) => ({ delegation: { code, name }, choice })),
    myBallot: mine
      ? { choice: mine.choice, revision: mine.revision, castAt: mine.castAt, by: mine.by }
      : null,
    putAt: vote.putAt,
    openedAt: vote.openedAt,
    lockedAt: vote.lockedAt,
    decidedAt: vote.decidedAt,
    permissions: permissions(actor, instrument, ACTS, { bodyMember: presence !== null }),
  };
}
