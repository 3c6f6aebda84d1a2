import type { CommandBody, CommandName } from "../../shared/api/commands";
import { addition, agreesAll, clears, givesTurn, latestVersion, proposes, puts } from "../support/acts";
import { until } from "../support/children";
import { type Answer, asError, InProcess, typesAtEnd, wordsOf } from "../support/in-process";

const VOTERS = ["KEN", "BRA", "FRA", "IND", "SEN", "ARG"] as const;

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
  await clears(hall);
});
afterEach(async () => {
  expect(hall.complaints.splice(0)).toEqual([]);
  expect(await hall.reads(hall.who("KEN"), "verification")).toMatchObject({ ok: true });
});
afterAll(() => hall.stop());

/** Both chairs do the same at the same moment; one of them gets it done. Gives the refusal of the other. */
async function onlyOne<N extends CommandName>(
  name: N,
  body: CommandBody<N>,
): Promise<{ code: string; done: Answer }> {
  const answers = await Promise.all(
    ["chair", "committee-chair"].map((role) => hall.post(hall.who(role), name, body)),
  );
  const done = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status !== 200);
  expect([done.length, refused.length]).toEqual([1, 1]);
  return { code: asError(refused[0] as Answer).code, done: done[0] as Answer };
}

const count = async (act: string) =>
  (await hall.sql<{ n: number }>("select count(*)::int as n from ledger where act = $1", [act]))[0]?.n ?? 0;

describe("two chairs at the same moment", () => {
  test("rule on an amendment, put it, start, lock and proclaim: each is done once, and the text changes once", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op1-a",
      words: " Once.",
      open: false,
    });
    const before = (await latestVersion(hall, "declaration")).number;

    const ruled = await onlyOne("rule-on-amendment", { amendment, admissible: true, reason: "" });
    expect(ruled.code).toBe("wrong_state");
    const put = await onlyOne("put-question", { instrument: "declaration", amendment });
    expect(put.code).toBe("question_pending");
    const { vote } = put.done.body as { vote: string };
    expect((await onlyOne("start-vote", { vote })).code).toBe("wrong_state");
    for (const code of VOTERS) await hall.does(hall.who(code), "cast-ballot", { vote, choice: "yes" });
    expect((await onlyOne("lock-vote", { vote })).code).toBe("wrong_state");
    expect((await onlyOne("proclaim-vote", { vote })).code).toBe("wrong_state");

    expect((await latestVersion(hall, "declaration")).number).toBe(before + 1);
    const words = wordsOf(await hall.live("declaration", "en"), "op1-a") ?? "";
    expect(words.split(" Once.")).toHaveLength(2);
  });

  test("declare a consensus: once", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op1-b", words: " Twice." });
    const vote = await puts(hall, amendment);
    expect((await onlyOne("declare-consensus", { vote })).code).toBe("wrong_state");
    expect((wordsOf(await hall.live("declaration", "en"), "op1-b") ?? "").split(" Twice.")).toHaveLength(2);
  });

  test("one admits, the other finds inadmissible: one of the rulings stands", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op1-c",
      words: " Or.",
      open: false,
    });
    const answers = await Promise.all([
      hall.post(hall.who("chair"), "rule-on-amendment", { amendment, admissible: true, reason: "" }),
      hall.post(hall.who("committee-chair"), "rule-on-amendment", {
        amendment,
        admissible: false,
        reason: "",
      }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { state } = await hall.reads(hall.who("KEN"), "amendment", { amendment });
    expect(state).toBe(answers[0]?.status === 200 ? "open" : "inadmissible");
    if (state === "open") await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
  });

  test("put two different amendments: one is put, the other waits", async () => {
    const first = await proposes(hall, hall.who("KEN"), { block: "op2-a", words: " One." });
    const second = await proposes(hall, hall.who("BRA"), { block: "op2-b", words: " Two." });
    await givesTurn(hall, first.amendment);
    const answers = await Promise.all([
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment: first.amendment }),
      hall.post(hall.who("committee-chair"), "put-question", {
        instrument: "declaration",
        amendment: second.amendment,
      }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await hall.sql("select 1 from votes where state = 'question_put'")).toHaveLength(1);
    const [put] = answers.filter(({ status }) => status === 200);
    const { vote } = (put as Answer).body as { vote: string };
    await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "Later" });
    for (const { amendment } of [first, second]) {
      const who = hall.who(amendment === first.amendment ? "KEN" : "BRA");
      await hall.does(who, "withdraw-amendment", { amendment });
    }
  });
});

