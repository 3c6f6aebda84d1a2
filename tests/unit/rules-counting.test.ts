import {
  amendmentMajority,
  count,
  type Majority,
  notParticipating,
  type Tally,
} from "../../shared/rules/counting";
import { MAJORITIES, PRESET_NAMES, PRESETS } from "../../shared/rules/presets";
import { decisionQuorum } from "../../shared/rules/quorum";
import { decideVote } from "../../shared/rules/votes";

const conference = PRESETS["un-conference"];
const assembly = PRESETS["un-ga"];
const MEMBERS = 96;

/** "40–19–10" as the record writes it: yes, no, abstentions. */
function tally(written: string): Tally {
  const [yes, no, abstain] = written.split("-").map(Number);
  return { yes: yes ?? 0, no: no ?? 0, abstain: abstain ?? 0 };
}

function counted(written: string, majority: Majority = "simple", preset = conference, secondVote = false) {
  return count(tally(written), { majority, members: MEMBERS, preset, secondVote });
}

describe("worked numbers", () => {
  test("[V1] abstentions are not voting: 40-19-10 makes 59 present and voting", () => {
    expect(counted("40-19-10").pv).toBe(59);
  });

  test("[V2] a simple majority of 61 is 31, and 31-30-0 has it", () => {
    expect(counted("31-30-0")).toEqual({ pv: 61, needed: 31, result: "carried", reason: null });
    expect(counted("30-31-0")).toEqual({ pv: 61, needed: 31, result: "lost", reason: null });
  });

  test("[V3] two thirds of 59 is 40: 40-19-10 carries, 39-20-10 does not", () => {
    expect(counted("40-19-10", "two_thirds")).toEqual({
      pv: 59,
      needed: 40,
      result: "carried",
      reason: null,
    });
    expect(counted("39-20-10", "two_thirds")).toEqual({ pv: 59, needed: 40, result: "lost", reason: null });
  });

  test("[V4] exactly two thirds passes: 26-13-0", () => {
    expect(counted("26-13-0", "two_thirds")).toEqual({ pv: 39, needed: 26, result: "carried", reason: null });
    expect(counted("25-14-0", "two_thirds").result).toBe("lost");
  });

  test("[V5] a tie is a rejection: 30-30-5", () => {
    expect(counted("30-30-5")).toEqual({ pv: 60, needed: 31, result: "lost", reason: "tie" });
  });

  test("[V6] un-ga votes a second time on a tie, and a second tie is a rejection", () => {
    expect(counted("30-30-0", "simple", assembly)).toEqual({
      pv: 60,
      needed: 31,
      result: "second_vote",
      reason: "tie",
    });
    expect(counted("29-29-0", "simple", assembly, true)).toEqual({
      pv: 58,
      needed: 30,
      result: "lost",
      reason: "tie",
    });
  });

  test("[V6] an equal vote where two thirds are needed is lost outright", () => {
    expect(counted("30-30-0", "two_thirds", assembly)).toEqual({
      pv: 60,
      needed: 40,
      result: "lost",
      reason: null,
    });
  });

  test.each(PRESET_NAMES)("[V7] no tie is ever broken by itself under %s", (name) => {
    for (const secondVote of [false, true]) {
      for (let half = 0; half <= 48; half++) {
        expect(counted(`${half}-${half}-0`, "simple", PRESETS[name], secondVote).result).not.toBe("carried");
      }
    }
  });

  test.each(MAJORITIES)("[V8] nothing carries when nobody voted yes or no (%s)", (majority) => {
    expect(counted("0-0-60", majority)).toMatchObject({ pv: 0, result: "lost", reason: "no_votes_cast" });
    expect(counted("0-0-60", majority, assembly).result).toBe("lost");
  });

  test("[V9] abstentions never block: 1-0-68 carries", () => {
    expect(counted("1-0-68")).toEqual({ pv: 1, needed: 1, result: "carried", reason: null });
    expect(counted("1-0-68", "two_thirds").result).toBe("carried");
  });

  test("[V10] an amendment to a two-thirds proposal needs two thirds: 30-20-0 is lost with 34 needed", () => {
    const majority = amendmentMajority("two_thirds", conference);
    expect(counted("30-20-0", majority)).toEqual({ pv: 50, needed: 34, result: "lost", reason: null });
    expect(amendmentMajority("simple", conference)).toBe("simple");
    expect(counted("30-20-0", amendmentMajority("two_thirds", PRESETS.roberts)).result).toBe("carried");
  });

  test("[V11] two thirds of the members is another thing: 40-20-10 is lost with 64 of 96 needed", () => {
    expect(counted("40-20-10", "two_thirds_of_members")).toEqual({
      pv: 60,
      needed: 64,
      result: "lost",
      reason: null,
    });
    expect(counted("64-0-0", "two_thirds_of_members").result).toBe("carried");
    expect(counted("48-0-0", "simple_of_members")).toMatchObject({
      needed: 49,
      result: "lost",
      reason: null,
    });
    expect(counted("49-47-0", "simple_of_members").result).toBe("carried");
  });

  test("[R6] silence is not participating: of 96 called 90 answer", () => {
    expect(notParticipating(tally("50-30-10"), 96)).toBe(6);
  });
});

