import {
  AMENDMENT_EVENTS,
  AMENDMENT_STATES,
  AMENDMENT_TRANSITIONS,
  type AmendmentEvent,
  decideAmendment,
  isDisposed,
} from "../../shared/rules/amendments";
import {
  CREDENTIAL_EVENTS,
  CREDENTIAL_STATES,
  CREDENTIAL_TRANSITIONS,
  type CredentialState,
  decideCredential,
} from "../../shared/rules/meeting/credentials";
import {
  decideMotion,
  MOTION_EVENTS,
  MOTION_STATES,
  MOTION_TRANSITIONS,
  MOTIONS,
  type MotionState,
} from "../../shared/rules/meeting/motions";
import {
  decidePoint,
  POINT_EVENTS,
  POINT_STATES,
  POINT_TRANSITIONS,
  type PointState,
} from "../../shared/rules/meeting/points-of-order";
import {
  decideSilence,
  SILENCE_EVENTS,
  SILENCE_STATES,
  SILENCE_TRANSITIONS,
  type SilenceState,
} from "../../shared/rules/meeting/silence";
import { PRESETS } from "../../shared/rules/presets";
import { REFUSAL_CODES, type Refusal } from "../../shared/rules/refusal";
import {
  decideStage,
  OUTCOMES,
  STAGE_EVENTS,
  STAGE_GUARDS,
  STAGE_TRANSITIONS,
  STAGES,
  type StageFacts,
} from "../../shared/rules/stages";
import {
  decideVote,
  VOTE_EVENTS,
  VOTE_GUARDS,
  VOTE_STATES,
  VOTE_TRANSITIONS,
} from "../../shared/rules/votes";
import {
  DIVISION_EVENTS,
  DIVISION_STATES,
  DIVISION_TRANSITIONS,
  type DivisionState,
  decideDivision,
} from "../../shared/rules/voting/division";

const presets = Object.values(PRESETS);
const numbers = [0, 1, 2];
const presences = [0, 31, 32, 48, 49, 96];
const members = 96;

type Answer = { ok: true; to: string } | Refusal;
type Machine = {
  name: string;
  start: string;
  states: readonly string[];
  events: readonly string[];
  guards: readonly string[] | null;
  finals: readonly string[];
  table: ReadonlyArray<{ from: string; event: string; guard: string; to: string; rule: string | null }>;
  /** The decision for every combination of facts that a guard can tell apart. */
  everyAnswer: (state: string, event: string) => Answer[];
};

function* stageFacts(): Generator<StageFacts> {
  for (const preset of presets)
    for (const openAmendments of numbers)
      for (const brackets of numbers)
        for (const unagreed of numbers)
          for (const present of presences)
            for (const amended of [false, true])
              for (const unsignedLanguages of [[], ["zh" as const]])
                yield {
                  openAmendments,
                  brackets,
                  unagreed,
                  unsignedLanguages,
                  present,
                  members,
                  preset,
                  amended,
                  reconsidered: amended,
                  verb: "adopt",
                };
}
const allStageFacts = [...stageFacts()];

const allAmendmentFacts = presets.flatMap((preset) =>
  numbers.flatMap((n) =>
    [false, true].flatMap((yes) =>
      [false, true].map((other) => ({
        preset,
        sponsors: n,
        openSubAmendments: n,
        adopted: n,
        fits: yes,
        undone: yes,
        orderConfirmed: other,
        amended: other,
        votingBegun: yes,
      })),
    ),
  ),
);

const allVoteFacts = presets.flatMap((preset) =>
  numbers.flatMap((objections) =>
    presences.flatMap((present) =>
      ([null, "carried", "lost", "second_vote"] as const).map((result) => ({
        preset,
        objections,
        present,
        members,
        result,
        method: objections === 1 ? ("recorded" as const) : ("show_of_hands" as const),
        rollCallRequests: objections,
        // Not in writing, in time, at the deadline.
        silence: objections === 0 ? null : { atMs: objections, deadlineMs: 2 },
      })),
    ),
  ),
);

const tallies = [null, { yes: 3, no: 2, abstain: 0 }, { yes: 2, no: 2, abstain: 1 }];
const allDivisionFacts = presets.flatMap((preset) =>
  numbers.flatMap((objections) =>
    tallies.flatMap((tally) =>
      ([true, false, null] as const).map((carried) => ({
        preset,
        objections,
        tally,
        members,
        parts: [
          { id: "pp1", operative: false, carried: true },
          { id: "op1", operative: true, carried },
        ],
      })),
    ),
  ),
);

