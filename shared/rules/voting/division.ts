import { count, type Tally } from "../counting";
import { type Row, rows, step } from "../machine";
import type { Preset } from "../presets";
import { assertNever, type Refusal, refuse } from "../refusal";

export const DIVISION_STATES = [
  "requested",
  "objected",
  "divided",
  "refused",
  "whole_to_put",
  "rejected_as_whole",
  "abandoned",
] as const;
export type DivisionState = (typeof DIVISION_STATES)[number];

export const DIVISION_EVENTS = ["object", "grant", "decide_request", "finish_parts", "abandon"] as const;
export type DivisionEvent = (typeof DIVISION_EVENTS)[number];

export type DivisionGuard =
  | "none"
  | "objection_counts"
  | "unopposed"
  | "request_carried"
  | "request_lost"
  | "parts_end";

const row = (
  from: DivisionState,
  event: DivisionEvent,
  guard: DivisionGuard,
  to: DivisionState,
  rule: string,
) => rows([from], event, guard, to, rule);

/** A request for a separate vote on parts of a text. Rows of one event are told apart by what their guards find. */
export const DIVISION_TRANSITIONS: ReadonlyArray<Row<DivisionState, DivisionEvent, DivisionGuard>> = [
  ...row("requested", "object", "objection_counts", "objected", "D1"),
  ...row("requested", "grant", "unopposed", "divided", "D1"),
  ...row("objected", "decide_request", "request_carried", "divided", "D1"),
  ...row("objected", "decide_request", "request_lost", "refused", "D1"),
  ...row("divided", "finish_parts", "parts_end", "whole_to_put", "D2"),
  ...row("divided", "finish_parts", "parts_end", "rejected_as_whole", "D3"),
  // With the question itself, when that is taken back.
  ...rows(["requested", "objected", "divided"] as const, "abandon", "none", "abandoned", "Q4"),
];

export type Part = { id: string; operative: boolean; carried: boolean };

/**
 * What follows from the votes on all parts: those that survive are put as a whole (Rule D2), unless all operative ones
 * were rejected, which rejects the whole without a vote (Rule D3). Lost preambular parts do not do that (Rule D4), nor does
 * a text whose parts put separately held no operative one: "all of none" is true and would reject it (Rule D5).
 */
export function afterParts(
  parts: readonly Part[],
): { put: true; survivors: string[]; rule: "D2" | "D4" | "D5" } | { put: false; rule: "D3" } {
  const operative = parts.filter((part) => part.operative);
  if (operative.length > 0 && operative.every((part) => !part.carried)) return { put: false, rule: "D3" };
  const survivors = parts.filter((part) => part.carried).map(({ id }) => id);
  if (operative.length === 0) return { put: true, survivors, rule: "D5" };
  return { put: true, survivors, rule: parts.every((part) => part.operative || part.carried) ? "D2" : "D4" };
}

export type DivisionFacts = {
  preset: Preset;
  /** Delegations that objected to the request. */
  objections: number;
  /** Of the vote on the request itself; null while there is none. */
  tally: Tally | null;
  members: number;
  /** The parts that were voted; null in place of a result while one is not. */
  parts: ReadonlyArray<{ id: string; operative: boolean; carried: boolean | null }>;
};

/** What `event` does to a request for division, or why it may not happen. */
export function decideDivision(
  state: DivisionState,
  event: DivisionEvent,
  facts: DivisionFacts,
): { ok: true; to: DivisionState } | Refusal {
  return step(DIVISION_TRANSITIONS, state, event, (found) => check(found, facts));
}

function check({ guard, to }: (typeof DIVISION_TRANSITIONS)[number], facts: DivisionFacts): Refusal | null {
  switch (guard) {
    case "none":
      return null;
    case "objection_counts":
      return facts.preset.division === "vote_on_objection" ? null : refuse("wrong_state", "D1");
    case "unopposed":
      return facts.objections === 0 || facts.preset.division === "on_request"
        ? null
        : refuse("objection_raised", "D1", { objections: facts.objections });
    case "request_carried":
    case "request_lost": {
      if (facts.tally === null) return refuse("vote_not_closed", "D1");
      const { members, preset } = facts;
      const { result } = count(facts.tally, { majority: "simple", members, preset, secondVote: true });
      return (result === "carried") === (guard === "request_carried") ? null : refuse("wrong_state", "D1");
    }
    case "parts_end": {
      const open = facts.parts.filter(({ carried }) => carried === null).length;
      if (open > 0 || facts.parts.length === 0) return refuse("vote_not_closed", "D2", { open });
      const after = afterParts(facts.parts.map((part) => ({ ...part, carried: part.carried === true })));
      return after.put === (to === "whole_to_put") ? null : refuse("wrong_state", after.rule);
    }
    default:
      return assertNever(guard);
  }
}
