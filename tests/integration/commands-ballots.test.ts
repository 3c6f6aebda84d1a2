import { proposes, puts } from "../support/acts";
import { type Answer, asError, InProcess, type Person } from "../support/in-process";
import { joins } from "../support/other-conference";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

/** A question on a new amendment; each test decides or takes it back, so that the next one can be put. */
async function question(block: string): Promise<{ amendment: string; vote: string }> {
  const { amendment } = await proposes(hall, hall.who("KEN"), { block, words: " Now and always." });
  return { amendment, vote: await puts(hall, amendment) };
}

const cast = (who: Person | null, body: Record<string, unknown>) => hall.post(who, "cast-ballot", body);

async function closes(vote: string): Promise<void> {
  await hall.does(hall.who("chair"), "lock-vote", { vote });
  await hall.does(hall.who("chair"), "proclaim-vote", { vote });
}

describe("who may not vote", () => {
  let vote: string;
  let outsider: Person;
  beforeAll(async () => {
    outsider = await joins(hall, "Rosario Bautista", "delegate", "PHL");
    ({ vote } = await question("op1"));
    await hall.does(hall.who("chair"), "start-vote", { vote });
  });
  afterAll(() => closes(vote));

  test.each(["chair", "committee-chair", "observer", "translator", "secretariat"])(
    "a ballot of the %s is refused and none is written",
    async (role) => {
      await hall.refuses("not_allowed", () => cast(hall.who(role), { vote, choice: "yes" }));
    },
  );

  test("a delegation with a vote in the plenary has none in a committee it is no member of", async () => {
    await hall.refuses("not_a_member", () => cast(outsider, { vote, choice: "yes" }));
  });

  test("signed out, or with a forged cookie, nobody votes", async () => {
    await hall.refuses("sign_in_required", () => cast(null, { vote, choice: "yes" }));
    const forged = { ...hall.who("KEN"), cookie: `concord_session=${"C".repeat(43)}` };
    await hall.refuses("sign_in_required", () => cast(forged, { vote, choice: "yes" }));
  });

  test("the delegation is that of the signed-in person: it cannot be named in the ballot", async () => {
    await hall.refuses("invalid_request", () =>
      cast(hall.who("KEN"), { vote, choice: "yes", delegation: "FRA" }),
    );
  });

  test("a choice that is none of the three is refused", async () => {
    for (const choice of ["maybe", "YES", "", null, 1, ["yes"]])
      await hall.refuses("invalid_request", () => cast(hall.who("KEN"), { vote, choice }));
  });

  test("[Q5] an observer is not noted as present in a body", async () => {
    await hall.refuses(
      "not_a_member",
      () =>
        hall.post(hall.who("secretariat"), "record-presence", {
          body: "plenary",
          delegation: "ICAE",
          present: true,
        }),
      { rule: "Q5" },
    );
  });
});

describe("one ballot a delegation", () => {
  let vote: string;
  beforeAll(async () => {
    ({ vote } = await question("op2"));
    await hall.does(hall.who("chair"), "start-vote", { vote });
  });

  test("[R8] a second ballot is refused unless it says which revision it corrects", async () => {
    const first = await hall.does(hall.who("KEN"), "cast-ballot", { vote, choice: "yes" });
    expect(first.revision).toBe(1);
    for (const choice of ["yes", "no"])
      await hall.refuses("already_voted", () => cast(hall.who("KEN"), { vote, choice }), {
        rule: "R8",
        detail: { revision: 1 },
      });
    expect((await hall.reads(hall.who("KEN"), "vote", { vote })).tally).toEqual({
      yes: 1,
      no: 0,
      abstain: 0,
    });
  });

  test("[R8] a correction replaces the ballot and takes the next revision", async () => {
    const second = await hall.does(hall.who("KEN"), "cast-ballot", { vote, choice: "no", corrects: 1 });
    expect(second.revision).toBe(2);
    const view = await hall.reads(hall.who("KEN"), "vote", { vote });
    expect(view.tally).toEqual({ yes: 0, no: 1, abstain: 0 });
    expect(view.myBallot).toMatchObject({ choice: "no", revision: 2, by: hall.who("KEN").name });
  });

  test("[R8] a correction of a revision that no longer stands is refused", async () => {
    for (const corrects of [1, 3, 2_000_000_000])
      await hall.refuses("stale_revision", () => cast(hall.who("KEN"), { vote, choice: "yes", corrects }), {
        rule: "R8",
      });
    for (const corrects of [0, -1, 1.5])
      await hall.refuses("invalid_request", () => cast(hall.who("KEN"), { vote, choice: "yes", corrects }));
  });

  test("[R8] a correction where no ballot was cast is refused", async () => {
    await hall.refuses("stale_revision", () => cast(hall.who("FRA"), { vote, choice: "yes", corrects: 1 }), {
      rule: "R8",
    });
  });

  test("two people of one delegation at the same moment cast one ballot, and the other is told", async () => {
    const second = await joins(hall, "Amadou Sow", "delegate", "SEN");
    const answers = await Promise.all([
      cast(hall.who("SEN"), { vote, choice: "yes" }),
      cast(second, { vote, choice: "no" }),
    ]);
    expect(codes(answers)).toEqual(["already_voted", "ok"]);
    const view = await hall.reads(hall.who("SEN"), "vote", { vote });
    expect(view.ballots.filter(({ delegation }) => delegation.code === "SEN")).toHaveLength(1);
  });

  test("two corrections of the same revision at the same moment: one replaces the ballot", async () => {
    await hall.does(hall.who("IND"), "cast-ballot", { vote, choice: "abstain" });
    const answers = await Promise.all(
      ["yes", "no"].map((choice) => cast(hall.who("IND"), { vote, choice, corrects: 1 })),
    );
    expect(codes(answers)).toEqual(["ok", "stale_revision"]);
    expect((await hall.reads(hall.who("IND"), "vote", { vote })).myBallot?.revision).toBe(2);
  });

  test("a ballot notes a delegation as present that was not", async () => {
    const ghana = await joins(hall, "Efua Mensah", "delegate", "GHA");
    const before = await hall.reads(ghana, "vote", { vote });
    await hall.does(ghana, "cast-ballot", { vote, choice: "abstain" });
    expect((await hall.reads(ghana, "vote", { vote })).present).toBe(before.present + 1);
    const { entries } = await hall.reads(ghana, "record");
    expect(entries[1]).toMatchObject({ act: "presence.recorded", subject: "GHA" });
    expect(entries[0]).toMatchObject({ act: "ballot.cast", subject: vote });
  });

  test("[R8] after the lock no ballot counts, neither a first one nor a correction, and the tally stands", async () => {
    await hall.does(hall.who("chair"), "lock-vote", { vote });
    const { tally } = await hall.reads(hall.who("KEN"), "vote", { vote });
    for (const [code, body] of [
      ["FRA", { vote, choice: "yes" }],
      ["KEN", { vote, choice: "yes", corrects: 2 }],
      ["KEN", { vote, choice: "yes" }],
    ] as const)
      await hall.refuses("vote_not_open", () => cast(hall.who(code), body), { rule: "R8" });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });
    await hall.refuses("vote_not_open", () => cast(hall.who("FRA"), { vote, choice: "yes" }), { rule: "R8" });
    expect((await hall.reads(hall.who("KEN"), "vote", { vote })).tally).toEqual(tally);
  });
});