describe("at the same moment", () => {
  test("[W1] the chair puts it and its proposer withdraws it: it is withdrawn, and no question on it is left", async () => {
    for (let round = 0; round < 5; round++) {
      const { amendment } = await proposes(hall, hall.who("KEN"), {
        block: "op2-c",
        words: ` Round ${round}.`,
      });
      const [put, withdrawn] = await Promise.all([
        hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }),
        hall.post(hall.who("KEN"), "withdraw-amendment", { amendment }),
      ]);
      expect(withdrawn.status).toBe(200);
      expect([200, 409]).toContain(put.status);
      expect(await hall.reads(hall.who("KEN"), "amendment", { amendment })).toMatchObject({
        state: "withdrawn",
      });
      expect(
        (await hall.reads(hall.who("KEN"), "instrument", { instrument: "declaration" })).question,
      ).toBeNull();
    }
  });

  test("[R8] ballots and the lock: the tally is that of the ballots that were taken, and of no other", async () => {
    for (let round = 0; round < 5; round++) {
      const { amendment } = await proposes(hall, hall.who("KEN"), {
        block: "op3-a",
        words: ` Lock ${round}.`,
      });
      const vote = await puts(hall, amendment);
      await hall.does(hall.who("chair"), "start-vote", { vote });
      const answers = await Promise.all([
        ...VOTERS.slice(0, 3).map((code) => hall.post(hall.who(code), "cast-ballot", { vote, choice: "no" })),
        hall.post(hall.who("chair"), "lock-vote", { vote }),
        ...VOTERS.slice(3).map((code) => hall.post(hall.who(code), "cast-ballot", { vote, choice: "no" })),
      ]);
      const [lock] = answers.splice(3, 1);
      expect(lock?.status).toBe(200);
      const taken = answers.filter(({ status }) => status === 200).length;
      for (const answer of answers)
        if (answer.status !== 200) expect(asError(answer).code).toBe("vote_not_open");
      const view = await hall.reads(hall.who("KEN"), "vote", { vote });
      expect(view.tally).toEqual({ yes: 0, no: taken, abstain: 0 });
      expect(view.ballots).toHaveLength(taken);
      await hall.does(hall.who("chair"), "proclaim-vote", { vote });
    }
  });

  test("all delegations vote at once: every ballot counts once, and the record has one entry for each", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-b", words: " All." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("chair"), "start-vote", { vote });
    const before = await count("ballot.cast");
    const answers = await Promise.all(
      VOTERS.flatMap((code) =>
        ["yes", "no", "yes"].map((choice) => hall.post(hall.who(code), "cast-ballot", { vote, choice })),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(VOTERS.length);
    const { tally } = await hall.reads(hall.who("KEN"), "vote", { vote });
    expect((tally?.yes ?? 0) + (tally?.no ?? 0)).toBe(VOTERS.length);
    expect(await count("ballot.cast")).toBe(before + VOTERS.length);
    await hall.does(hall.who("chair"), "lock-vote", { vote });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });
  });

  test("of ballots carried out together one is refused, one is a twin, one is of another vote: each has the answer it would have had alone", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-b", words: " Mixed." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("chair"), "start-vote", { vote });
    const [before, elsewhere] = [
      await count("ballot.cast"),
      vote.replace(/^./, (c) => (c === "0" ? "1" : "0")),
    ];
    const cast = (code: string, body: object, key?: string) =>
      hall.post(
        hall.who(code),
        "cast-ballot",
        { vote, choice: "yes", ...body },
        key === undefined ? {} : { "idempotency-key": key },
      );
    const twins = { first: cast("BRA", {}, "the-same-key"), second: cast("BRA", {}, "the-same-key") };
    const [ken, corrects, observer, unknown, france, first, second] = await Promise.all([
      cast("KEN", {}),
      cast("SEN", { corrects: 1 }),
      cast("observer", {}),
      cast("IND", { vote: elsewhere }),
      cast("FRA", { choice: "no" }),
      twins.first,
      twins.second,
    ]);
    expect([ken.status, france.status, first.status]).toEqual([200, 200, 200]);
    expect(asError(corrects).code).toBe("stale_revision");
    expect(asError(observer).code).toBe("not_allowed");
    expect(asError(unknown).code).toBe("not_found");
    expect(second.body).toEqual(first.body);
    const { tally, ballots } = await hall.reads(hall.who("KEN"), "vote", { vote });
    expect(tally).toEqual({ yes: 2, no: 1, abstain: 0 });
    expect(ballots.map(({ delegation }) => delegation.code).sort()).toEqual(["BRA", "FRA", "KEN"]);
    expect(await count("ballot.cast")).toBe(before + 3);
    // Answered already, beside one that is new.
    const [again, senegal] = await Promise.all([cast("BRA", {}, "the-same-key"), cast("SEN", {})]);
    expect([again.body, senegal.status]).toEqual([first.body, 200]);
    expect(await count("ballot.cast")).toBe(before + 4);
    await hall.does(hall.who("chair"), "lock-vote", { vote });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });
  });

  test("six delegations propose at once: six numbers, none twice and none left out", async () => {
    const given = await addition(hall, "declaration", "op4-b", " Many.");
    const answers = await Promise.all(
      VOTERS.map((code) =>
        hall.does(hall.who(code), "propose-amendment", {
          instrument: "declaration",
          ...given,
          rationale: "Because",
          sponsors: [],
        }),
      ),
    );
    const numbers = answers.map(({ number }) => Number(number)).sort((a, b) => a - b);
    const first = numbers[0] ?? 0;
    expect(numbers).toEqual(VOTERS.map((_, i) => first + i));
    await clears(hall);
  });

  test("versions saved at once have numbers of their own", async () => {
    const save = (label: string) =>
      hall.does(hall.who("committee-chair"), "save-version", {
        instrument: "declaration",
        language: "en",
        label,
      });
    const saved = await Promise.all(["a", "b", "c", "d"].map(save));
    const numbers = saved.map(({ number }) => number).sort((a, b) => a - b);
    expect(new Set(numbers).size).toBe(4);
    expect((numbers[3] ?? 0) - (numbers[0] ?? 0)).toBe(3);
  });

  test("an amendment carries while members type: their words and its words are all there", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-c", words: " Adopted." });
    const clients = await Promise.all(
      (["FRA", "SEN"] as const).map((code) => hall.opens(hall.who(code), "beijing-2013.declaration.en")),
    );
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    const [one, two] = clients;
    if (!one || !two) throw new Error("two members");
    await Promise.all([
      typesAtEnd(one, "op4-d", " Typed by one."),
      typesAtEnd(two, "op5-a", " Typed by the other."),
      hall.does(hall.who("committee-chair"), "save-version", {
        instrument: "declaration",
        language: "en",
        label: "Meanwhile",
      }),
    ]);
    const live = await hall.live("declaration", "en");
    expect(wordsOf(live, "op4-c")).toMatch(/ Adopted\.$/);
    expect(wordsOf(live, "op4-d")).toMatch(/ Typed by one\.$/);
    expect(wordsOf(live, "op5-a")).toMatch(/ Typed by the other\.$/);
  });

  test("the chair agrees the text while an amendment is submitted: no agreed text has an open amendment", async () => {
    // Beside the agreed paragraphs, which nobody amends any more (Rule A17).
    const { baseVersion } = await addition(hall, "declaration", "op5-b", " Late.");
    const block = { id: "late", kind: "point" as const, level: 1, runs: [{ text: "Late;", marks: [] }] };
    await agreesAll(hall, "declaration");
    const [agreed, proposed] = await Promise.all([
      hall.post(hall.who("committee-chair"), "agree-text", { instrument: "declaration" }),
      hall.post(hall.who("KEN"), "propose-amendment", {
        instrument: "declaration",
        baseVersion,
        patch: { changes: [{ op: "insert", after: "op5-b", block }] },
        rationale: "Because",
        sponsors: [],
      }),
    ]);
    expect([agreed.status, proposed.status].sort()).toEqual([200, 409]);
    const { stage } = await hall.stageOf("declaration");
    expect(stage).toBe(agreed.status === 200 ? "committee_clean" : "in_reading");
    if (agreed.status !== 200) expect(asError(agreed)).toMatchObject({ code: "amendments_open", rule: "A2" });
    else expect(asError(proposed).code).toBe("wrong_stage");
    if (agreed.status === 200)
      await hall.does(hall.who("committee-chair"), "reopen-text", { instrument: "declaration" });
    await clears(hall);
  });

  test("what was typed before the final question is in the adopted text, what was typed after it is in none", async () => {
    await hall.does(hall.who("committee-chair"), "forward-text", {
      instrument: "declaration",
      asItStands: true,
    });
    await hall.does(hall.who("chair"), "take-up", { instrument: "declaration" });
    const translator = await hall.opens(hall.who("translator"), "beijing-2013.declaration.fr");
    const place = translator.text().findIndex((text) => text.length > 100);
    translator.type(place, 0, "Au dernier moment, ");
    const last = await puts(hall, null);
    translator.type(place, 0, "Trop tard, ");
    await until("all of it is saved or refused", () => {
      return translator.saved + translator.refused.length >= translator.sent;
    });
    await hall.does(hall.who("chair"), "declare-consensus", { vote: last });
    const adopted = await latestVersion(hall, "declaration", "fr");
    const live = await hall.live("declaration", "fr");
    expect(adopted.blocks).toEqual(live.blocks);
    expect(JSON.stringify(live)).toContain("Au dernier moment, ");
    expect(JSON.stringify(live)).not.toContain("Trop tard, ");
    const reopened = await hall.opens(hall.who("observer"), "beijing-2013.declaration.fr");
    expect(reopened.text()).toEqual(live.blocks.map(({ id }) => wordsOf(live, id)));
  });
});
