import { proposes, puts } from "../support/acts";
import { InProcess, type Person } from "../support/in-process";
import { personId } from "../support/other-conference";

let hall: InProcess;
let chair: Person;
let secretariat: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  chair = hall.who("chair");
  secretariat = hall.who("secretariat");
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

async function question(block: string): Promise<{ amendment: string; vote: string }> {
  const { amendment } = await proposes(hall, hall.who("KEN"), { block, words: " Now and always." });
  return { amendment, vote: await puts(hall, amendment) };
}
const view = (vote: string, who = chair) => hall.reads(who, "vote", { vote });
const isWhole = async () =>
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });

describe("a show of hands", () => {
  let vote: string;
  let amendment: string;
  let tellers: [Person, Person];
  let ids: [string, string];
  const counts = (who: Person, yes: number, no: number, abstain: number) =>
    hall.post(who, "count-hands", { vote, yes, no, abstain });
  beforeAll(async () => {
    ({ vote, amendment } = await question("op1"));
    tellers = [secretariat, hall.who("rapporteur")];
    ids = [await personId(hall, tellers[0].name), await personId(hall, tellers[1].name)];
  });

  test("[R1] needs two tellers, different and of this conference", async () => {
    const start = (given?: string[]) =>
      hall.post(chair, "start-vote", { vote, method: "show_of_hands", ...(given ? { tellers: given } : {}) });
    await hall.refuses("tellers_missing", () => start(), { rule: "R1" });
    await hall.refuses("tellers_missing", () => start([ids[0], ids[0]]), { rule: "R1" });
    const presiding = await personId(hall, chair.name);
    await hall.refuses("tellers_missing", () => start([ids[0], presiding]), { rule: "R1" });
    await hall.refuses("not_found", () => start([ids[0], vote]));
    expect((await start(ids)).status).toBe(200);
    expect(await view(vote)).toMatchObject({ state: "open", method: "show_of_hands", tally: null });
  });

  test("nobody votes on a device meanwhile, and only the tellers count", async () => {
    await hall.refuses(
      "method_not_allowed",
      () => hall.post(hall.who("KEN"), "cast-ballot", { vote, choice: "yes" }),
      { rule: "R1" },
    );
    await hall.refuses("not_allowed", () => counts(hall.who("KEN"), 1, 0, 0), { rule: "R1" });
  });

  test("[R1] more hands than members present are no count", async () => {
    const { present } = await view(vote);
    await hall.refuses("count_exceeds_present", () => counts(tellers[0], present, 1, 0), { rule: "R1" });
  });

  test("[R1] one count alone is none, and the other teller does not see it", async () => {
    expect((await counts(tellers[0], 10, 5, 1)).body).toEqual({ ok: true, agreed: null });
    expect((await view(vote, tellers[0])).hands.counts).toHaveLength(1);
    expect((await view(vote, tellers[1])).hands.counts).toEqual([]);
    expect((await view(vote, chair)).hands.counts).toEqual([]);
    await hall.refuses("already_voted", () => counts(tellers[0], 10, 5, 1), { rule: "R1" });
    await hall.refuses("vote_not_closed", () => hall.post(chair, "lock-vote", { vote }), { rule: "R1" });
  });

  test("[R1] counts that differ are taken again, and both stay on the record", async () => {
    expect((await counts(tellers[1], 10, 6, 0)).body).toEqual({ ok: true, agreed: false });
    const { hands } = await view(vote);
    expect(hands.attempt).toBe(2);
    expect(hands.counts.map(({ tally }) => tally)).toEqual([
      { yes: 10, no: 5, abstain: 1 },
      { yes: 10, no: 6, abstain: 0 },
    ]);
    await hall.refuses("vote_not_closed", () => hall.post(chair, "lock-vote", { vote }), { rule: "R1" });
  });

  test("[R1] equal counts are the tally; in doubt it is repeated, and the last count prevails", async () => {
    await counts(tellers[1], 8, 7, 1);
    expect((await counts(tellers[0], 8, 7, 1)).body).toEqual({ ok: true, agreed: true });
    await hall.does(chair, "lock-vote", { vote });
    expect(await view(vote)).toMatchObject({ state: "locked", tally: { yes: 8, no: 7, abstain: 1 } });

    await hall.does(chair, "recount-hands", { vote, reason: "A hand was overlooked" });
    expect(await view(vote)).toMatchObject({ state: "open", tally: null, result: null });
    for (const who of tellers) await counts(who, 7, 8, 1);
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    expect(await view(vote)).toMatchObject({ state: "proclaimed", result: "lost", tally: { yes: 7, no: 8 } });
    expect((await hall.reads(chair, "amendment", { amendment })).state).toBe("rejected");
    const { entries } = await hall.reads(chair, "record");
    const told = entries.filter(({ subject }) => subject === vote).map(({ act }) => act);
    expect(told.filter((act) => act === "hands.counted")).toHaveLength(6);
    expect(told.filter((act) => act === "hands.recounted")).toHaveLength(2);
    await hall.refuses("wrong_state", () => hall.post(chair, "recount-hands", { vote, reason: "Too late" }));
    await isWhole();
  });
});

