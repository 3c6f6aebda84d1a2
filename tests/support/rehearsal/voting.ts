import { type Choice, type Day, tallyOf } from "./day";

/** What is to come of a vote: it carries or is lost, with what is said about why. */
export type Outcome = "carried" | "lost";

/** Each delegation on its own device, one after the other. */
export async function onDevices(day: Day, given: Map<string, Choice>, outcome: Outcome): Promise<void> {
  const { vote } = day;
  await day.does(day.chair, "start-vote", { vote, method: "recorded" });
  await cast(day, given);
  await day.does(day.chair, "lock-vote", { vote });
  await proclaim(day, "recorded", given, outcome);
}

export async function cast(day: Day, given: Map<string, Choice>): Promise<void> {
  for (const [code, choice] of given) await day.does(code, "cast-ballot", { vote: day.vote, choice });
}

/** The result, as the chair announces it, is what was given. */
export async function proclaim(
  day: Day,
  method: string,
  given: Map<string, Choice>,
  outcome: Outcome,
): Promise<void> {
  const { vote } = day;
  await day.does(day.chair, "proclaim-vote", { vote });
  const seen = await day.question();
  expect(seen).toMatchObject({ state: "proclaimed", method, result: outcome, tally: tallyOf(given) });
  day.given.push({ vote, method, ballots: given });
}

type Count = readonly [yes: number, no: number, abstain: number];

/** Two count, each on their own; pairs that differ are counted again (Rule R1). The last pair is the result. */
export async function byHands(
  day: Day,
  outcome: Outcome,
  ...counts: (readonly [Count, Count])[]
): Promise<void> {
  await showHands(day, ...counts);
  await day.does(day.chair, "lock-vote", { vote: day.vote });
  const [[yes, no, abstain]] = counts.at(-1) ?? [[0, 0, 0]];
  await day.does(day.chair, "proclaim-vote", { vote: day.vote });
  expect(await day.question()).toMatchObject({
    state: "proclaimed",
    method: "show_of_hands",
    result: outcome,
    tally: { yes, no, abstain },
  });
}

export const same = (count: Count): readonly [Count, Count] => [count, count];

const TELLERS = ["secretariat", "translator"] as const;

/** The tellers count; the vote is not locked yet. */
export async function showHands(day: Day, ...counts: (readonly [Count, Count])[]): Promise<void> {
  const { vote } = day;
  const [one, two] = TELLERS;
  const tellers: [string, string] = [await day.idOf(one), await day.idOf(two)];
  await day.does(day.chair, "start-vote", { vote, method: "show_of_hands", tellers });
  await countHands(day, ...counts);
}

export async function countHands(day: Day, ...counts: (readonly [Count, Count])[]): Promise<void> {
  const { vote } = day;
  for (const pair of counts) {
    const [first, second] = pair;
    const of = ([yes, no, abstain]: Count) => ({ vote, yes, no, abstain });
    expect((await day.does(TELLERS[0], "count-hands", of(first))).agreed).toBeNull();
    const agreed = String(first) === String(second);
    expect((await day.does(TELLERS[1], "count-hands", of(second))).agreed).toBe(agreed);
  }
}

/** The secretariat calls each member in the order from the name drawn, and writes down what is answered; others say nothing. */
export async function byRollCall(
  day: Day,
  askedBy: string,
  given: Map<string, Choice>,
  outcome: Outcome,
): Promise<void> {
  const { vote } = day;
  await day.does(askedBy, "request-roll-call", { vote });
  await day.does(day.chair, "start-vote", { vote, method: "roll_call" });
  await callRoll(day, given, outcome);
}

export async function callRoll(day: Day, given: Map<string, Choice>, outcome: Outcome): Promise<void> {
  const { vote } = day;
  const { rollCall } = await day.question();
  const names = new Map(
    (await day.reads("secretariat", "delegations")).map(({ code, name }) => [code, name.en]),
  );
  // English alphabetical order, wrapping once (Rule R3).
  const called = rollCall.order.map((code) => names.get(code) ?? "");
  expect(called.filter((name, i) => i > 0 && name < (called[i - 1] ?? "")).length).toBeLessThanOrEqual(1);
  for (const delegation of rollCall.order)
    await day.does("secretariat", "answer-roll", { vote, delegation, choice: given.get(delegation) ?? null });
  await day.does(day.chair, "lock-vote", { vote });
  await proclaim(day, "roll_call", given, outcome);
}

/** Who took part is known, which way nobody knows (Rule R9). */
export async function inSecret(day: Day, given: Map<string, Choice>, outcome: Outcome): Promise<void> {
  const { vote } = day;
  await day.does(day.chair, "start-vote", { vote, method: "secret_ballot" });
  for (const [code, choice] of given) await day.does(code, "cast-secret-ballot", { vote, choice });
  expect(await day.question()).toMatchObject({ tally: null, ballots: [] });
  await day.does(day.chair, "lock-vote", { vote });
  await proclaim(day, "secret_ballot", given, outcome);
  const { participants } = await day.question();
  expect(participants.map(({ code }) => code).sort()).toEqual([...given.keys()].sort());
}
