import { ballots, type Day } from "../../support/rehearsal/day";
import {
  byHands,
  byRollCall,
  callRoll,
  cast,
  countHands,
  inSecret,
  onDevices,
  proclaim,
  same,
  showHands,
} from "../../support/rehearsal/voting";

const instrument = "declaration";
/** Eleven of those in the room, who vote alike on paid time. */
const AFRICA_AND_OTHERS = "KEN ZAF SEN ETH EGY MAR JOR IND IDN BRA COL";

const MEDIATORS = {
  id: "op5-c3",
  kind: "point",
  level: 1,
  text: "Placing in every district shared computers for public use, together with trained helpers from the neighbourhood;",
} as const;

/** In the order that the chair has confirmed, furthest removed first among those that touch the same words (Rules A3, A4). */
export async function orderOfVoting(day: Day): Promise<void> {
  await day.isRefused(
    "committee-chair",
    "put-question",
    { instrument, amendment: day.amendment("A-1") },
    "amendments_open",
    "A9",
  );
  await day.isRefused(
    "committee-chair",
    "put-question",
    { instrument, amendment: day.amendment("A-3") },
    "order_not_confirmed",
    "A4",
  );
  const { votingOrder } = await day.reads("committee-chair", "instrument", { instrument });
  const suggested = votingOrder.suggested.map(({ amendment }) => amendment);
  const isBefore = (one: string, two: string) =>
    suggested.indexOf(day.amendment(one)) < suggested.indexOf(day.amendment(two));
  // To strike a paragraph out is further removed than to change it; what amends an amendment comes before it.
  expect([
    isBefore("A-3", "A-4"),
    isBefore("A-7", "A-8"),
    isBefore("A-1.1", "A-1"),
    isBefore("A-1.2", "A-1"),
  ]).toEqual([true, true, true, true]);
  await day.confirmsOrder(
    "A-1.1",
    "A-1.2",
    "A-1",
    "A-3",
    "A-4",
    "A-5",
    "A-6",
    "A-7",
    "A-8",
    "A-9",
    "A-10",
    "A-11",
    "A-12",
  );
}

/** Paid time for learning: amendments to the amendment first, then itself as amended; its rival is left unput. */
export async function paidTime(day: Day): Promise<void> {
  await day.byConsensus("A-1.1");
  await day.puts("A-1.2");
  await day.objects("FRA");
  await byHands(day, "lost", same([6, 11, 1]));

  await day.puts("A-1");
  await day.objects("DEU");
  await day.does("FRA", "explain-vote", { vote: day.vote, words: "Agreements do more than obligations." });
  // Those whose text it is explain it only once it was amended, as this was (Rule R10).
  await day.does("GHA", "explain-vote", { vote: day.vote, words: "We accept what was added." });
  await day.does("committee-chair", "start-vote", { vote: day.vote, method: "recorded" });
  await cast(day, ballots("FIN"));
  await day.isRefused("FIN", "cast-ballot", { vote: day.vote, choice: "no" }, "already_voted", "R8");
  await day.does("FIN", "cast-ballot", { vote: day.vote, choice: "no", corrects: 1 });
  await cast(day, ballots(AFRICA_AND_OTHERS, "FRA DEU CAN JPN ARG", "MEX CHN"));
  await day.does("committee-chair", "lock-vote", { vote: day.vote });
  await day.does("CHN", "note-intention", { vote: day.vote, choice: "yes" });
  await proclaim(
    day,
    "recorded",
    ballots(AFRICA_AND_OTHERS, "FRA DEU CAN JPN ARG FIN", "MEX CHN"),
    "carried",
  );
  expect(await day.stateOf("A-2")).toBe("needs_rebase");
  await day.does("committee-chair", "set-not-put", {
    amendment: day.amendment("A-2"),
    reason: "A-1 says who pays for the time.",
  });
}

