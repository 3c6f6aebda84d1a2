import { z } from "zod";
import type { LedgerEntry } from "../ledger";

const tallyShape = z.object({ yes: z.int(), no: z.int(), abstain: z.int() });
export type ReportTally = z.infer<typeof tallyShape>;

export type QuestionKind = "amendment" | "final" | "part" | "division" | "motion" | "appeal";
/** What was put to a body, and what became of it. */
export type Question = {
  vote: string;
  kind: QuestionKind;
  instrument: string | null;
  /** Tag of the amendment, number of the part, kind of the motion. */
  about: string;
  majority: string | null;
  method: string | null;
  present: number | null;
  members: number | null;
  /** Of the last count; null: by consensus, or nothing was counted (Rule C1). */
  tally: ReportTally | null;
  needed: number | null;
  /** The votes were equal before, and it was voted a second time (Rule V6). */
  again: boolean;
  /** In writing, decided unless somebody objects (Rule C5). */
  bySilence: boolean;
  /** Choices by delegation, where they may be known (Rule R9); of the last round. */
  ballots: Map<string, string>;
  reservations: Said[];
  explanations: Said[];
};
export type Said = { delegation: string; words: string };

export type AmendmentFacts = {
  tag: string;
  delegation: string;
  sponsors: string[];
  outcome: string;
  /** The vote that disposed of it, if one did. */
  vote: string | null;
};

export type InstrumentFacts = {
  slug: string;
  amendments: Map<string, AmendmentFacts>;
  /** By which it was adopted, approved or rejected at last. */
  decision: { vote: string | null } | null;
  entries: LedgerEntry[];
};

/** What reports are written from: the record and nothing else, folded in its order. */
export type Facts = {
  entries: LedgerEntry[];
  questions: Map<string, Question>;
  instruments: Map<string, InstrumentFacts>;
};

/** Fields of entries that reports know; whatever else an entry holds is passed over. */
const known = z
  .object({
    instrument: z.string(),
    tag: z.string().nullable(),
    delegation: z.string().nullable(),
    sponsors: z.array(z.string()),
    subject: z.string(),
    majority: z.string(),
    method: z.string(),
    present: z.int(),
    members: z.int(),
    tally: tallyShape.nullable(),
    needed: z.int().nullable(),
    vote: z.string().nullable(),
    of: z.string(),
    path: z.string(),
    kind: z.string(),
    words: z.string().nullable(),
    ruling: z.string(),
    sustained: z.boolean(),
    reason: z.string(),
    choice: z.string(),
    round: z.int(),
    result: z.string(),
    silenceUntil: z.string(),
    deadline: z.string().nullable(),
    during: z.string(),
  })
  .partial();
export type Known = z.infer<typeof known>;

/** The known fields of an entry; a field of another type than it should have is left out, and the rest still read. */
export function knownOf(data: unknown): Known {
  if (typeof data !== "object" || data === null) return {};
  const read = known.safeParse(data);
  if (read.success) return read.data;
  const wrong = new Set(read.error.issues.map(({ path }) => path[0]));
  return known.parse(Object.fromEntries(Object.entries(data).filter(([key]) => !wrong.has(key))));
}

const PUTS: Record<string, QuestionKind> = {
  "question.put": "final",
  "part.put": "part",
  "division.put": "division",
  "motion.put": "motion",
  "point.appealed": "appeal",
};

const OUTCOMES: Record<string, string> = {
  "amendment.adopted": "adopted",
  "amendment.rejected": "rejected",
  "amendment.withdrawn": "withdrawn",
  "amendment.not_put": "not_put",
  "amendment.ruled_inadmissible": "inadmissible",
  "amendment.lapsed": "lapsed",
  "amendment.incorporated": "incorporated",
  // What was decided is taken up again (Rule W6).
  "amendment.reconsidered": "undecided",
  "amendment.reopened": "undecided",
};
const DECIDED: ReadonlySet<string> = new Set([
  "text.adopted",
  "text.approved",
  "text.rejected",
  "text.withdrawn",
]);

export function factsOf(entries: LedgerEntry[]): Facts {
  const facts: Facts = { entries, questions: new Map(), instruments: new Map() };
  for (const entry of entries) {
    const data = knownOf(entry.data);
    noteQuestion(facts, entry, data);
    noteInstrument(facts, entry, data);
  }
  return facts;
}

/** The vote that an entry is about: most are under its own id, the act that puts one names it. */
export function voteOf({ act, subject }: LedgerEntry, data: Known): string {
  return act in PUTS && data.vote ? data.vote : subject;
}

function noteQuestion({ questions }: Facts, entry: LedgerEntry, data: Known): void {
  const put = PUTS[entry.act];
  const id = voteOf(entry, data);
  if (put !== undefined) {
    const kind = put === "final" && data.subject === "amendment" ? "amendment" : put;
    questions.set(id, {
      vote: id,
      kind,
      instrument: data.instrument ?? null,
      about: data.path ?? data.kind ?? data.tag ?? "",
      majority: data.majority ?? null,
      method: null,
      present: null,
      members: null,
      tally: null,
      needed: null,
      again: false,
      bySilence: data.silenceUntil !== undefined,
      ballots: new Map(),
      reservations: [],
      explanations: [],
    });
    return;
  }
  const question = questions.get(id);
  if (!question) return;
  question.present = data.present ?? question.present;
  question.members = data.members ?? question.members;
  const { delegation, words, choice } = data;
  switch (entry.act) {
    case "vote.started":
      question.method = data.method ?? null;
      question.ballots.clear();
      break;
    case "ballot.cast":
      if (delegation && choice) question.ballots.set(delegation, choice);
      break;
    case "roll_call.passed":
      if (delegation) question.ballots.delete(delegation);
      break;
    case "vote.proclaimed":
      question.tally = data.tally ?? null;
      question.needed = data.needed ?? null;
      question.again = (data.round ?? 1) > 1;
      break;
    case "reservation.made":
      if (delegation && words) question.reservations.push({ delegation, words });
      break;
    case "vote.explained":
      if (delegation && words) question.explanations.push({ delegation, words });
      break;
  }
}

function noteInstrument({ instruments, questions }: Facts, entry: LedgerEntry, data: Known): void {
  const slug = data.instrument ?? questions.get(voteOf(entry, data))?.instrument;
  if (!slug) return;
  const instrument: InstrumentFacts = instruments.get(slug) ?? {
    slug,
    amendments: new Map(),
    decision: null,
    entries: [],
  };
  instruments.set(slug, instrument);
  instrument.entries.push(entry);
  if (DECIDED.has(entry.act)) instrument.decision = { vote: data.vote ?? null };
  if (entry.act === "text.reconsidered") instrument.decision = null;
  if (entry.act === "amendment.submitted" && data.tag && data.delegation) {
    const { tag, delegation, sponsors = [] } = data;
    instrument.amendments.set(entry.subject, { tag, delegation, sponsors, outcome: "undecided", vote: null });
  }
  const amendment = instrument.amendments.get(entry.subject);
  const outcome = OUTCOMES[entry.act];
  if (!amendment || outcome === undefined) return;
  amendment.outcome = outcome;
  amendment.vote = outcome === "undecided" ? null : (data.vote ?? null);
}
