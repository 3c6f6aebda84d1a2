import { QueryClient } from "@tanstack/react-query";
import { countInCache, noteOwnBallot, withBallot } from "../../client/app/count";
import { liveEventOf } from "../../shared/api/live";
import type { InstrumentView } from "../../shared/api/views/instruments";
import type { VoteView } from "../../shared/api/views/votes";
import { count, type Majority } from "../../shared/rules/counting";
import { PRESETS } from "../../shared/rules/presets";

const name = (en: string) => ({ en });
const vote = {
  id: "v",
  instrument: "declaration",
  state: "open",
  method: "recorded",
  round: 1,
  majority: "two_thirds",
  members: 96,
  ballots: [{ delegation: { code: "KEN", name: name("Kenya") }, choice: "yes" }],
  tally: { yes: 1, no: 0, abstain: 0 },
  myBallot: null,
} as unknown as VoteView;
const ballot = { delegation: "FRA", choice: "no", revision: 1, round: 1 } as const;

describe("a ballot that a screen is told of", () => {
  test("is counted, and what is needed follows as the rules count it", () => {
    const after = withBallot(vote, ballot, name("France"));
    expect(after?.tally).toEqual({ yes: 1, no: 1, abstain: 0 });
    const meaning = count(after?.tally ?? vote.tally!, {
      majority: vote.majority as Majority,
      members: 96,
      preset: PRESETS["un-conference"],
    });
    expect(after?.needed).toBe(meaning.needed);
    expect(after?.ballots.map(({ delegation, choice }) => [delegation.code, choice])).toEqual([
      ["KEN", "yes"],
      ["FRA", "no"],
    ]);
  });

  test("[R8] corrected, it takes the place of the one before: told twice, it counts once", () => {
    const corrected = { ...ballot, delegation: "KEN", choice: "abstain", revision: 2 } as const;
    const once = withBallot(vote, corrected, name("Kenya"))!;
    expect(once.tally).toEqual({ yes: 0, no: 0, abstain: 1 });
    expect(withBallot(once, corrected, name("Kenya"))).toEqual(once);
  });

  test.each([
    ["locked", { state: "locked" }],
    ["another round", { round: 2 }],
    ["a roll-call, where the next name matters", { method: "roll_call" }],
  ])("cannot be counted when the vote is %s", (_, change) => {
    expect(withBallot({ ...vote, ...change } as VoteView, ballot, name("France"))).toBeNull();
  });

  function screen(question: VoteView | null) {
    const client = new QueryClient();
    client.setQueryData(["instrument", { instrument: "declaration" }], { question } as InstrumentView);
    client.setQueryData(["delegations", {}], [{ code: "FRA", name: name("France") }]);
    const told = { vote: "v", ballot, mine: null as string | null, isSending: false };
    const shown = () =>
      client.getQueryData<InstrumentView>(["instrument", { instrument: "declaration" }])?.question;
    return { client, told, shown };
  }

  test("stands on the screen with the delegation's name", () => {
    const { client, told, shown } = screen(vote);
    expect(countInCache(client, "declaration", told)).toBe(true);
    expect(shown()?.ballots.at(-1)?.delegation.name.en).toBe("France");
    client.clear();
  });

  test("our own is read again when a colleague cast it, and not while we are sending it or know it already", () => {
    const { client, told } = screen(vote);
    expect(countInCache(client, "declaration", { ...told, mine: "FRA" })).toBe(false);
    expect(countInCache(client, "declaration", { ...told, mine: "FRA", isSending: true })).toBe(true);
    noteOwnBallot(client, vote, { choice: "no", revision: 1, castAt: "2013-10-22T06:00:00.000Z", by: "Us" });
    expect(countInCache(client, "declaration", { ...told, mine: "FRA" })).toBe(true);
    client.clear();
  });

  test("of a question that is not on the screen is not counted anywhere", () => {
    const { client, told } = screen({ ...vote, id: "other" });
    expect(countInCache(client, "declaration", told)).toBe(false);
    client.clear();
  });
});

describe("what a live event says of a ballot", () => {
  const data = { instrument: "declaration", delegation: "KEN", choice: "yes", revision: 1, round: 1 };
  const entry = { seq: 7, subject: "v" };

  test("is all that a screen needs to count it", () => {
    expect(liveEventOf({ ...entry, act: "ballot.cast", data }).ballot).toEqual({
      delegation: "KEN",
      choice: "yes",
      revision: 1,
      round: 1,
    });
  });

  test("[R9] is nothing for a paper of a secret ballot, and nothing for an answer to a roll-call", () => {
    const paper = { instrument: "declaration", delegation: "KEN", round: 1 };
    expect(liveEventOf({ ...entry, act: "ballot.taken", data: paper }).ballot).toBeUndefined();
    expect(
      liveEventOf({ ...entry, act: "ballot.cast", data: { ...data, called: true } }).ballot,
    ).toBeUndefined();
  });
});