/** The mayor’s office, mediators, rising seas. */
export async function offices(day: Day): Promise<void> {
  await day.puts("A-3");
  await day.objects("KEN");
  // The tellers disagree, and count again (Rule R1).
  await byHands(
    day,
    "lost",
    [
      [5, 12, 1],
      [5, 11, 2],
    ],
    same([5, 12, 1]),
  );
  await day.byConsensus("A-4", "A-5");
  // Both were to stand after the same paragraph: Colombia hands its own in again, after the one that is adopted.
  expect(await day.stateOf("A-6")).toBe("needs_rebase");
  await day.proposes("COL", "A-29", [{ after: "op5-c2", insert: MEDIATORS }], ["ARG", "CHL"]);
  await day.does("COL", "withdraw-amendment", { amendment: day.amendment("A-6") });
  await day.does("committee-chair", "rule-on-amendment", {
    amendment: day.amendment("A-29"),
    admissible: true,
    reason: "It is the words of the forum.",
    waive: true,
  });
  await day.confirmsOrder("A-7", "A-8", "A-9", "A-10", "A-11", "A-12");

  await day.puts("A-7");
  await day.objects("EGY");
  await inSecret(
    day,
    ballots("IDN JPN IND CHN CAN BRA", "KEN ZAF SEN ETH EGY MAR JOR FRA DEU FIN MEX", "COL ARG"),
    "lost",
  );
  await day.puts("A-8");
  await day.objects("FIN");
  await inSecret(
    day,
    ballots("KEN ZAF SEN ETH EGY MAR JOR IND IDN CHN BRA COL", "FIN DEU FRA CAN JPN", "ARG MEX"),
    "carried",
  );
}

/** When the plan is due, and what it may cost: by voice. */
export async function planAndBudget(day: Day): Promise<void> {
  await day.puts("A-9");
  await day.objects("FRA");
  // Argentina is called and says nothing: it does not participate, which is no abstention (Rule R6).
  await byRollCall(
    day,
    "SEN",
    ballots("KEN ZAF SEN ETH EGY MAR JOR IND COL BRA", "FRA DEU FIN CAN JPN CHN IDN", "MEX"),
    "carried",
  );
  expect(await day.stateOf("A-10")).toBe("needs_rebase");
  await day.does("committee-chair", "set-not-put", {
    amendment: day.amendment("A-10"),
    reason: "The year is decided.",
  });
  await day.puts("A-11");
  await day.objects("KEN");
  await byRollCall(
    day,
    "KEN",
    ballots("ARG COL BRA MEX FRA IND CAN", "KEN ZAF SEN ETH EGY MAR JOR CHN JPN IDN DEU"),
    "lost",
  );
  await day.byConsensus("A-12");
  await day.does("FRA", "make-reservation", {
    vote: day.vote,
    words: "France does not know who will hold the first review.",
  });
}

/** The paragraphs on access, school and neighbourhood. */
export async function access(day: Day): Promise<void> {
  await day.confirmsOrder(
    "A-13",
    "A-14",
    "A-15",
    "A-16",
    "A-18",
    "A-19",
    "A-20",
    "A-23",
    "A-24",
    "A-25",
    "A-26",
    "A-28",
    "A-29",
  );
  await day.byConsensus("A-13");
  await day.puts("A-14");
  await byHands(day, "carried", same([12, 5, 2]));
  // In doubt the chair has the hands counted again: the last count prevails.
  await day.puts("A-15");
  await showHands(day, same([9, 8, 1]));
  await day.does("committee-chair", "lock-vote", { vote: day.vote });
  await day.does("committee-chair", "recount-hands", { vote: day.vote, reason: "A hand was raised twice." });
  await countHands(day, same([8, 9, 1]));
  await day.does("committee-chair", "lock-vote", { vote: day.vote });
  await day.does("committee-chair", "proclaim-vote", { vote: day.vote });
  expect(await day.question()).toMatchObject({ result: "lost", tally: { yes: 8, no: 9, abstain: 1 } });

  // A tie is a rejection (Rule V5).
  await day.puts("A-16");
  await onDevices(
    day,
    ballots("IND IDN CHN JPN BRA COL ARG KEN ZAF", "FRA DEU FIN CAN SEN ETH EGY MAR JOR", "MEX"),
    "lost",
  );
  await day.byConsensus("A-18");

  // Right after the hands were shown a roll-call is asked for, and takes their place (Rule R2).
  await day.puts("A-19");
  await showHands(day, same([9, 9, 0]));
  await day.does("committee-chair", "lock-vote", { vote: day.vote });
  await day.isRefused("committee-chair", "call-roll", { vote: day.vote }, "not_enough_requests", "R2");
  await day.does("JPN", "request-roll-call", { vote: day.vote });
  await day.does("committee-chair", "call-roll", { vote: day.vote });
  await callRoll(
    day,
    ballots("JPN CHN IDN IND KEN ZAF SEN BRA COL ARG", "CAN FRA DEU FIN EGY MAR JOR ETH"),
    "carried",
  );
  expect(await day.stateOf("A-20")).toBe("needs_rebase");
  await day.does("committee-chair", "lapse-amendment", {
    amendment: day.amendment("A-20"),
    reason: "Its words are gone, and Canada does not redraft it.",
  });
}

