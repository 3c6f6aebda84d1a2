import { holdsUpText, takesSubAmendments } from "../../../shared/rules/amendments";
import { decideSubAmendment } from "../../../shared/rules/voting/sub-amendments";
import { makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import type { Conflict, Patch } from "../../../shared/text/patch";
import { compromise } from "../../../shared/text/together/compromise";
import { type AmendmentRow, selectOptionalAmendment } from "../../db/amendments";
import type { TextRow } from "../../db/instruments";
import type { Db } from "../../db/rows";
import { proposedText } from "../../queries/amendment-texts";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, fail, type Result } from "../context";
import { asFailure, isOwn } from "../situation";
import { doesNotFit, fit, withPaths } from "./fit";

/** What a draft begins with. */
export type Origin = {
  /** What stands in its room at first. */
  draft: TextDoc;
  /** The version it is made against; null: the text as it is now. */
  baseVersionId: string | null;
  parent: { id: string; patch: Patch } | null;
  reintroduces: string | null;
  combines: [string, string] | null;
  /** What the two that it stands between do not agree on and brackets cannot show: there the draft says what the text says. */
  undecided: Array<Conflict & { path: string }>;
  rationale: string;
  /** Whose amendment it is: a delegation's, or that of the forum that the earlier one came from. */
  source: string;
  /** Ids of delegations: those that go on sponsoring, and those that are asked to. */
  sponsors: string[];
  invited: string[];
};

const NOTHING: Omit<Origin, "draft"> = {
  baseVersionId: null,
  parent: null,
  reintroduces: null,
  combines: null,
  undecided: [],
  rationale: "",
  source: "delegation",
  sponsors: [],
  invited: [],
};

export function fromText(live: TextDoc): Origin {
  return { ...NOTHING, draft: live };
}

/** Another amendment of the same text; drafts are nobody's but their sponsors'. */
async function find(
  db: Db,
  text: Pick<TextRow, "instrumentId" | "language">,
  id: string,
): Promise<Result<AmendmentRow & { patch: Patch }>> {
  const found = await selectOptionalAmendment(db, id);
  if (found?.instrumentId !== text.instrumentId || !found.patch)
    return fail("not_found", null, { amendment: id });
  if (found.language !== text.language) return fail("invalid_request", null, { language: found.language });
  return { ok: true, answer: { ...found, patch: found.patch } };
}

/**
 * An earlier amendment begun again on the present text, or on what the amendment that it amends proposes now: what it proposed as far as
 * that still fits, else as that reads. Its own sponsors
 * go on with its reasons; others may reintroduce what was withdrawn, in words of their own (Rule W2).
 */
export async function fromEarlier(
  context: Context,
  db: Db,
  text: TextRow,
  id: string,
  live: TextDoc,
): Promise<Result<Origin>> {
  const found = await find(db, text, id);
  if (!found.ok) return found;
  const earlier = found.answer;
  const mine = isOwn(context, earlier);
  if (!mine && earlier.state !== "withdrawn") return fail("not_allowed", "W2");
  const begun =
    earlier.parentId === null
      ? ({ ok: true, answer: fromText(live) } as const)
      : await fromParent(db, text, earlier.parentId);
  if (!begun.ok) return begun;
  const present = begun.answer;
  const fitted = await fit(db, earlier, live);
  const origin = { ...present, draft: fitted.ok ? fitted.result : present.draft, reintroduces: earlier.id };
  if (!mine) return { ok: true, answer: origin };
  return {
    ok: true,
    answer: {
      ...origin,
      rationale: earlier.rationale,
      source: earlier.source,
      sponsors: sponsorsOf([earlier], context),
    },
  };
}

/** The amendment that another is to amend (Rule A9); a third degree there is not (Rule A10). */
export async function findParent(
  db: Db,
  text: Pick<TextRow, "instrumentId" | "language">,
  id: string,
): Promise<Result<AmendmentRow & { patch: Patch }>> {
  const found = await find(db, text, id);
  if (!found.ok) return found;
  const { parentId, state, number } = found.answer;
  const degree = decideSubAmendment(parentId === null ? 1 : 2);
  if (!degree.ok) return asFailure(degree);
  return takesSubAmendments(state) ? found : fail("wrong_state", "A9", { state, tag: tagOf(number) });
}

/** An amendment to an amendment is drafted on what that one proposes. */
export async function fromParent(db: Db, text: TextRow, id: string): Promise<Result<Origin>> {
  const found = await findParent(db, text, id);
  if (!found.ok) return found;
  const parent = found.answer;
  return {
    ok: true,
    answer: {
      ...NOTHING,
      draft: await proposedText(db, parent),
      baseVersionId: parent.baseVersionId,
      parent: { id: parent.id, patch: parent.patch },
    },
  };
}

/** A text between two amendments to begin from: what they agree on in clear, the rest side by side in brackets. */
export async function fromBoth(
  context: Context,
  db: Db,
  text: TextRow,
  ids: readonly [string, string],
  live: TextDoc,
): Promise<Result<Origin>> {
  const parties = [];
  for (const id of ids) {
    const found = await find(db, text, id);
    if (!found.ok) return found;
    const { state, parentId, delegation } = found.answer;
    if (!holdsUpText(state) || state === "voting" || parentId !== null)
      return fail("wrong_state", null, { state, tag: tagOf(found.answer.number) });
    const fitted = await fit(db, found.answer, live);
    if (!fitted.ok) return doesNotFit(fitted.conflicts);
    const patch = makePatch(live, fitted.result);
    if (!patch) return fail("amendment_changes_nothing", null, { tag: tagOf(found.answer.number) });
    parties.push({
      row: found.answer,
      party: { patch, proposer: delegation.name[text.language] ?? delegation.name.en },
    });
  }
  const [a, b] = parties;
  if (!a || !b || a.row.id === b.row.id) return fail("invalid_request", null, { combines: ids });
  const rows = [a.row, b.row];
  const own = rows.filter((row) => isOwn(context, row));
  if (own.length === 0) return fail("not_allowed", null, { reason: "not_own_amendment" });
  const made = compromise(live, a.party, b.party, text.language, (n) => `${context.deps.newId()}-${n}`);
  return {
    ok: true,
    answer: {
      ...NOTHING,
      draft: made.text,
      combines: [a.row.id, b.row.id],
      undecided: withPaths(made.undecided, [live], text.language),
      rationale: rows
        .map(({ number, rationale }) => `${tagOf(number)}: ${rationale}`)
        .join("\n\n")
        .slice(0, 10_000),
      invited: sponsorsOf(rows, context),
    },
  };
}

/** Everybody who stands behind these amendments but the actor's own delegation, each once. */
function sponsorsOf(rows: readonly AmendmentRow[], { actor }: Context): string[] {
  const ids = rows.flatMap(({ delegation, sponsors }) => [delegation.id, ...sponsors.map(({ id }) => id)]);
  return [...new Set(ids)].filter((id) => id !== actor?.delegation?.id);
}