const machines: Machine[] = [
  {
    name: "instrument",
    start: "zero_draft",
    states: STAGES,
    events: STAGE_EVENTS,
    guards: STAGE_GUARDS,
    finals: ["decided"],
    table: STAGE_TRANSITIONS,
    everyAnswer: (state, event) =>
      allStageFacts.map((facts) =>
        decideStage(
          {
            stage: state as (typeof STAGES)[number],
            outcome: state === "decided" ? (facts.amended ? "adopted" : "deferred") : null,
          },
          event as (typeof STAGE_EVENTS)[number],
          facts,
        ),
      ),
  },
  {
    name: "amendment",
    start: "draft",
    states: AMENDMENT_STATES,
    events: Object.keys(AMENDMENT_EVENTS),
    guards: null,
    finals: AMENDMENT_STATES.filter(isDisposed),
    table: AMENDMENT_TRANSITIONS,
    everyAnswer: (state, event) =>
      allAmendmentFacts.map((facts) =>
        decideAmendment(state as (typeof AMENDMENT_STATES)[number], event as AmendmentEvent, facts),
      ),
  },
  {
    name: "vote",
    start: "question_put",
    states: VOTE_STATES,
    events: VOTE_EVENTS,
    guards: VOTE_GUARDS,
    finals: ["so_decided", "proclaimed", "aborted_no_quorum", "fell"],
    table: VOTE_TRANSITIONS,
    everyAnswer: (state, event) =>
      allVoteFacts.map((facts) =>
        decideVote(state as (typeof VOTE_STATES)[number], event as (typeof VOTE_EVENTS)[number], facts),
      ),
  },
];

machines.push(
  {
    name: "request for division",
    start: "requested",
    states: DIVISION_STATES,
    events: DIVISION_EVENTS,
    guards: null,
    finals: ["refused", "whole_to_put", "rejected_as_whole", "abandoned"],
    table: DIVISION_TRANSITIONS,
    everyAnswer: (state, event) =>
      allDivisionFacts.map((facts) => decideDivision(state as DivisionState, event as never, facts)),
  },
  {
    name: "motion",
    start: "moved",
    states: MOTION_STATES,
    events: MOTION_EVENTS,
    guards: null,
    finals: ["carried", "lost", "withdrawn", "overtaken"],
    table: MOTION_TRANSITIONS,
    everyAnswer: (state, event) =>
      presets.flatMap((preset) =>
        MOTIONS.flatMap((kind) =>
          MOTIONS.flatMap((other) =>
            numbers.map((n) =>
              decideMotion({ kind, state: state as MotionState }, event as never, {
                preset,
                pending: [{ kind }, { kind: other }],
                spoken: { for: n, against: n },
                waiting: n,
              }),
            ),
          ),
        ),
      ),
  },
  {
    name: "point of order",
    start: "raised",
    states: POINT_STATES,
    events: POINT_EVENTS,
    guards: null,
    finals: ["stands", "overruled", "withdrawn"],
    table: POINT_TRANSITIONS,
    everyAnswer: (state, event) =>
      presets.flatMap((preset) =>
        tallies.map((tally) => decidePoint(state as PointState, event as never, { tally, members, preset })),
      ),
  },
  {
    name: "silence procedure",
    start: "running",
    states: SILENCE_STATES,
    events: SILENCE_EVENTS,
    guards: null,
    finals: ["broken", "adopted", "called_off"],
    table: SILENCE_TRANSITIONS,
    everyAnswer: (state, event) =>
      numbers.map((atMs) => decideSilence(state as SilenceState, event as never, { atMs, deadlineMs: 1 })),
  },
  {
    name: "delegation's credentials",
    start: "missing",
    states: CREDENTIAL_STATES,
    events: CREDENTIAL_EVENTS,
    guards: null,
    // Nothing about them is final: what was accepted can be challenged until the end.
    finals: [],
    table: CREDENTIAL_TRANSITIONS,
    everyAnswer: (state, event) => [decideCredential(state as CredentialState, event as never)],
  },
);

