import type { Count } from "./counting";
import { decideSilence } from "./meeting/silence";
import type { Method, Preset } from "./presets";
import { decisionQuorum, hasDecisionQuorum } from "./quorum";
import { assertNever, type Refusal, refuse } from "./refusal";
import { decideRollCall } from "./voting/methods";

export const VOTE_STATES = [
  "question_put",
  "explanations_before",
  "open",
  "locked",
  "so_decided",
  "second_vote_pending",
  "proclaimed",
  "aborted_no_quorum",
  "set_aside",
  "fell",
] as const;
/**
 * `so_decided` is a consensus: nothing was counted, so it is no unanimous vote (Rules C1, C2). `set_aside`: its parts are
 * voted one by one; `fell`: all operative ones were rejected, and with them the whole (Rule D3).
 */
export type VoteState = (typeof VOTE_STATES)[number];

/** The question is put and nothing has been voted on it yet: it is objected to, explained, taken back or withdrawn. */
export function isBeforeVoting(state: string): boolean {
  return state === "question_put" || state === "explanations_before";
}

export const VOTE_EVENTS = [
  "declare_consensus",
  "object",
  "start_vote",
  "lock",
  "proclaim",
  "abort",
  "second_vote",
  "recount",
  "correct",
  "call_roll",
  "keep_silence",
  "set_aside",
  "resume",
  "fall",
] as const;
export type VoteEvent = (typeof VOTE_EVENTS)[number];

export const VOTE_GUARDS = [
  "none",
  "no_objection",
  "decision_quorum",
  "quorum_lost",
  "counted",
  "tied",
  "hands_shown",
  "roll_call_asked",
  "in_time",
  "silence_kept",
] as const;
export type VoteGuard = (typeof VOTE_GUARDS)[number];

export type VoteTransition = {
  from: VoteState;
  event: VoteEvent;
  guard: VoteGuard;
  to: VoteState;
  rule: string;
};

function rows(
  from: readonly VoteState[],
  event: VoteEvent,
  guard: VoteGuard,
  to: VoteState,
  rule: string,
): VoteTransition[] {
  return from.map((state) => ({ from: state, event, guard, to, rule }));
}

/** Everything that can happen to a question. What is not here is refused with `wrong_state`. */
export const VOTE_TRANSITIONS: readonly VoteTransition[] = [
  ...rows(["question_put"], "declare_consensus", "no_objection", "so_decided", "C1"),
  // Objections that arrive together are all noted; one is enough.
  ...rows(["question_put"], "object", "in_time", "explanations_before", "C3"),
  ...rows(["explanations_before"], "object", "none", "explanations_before", "C3"),
  // Put in writing, and nobody has objected before the deadline.
  ...rows(["question_put"], "keep_silence", "silence_kept", "so_decided", "C5"),
  // From `question_put`: a vote was asked for from the floor.
  ...rows(
    ["question_put", "explanations_before", "second_vote_pending"],
    "start_vote",
    "decision_quorum",
    "open",
    "Q2",
  ),
  ...rows(["open"], "lock", "decision_quorum", "locked", "Q4"),
  ...rows(["locked"], "proclaim", "counted", "proclaimed", "V2"),
  ...rows(["locked"], "second_vote", "tied", "second_vote_pending", "V6"),
  // Before its result is announced a show of hands may be repeated, or taken by roll-call; the last count prevails.
  // While they are counted too: a teller may be called away.
  ...rows(["open", "locked"], "recount", "hands_shown", "open", "R1"),
  // A teller's count that is put right is compared with the other's again.
  ...rows(["open", "locked"], "correct", "hands_shown", "open", "R1"),
  ...rows(["locked"], "call_roll", "roll_call_asked", "open", "R2"),
  // Before the vote opens the chair may take the question back; afterwards only a lost quorum ends it,
  // or a vote that goes badly could be called off.
  ...rows(["question_put", "explanations_before"], "abort", "none", "aborted_no_quorum", "Q4"),
  ...rows(["open", "second_vote_pending", "set_aside"], "abort", "quorum_lost", "aborted_no_quorum", "Q4"),
  // Somebody asks for a separate vote on parts; the whole is put, as what is left of it, or falls with them.
  ...rows(["question_put", "explanations_before"], "set_aside", "none", "set_aside", "D1"),
  ...rows(["set_aside"], "resume", "none", "question_put", "D2"),
  ...rows(["set_aside"], "fall", "none", "fell", "D3"),
];