describe("a roll-call", () => {
  let vote: string;
  const answers = (delegation: string, choice: string | null) =>
    hall.post(secretariat, "answer-roll", { vote, delegation, choice });

  test("[R2] is taken on request, and once asked for no show of hands takes its place", async () => {
    ({ vote } = await question("op2"));
    const start = (method: string) => hall.post(chair, "start-vote", { vote, method });
    await hall.refuses("not_enough_requests", () => start("roll_call"), { rule: "R2" });
    await hall.does(hall.who("FRA"), "request-roll-call", { vote });
    expect((await view(vote)).rollCall.requests.map(({ code }) => code)).toEqual(["FRA"]);
    await hall.refuses("method_not_allowed", () => start("secret_ballot"), { rule: "R2" });
    expect((await start("roll_call")).status).toBe(200);
  });

  test("[R3] each member is called once, in English alphabetical order from the name drawn by lot", async () => {
    const { rollCall, members } = await view(vote);
    expect(rollCall.order).toHaveLength(members);
    const delegations = await hall.reads(chair, "delegations");
    const names = rollCall.order.map((code) => delegations.find((one) => one.code === code)?.name.en ?? "");
    const breaks = names.filter((name, i) => i > 0 && name < (names[i - 1] ?? ""));
    expect(breaks.length).toBeLessThanOrEqual(1);
    expect(rollCall.next).toBe(rollCall.order[0]);
    const { entries } = await hall.reads(chair, "record");
    expect(
      entries.find(({ act, subject }) => act === "vote.started" && subject === vote)?.data,
    ).toMatchObject({
      method: "roll_call",
      drawn: rollCall.order[0],
    });
  });

  test("[R6] silence is not participating; [R8] an answer is corrected until the lock", async () => {
    const [first = "", second = "", third = ""] = (await view(vote)).rollCall.order;
    expect((await answers(first, "yes")).status).toBe(200);
    expect((await answers(second, null)).status).toBe(200);
    expect((await view(vote)).rollCall).toMatchObject({ next: third, passed: [second] });
    await answers(third, "no");
    await answers(third, "abstain");
    await answers(first, null);
    await answers(first, "no");
    await hall.refuses("not_a_member", () => answers("ICAE", "yes"), { rule: "R3" });
    await hall.refuses("not_allowed", () =>
      hall.post(hall.who("KEN"), "answer-roll", { vote, delegation: "KEN", choice: "yes" }),
    );
    await hall.refuses(
      "method_not_allowed",
      () => hall.post(hall.who("KEN"), "cast-ballot", { vote, choice: "yes" }),
      { rule: "R1" },
    );
    await hall.does(chair, "lock-vote", { vote });
    await hall.refuses("vote_not_open", () => answers(second, "yes"), { rule: "R8" });
    await hall.does(chair, "proclaim-vote", { vote });
    const done = await view(vote);
    expect(done).toMatchObject({ tally: { yes: 0, no: 1, abstain: 1 }, result: "lost" });
    expect(done.ballots.map(({ delegation }) => delegation.code).sort()).toEqual([first, third].sort());
    await isWhole();
  });

  test("[R3] who answers is in the room: noted as present on the record; an answer taken back takes that back, and no more", async () => {
    const presenceOf = async (code: string) =>
      (await hall.reads(chair, "delegations")).find((one) => one.code === code)?.presence[
        "drafting-committee"
      ];
    const noted = (data: unknown) => data as Record<string, unknown>;
    const notes = async () =>
      (await hall.reads(chair, "record")).entries
        .filter(({ act, data }) => act === "presence.recorded" && noted(data).vote === vote)
        .map(({ subject, data }) => [subject, noted(data).present, noted(data).because]);
    ({ vote } = await question("op4"));
    await hall.does(hall.who("FRA"), "request-roll-call", { vote });
    await hall.does(chair, "start-vote", { vote, method: "roll_call" });
    const [away = "", here = ""] = (await view(vote)).rollCall.order;
    const present = async (delegation: string, is: boolean) =>
      hall.does(secretariat, "record-presence", { body: "drafting-committee", delegation, present: is });
    await present(away, false);
    await present(here, true);
    const before = (await view(vote)).present;
    await answers(away, "yes");
    expect((await view(vote)).present).toBe(before + 1);
    await answers(away, null);
    expect((await view(vote)).present).toBe(before);
    await answers(here, "no");
    await answers(here, null);
    expect([await presenceOf(away), await presenceOf(here)]).toEqual([false, true]);
    expect(await notes()).toEqual([
      [away, false, "roll_call"],
      [away, true, "roll_call"],
    ]);
    await answers(away, "yes");
    await present(away, false);
    await present(away, true);
    await answers(away, null);
    expect(await presenceOf(away)).toBe(true);
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    await isWhole();
  });

  test("[R2] right after a show of hands it is called, and what the hands said counts no more", async () => {
    ({ vote } = await question("op3"));
    const ids: [string, string] = [
      await personId(hall, secretariat.name),
      await personId(hall, hall.who("rapporteur").name),
    ];
    await hall.does(chair, "start-vote", { vote, method: "show_of_hands", tellers: ids });
    for (const who of [secretariat, hall.who("rapporteur")])
      await hall.does(who, "count-hands", { vote, yes: 9, no: 3, abstain: 0 });
    await hall.does(chair, "lock-vote", { vote });
    await hall.refuses("not_enough_requests", () => hall.post(chair, "call-roll", { vote }), { rule: "R2" });
    await hall.does(hall.who("BRA"), "request-roll-call", { vote });
    await hall.does(chair, "call-roll", { vote });
    await answers("KEN", "no");
    await answers("BRA", "no");
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    expect(await view(vote)).toMatchObject({ method: "roll_call", result: "lost", tally: { yes: 0, no: 2 } });
    await isWhole();
  });
});