/** Acts of their own that take a decided text up again: without them a decision is final. */
const REOPENS = new Set(["resume_debate", "reconsider", "overrule"]);

function reachable(table: Machine["table"], from: string): Set<string> {
  const seen = new Set([from]);
  for (const state of seen) for (const row of table) if (row.from === state) seen.add(row.to);
  return seen;
}

describe.each(machines)(
  "the states of an $name",
  ({ start, states, events, guards, finals, table, everyAnswer }) => {
    test("every row names known states, events and guards, and no row contradicts another", () => {
      for (const row of table) {
        expect(states).toContain(row.from);
        expect(states).toContain(row.to);
        expect(events).toContain(row.event);
      }
      expect(new Set(table.map((row) => row.event))).toEqual(new Set(events));
      if (guards) expect(new Set(table.map((row) => row.guard))).toEqual(new Set(guards));
      // Two rows of one event in one state are told apart by where they lead.
      expect(new Set(table.map((row) => `${row.from} ${row.event} ${row.to}`)).size).toBe(table.length);
    });

    test("every state is reached from the start, and none besides", () => {
      expect([...reachable(table, start)].sort()).toEqual([...states].sort());
    });

    test("final states are final; every other has a way to one", () => {
      for (const state of states) {
        const leaves = table.some((row) => row.from === state && !REOPENS.has(row.event));
        expect({ state, leaves }).toEqual({ state, leaves: !finals.includes(state) });
        if (finals.length > 0)
          expect([...reachable(table, state)].some((to) => finals.includes(to))).toBe(true);
      }
    });

    test("the decision is the table: what it names can happen, what it does not name never does", () => {
      for (const state of states) {
        for (const event of events) {
          const named = table.filter((one) => one.from === state && one.event === event);
          const [row] = named;
          const answers = everyAnswer(state, event);
          const went = new Set(answers.flatMap((answer) => (answer.ok ? [answer.to] : [])));
          expect({ state, event, went: [...went].sort() }).toEqual({
            state,
            event,
            went: named.map(({ to }) => to).sort(),
          });
          const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])));
          for (const code of codes) expect(REFUSAL_CODES).toContain(code);
          if (row?.guard === "none") expect(answers.every((answer) => answer.ok)).toBe(true);
          else if (row) expect(answers.some((answer) => !answer.ok)).toBe(true);
        }
      }
    });

    test("whatever the facts, some event is never refused, but in the states that wait for the world", () => {
      for (const state of states.filter((one) => !finals.includes(one))) {
        const perEvent = events.map((event) => everyAnswer(state, event));
        const waits = perEvent[0]!.some((_, i) => perEvent.every((answers) => !answers[i]!.ok));
        expect({ state, waits }).toEqual({ state, waits: MAY_WAIT.has(state) });
      }
    });
  },
);

/**
 * `draft` for sponsors, `tabled` for people to come, `locked` for the count. A request for division
 * that waits for one goes with its question when that is taken back.
 */
const MAY_WAIT = new Set(["draft", "tabled", "locked"]);

test("what was withdrawn stays so; what was deferred comes back; what was decided by a carried reconsideration only", () => {
  const reopened = (outcome: (typeof OUTCOMES)[number]) =>
    [...REOPENS].filter((event) =>
      allStageFacts.some(
        (facts) =>
          decideStage({ stage: "decided", outcome }, event as (typeof STAGE_EVENTS)[number], facts).ok,
      ),
    );
  expect(reopened("withdrawn")).toEqual([]);
  expect(reopened("deferred")).toEqual(["resume_debate"]);
  for (const outcome of ["adopted", "approved", "rejected"] as const)
    expect(reopened(outcome)).toEqual(["reconsider"]);
});

test("an instrument has an outcome exactly when it is decided", () => {
  for (const stage of STAGES.filter((one) => one !== "decided")) {
    for (const event of STAGE_EVENTS) {
      for (const facts of allStageFacts) {
        const answer = decideStage({ stage, outcome: null }, event, facts);
        if (!answer.ok) continue;
        const { outcome, to } = answer;
        const isRight = to === "decided" ? outcome !== null && OUTCOMES.includes(outcome) : outcome === null;
        if (!isRight) throw new Error(`${stage} ${event}: ${to}, ${outcome}`);
      }
    }
  }
});