export type VoteFacts = {
  /** Delegations that have objected to a decision without a vote. */
  objections: number;
  /** Voting members of the body that are present now. */
  present: number;
  members: number;
  preset: Preset;
  /** A question that is put in writing is decided by silence at `deadlineMs`, on the server's clock. Absent or null: it is not. */
  silence?: { atMs: number; deadlineMs: number } | null;
  /** The count's result, once locked. */
  result?: Count["result"] | null;
  /** How the votes were given; absent or null: not decided yet. */
  method?: Method | null;
  /** Delegations that ask for a roll-call. Absent: none. */
  rollCallRequests?: number;
};

function checkGuard(transition: VoteTransition, facts: VoteFacts): Refusal | null {
  const quorum = hasDecisionQuorum(facts.present, facts.members, facts.preset);
  const presence = { present: facts.present, needed: decisionQuorum(facts.members, facts.preset) };
  const noQuorum = (rule: string) => (quorum ? null : refuse("no_quorum", rule, presence));
  const { silence = null } = facts;
  const isSilent = transition.from === "question_put" && silence !== null;
  switch (transition.guard) {
    case "none":
      return null;
    case "in_time": {
      const answer = silence && decideSilence("running", "object", silence);
      return answer === null || answer.ok ? null : answer;
    }
    case "silence_kept": {
      if (silence === null) return refuse("wrong_state", "C5", { state: transition.from });
      const answer = decideSilence("running", "deadline", silence);
      return answer.ok ? null : answer;
    }
    case "no_objection":
      if (isSilent) return refuse("silence_running", "C6");
      if (facts.objections > 0) return refuse("objection_raised", "C3", { objections: facts.objections });
      return noQuorum("Q2");
    case "decision_quorum":
      // Whoever wants a vote objects: silence is broken by nothing else.
      if (isSilent) return refuse("silence_running", "C5");
      return noQuorum(transition.rule);
    case "quorum_lost":
      return quorum ? refuse("wrong_state", transition.rule, { state: transition.from, ...presence }) : null;
    case "counted":
      if (facts.result === "carried" || facts.result === "lost") return null;
      return refuse("wrong_state", facts.result === "second_vote" ? "V6" : null, { state: transition.from });
    case "tied":
      return facts.result === "second_vote" ? null : refuse("wrong_state", "V6", { state: transition.from });
    case "hands_shown":
      return facts.method === "show_of_hands"
        ? noQuorum("Q4")
        : refuse("wrong_state", "R1", { state: transition.from });
    case "roll_call_asked": {
      const { method = null, rollCallRequests: requests = 0, preset } = facts;
      const asked = decideRollCall({ state: transition.from, method, requests }, preset);
      return asked.ok ? noQuorum("Q4") : asked;
    }
    default:
      return assertNever(transition.guard);
  }
}

/** What `event` does to a question, or why it may not happen. Changes nothing. */
export function decideVote(
  state: VoteState,
  event: VoteEvent,
  facts: VoteFacts,
): { ok: true; to: VoteState } | Refusal {
  const transition = VOTE_TRANSITIONS.find((one) => one.from === state && one.event === event);
  if (!transition) {
    if (event === "declare_consensus" && state === "explanations_before") {
      return refuse("objection_raised", "C3", { objections: facts.objections });
    }
    return refuse("wrong_state", null, { state });
  }
  return checkGuard(transition, facts) ?? { ok: true, to: transition.to };
}

/**
 * Whether a delegation's ballot counts (Rule R8): once while the vote is open, and corrected only by naming the
 * revision it replaces. `given` is the revision that stands, null for none; `revision` the one to write.
 */
export function decideBallot(
  state: VoteState,
  given: number | null,
  corrects: number | null,
): { ok: true; revision: number } | Refusal {
  if (state !== "open") return refuse("vote_not_open", "R8", { state });
  if (corrects === null) {
    return given === null ? { ok: true, revision: 1 } : refuse("already_voted", "R8", { revision: given });
  }
  if (corrects !== given) return refuse("stale_revision", "R8", { revision: given ?? 0, corrects });
  return { ok: true, revision: given + 1 };
}
