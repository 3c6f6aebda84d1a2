import type { AmendmentRef, AmendmentSummary } from "../../shared/api/views/amendments";
import type { Permission } from "../../shared/api/views/common";
import { holdsUpText } from "../../shared/rules/amendments";
import type { Actor } from "../../shared/rules/people";
import type { Act } from "../../shared/rules/rights-table";
import { bodySeized } from "../../shared/rules/stages";
import { hasTurn, nextToPut } from "../../shared/rules/voting/order";
import type { AmendmentRow } from "../db/amendments";
import { selectBody } from "../db/conferences";
import { selectOptionalInstrument, selectVotingOrder } from "../db/instruments";
import { numberText, tagOf } from "./instrument-summary";
import { Memo } from "./memo";
import { type Placements, placeAmendments } from "./placements";
import type { Placement } from "./placing";
import { readInMeeting } from "./proceedings";
import { type Everybody, permissions, type Viewer } from "./viewer";
import { inTurn, isOwnOf, seesDraft } from "./whose-amendment";

const ON_DRAFTS: readonly Act[] = ["edit_amendment"];
const ON_UNDECIDED: readonly Act[] = ["rule_on_amendment", "set_not_put", "lapse_amendment", "put_amendment"];

/** Numbered amendments of an instrument in order, then the drafts that the viewer's delegation sponsors or is invited to. */
export async function readAmendmentList(viewer: Viewer, slug: string): Promise<AmendmentSummary[] | null> {
  const { shared, conferenceId, actor } = viewer;
  const found = await shared.get(`amendments ${conferenceId} ${slug}`, () => readForAll(viewer, slug));
  if (!found) return null;
  const permissionsOn = permissionsFor(actor, found);
  const shown = found.listing.listed
    .filter(({ row }) => row.state !== "draft" || seesDraft(actor.delegation?.id, row))
    .map((one) => ({ ...one, may: permissionsOn(one.row) }));
  // Most are given the very same list: it is put together, and packed, once.
  const sorts = [...new Set(shown.map(({ may }) => may))];
  const key = JSON.stringify([sorts, shown.map(({ summary, may }) => [summary.id, sorts.indexOf(may)])]);
  return found.listing.given.get(key, async () =>
    shown.map(({ summary, may }) => ({ ...summary, permissions: may })),
  );
}

/** Answers to those who are given different ones of one list. */
const KEPT_GIVEN = 8;

class Listing {
  readonly given = new Memo<AmendmentSummary[]>(KEPT_GIVEN);

  constructor(
    readonly rows: readonly AmendmentRow[],
    readonly listed: ReadonlyArray<{ row: AmendmentRow; summary: Omit<AmendmentSummary, "permissions"> }>,
  ) {}
}

/** As long as neither the amendments nor where they stand changes. */
const listings = new WeakMap<Placements, Listing>();

type ForAll = NonNullable<Awaited<ReturnType<typeof readForAll>>>;

/** After every act all screens ask at once. */
async function readForAll(from: Everybody, slug: string) {
  const { pool, conferenceId } = from;
  const instrument = await selectOptionalInstrument(pool, conferenceId, slug);
  if (!instrument) return null;
  const rows = await from.placements.rows(pool, instrument.id);
  const placements = await placeAmendments(from, instrument, rows);
  const known = listings.get(placements);
  const listing = known?.rows === rows ? known : listingOf(slug, rows, placements);
  listings.set(placements, listing);
  const body = await selectBody(pool, conferenceId, bodySeized(instrument.stage));
  return {
    instrument,
    order: await selectVotingOrder(pool, instrument.id),
    meeting: await readInMeeting(pool, body.id),
    listing,
  };
}

function listingOf(slug: string, rows: readonly AmendmentRow[], placements: Placements): Listing {
  const tags = new Map(rows.map(({ id, number }) => [id, tagOf(number)]));
  const refTo = (id: string | null): AmendmentRef | null => {
    const tag = id === null ? undefined : tags.get(id);
    return id !== null && tag !== undefined ? { id, tag } : null;
  };
  return new Listing(
    rows,
    rows.map((row) => ({
      row,
      summary: summaryOf(slug, row, placements.get(row.id), {
        parent: refTo(row.parentId),
        impliedBy: row.state === "needs_rebase" ? refTo(row.impliedBy) : null,
      }),
    })),
  );
}

function summaryOf(
  slug: string,
  row: AmendmentRow,
  placement: Placement | undefined,
  more: Pick<AmendmentSummary, "parent" | "impliedBy">,
): Omit<AmendmentSummary, "permissions"> {
  const distance = placement?.distance;
  return {
    id: row.id,
    number: row.number && numberText(row.number),
    tag: tagOf(row.number),
    instrument: slug,
    language: row.language,
    state: row.state,
    delegation: { code: row.delegation.code, name: row.delegation.name },
    sponsors: row.sponsors.map(({ code, name }) => ({ code, name })),
    anchor: placement?.anchor ?? null,
    change: placement?.change ?? null,
    touches: placement?.touches ?? [],
    conflicts: holdsUpText(row.state)
      ? (placement?.conflicts ?? []).map(({ kind, block, path }) => ({ kind, block, path }))
      : null,
    collidesWith: (placement?.collidesWith ?? []).map(({ id, tag, conflicts }) => ({
      id,
      tag,
      conflicts: conflicts.map(({ kind, path }) => ({ kind, path })),
    })),
    excludes: placement?.excludes ?? [],
    distance: distance ? { reach: distance.reach, words: distance.words } : null,
    createdAt: row.createdAt,
    late: row.late,
    ...more,
  };
}

/** The same for all that are alike to the viewer: in a list of a thousand there are a handful of sorts. */
function permissionsFor(actor: Actor, { instrument, order, meeting, listing: { rows } }: ForAll) {
  const next = nextToPut(
    rows.flatMap(({ state, id }) => (state === "open" ? [id] : [])),
    order,
  );
  const known = new Map<string, Record<string, Permission>>();
  return (row: AmendmentRow): Record<string, Permission> => {
    const acts = row.state === "draft" ? ON_DRAFTS : holdsUpText(row.state) ? ON_UNDECIDED : [];
    const ownAmendment = isOwnOf(actor.delegation?.id, row);
    const turn = row.state === "open" ? hasTurn(row.id, next) : null;
    const key = `${acts[0]} ${ownAmendment} ${row.language} ${turn?.ok}`;
    let found = known.get(key);
    if (!found) {
      const all = permissions(actor, instrument, acts, { ...meeting, language: row.language, ownAmendment });
      const told = Object.fromEntries(
        Object.entries(all).filter(([, answer]) => answer.ok || answer.code !== "not_allowed"),
      );
      found = turn ? inTurn(row, turn, told) : told;
      known.set(key, found);
    }
    return found;
  };
}
