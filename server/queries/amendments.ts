import type { AmendmentView, ConflictView } from "../../shared/api/views";
import { holdsUpText } from "../../shared/rules/amendments";
import type { Act } from "../../shared/rules/rights";
import { conflictMatrix } from "../../shared/text/conflict";
import { applyPatch, makePatch } from "../../shared/text/make-patch";
import type { TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { type AmendmentRow, selectAmendments, selectOptionalAmendment } from "../db/amendments";
import {
  type InstrumentRow,
  selectInstrument,
  selectOptionalInstrument,
  selectTexts,
} from "../db/instruments";
import { selectHistory } from "../db/ledger";
import { selectOptionalVersion } from "../db/versions";
import { selectVotes } from "../db/votes";
import { tagOf } from "./instrument-summary";
import { redline } from "./redline";
import { readVersionText } from "./text-content";
import { permissions, type Viewer } from "./viewer";
import { presentVote } from "./votes";

const ACTS: readonly Act[] = [
  "edit_amendment",
  "submit_amendment",
  "sponsor_amendment",
  "withdraw_amendment",
  "rebase_amendment",
  "propose_amendment",
  "rule_on_amendment",
  "set_not_put",
  "lapse_amendment",
  "put_amendment",
];

/** Numbered amendments of an instrument in order, then the drafts of the viewer's own delegation. */
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

function isOwn({ actor }: Viewer, row: AmendmentRow): boolean {
  const mine = actor.delegation?.id;
  return mine !== undefined && (row.delegation.id === mine || row.sponsors.some(({ id }) => id === mine));
}

type Placed = {
  row: AmendmentRow;
  base: TextDoc;
  current: TextDoc;
  conflicts: ConflictView[];
  rebased: Patch | null;
};

async function present(
  viewer: Viewer,
  instrument: InstrumentRow,
  only: string | null,
): Promise<AmendmentView[]> {
  const rows = (await selectAmendments(viewer.pool, instrument.id)).filter(
    (row) => row.state !== "draft" || isOwn(viewer, row),
  );
  const placed = await place(viewer, instrument, rows);
  const collisions = collisionsOf(placed);
  const shown = placed.filter(({ row }) => only === null || row.id === only);
  const votes = (await selectVotes(viewer.pool, instrument.id)).filter(({ amendmentId }) =>
    shown.some(({ row }) => row.id === amendmentId),
  );
  // One read for all of them: the number of questions to the database must not grow with the number of amendments.
  const acts = await selectHistory(viewer.pool, viewer.conferenceId, [
    ...shown.map(({ row }) => row.id),
    ...votes.map(({ id }) => id),
  ]);
  const views: AmendmentView[] = [];
  for (const one of shown) {
    const { row } = one;
    const own = votes.filter(({ amendmentId }) => amendmentId === row.id);
    const history = acts.filter(({ subject }) => subject === row.id || own.some(({ id }) => id === subject));
    const applied = row.appliedVersionId
      ? await selectOptionalVersion(viewer.pool, row.appliedVersionId)
      : null;
    const earlier = rows.find(({ id }) => id === row.reintroduces) ?? null;
    const mine = isOwn(viewer, row);
    views.push({
      id: row.id,
      number: row.number,
      tag: tagOf(row.number),
      instrument: instrument.slug,
      language: row.language,
      state: row.state,
      form: row.form,
      source: row.source,
      delegation: { code: row.delegation.code, name: row.delegation.name },
      sponsors: row.sponsors.map(({ code, name }) => ({ code, name })),
      proposedBy: row.proposedBy,
      rationale: row.rationale,
      baseVersion: { id: row.baseVersionId, number: row.baseNumber },
      anchor: anchorOf(one),
      redline: redlineOf(one),
      conflicts: holdsUpText(row.state) ? one.conflicts : null,
      collidesWith: collisions.get(row.id) ?? [],
      room: row.state === "draft" && mine ? row.room : null,
      reintroduces: earlier && { id: earlier.id, tag: tagOf(earlier.number) },
      appliedVersion: applied && { id: applied.id, number: applied.number },
      votes: await Promise.all(own.map((vote) => presentVote(viewer, vote))),
      createdAt: row.createdAt,
      submittedAt: row.submittedAt,
      history: history.map(({ seq, at, act, by }) => ({ seq, at, act, by })),
      permissions: permissions(viewer.actor, instrument, ACTS, {
        language: row.language,
        ownAmendment: mine,
      }),
    });
  }
  return views;
}

/** Dry-runs every amendment on its text as it is now; what fits is restated against that text, so that all can be compared. */
async function place(viewer: Viewer, instrument: InstrumentRow, rows: AmendmentRow[]): Promise<Placed[]> {
  const live = new Map<string, TextDoc>();
  for (const text of await selectTexts(viewer.pool, instrument.id)) {
    if (rows.some(({ language }) => language === text.language))
      live.set(text.language, await viewer.readText(text.room));
  }
  const bases = new Map<string, TextDoc>();
  const placed: Placed[] = [];
  for (const row of rows) {
    const base = bases.get(row.baseVersionId) ?? (await readVersionText(viewer.pool, row.baseVersionId));
    bases.set(row.baseVersionId, base);
    const current = live.get(row.language) ?? base;
    const placing = row.patch ? plan(base, row.patch, current, row.language) : null;
    const numbers = new Map([
      ...numberBlocks(base.blocks, row.language),
      ...numberBlocks(current.blocks, row.language),
    ]);
    placed.push({
      row,
      base,
      current,
      conflicts:
        placing && !placing.ok
          ? placing.conflicts.map((one) => ({ ...one, path: numbers.get(one.block)?.path ?? one.block }))
          : [],
      rebased: placing?.ok ? makePatch(current, placing.result) : null,
    });
  }
  return placed;
}

type Collisions = Map<string, AmendmentView["collidesWith"]>;

/** By amendment: the other undecided ones that cannot be adopted beside it, as both read against the present text. */
function collisionsOf(placed: Placed[]): Collisions {
  const found: Collisions = new Map();
  const note = (one: AmendmentRow, other: AmendmentRow, conflicts: ConflictView[]) =>
    found.set(one.id, [...(found.get(one.id) ?? []), { id: other.id, tag: tagOf(other.number), conflicts }]);
  for (const language of new Set(placed.map(({ row }) => row.language))) {
    const open = placed.filter(({ row }) => row.language === language && holdsUpText(row.state));
    const rivals = open.flatMap(({ row, rebased, current }) =>
      rebased ? [{ row, patch: rebased, current }] : [],
    );
    const current = rivals[0]?.current;
    if (!current) continue;
    const numbers = numberBlocks(current.blocks, language);
    const patches = rivals.map(({ patch }) => patch);
    for (const { a, b, conflicts } of conflictMatrix(current, patches, language)) {
      const one = rivals[a]?.row;
      const other = rivals[b]?.row;
      if (!one || !other) throw new Error(`no amendments ${a} and ${b} in the conflict matrix`);
      const views = conflicts.map((conflict) => ({
        ...conflict,
        path: numbers.get(conflict.block)?.path ?? conflict.block,
      }));
      note(one, other, views);
      note(
        other,
        one,
        views.map(({ ours, theirs, ...rest }) => ({ ...rest, ours: theirs, theirs: ours })),
      );
    }
  }
  return found;
}

function anchorOf({ row, base, current }: Placed): AmendmentView["anchor"] {
  if (!row.anchorBlock) return null;
  const path =
    numberBlocks(current.blocks, row.language).get(row.anchorBlock)?.path ??
    numberBlocks(base.blocks, row.language).get(row.anchorBlock)?.path;
  return { block: row.anchorBlock, path: path ?? row.anchorBlock };
}

/** Only the paragraphs it touches, against the version it was made from. */
function redlineOf({ row, base }: Placed): AmendmentView["redline"] {
  if (!row.patch) return [];
  return redline(base, applyPatch(base, row.patch), row.language).blocks.filter(
    ({ change }) => change !== "same",
  );
}