test.each([
  ["a half vote", { yes: 0.5, no: 0, abstain: 0 }],
  ["a negative one", { yes: 1, no: -1, abstain: 0 }],
  ["no number", { yes: 1, no: 0, abstain: Number.NaN }],
])("refuses to count %s", (_, wrong) => {
  expect(() => count(wrong, { majority: "simple", members: 96, preset: conference })).toThrow(RangeError);
});

describe("every tally of up to 200 votes", () => {
  const TOP = 200;
  const members = TOP;
  const RANK = { lost: 0, second_vote: 1, carried: 2 } as const;

  /** The rules in the words of procedure: products only, so that no rounding can hide. */
  const carriesByDefinition: Record<Majority, (t: Tally) => boolean> = {
    simple: ({ yes, no }) => yes > no,
    two_thirds: ({ yes, no }) => yes + no > 0 && 3 * yes >= 2 * (yes + no),
    simple_of_members: ({ yes }) => 2 * yes > members,
    two_thirds_of_members: ({ yes }) => 3 * yes >= 2 * members,
  };

  test.each(MAJORITIES)(
    "%s: as defined, monotone in yes and no, blind to abstentions, whole numbers",
    (majority) => {
      const wrong: string[] = [];
      let tried = 0;
      for (const [preset, secondVote] of [
        [conference, false],
        [assembly, false],
        [assembly, true],
      ] as const) {
        const result = (yes: number, no: number, abstain: number) =>
          count({ yes, no, abstain }, { majority, members, preset, secondVote });
        for (let yes = 0; yes <= TOP; yes++) {
          for (let no = 0; no <= TOP - yes; no++) {
            const here = result(yes, no, 0);
            const name = `${yes}-${no} ${preset.name} ${secondVote}`;
            if (!Number.isSafeInteger(here.needed) || here.needed < 1)
              wrong.push(`${name}: needed ${here.needed}`);
            if ((here.result === "carried") !== carriesByDefinition[majority]({ yes, no, abstain: 0 }))
              wrong.push(`${name}: ${here.result}`);
            if (here.pv === 0 && here.result !== "lost") wrong.push(`${name}: carried by nobody`);
            if (here.result === "second_vote" && (secondVote || yes !== no))
              wrong.push(`${name}: voted again`);
            if (RANK[result(yes + 1, no, 0).result] < RANK[here.result])
              wrong.push(`${name}: a yes did harm`);
            if (RANK[result(yes, no + 1, 0).result] > RANK[here.result]) wrong.push(`${name}: a no did good`);
            // One abstention and the most there can be stand for all, but where every tally is tried.
            const every = preset === conference ? 1 : Math.max(1, TOP - yes - no - 1);
            for (let abstain = 1; abstain <= TOP - yes - no; abstain += every) {
              const there = result(yes, no, abstain);
              tried++;
              if (there.result !== here.result || there.needed !== here.needed || there.pv !== here.pv)
                wrong.push(`${name}: ${abstain} abstentions changed it`);
            }
          }
        }
      }
      expect(wrong).toEqual([]);
      // The ways to split n votes in three, over n up to 200, but for those without an abstention.
      expect(tried).toBeGreaterThan((203 * 202 * 201) / 6 - (202 * 201) / 2);
    },
  );

  test("[Q4] without a quorum no tally ends in a decision, however large", () => {
    for (const preset of PRESET_NAMES.map((name) => PRESETS[name])) {
      for (let body = 1; body <= TOP; body++) {
        const needed = decisionQuorum(body, preset);
        for (const present of [0, needed - 1]) {
          const facts = { objections: 0, present, members: body, preset, result: null };
          for (const [state, event] of [
            ["question_put", "declare_consensus"],
            ["explanations_before", "start_vote"],
            ["open", "lock"],
          ] as const)
            expect(decideVote(state, event, facts)).toMatchObject({ ok: false, code: "no_quorum" });
        }
      }
    }
  });

  test("`needed` is the least that carries with as many present and voting", () => {
    for (const majority of MAJORITIES) {
      for (let pv = 1; pv <= TOP; pv++) {
        const at = (yes: number) =>
          count({ yes, no: pv - yes, abstain: 0 }, { majority, members: TOP, preset: conference });
        const { needed } = at(0);
        if (needed <= pv) expect(at(needed).result).toBe("carried");
        expect(at(Math.min(needed - 1, pv)).result).toBe("lost");
      }
    }
  });
});
