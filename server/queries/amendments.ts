import { z } from "zod";
import {
  type AmendmentRef,
  type AmendmentView,
  type ConflictView,
  conflictShape,
} from "../../shared/api/views/amendments";
import type { DiffBlock } from "../../shared/api/views/redline";
import { holdsUpText } from "../../shared/rules/amendments";
import type { Act } from "../../shared/rules/rights-table";
import { bodySeized } from "../../shared/rules/stages";
import { isNext } from "../../shared/rules/voting/order";
import { type AmendmentRow, selectOptionalAmendment } from "../db/amendments";
import { selectBody } from "../db/conferences";
import {
  type InstrumentRow,
  selectInstrument,
  selectOptionalInstrument,
  selectVotingOrder,
} from "../db/instruments";
import { selectHistory, selectOptionalLastEntry } from "../db/ledger";
import { hasAppeal } from "../db/motions";
import { selectFollowed } from "../db/notifications";
import { selectTextSponsors } from "../db/sponsors";
import { selectOptionalVersion } from "../db/versions";
import { selectVotes } from "../db/votes";
import { proposedText } from "./amendment-texts";
import { groupBy } from "./group-by";
import { numberText, tagOf } from "./instrument-summary";
import { placeAmendments } from "./placements";
import { readInMeeting } from "./proceedings";
import { redline } from "./redline";
import { readVersionText } from "./text-content";
import { isMember, permissions, type Viewer } from "./viewer";
import { readVoteForAll, voteFor } from "./votes";
import { withTag } from "./voting-order";
import { inTurn, isOwnOf, isTextSponsor, seesDraft, stillOwn } from "./whose-amendment";

const ACTS: readonly Act[] = [
  "edit_amendment",
  "submit_amendment",
  "sponsor_amendment",
  "invite_sponsors",
  "withdraw_amendment",
  "rebase_amendment",
  "revise_amendment",
  "accept_amendment",
  "move_reconsideration",
  "propose_amendment",
  "rule_on_amendment",
  "set_not_put",
  "lapse_amendment",
  "put_amendment",
];

/** As `readAmendmentList` lists them, each with all that its own page shows. */
export async function readAmendments(viewer: Viewer, slug: string): Promise<AmendmentView[] | null> {
  const instrument = await selectOptionalInstrument(viewer.pool, viewer.conferenceId, slug);
  return instrument && present(viewer, instrument, null);
}

export async function readAmendment(viewer: Viewer, id: string): Promise<AmendmentView | null> {
  const row = await selectOptionalAmendment(viewer.pool, id);
  if (!row || row.conferenceId !== viewer.conferenceId) return null;
  const instrument = await selectInstrument(viewer.pool, row.instrumentId);
  return (await present(viewer, instrument, id))[0] ?? null;
}

/** Whom the sponsors have asked is theirs to know, and of each who was asked. */
function invitationsFor(
  { actor }: Viewer,
  { invitations }: AmendmentRow,
  mine: boolean,
): AmendmentView["invitations"] {
  return invitations
    .filter(({ id, declinedAt }) => mine || (id === actor.delegation?.id && declinedAt === null))
    .map(({ code, name, invitedAt, declinedAt }) => ({
      delegation: { code, name },
      declined: declinedAt !== null,
      invitedAt,
    }));
}

function standing({ id, number, state }: AmendmentRow) {
  return { id, tag: tagOf(number), state };
}

/** What the text would read with an amendment to an amendment and its parent (Rule A9). */
async function withBoth({ pool }: Viewer, row: AmendmentRow): Promise<DiffBlock[]> {
  const version = await readVersionText(pool, row.baseVersionId);
  return redline(version, await proposedText(pool, row), row.language).blocks.filter(
    ({ change }) => change !== "same",
  );
}