describe("a vote that is not open", () => {
  let vote: string;
  beforeAll(async () => {
    ({ vote } = await question("op3"));
  });

  test("before the start there is nothing to vote on", async () => {
    await hall.refuses("vote_not_open", () => cast(hall.who("KEN"), { vote, choice: "yes" }), { rule: "R8" });
  });

  test("[C3] nor when there is an objection and the chair has not started it", async () => {
    await hall.does(hall.who("FRA"), "raise-objection", { vote });
    await hall.refuses("vote_not_open", () => cast(hall.who("KEN"), { vote, choice: "yes" }), { rule: "R8" });
  });

  test("steps out of order are refused: proclaim before the lock, lock before the start", async () => {
    const chair = hall.who("chair");
    await hall.refuses("wrong_state", () => hall.post(chair, "proclaim-vote", { vote }));
    await hall.refuses("wrong_state", () => hall.post(chair, "lock-vote", { vote }));
  });

  test("[Q4] a vote once begun is not called off while the quorum is there", async () => {
    const chair = hall.who("chair");
    await hall.does(chair, "start-vote", { vote });
    await hall.refuses(
      "wrong_state",
      () => hall.post(chair, "abort-vote", { vote, reason: "It goes badly" }),
      {
        rule: "Q4",
      },
    );
    await hall.refuses("wrong_state", () => hall.post(chair, "start-vote", { vote }));
    await hall.refuses("wrong_state", () => hall.post(chair, "declare-consensus", { vote }));
    await closes(vote);
  });

  test("what was decided stays decided: every further step is refused", async () => {
    const chair = hall.who("chair");
    for (const name of ["start-vote", "lock-vote", "proclaim-vote", "declare-consensus"])
      await hall.refuses("wrong_state", () => hall.post(chair, name, { vote }));
    await hall.refuses("wrong_state", () => hall.post(chair, "abort-vote", { vote, reason: "Again" }));
    await hall.refuses("wrong_state", () => hall.post(hall.who("KEN"), "raise-objection", { vote }));
  });

  test("a question taken back before the vote leaves its amendment open, and can be put again", async () => {
    const { amendment, vote: first } = await question("op5");
    await hall.does(hall.who("chair"), "abort-vote", { vote: first, reason: "The text is not translated" });
    const { state } = await hall.reads(hall.who("KEN"), "amendment", { amendment });
    expect(state).toBe("open");
    await hall.refuses("vote_not_open", () => cast(hall.who("KEN"), { vote: first, choice: "yes" }), {
      rule: "R8",
    });
    const again = await puts(hall, amendment);
    expect(again).not.toBe(first);
    await hall.does(hall.who("chair"), "declare-consensus", { vote: again });
  });
});

test("a vote that does not exist is not found, for everybody who votes or presides", async () => {
  const vote = "00000000-0000-4000-8000-000000000000";
  await hall.refuses("not_found", () => cast(hall.who("KEN"), { vote, choice: "yes" }));
  for (const name of ["start-vote", "lock-vote", "proclaim-vote", "declare-consensus"])
    await hall.refuses("not_found", () => hall.post(hall.who("chair"), name, { vote }));
});

function codes(answers: Answer[]): string[] {
  return answers.map((answer) => (answer.status === 200 ? "ok" : asError(answer).code)).sort();
}
