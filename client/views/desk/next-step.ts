import type { MeetingView } from "../../../shared/api/meeting";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { VoteView } from "../../../shared/api/views/votes";
import { agreedHands } from "../ballot/agreed-hands";
import { type CountingRule, ruleOfResult } from "../ballot/rule-of-result";
import { type MeetingStep, meetingStep } from "./meeting-step";

/** The one thing that waits for the chair. `rule`: what it follows from, where a rule says so. */
export type NextStep =
  | { kind: "open_reading"; rule: null }
  | { kind: "rule"; amendment: AmendmentSummary; count: number; rule: "A1" }
  | { kind: "put"; amendment: AmendmentSummary; count: number; rule: "A2" }
  | { kind: "moot"; amendment: AmendmentSummary; by: string; rule: "A5" }
  | { kind: "order"; count: number; rule: "A4" }
  | { kind: "redraft"; amendment: AmendmentSummary; rule: null }
  | { kind: "brackets"; count: number; rule: null }
  | { kind: "paragraphs"; count: number; rule: null }
  | { kind: "agree"; rule: "A2" }
  | { kind: "sign_off"; languages: string[]; rule: null }
  | { kind: "forward"; rule: null }
  | { kind: "take_up"; rule: "Q1" }
  | { kind: "final"; rule: "A2" }
  | { kind: "consensus"; vote: VoteView; rule: "C3" }
  | { kind: "start"; vote: VoteView; again: boolean; rule: "C3" | "V6" | "P5" }
  | { kind: "grant_division"; vote: VoteView; rule: "D1" }
  | { kind: "put_division"; vote: VoteView; rule: "D1" }
  | { kind: "put_part"; vote: VoteView; part: string; count: number; rule: "D2" }
  | { kind: "counting"; vote: VoteView; rule: "R1" }
  | { kind: "calling"; vote: VoteView; rule: "R3" }
  | { kind: "lock"; vote: VoteView; rule: "R1" | "R6" | "R8" | "R9" }
  | { kind: "proclaim"; vote: VoteView; rule: CountingRule }
  | { kind: "no_quorum"; vote: VoteView; rule: "Q4" }
  | { kind: "resume"; rule: "P3" }
  | { kind: "silence"; vote: VoteView; until: string; rule: "C6" }
  | MeetingStep
  | { kind: "decided"; rule: null }
  | { kind: "wait"; rule: null };

const RULE_OF_CLOSING: Record<string, "R1" | "R6" | "R9"> = {
  show_of_hands: "R1",
  roll_call: "R6",
  secret_ballot: "R9",
};

/** A vote is closed once it has been taken: hands when both tellers counted the same, a roll when it was called to its end. */
function stepOfVoting(vote: VoteView): NextStep {
  if (vote.method === "show_of_hands" && agreedHands(vote) === null)
    return { kind: "counting", vote, rule: "R1" };
  if (vote.method === "roll_call" && vote.rollCall.next !== null)
    return { kind: "calling", vote, rule: "R3" };
  return { kind: "lock", vote, rule: RULE_OF_CLOSING[vote.method ?? "recorded"] ?? "R8" };
}

/** The question waits for its parts: whether they are voted, then each. */
function stepOfDivision(vote: VoteView): NextStep | null {
  const { division } = vote;
  if (!division) return null;
  if (division.state === "requested") return { kind: "grant_division", vote, rule: "D1" };
  if (division.state === "objected") return { kind: "put_division", vote, rule: "D1" };
  const open = division.parts.filter(({ carried }) => carried === null);
  const [next] = open;
  return next ? { kind: "put_part", vote, part: next.path, count: open.length, rule: "D2" } : null;
}

