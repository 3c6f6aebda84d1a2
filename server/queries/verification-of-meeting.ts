import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectBodies } from "../db/conferences";
import { selectInstruments } from "../db/instruments";
import { selectAllMotions, selectAllPoints } from "../db/motions";
import { selectDelegations } from "../db/people";
import type { Db } from "../db/rows";
import { selectTextSponsors } from "../db/sponsors";

type Problem = Verification["problems"][number];
type Last = { seq: number; value: string };

const appealData = z.object({ amendment: z.string().nullable().default(null) });
const movedData = z.object({ body: z.string(), reconsiders: z.string().nullable().default(null) });

/** The state that an act leaves a motion, or a point of order, in. */
const STATE_AFTER: Record<string, string> = {
  "motion.moved": "moved",
  "motion.put": "put",
  "motion.taken_back": "moved",
  "motion.carried": "carried",
  "motion.lost": "lost",
  "motion.withdrawn": "withdrawn",
  "motion.overtaken": "overtaken",
  "point.raised": "raised",
  "point.ruled": "ruled",
  "point.appealed": "appealed",
  "point.stands": "stands",
  "point.overruled": "overruled",
  "point.withdrawn": "withdrawn",
};
const SITTING_AFTER: Record<string, string> = {
  "meeting.suspended": "suspended",
  "meeting.adjourned": "adjourned",
};

const sponsorsData = z.object({ committee: z.boolean(), delegations: z.array(z.string()) });
const deadlineData = z.object({ deadline: z.string().nullable() });

/** Holds the credentials of delegations, deadlines, and who brings each text against what the record says last. */
export async function verifyStandings(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const credentials = new Map<string, Last>();
  const sponsors = new Map<string, Last>();
  const deadlines = new Map<string, { seq: number; value: string | null }>();
  for (const { act, subject, seq, data } of entries) {
    if (act.startsWith("credentials."))
      credentials.set(subject, { seq, value: act.slice("credentials.".length) });
    const named = act === "text.sponsored" ? sponsorsData.safeParse(data) : null;
    if (named?.success) sponsors.set(subject, { seq, value: spelt(named.data) });
    const set = act === "deadline.set" ? deadlineData.safeParse(data) : null;
    if (set?.success) deadlines.set(subject, { seq, value: set.data.deadline });
  }
  const problems: Problem[] = [];
  for (const { id, slug } of await selectInstruments(db, conferenceId)) {
    const { committee, delegations } = await selectTextSponsors(db, id);
    const has = spelt({ committee, delegations: delegations.map(({ code }) => code) });
    const told = sponsors.get(slug) ?? { seq: null, value: spelt({ committee: true, delegations: [] }) };
    if (has !== told.value)
      problems.push({
        seq: told.seq,
        problem: "sponsors",
        detail: `${slug} is brought by ${has}, the record says ${told.value}`,
      });
  }
  for (const { code, credentials: has } of await selectDelegations(db, conferenceId)) {
    // Those of the opening were accepted together, in one entry about the conference.
    const told = credentials.get(code);
    if (has !== (told?.value ?? "accepted"))
      problems.push({
        seq: told?.seq ?? null,
        problem: "credentials",
        detail: `those of ${code} are ${has}, the record says ${told?.value ?? "accepted"}`,
      });
  }
  for (const { slug, amendmentsDeadline } of await selectInstruments(db, conferenceId)) {
    const told = deadlines.get(slug);
    if (amendmentsDeadline !== (told?.value ?? null))
      problems.push({
        seq: told?.seq ?? null,
        problem: "deadline",
        detail: `${slug}: ${amendmentsDeadline ?? "none"}, the record says ${told?.value ?? "none"}`,
      });
  }
  return problems;
}

function spelt({ committee, delegations }: z.infer<typeof sponsorsData>): string {
  return [...(committee ? ["the committee"] : []), ...[...delegations].sort()].join(", ");
}

/** Holds motions, points of order and whether bodies meet against the acts that led to it. */
export async function verifyMeetings(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const states = new Map<string, Last>();
  /** The body of each motion, and by body whether it meets. */
  const bodies = new Map<string, string>();
  /** Of motions: what each would have reconsidered. */
  const reconsidered = new Map<string, { seq: number; value: string | null }>();
  const sittings = new Map<string, Last>();
  /** Of points of order: the amendment that each would have back. */
  const ruledOut = new Map<string, string | null>();
  for (const { act, subject, seq, data } of entries) {
    const state = STATE_AFTER[act];
    if (state !== undefined) states.set(subject, { seq, value: state });
    const appeal = act === "point.appealed" ? appealData.safeParse(data) : null;
    if (appeal?.success) ruledOut.set(subject, appeal.data.amendment);
    const moved = act === "motion.moved" ? movedData.safeParse(data) : null;
    if (moved?.success) {
      bodies.set(subject, moved.data.body);
      reconsidered.set(subject, { seq, value: moved.data.reconsiders });
    }
    const sitting = SITTING_AFTER[act];
    if (sitting !== undefined) sittings.set(bodies.get(subject) ?? "", { seq, value: sitting });
    if (act === "meeting.suspended_without_quorum") sittings.set(subject, { seq, value: "suspended" });
    if (act === "meeting.opened") sittings.set(subject, { seq, value: "sitting" });
  }
  const problems: Problem[] = [];
  const hold = (problem: string, name: string, has: string, told: Last | undefined) => {
    if (told?.value === has) return;
    const said = told?.value ?? "nothing";
    problems.push({ seq: told?.seq ?? null, problem, detail: `${name} is ${has}, the record says ${said}` });
  };
  const seen = new Set<string>();
  for (const { id, kind, state, reconsiders } of await selectAllMotions(db, conferenceId)) {
    seen.add(id);
    const meant = reconsidered.get(id);
    if (meant && meant.value !== reconsiders)
      problems.push({
        seq: meant.seq,
        problem: "motion",
        detail: `the motion ${id} is to reconsider vote ${reconsiders}, the record says ${meant.value}`,
      });
    hold("motion", `the motion ${id} (${kind})`, state, states.get(id));
  }
  for (const { id, state, amendmentId } of await selectAllPoints(db, conferenceId)) {
    seen.add(id);
    hold("point of order", `the point of order ${id}`, state, states.get(id));
    const about = ruledOut.get(id) ?? null;
    if (amendmentId !== about)
      problems.push({
        seq: states.get(id)?.seq ?? null,
        problem: "point of order",
        detail: `the point of order ${id} is about amendment ${amendmentId}, the record says ${about}`,
      });
  }
  for (const [id, { seq, value }] of states)
    if (!seen.has(id))
      problems.push({ seq, problem: "motion", detail: `what was ${value} as ${id} is gone` });
  for (const { slug, sitting } of await selectBodies(db, conferenceId))
    hold("meeting", slug, sitting, sittings.get(slug) ?? { seq: 0, value: "sitting" });
  return problems;
}
