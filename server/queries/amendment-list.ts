import type { AmendmentRef, AmendmentSummary, Permission } from "../../shared/api/views";
import { holdsUpText } from "../../shared/rules/amendments";
import type { Act } from "../../shared/rules/rights";
import { bodySeized } from "../../shared/rules/stages";
import { isNext } from "../../shared/rules/voting/order";
import { type AmendmentRow, selectAmendments } from "../db/amendments";
import { selectBody } from "../db/conferences";
import { type InstrumentRow, selectOptionalInstrument, selectVotingOrder } from "../db/instruments";
import { numberText, tagOf } from "./instrument-summary";
import { placeAmendments } from "./placements";
import type { Placement } from "./placing";
import { readInMeeting } from "./proceedings";
import { permissions, type Viewer } from "./viewer";
import { inTurn, isOwnOf, seesDraft } from "./whose-amendment";

const ON_DRAFTS: readonly Act[] = ["edit_amendment"];
const ON_UNDECIDED: readonly Act[] = ["rule_on_amendment", "set_not_put", "lapse_amendment", "put_amendment"];

/** Numbered amendments of an instrument in order, then the drafts that the viewer's delegation sponsors or is invited to. */
export async function readAmendmentList(viewer: Viewer, slug: string): Promise<AmendmentSummary[] | null> {
  const instrument = await selectOptionalInstrument(viewer.pool, viewer.conferenceId, slug);
  if (!instrument) return null;
  const rows = (await selectAmendments(viewer.pool, instrument.id)).filter(
    (row) => row.state !== "draft" || seesDraft(viewer.actor.delegation?.id, row),
  );
  const placements = await placeAmendments(viewer, instrument, rows);
  const permissionsOn = await permissionsFor(viewer, instrument, rows);
  const tags = new Map(rows.map(({ id, number }) => [id, tagOf(number)]));
  const refTo = (id: string | null): AmendmentRef | null => {
    const tag = id === null ? undefined : tags.get(id);
    return id !== null && tag !== undefined ? { id, tag } : null;
  };
  return rows.map((row) =>
    summary(instrument.slug, row, placements.get(row.id), {
      parent: refTo(row.parentId),
      impliedBy: row.state === "needs_rebase" ? refTo(row.impliedBy) : null,
      permissions: permissionsOn(row),
    }),
  );
}

function summary(
  slug: string,
  row: AmendmentRow,
  placement: Placement | undefined,
  more: Pick<AmendmentSummary, "parent" | "impliedBy" | "permissions">,
): AmendmentSummary {
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
      kinds: [...new Set(conflicts.map(({ kind }) => kind))],
    })),
    excludes: placement?.excludes ?? [],
    distance: distance ? { reach: distance.reach, words: distance.words } : null,
    createdAt: row.createdAt,
    late: row.late,
    ...more,
  };
}

/** The same for all that are alike to the viewer: in a list of a thousand there are a handful of sorts. */
async function permissionsFor(viewer: Viewer, instrument: InstrumentRow, rows: readonly AmendmentRow[]) {
  const { pool, conferenceId, actor } = viewer;
  const order = await selectVotingOrder(pool, instrument.id);
  const body = await selectBody(pool, conferenceId, bodySeized(instrument.stage));
  const meeting = await readInMeeting(pool, body.id);
  const open = rows.filter(({ state }) => state === "open").map(({ id }) => id);
  const known = new Map<string, Record<string, Permission>>();
  return (row: AmendmentRow): Record<string, Permission> => {
    const acts = row.state === "draft" ? ON_DRAFTS : holdsUpText(row.state) ? ON_UNDECIDED : [];
    if (acts.length === 0) return {};
    const ownAmendment = isOwnOf(actor.delegation?.id, row);
    const key = `${row.state === "draft"} ${ownAmendment} ${row.language}`;
    let found = known.get(key);
    if (!found) {
      const all = permissions(actor, instrument, acts, { ...meeting, language: row.language, ownAmendment });
      found = Object.fromEntries(
        Object.entries(all).filter(([, answer]) => answer.ok || answer.code !== "not_allowed"),
      );
      known.set(key, found);
    }
    return found.put_amendment ? inTurn(row, isNext(row.id, open, order), found) : found;
  };
}