describe("a secret ballot", () => {
  let vote: string;
  /** Choices in an order that gives nothing away by itself. */
  const CHOICES: Record<string, "yes" | "no" | "abstain"> = {
    KEN: "yes",
    BRA: "no",
    FRA: "yes",
    SEN: "abstain",
    IND: "yes",
  };
  const papers = (code: string, choice: string, headers: Record<string, string> = {}) =>
    hall.post(hall.who(code), "cast-secret-ballot", { vote, choice }, headers);

  test("[R9] only who took part is seen while it is open, and nobody puts in two papers", async () => {
    ({ vote } = await question("op5"));
    await hall.does(chair, "start-vote", { vote, method: "secret_ballot" });
    for (const [code, choice] of Object.entries(CHOICES))
      expect((await papers(code, choice, { "idempotency-key": `paper-of-${code}` })).body).toEqual({
        ok: true,
      });
    const seen = await view(vote);
    expect(seen).toMatchObject({ tally: null, needed: null, ballots: [], myBallot: null });
    expect(seen.participants.map(({ code }) => code).sort()).toEqual(Object.keys(CHOICES).sort());
    await hall.refuses("already_voted", () => papers("KEN", "no"), { rule: "R9" });
    await hall.refuses(
      "method_not_allowed",
      () => hall.post(hall.who("JOR"), "cast-ballot", { vote, choice: "yes" }),
      { rule: "R1" },
    );
  });

  test("[R9] a paper sent again under its key is not counted twice, and its answer keeps no trace of the choice", async () => {
    expect((await papers("KEN", "yes", { "idempotency-key": "paper-of-KEN" })).body).toEqual({ ok: true });
    const kept = await hall.sql<{ hash: string }>(
      "select distinct request_sha256 as hash from command_answers where command = 'cast-secret-ballot'",
    );
    // Five papers of three kinds: one hash.
    expect(kept).toHaveLength(1);
  });

  test("[R9] the sealed sums tell nothing to who reads the database, and are another's at every paper", async () => {
    const [before] = await hall.sql<{ sealed: Buffer }>("select sealed from secret_boxes");
    await papers("JOR", "no");
    const [after] = await hall.sql<{ sealed: Buffer }>("select sealed from secret_boxes");
    expect(after?.sealed.length).toBe(before?.sealed.length);
    expect(after?.sealed.equals(before?.sealed ?? Buffer.alloc(0))).toBe(false);
    expect(after?.sealed.toString("latin1")).not.toMatch(/yes|abstain|00000000/);
  });

  test("[R9] after it no row of any table, no entry and no log line says which way anybody voted; the sum checks", async () => {
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    const done = await view(vote);
    expect(done).toMatchObject({ result: "carried", tally: { yes: 3, no: 2, abstain: 1 } });
    expect(done.participants).toHaveLength(6);
    expect(done.ballots).toEqual([]);

    const tables = await hall.sql<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    // Every row that names the vote: the vote's own with its sums, who took part, and the record.
    const naming: Record<string, string[]> = {};
    for (const { name } of tables) {
      const rows = await hall.sql<{ row: string }>(
        `select t::text as row from ${name} t where t::text like '%' || $1 || '%'`,
        [vote],
      );
      if (rows.length > 0) naming[name] = rows.map(({ row }) => row);
    }
    expect(Object.keys(naming).sort()).toEqual(["ledger", "secret_participants", "votes"]);
    for (const name of ["ballots", "hand_counts", "secret_boxes"]) expect(naming[name]).toBeUndefined();
    for (const row of naming.secret_participants ?? []) expect(row).not.toMatch(/yes|no,|abstain/);
    const entries = (naming.ledger ?? []).filter((row) => row.includes("ballot.taken"));
    expect(entries).toHaveLength(6);
    for (const row of entries) expect(row).not.toMatch(/"?choice|abstain|"yes"|"no"/);

    // What the answers kept is one and the same for all.
    const answers = await hall.sql<{ kept: string }>(
      `select distinct request_sha256 || answer::text as kept from command_answers where command = 'cast-secret-ballot'`,
    );
    expect(answers).toHaveLength(1);
    expect(hall.complaints).toEqual([]);
    await isWhole();
  });

  test("[R9] a participation taken away behind the record's back is found", async () => {
    await hall.tamper(
      "delete from secret_participants where delegation_id = (select id from delegations where code = 'KEN' limit 1)",
    );
    const { problems } = await hall.reads(chair, "verification");
    expect(problems).toMatchObject([{ problem: "ballot", detail: expect.stringContaining("KEN") }]);
  });
});

test("[R9] a conference whose rules know no secret ballot holds none", async () => {
  await hall.sql("update conferences set preset = 'un-ga'");
  const { vote } = await question("op6");
  await hall.refuses(
    "method_not_allowed",
    () => hall.post(chair, "start-vote", { vote, method: "secret_ballot" }),
    { rule: "R9" },
  );
});