async function present(
  viewer: Viewer,
  instrument: InstrumentRow,
  only: string | null,
): Promise<AmendmentView[]> {
  const rows = (await viewer.placements.rows(viewer.pool, instrument.id)).filter(
    (row) => row.state !== "draft" || seesDraft(viewer.actor.delegation?.id, row),
  );
  const placements = await placeAmendments(viewer, instrument, rows);
  const shown = rows.filter(({ id }) => only === null || id === only);
  const votes = (await selectVotes(viewer.pool, instrument.id)).filter(({ amendmentId }) =>
    shown.some(({ id }) => id === amendmentId),
  );
  // One read for all of them: the number of questions to the database must not grow with the number of amendments.
  const acts = await selectHistory(viewer.pool, viewer.conferenceId, [
    ...shown.map(({ id }) => id),
    ...votes.map(({ id }) => id),
  ]);
  const order = await selectVotingOrder(viewer.pool, instrument.id);
  const body = await selectBody(viewer.pool, viewer.conferenceId, bodySeized(instrument.stage));
  const meeting = await readInMeeting(viewer.pool, body.id, { instrumentId: instrument.id });
  const bodyMember = await isMember(
    viewer.pool,
    viewer.conferenceId,
    viewer.actor,
    bodySeized(instrument.stage),
  );
  const sponsors = await selectTextSponsors(viewer.pool, instrument.id);
  const speaksForText = isTextSponsor(viewer.actor, sponsors, instrument.stage);
  const open = rows.filter(({ state }) => state === "open").map(({ id }) => id);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const refTo = (id: string | null): AmendmentRef | null => {
    const row = id === null ? undefined : byId.get(id);
    return row ? { id: row.id, tag: tagOf(row.number) } : null;
  };
  const refsTo = (ids: readonly string[]) => ids.flatMap((id) => refTo(id) ?? []);
  const subs = groupBy(
    rows.filter(({ number }) => number !== null),
    ({ parentId }) => parentId,
  );
  const again = groupBy(
    rows.filter((row) => row.state !== "draft" || isOwnOf(viewer.actor.delegation?.id, row)),
    ({ reintroduces }) => reintroduces,
  );
  const votesOn = groupBy(votes, ({ amendmentId }) => amendmentId);
  const actsOn = groupBy(acts, ({ subject }) => subject);
  const followed = await selectFollowed(
    viewer.pool,
    viewer.person.id,
    shown.map(({ id }) => id),
  );
  const views: AmendmentView[] = [];
  for (const row of shown) {
    const placement = placements.get(row.id);
    const own = votesOn.get(row.id) ?? [];
    const history = [row.id, ...own.map(({ id }) => id)]
      .flatMap((subject) => actsOn.get(subject) ?? [])
      .sort((a, b) => a.seq - b.seq);
    const applied = row.appliedVersionId
      ? await selectOptionalVersion(viewer.pool, row.appliedVersionId)
      : null;
    const parent = refTo(row.parentId);
    const mine = isOwnOf(viewer.actor.delegation?.id, row);
    const amended = row.parentId === null ? null : byId.get(row.parentId);
    const below = subs.get(row.id) ?? [];
    // A ruling is appealed against once (Rule P5).
    const appealable = row.state === "inadmissible" && !(await hasAppeal(viewer.pool, row.id));
    views.push({
      id: row.id,
      number: row.number && numberText(row.number),
      tag: tagOf(row.number),
      instrument: instrument.slug,
      language: row.language,
      state: row.state,
      form: row.form,
      source: row.source,
      delegation: { code: row.delegation.code, name: row.delegation.name },
      sponsors: row.sponsors.map(({ code, name }) => ({ code, name })),
      invitations: invitationsFor(viewer, row, mine),
      proposedBy: row.proposedBy,
      rationale: row.rationale,
      baseVersion: { id: row.baseVersionId, number: row.baseNumber },
      anchor: placement?.anchor ?? null,
      redline: placement?.redline ?? [],
      submittedAs: placement?.submittedAs ?? null,
      conflicts: holdsUpText(row.state) ? (placement?.conflicts ?? []) : null,
      collidesWith: placement?.collidesWith ?? [],
      excludes: placement?.excludes ?? [],
      impliedBy: row.state === "needs_rebase" ? refTo(row.impliedBy) : null,
      distance: placement?.distance ?? null,
      parent: parent && {
        ...parent,
        state: amended?.state ?? "",
        withBoth: row.patch && only !== null ? await withBoth(viewer, row) : [],
      },
      amendedBy: below.map(standing),
      combines: refsTo(row.combines ?? []),
      undecided: await undecidedIn(viewer, row),
      combinedIn: refsTo(
        rows
          .filter(({ combines, number }) => number !== null && combines?.includes(row.id))
          .map(({ id }) => id),
      ),
      room: row.state === "draft" ? row.room : null,
      followed: followed.has(row.id),
      reintroduces: refTo(row.reintroduces),
      begunAgain: (again.get(row.id) ?? []).map(standing),
      file: row.file,
      appliedVersion: applied && { id: applied.id, number: applied.number },
      votes: await Promise.all(own.map(async (vote) => voteFor(viewer, await readVoteForAll(viewer, vote)))),
      createdAt: row.createdAt,
      submittedAt: row.submittedAt,
      late: row.late,
      history: history.map(({ subject, ...entry }) => entry),
      permissions: stillOwn(
        below.some(({ state }) => state === "adopted"),
        inTurn(
          row,
          withTag(isNext(row.id, open, order), (next) => byId.get(next)?.number ?? null),
          permissions(viewer.actor, instrument, appealable ? [...ACTS, "appeal_ruling"] : ACTS, {
            ...meeting,
            language: row.language,
            ownAmendment: mine,
            bodyMember,
            textSponsor: amended ? isOwnOf(viewer.actor.delegation?.id, amended) : speaksForText,
          }),
        ),
      ),
    });
  }
  return views;
}

const begunData = z.object({ undecided: z.array(conflictShape).default([]) });

async function undecidedIn(
  { pool, conferenceId }: Viewer,
  { id, state, combines }: AmendmentRow,
): Promise<ConflictView[]> {
  if (state !== "draft" || combines === null) return [];
  return begunData.parse(await selectOptionalLastEntry(pool, conferenceId, "amendment.begun", id)).undecided;
}
