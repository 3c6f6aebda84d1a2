import type { ThreeWayView, WhatIfView } from "../../shared/api/together";
import type { AmendmentRef, ConflictView } from "../../shared/api/views/amendments";
import type { NumberedBlock } from "../../shared/api/views/versions";
import { holdsUpText } from "../../shared/rules/amendments";
import { applyPatch, makePatch } from "../../shared/text/make-patch";
import type { TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Conflict, Patch } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { threeWay } from "../../shared/text/together/three-way";
import { type Proposal, whatIf } from "../../shared/text/together/what-if";
import { type AmendmentRow, selectOptionalAmendment } from "../db/amendments";
import { selectInstrument, selectOptionalInstrument } from "../db/instruments";
import { proposedText, startingText } from "./amendment-texts";
import { numberText, tagOf } from "./instrument-summary";
import { type Placements, placeAmendments } from "./placements";
import type { Placement } from "./placing";
import { redline } from "./redline";
import { numbered } from "./versions";
import type { Viewer } from "./viewer";

type Submitted = AmendmentRow & { patch: Patch };

/** What a submitted amendment proposes, as an amendment to it is made (Rule A9); null: it does not exist, or is a draft. */
export async function readProposal(viewer: Viewer, id: string) {
  const row = await selectOptionalAmendment(viewer.pool, id);
  if (row?.conferenceId !== viewer.conferenceId || !isSubmitted(row)) return null;
  return numbered(await proposedText(viewer.pool, row), row.language);
}

const refTo = ({ id, number }: AmendmentRow): AmendmentRef => ({ id, tag: tagOf(number) });

function isSubmitted(row: AmendmentRow): row is Submitted {
  return row.patch !== null && row.number !== null;
}

/** The text that an amendment was begun on, a draft too: it is nobody's secret. */
export async function readStart(viewer: Viewer, id: string): Promise<NumberedBlock[] | null> {
  const row = await selectOptionalAmendment(viewer.pool, id);
  if (row?.conferenceId !== viewer.conferenceId) return null;
  return numbered(await startingText(viewer.pool, row), row.language);
}

function withPaths(
  conflicts: readonly Conflict[],
  text: TextDoc,
  language: AmendmentRow["language"],
): ConflictView[] {
  const numbers = numberBlocks(text.blocks, language);
  return conflicts.map((one) => ({ ...one, path: numbers.get(one.block)?.path ?? one.block }));
}

/** Two amendments word by word beside what both stand on; "different" when there is no such text. */
export async function readThreeWay(
  viewer: Viewer,
  id: string,
  otherId: string,
): Promise<ThreeWayView | null | "different"> {
  const row = await selectOptionalAmendment(viewer.pool, id);
  if (row?.conferenceId !== viewer.conferenceId || !isSubmitted(row)) return null;
  const instrument = await selectInstrument(viewer.pool, row.instrumentId);
  const rows = await viewer.placements.rows(viewer.pool, instrument.id);
  const other = rows.find((one) => one.id === otherId);
  if (!other || !isSubmitted(other)) return null;
  if (other.id === row.id || other.language !== row.language || other.parentId !== row.parentId)
    return "different";
  const placements = await placeAmendments(viewer, instrument, rows);
  const common = await groundOf(viewer, [row, other], [placements.get(row.id), placements.get(other.id)]);
  if (!common) return "different";
  const { text, patches, ground } = common;
  const { blocks, conflicts } = threeWay(text, ...patches, row.language);
  // A new paragraph has no number there; it is called as it would be with its own amendment adopted.
  const numbers = new Map(
    [applyPatch(text, patches[1]), applyPatch(text, patches[0]), text].flatMap((one) => [
      ...numberBlocks(one.blocks, row.language),
    ]),
  );
  const pathOf = (block: string) => numbers.get(block)?.path ?? block;
  return {
    amendments: [
      { ...refTo(row), delegation: { code: row.delegation.code, name: row.delegation.name } },
      { ...refTo(other), delegation: { code: other.delegation.code, name: other.delegation.name } },
    ],
    ground,
    blocks: blocks.map(({ id: block, fate, stretches }) => ({
      id: block,
      path: pathOf(block),
      fate,
      stretches,
    })),
    conflicts: conflicts.map((one) => ({ ...one, path: pathOf(one.block) })),
  };
}

type Common = { text: TextDoc; patches: [Patch, Patch]; ground: ThreeWayView["ground"] };

/** Both on the text as it is now, if they fit it; else on the version that both were made against. */
async function groundOf(
  { pool }: Viewer,
  [row, other]: [Submitted, Submitted],
  [a, b]: [Placement | undefined, Placement | undefined],
): Promise<Common | null> {
  if (a?.patch && b?.patch)
    return { text: a.on.text, patches: [a.patch, b.patch], ground: row.parentId === null ? "now" : "parent" };
  const isSameStart =
    row.baseVersionId === other.baseVersionId &&
    JSON.stringify(row.parentPatch) === JSON.stringify(other.parentPatch);
  if (!isSameStart) return null;
  return {
    text: await startingText(pool, row),
    patches: [row.patch, other.patch],
    ground: row.parentId === null ? "version" : "parent",
  };
}

