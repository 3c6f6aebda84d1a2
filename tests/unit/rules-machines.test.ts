import {
  AMENDMENT_EVENTS,
  AMENDMENT_STATES,
  AMENDMENT_TRANSITIONS,
  type AmendmentEvent,
  decideAmendment,
  isDisposed,
} from "../../shared/rules/amendments";
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
        for (const present of presences)
          for (const amended of [false, true])
            for (const unsignedLanguages of [[], ["zh" as const]])
              yield {
                openAmendments,
                brackets,
                unsignedLanguages,
                present,
                members,
                preset,
                amended,
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
        orderConfirmed: other,
        amended: other,
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
          { stage: state as (typeof STAGES)[number], outcome: state === "decided" ? "adopted" : null },
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
    finals: ["so_decided", "proclaimed", "aborted_no_quorum"],
    table: VOTE_TRANSITIONS,
    everyAnswer: (state, event) =>
      allVoteFacts.map((facts) =>
        decideVote(state as (typeof VOTE_STATES)[number], event as (typeof VOTE_EVENTS)[number], facts),
      ),
  },
];

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
      expect(new Set(table.map((row) => `${row.from} ${row.event}`)).size).toBe(table.length);
    });

    test("every state is reached from the start, and none besides", () => {
      expect([...reachable(table, start)].sort()).toEqual([...states].sort());
    });

    test("final states are final; every other has a way to one", () => {
      for (const state of states) {
        const leaves = table.some((row) => row.from === state);
        expect({ state, leaves }).toEqual({ state, leaves: !finals.includes(state) });
        expect([...reachable(table, state)].some((to) => finals.includes(to))).toBe(true);
      }
    });

    test("the decision is the table: what it names can happen, what it does not name never does", () => {
      for (const state of states) {
        for (const event of events) {
          const row = table.find((one) => one.from === state && one.event === event);
          const answers = everyAnswer(state, event);
          const went = new Set(answers.flatMap((answer) => (answer.ok ? [answer.to] : [])));
          expect({ state, event, went: [...went] }).toEqual({ state, event, went: row ? [row.to] : [] });
          for (const answer of answers) if (!answer.ok) expect(REFUSAL_CODES).toContain(answer.code);
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

/** `draft` for sponsors, `tabled` for people to come, `under_consideration` for amendments to be disposed of, `locked` for the count. */
const MAY_WAIT = new Set(["draft", "tabled", "under_consideration", "locked"]);

test("an instrument has an outcome exactly when it is decided", () => {
  for (const stage of STAGES.filter((one) => one !== "decided")) {
    for (const event of STAGE_EVENTS) {
      for (const facts of allStageFacts) {
        const answer = decideStage({ stage, outcome: null }, event, facts);
        if (!answer.ok) continue;
        expect(answer.outcome !== null).toBe(answer.to === "decided");
        if (answer.outcome) expect(OUTCOMES).toContain(answer.outcome);
      }
    }
  }
});