function stepOfQuestion(vote: VoteView): NextStep | null {
  switch (vote.state) {
    case "question_put":
      // Put in writing: who is in the room does not matter.
      if (vote.silenceUntil !== null) return { kind: "silence", vote, until: vote.silenceUntil, rule: "C6" };
      if (!vote.quorumMet) return { kind: "no_quorum", vote, rule: "Q4" };
      return vote.objections.length > 0
        ? { kind: "start", vote, again: false, rule: "C3" }
        : { kind: "consensus", vote, rule: "C3" };
    case "explanations_before":
      return vote.quorumMet
        ? { kind: "start", vote, again: false, rule: vote.subject === "appeal" ? "P5" : "C3" }
        : { kind: "no_quorum", vote, rule: "Q4" };
    case "second_vote_pending":
      return vote.quorumMet
        ? { kind: "start", vote, again: true, rule: "V6" }
        : { kind: "no_quorum", vote, rule: "Q4" };
    case "open":
      return vote.quorumMet ? stepOfVoting(vote) : { kind: "no_quorum", vote, rule: "Q4" };
    case "locked":
      return { kind: "proclaim", vote, rule: ruleOfResult(vote) };
    case "set_aside":
      return stepOfDivision(vote);
    default:
      return null;
  }
}

function stepOfAmendments(
  { votingOrder }: InstrumentView,
  amendments: readonly AmendmentSummary[],
): NextStep | null {
  // The question on it is read by itself, and is not here yet.
  if (amendments.some(({ state }) => state === "voting")) return { kind: "wait", rule: null };
  const submitted = amendments.filter(({ state }) => state === "submitted");
  const [first] = submitted;
  if (first) return { kind: "rule", amendment: first, count: submitted.length, rule: "A1" };
  for (const amendment of amendments)
    if (amendment.impliedBy) return { kind: "moot", amendment, by: amendment.impliedBy.tag, rule: "A5" };
  const open = amendments.filter(({ state }) => state === "open");
  // As many as stand in the order on the screen: it is read by itself, and one that was admitted just now may not be in it yet.
  if (open.length > 1 && votingOrder.next === null)
    return { kind: "order", count: votingOrder.suggested.length || open.length, rule: "A4" };
  const next = open.find(({ id }) => id === votingOrder.next) ?? open[0];
  const fits = (next?.conflicts?.length ?? 0) === 0;
  if (next && fits) return { kind: "put", amendment: next, count: open.length, rule: "A2" };
  const stuck = next ?? amendments.find(({ state }) => state === "needs_rebase");
  return stuck ? { kind: "redraft", amendment: stuck, rule: null } : null;
}

function unsigned(instrument: InstrumentView): string[] {
  return instrument.texts
    .filter(({ concordance }) => concordance === "stale" || concordance === "unsigned")
    .map(({ language }) => language);
}

/** What comes next, from what everybody sees. Whether the person may do it is another question: `permissions` answers it. */
export function nextStep(
  instrument: InstrumentView,
  amendments: readonly AmendmentSummary[],
  meeting: MeetingView | null = null,
): NextStep {
  const ofMeeting = meeting && meetingStep(meeting, instrument.question);
  if (ofMeeting) return ofMeeting;
  const ofQuestion = instrument.question && stepOfQuestion(instrument.question);
  if (ofQuestion) return ofQuestion;
  switch (instrument.stage) {
    case "zero_draft":
      return { kind: "open_reading", rule: null };
    case "in_reading": {
      const ofAmendments = stepOfAmendments(instrument, amendments);
      if (ofAmendments) return ofAmendments;
      if (instrument.brackets > 0) return { kind: "brackets", count: instrument.brackets, rule: null };
      return instrument.openParagraphs > 0
        ? { kind: "paragraphs", count: instrument.openParagraphs, rule: null }
        : { kind: "agree", rule: "A2" };
    }
    case "committee_clean": {
      const languages = unsigned(instrument);
      return languages.length > 0
        ? { kind: "sign_off", languages, rule: null }
        : { kind: "forward", rule: null };
    }
    case "tabled":
      return { kind: "take_up", rule: "Q1" };
    case "under_consideration":
      return stepOfAmendments(instrument, amendments) ?? { kind: "final", rule: "A2" };
    case "decided":
      return instrument.outcome === "deferred"
        ? { kind: "resume", rule: "P3" }
        : { kind: "decided", rule: null };
    default:
      return { kind: "wait", rule: null };
  }
}

export function unsignedLanguages(instrument: InstrumentView): string[] {
  return unsigned(instrument);
}