/** The text as it would read with these amendments adopted in this order; "different" when they are not of one text. */
export async function readWhatIf(
  viewer: Viewer,
  slug: string,
  numbers: readonly string[],
): Promise<WhatIfView | null | "different"> {
  const instrument = await selectOptionalInstrument(viewer.pool, viewer.conferenceId, slug);
  if (!instrument) return null;
  const rows = await viewer.placements.rows(viewer.pool, instrument.id);
  const chosen: Submitted[] = [];
  for (const number of new Set(numbers)) {
    const row = rows.find((one) => one.number !== null && numberText(one.number) === number);
    if (!row || !isSubmitted(row)) return null;
    chosen.push(row);
  }
  const [first] = chosen;
  if (!first || chosen.some(({ language }) => language !== first.language)) return "different";
  return suppose(chosen, await placeAmendments(viewer, instrument, rows), first.language);
}

type Step = WhatIfView["steps"][number];

function suppose(
  chosen: readonly Submitted[],
  placements: Placements,
  language: AmendmentRow["language"],
): WhatIfView | "different" {
  const steps = new Map<string, Step>();
  const proposals: Proposal[] = [];
  let current: TextDoc | null = null;
  for (const row of chosen) {
    if (row.parentId !== null) continue;
    const placement = placements.get(row.id);
    if (!placement) throw new Error(`${tagOf(row.number)} has no place`);
    current ??= placement.on.text;
    const step = (outcome: Step["outcome"], conflicts: ConflictView[] = []) =>
      steps.set(row.id, { amendment: refTo(row), outcome, because: [], conflicts });
    if (row.state === "adopted") step("contained");
    else if (!holdsUpText(row.state)) step("decided");
    else if (!placement.patch && placement.conflicts.length === 0) step("contained");
    else if (!placement.patch) step("needs_redraft", placement.conflicts);
    else {
      const subs = chosen.filter(({ parentId }) => parentId === row.id);
      const patch = withSubs(row, placement.patch, placement.on.text, subs, placements, steps);
      if (patch) proposals.push({ id: row.id, patch });
      else step("contained");
    }
  }
  for (const row of chosen)
    if (!steps.has(row.id) && row.parentId !== null)
      steps.set(row.id, { amendment: refTo(row), outcome: "needs_parent", because: [], conflicts: [] });
  if (!current) return { language, redline: [], steps: [...steps.values()], orderDecides: [] };

  const text = current;
  const supposed = whatIf(text, proposals, language);
  const byId = new Map(chosen.map((row) => [row.id, row]));
  const refs = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [refTo(row)] : [];
    });
  for (const step of supposed.steps) {
    const row = byId.get(step.id);
    if (!row) continue;
    const isOut = step.outcome === "moot" || step.outcome === "needs_redraft";
    steps.set(row.id, {
      amendment: refTo(row),
      outcome: step.outcome,
      because: isOut ? refs(step.because) : [],
      conflicts: isOut ? withPaths(step.conflicts, text, language) : [],
    });
    // What would amend one that is not adopted is not applied either (Rule A11).
    if (isOut)
      for (const sub of chosen)
        if (sub.parentId === row.id)
          steps.set(sub.id, {
            amendment: refTo(sub),
            outcome: "needs_parent",
            because: [refTo(row)],
            conflicts: [],
          });
  }
  return {
    language,
    redline: redline(text, supposed.text, language).blocks,
    steps: chosen.flatMap(({ id }) => steps.get(id) ?? []),
    orderDecides: supposed.orderDecides.flatMap(({ a, b, conflicts }) => {
      const [one, two] = [byId.get(a), byId.get(b)];
      return one && two
        ? [{ a: refTo(one), b: refTo(two), conflicts: withPaths(conflicts, text, language) }]
        : [];
    }),
  };
}

/** An amendment as it would read with those to it carried, one after the other (Rule A9). Null: it would change nothing. */
function withSubs(
  row: Submitted,
  patch: Patch,
  current: TextDoc,
  subs: readonly Submitted[],
  placements: Placements,
  steps: Map<string, Step>,
): Patch | null {
  let reads = applyPatch(current, patch);
  const carried: AmendmentRef[] = [];
  for (const sub of subs) {
    const placed = placements.get(sub.id);
    const planned = placed?.patch ? plan(placed.on.text, placed.patch, reads, row.language) : null;
    const conflicts = planned?.ok === false ? withPaths(planned.conflicts, reads, row.language) : [];
    const isCarried = sub.state === "adopted" || planned?.ok === true;
    steps.set(sub.id, {
      amendment: refTo(sub),
      outcome: sub.state === "adopted" ? "contained" : isCarried ? "adopted" : "needs_redraft",
      because: isCarried ? [] : carried,
      conflicts: planned ? conflicts : (placed?.conflicts ?? []),
    });
    if (planned?.ok) {
      reads = planned.result;
      carried.push(refTo(sub));
    }
  }
  return carried.length > 0 ? makePatch(current, reads) : patch;
}
