import type { AmendmentRow } from "../../server/db/amendments";
import type { Language } from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";

/** An open amendment as the database has it, the nth of its text. */
export function rowOf(patch: Patch, n: number, language: Language): AmendmentRow {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const delegation = { id, code: "KEN", name: { en: "Kenya" } };
  return {
    id,
    instrumentId: id,
    conferenceId: id,
    language,
    number: [n + 1],
    delegation,
    sponsors: [],
    invitations: [],
    proposedBy: null,
    source: "delegation",
    baseVersionId: id,
    baseNumber: 1,
    roomId: null,
    room: null,
    patch,
    form: "substitute",
    anchorBlock: null,
    rationale: "Because",
    state: "open",
    reintroduces: null,
    parentId: null,
    parentPatch: null,
    impliedBy: null,
    late: false,
    combines: null,
    file: null,
    appliedVersionId: null,
    createdAt: "2013-10-22T08:00:00.000Z",
    submittedAt: "2013-10-22T08:00:00.000Z",
  };
}