const LEAVING = ["FIN", "CAN", "DEU", "IDN", "JPN", "COL", "ETH"];
const presence = async (day: Day, present: boolean) => {
  for (const delegation of LEAVING)
    await day.does("secretariat", "record-presence", { body: "drafting-committee", delegation, present });
};

/** Seven leave while the vote is open: without a quorum nothing is decided, whatever was cast (Rule Q4). */
export async function lostQuorum(day: Day): Promise<void> {
  await day.puts("A-23");
  await day.does("committee-chair", "start-vote", { vote: day.vote, method: "recorded" });
  await cast(day, ballots("KEN ZAF SEN", "FRA"));
  await presence(day, false);
  await day.isRefused("committee-chair", "lock-vote", { vote: day.vote }, "no_quorum", "Q4");
  await day.does("committee-chair", "abort-vote", {
    vote: day.vote,
    reason: "Twelve of twenty-four members are in the room.",
  });
  expect(await day.question()).toMatchObject({ state: "aborted_no_quorum", tally: null, result: null });
  await presence(day, true);
  await day.puts("A-23");
  await onDevices(
    day,
    ballots("KEN ZAF SEN ETH EGY MAR JOR IND IDN CHN BRA COL ARG", "FRA DEU FIN CAN", "JPN MEX"),
    "carried",
  );
}

/** Separate votes on parts: some stay, or all that is operative falls and the whole with it (Rules D1–D4). */
export async function divisions(day: Day): Promise<void> {
  await day.puts("A-24");
  const whole = day.vote;
  await day.isRefused("IND", "request-division", { vote: whole, parts: ["op1"] }, "not_divisible", "D1");
  await day.does("IND", "request-division", { vote: whole, parts: ["op9-a", "op9-c"] });
  await day.does("ARG", "object-to-division", { vote: whole });
  // The request itself is voted.
  await part(day, whole);
  await byHands(day, "carried", same([11, 6, 1]));
  await part(day, whole);
  await day.soDecided();
  await part(day, whole);
  await byHands(day, "lost", same([7, 10, 1]));
  day.vote = whole;
  await day.soDecided();

  await day.puts("A-25");
  const other = day.vote;
  await day.does("FRA", "request-division", { vote: other, parts: ["op2-c", "op6-c"] });
  await day.does("committee-chair", "grant-division", { vote: other });
  await part(day, other);
  await byHands(day, "lost", same([4, 13, 1]));
  await part(day, other);
  await byHands(day, "lost", same([6, 11, 1]));
  day.vote = other;
  expect(await day.question()).toMatchObject({
    state: "fell",
    result: "lost",
    reason: "parts_rejected",
    tally: null,
  });
}

export async function part(day: Day, vote: string): Promise<void> {
  day.vote = (await day.does(day.chair, "put-part", { vote })).vote;
}

/** What is left, and the committee has done. */
export async function agreement(day: Day): Promise<void> {
  await day.puts("A-26");
  await inSecret(
    day,
    ballots("KEN ZAF SEN ETH EGY MAR JOR IND IDN CHN BRA COL ARG CAN", "FRA DEU FIN", "JPN MEX"),
    "carried",
  );
  await day.byConsensus("A-28", "A-29");

  const mark = (who: string, event: "agree_ad_ref" | "agree" | "reopen", blocks: string[] | null = null) =>
    day.does(who, "set-paragraph-status", { instrument, blocks, event });
  await mark("FRA", "agree_ad_ref", ["pp1", "pp2", "pp3"]);
  await mark("committee-chair", "agree", ["pp1"]);
  await day.isRefused("committee-chair", "agree-text", { instrument }, "paragraphs_open");
  await mark("rapporteur", "agree_ad_ref");
  await mark("IND", "reopen", ["op12-c"]);
  await mark("SEN", "agree_ad_ref", ["op12-c"]);
  await day.does("committee-chair", "agree-text", { instrument });
  await day.isRefused(
    "committee-chair",
    "forward-text",
    { instrument, asItStands: false },
    "languages_not_signed_off",
  );
  await signsOff(day);
  const { symbol } = await day.does("committee-chair", "forward-text", { instrument, asItStands: false });
  expect(symbol).toBe("ICLC/2013/DC/L.1");
}

export async function signsOff(day: Day): Promise<void> {
  for (const language of ["zh", "fr", "es"] as const) {
    await day.translatesMissing(language);
    await day.does("translator", "sign-off-language", { instrument: day.instrument, language });
  }
}
