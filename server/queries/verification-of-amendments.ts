import { createHash } from "node:crypto";
import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import type { LedgerEntry } from "../../shared/records/ledger";
import type { AmendmentRow, Undo } from "../db/amendments";
import type { InstrumentRow } from "../db/instruments";
import { tagOf } from "./instrument-summary";

type Problem = Verification["problems"][number];

const submittedData = z.object({
  tag: z.string(),
  language: z.string(),
  delegation: z.string(),
  sponsors: z.array(z.string()),
  base: z.object({ version: z.string() }),
  form: z.string(),
  patch: z.unknown(),
  rationale: z.string(),
  amends: z.string().nullable().default(null),
  combines: z.array(z.string()).nullable().default(null),
  file: z.object({ name: z.string(), sha256: z.string(), place: z.string() }).nullable().default(null),
});
const revisedData = z.object({
  base: z.object({ version: z.string() }),
  form: z.string(),
  patch: z.unknown(),
  rationale: z.string(),
  state: z.string(),
});
const amendedData = z.object({ form: z.string(), patch: z.unknown() });
const misfitData = z.object({ because: z.string(), implied: z.boolean().optional() });
const sponsorData = z.object({ delegation: z.string() });
const appliedData = z.object({ version: z.string(), undo: z.string().nullable().default(null) });
/** The state that an act leaves an amendment in. */
const STATE_AFTER: Record<string, string> = {
  "amendment.submitted": "submitted",
  "amendment.ruled_admissible": "admissible",
  "amendment.ruled_inadmissible": "inadmissible",
  "amendment.circulated": "open",
  "amendment.adopted": "adopted",
  "amendment.rejected": "rejected",
  "amendment.withdrawn": "withdrawn",
  "amendment.not_put": "not_put",
  "amendment.needs_rebase": "needs_rebase",
  "amendment.lapsed": "lapsed",
  "amendment.incorporated": "incorporated",
  "amendment.reconsidered": "open",
  "amendment.reopened": "open",
};
/** Acts that put an amendment into its text. */
const APPLYING = new Set(["amendment.adopted", "amendment.incorporated"]);
/** A value as the record has it, and the entry that said so last. */
export type Last<T> = { seq: number; value: T };

export type ToldAmendment = {
  submitted: z.infer<typeof submittedData>;
  sponsors: Set<string>;
  state: string;
  /** The tag of the adopted one that necessarily rejects it. */
  impliedBy: string | null;
  applied: string | null;
  /** The hash of what would take it out of its text again. */
  undo: string | null;
};

export function setState(
  told: Map<string, Last<ToldAmendment>>,
  id: string,
  seq: number,
  state: string,
): void {
  const amendment = told.get(id);
  if (amendment) told.set(id, { seq, value: { ...amendment.value, state } });
}

/** Follows what the record tells of amendments. */
export function foldAmendment(
  told: Map<string, Last<ToldAmendment>>,
  { act, subject, seq, data }: LedgerEntry,
): void {
  if (act === "amendment.submitted") {
    const submitted = submittedData.safeParse(data);
    if (!submitted.success) return;
    const sponsors = new Set(submitted.data.sponsors);
    const value = {
      submitted: submitted.data,
      sponsors,
      state: "submitted",
      impliedBy: null,
      applied: null,
      undo: null,
    };
    told.set(subject, { seq, value });
    return;
  }
  const amendment = told.get(subject)?.value;
  if (!amendment) return;
  const sponsor = sponsorData.safeParse(data);
  if (act === "amendment.sponsored" && sponsor.success) amendment.sponsors.add(sponsor.data.delegation);
  if (act === "amendment.sponsor_left" && sponsor.success) amendment.sponsors.delete(sponsor.data.delegation);
  const amended = act === "amendment.amended" ? amendedData.safeParse(data) : null;
  if (amended?.success) Object.assign(amendment.submitted, amended.data);
  const revised = act === "amendment.revised" ? revisedData.safeParse(data) : null;
  if (revised?.success) {
    const { state, ...words } = revised.data;
    Object.assign(amendment.submitted, words);
    amendment.impliedBy = null;
    setState(told, subject, seq, state);
  }
  const misfit = act === "amendment.needs_rebase" ? misfitData.safeParse(data) : null;
  if (misfit?.success && misfit.data.implied) amendment.impliedBy = misfit.data.because;
  const applied = APPLYING.has(act) ? appliedData.safeParse(data) : null;
  if (applied?.success) Object.assign(amendment, { applied: applied.data.version, undo: applied.data.undo });
  if (act === "amendment.reconsidered") Object.assign(amendment, { applied: null, undo: null });
  const state = STATE_AFTER[act];
  if (state !== undefined) setState(told, subject, seq, state);
}

/** Holds an amendment against the acts that led to it. `undone`: what would take it out of its text again. */
export function verifyAmendment(
  { slug }: InstrumentRow,
  row: AmendmentRow,
  undone: Undo | null,
  told: Last<ToldAmendment> | null,
  tags: ReadonlyMap<string, string>,
): Problem[] {
  // A draft is nobody's but its sponsors': the record begins with its submission.
  if (!told && row.state === "draft") return [];
  const name = `${slug}: ${tagOf(row.number)}`;
  if (!told) return [{ seq: null, problem: "amendment", detail: `${name} (${row.id}) is not on the record` }];
  const { submitted, sponsors, state, impliedBy, applied, undo } = told.value;
  const pairs: Array<[string, unknown, unknown]> = [
    ["number", tagOf(row.number), submitted.tag],
    ["language", row.language, submitted.language],
    ["delegation", row.delegation.code, submitted.delegation],
    ["sponsors", row.sponsors.map(({ code }) => code).sort(), [...sponsors].sort()],
    ["base version", row.baseVersionId, submitted.base.version],
    ["form", row.form, submitted.form],
    ["words", row.patch, submitted.patch],
    ["rationale", row.rationale, submitted.rationale],
    ["parent", row.parentId, submitted.amends],
    ["origins", row.combines, submitted.combines],
    ["file", row.file, submitted.file],
    ["state", row.state, state],
    ["rival", row.impliedBy && tags.get(row.impliedBy), impliedBy],
    ["version", row.appliedVersionId, applied],
    ["way back", undone && createHash("sha256").update(canonicalJson(undone)).digest("hex"), undo],
  ];
  return pairs
    .filter(([, has, said]) => canonicalJson(has) !== canonicalJson(said))
    .map(([what]) => ({
      seq: told.seq,
      problem: "amendment",
      detail: `${name}: its ${what} is not what the record says`,
    }));
}
