import { addition, proposes } from "../support/acts";
import { InProcess, type Person } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let secretariat: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya, secretariat] = [hall.who("chair"), hall.who("KEN"), hall.who("secretariat")];
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const instrument = "declaration";
const isWhole = async () =>
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });

describe("the deadline for amendments", () => {
  const at = (ms: number) => new Date(hall.clock.now().getTime() + ms).toISOString();
  const set = (deadline: string | null, who = chair) =>
    hall.post(who, "set-deadline", { instrument, deadline });

  test("[A13] is set by the chair, ahead of time, and seen by all", async () => {
    await hall.refuses("not_allowed", () => set(at(60_000), kenya));
    await hall.refuses("deadline_passed", () => set(at(0)), { rule: "A13", detail: expect.anything() });
    const deadline = at(60_000);
    expect((await set(deadline)).status).toBe(200);
    expect((await hall.reads(kenya, "instrument", { instrument })).amendmentsDeadline).toBe(deadline);
    const { amendment } = await proposes(hall, kenya, { block: "op1", words: " In time.", open: false });
    expect(await hall.reads(chair, "amendment", { amendment })).toMatchObject({ late: false });
    await hall.does(chair, "rule-on-amendment", { amendment, admissible: true, reason: "" });
  });

  test("[A13] a late one is admitted only with the chair's waiver, which is on the record", async () => {
    hall.clock.advance(60_000);
    const { amendment } = await proposes(hall, kenya, { block: "op2", words: " Late.", open: false });
    expect(await hall.reads(chair, "amendment", { amendment })).toMatchObject({
      late: true,
      state: "submitted",
    });
    const rule = (waive?: boolean) =>
      hall.post(chair, "rule-on-amendment", {
        amendment,
        admissible: true,
        reason: "It corrects a slip",
        ...(waive === undefined ? {} : { waive }),
      });
    for (const waive of [undefined, false])
      await hall.refuses("deadline_passed", () => rule(waive), { rule: "A13", detail: expect.anything() });
    expect((await rule(true)).status).toBe(200);
    const { entries } = await hall.reads(chair, "record");
    expect(entries.find(({ act }) => act === "amendment.ruled_admissible")?.data).toMatchObject({
      waived: true,
      reason: "It corrects a slip",
    });
    // To find it inadmissible needs no waiver.
    const other = await proposes(hall, kenya, { block: "op3", words: " Late.", open: false });
    await hall.does(chair, "rule-on-amendment", {
      amendment: other.amendment,
      admissible: false,
      reason: "Late",
    });
    await isWhole();
  });

  test("[A13] lifted, nothing is late", async () => {
    const given = await addition(hall, instrument, "op5", " Late.");
    const propose = () =>
      hall.post(kenya, "propose-amendment", { instrument, ...given, rationale: "Because", sponsors: [] });
    expect((await set(null)).status).toBe(200);
    const proposed = await propose();
    expect(proposed.status).toBe(200);
    const { amendment } = proposed.body as { amendment: string };
    expect(await hall.reads(chair, "amendment", { amendment })).toMatchObject({ late: false });
    await isWhole();
  });

  test("a deadline changed behind the record's back is found", async () => {
    await hall.tamper("update instruments set amendments_deadline = now() where slug = $1", [instrument]);
    expect((await hall.reads(chair, "verification")).problems).toMatchObject([{ problem: "deadline" }]);
    await hall.tamper("update instruments set amendments_deadline = null");
  });
});

describe("credentials", () => {
  const record = (event: string, who = secretariat, delegation = "KEN") =>
    hall.post(who, "record-credentials", { delegation, event, reason: "" });
  const plenary = async () => (await hall.reads(chair, "meeting", { body: "plenary" })).body;
  const row = async () => (await hall.reads(chair, "delegations")).find(({ code }) => code === "KEN");

  test("the secretariat judges them, any delegation with a vote challenges", async () => {
    await hall.refuses("not_allowed", () => record("reject", chair));
    await hall.refuses("not_allowed", () => record("challenge", hall.who("observer")), { rule: "W2" });
    await hall.refuses("not_found", () => record("challenge", hall.who("FRA"), "XXX"));
    await hall.refuses("wrong_state", () => record("reject"));
    await hall.refuses("wrong_state", () => record("submit"));
  });

  test("challenged, a delegation keeps its seat; rejected, it has neither a vote nor a place in the quorum", async () => {
    const before = await plenary();
    expect((await record("challenge", hall.who("FRA"))).status).toBe(200);
    expect(await row()).toMatchObject({ credentials: "challenged", seated: true });
    expect(await plenary()).toEqual(before);
    expect((await record("reject")).status).toBe(200);
    expect(await row()).toMatchObject({ credentials: "rejected", seated: false });
    expect(await plenary()).toMatchObject({ members: before.members - 1, present: before.present - 1 });
    // Nothing of what needs a vote is theirs any more.
    await hall.refuses(
      "not_allowed",
      () => hall.post(kenya, "start-amendment", { instrument, language: "en" }),
      { rule: "W2" },
    );
    await hall.refuses("not_a_member", () =>
      hall.post(kenya, "move-motion", { instrument, kind: "close_debate", words: "" }),
    );
    await hall.refuses(
      "not_a_member",
      () => hall.post(secretariat, "record-presence", { body: "plenary", delegation: "KEN", present: true }),
      { rule: "Q5", detail: expect.anything() },
    );
    await isWhole();
  });

  test("handed in anew and accepted, it has its seat again, present as it was", async () => {
    const before = await plenary();
    expect((await record("submit")).status).toBe(200);
    expect(await row()).toMatchObject({ credentials: "submitted", seated: false });
    expect((await record("accept")).status).toBe(200);
    expect(await row()).toMatchObject({ credentials: "accepted", seated: true });
    expect(await plenary()).toMatchObject({ members: before.members + 1, present: before.present + 1 });
    await isWhole();
  });

  test("nobody gains or loses a vote while one is open", async () => {
    const { amendment } = await proposes(hall, hall.who("BRA"), { block: "op6", words: " Always." });
    for (const { id, state } of await hall.reads(chair, "amendments", { instrument }))
      if (state === "open" && id !== amendment)
        await hall.does(kenya, "withdraw-amendment", { amendment: id });
    const { vote } = await hall.does(chair, "put-question", { instrument, amendment });
    await hall.does(chair, "start-vote", { vote, method: "recorded" });
    expect((await record("challenge", hall.who("FRA"))).status).toBe(200);
    await hall.refuses("voting_in_progress", () => record("reject"), { rule: "P5" });
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    expect((await record("accept")).status).toBe(200);
  });

  test("changed behind the record's back they are found", async () => {
    await hall.tamper("update delegations set credentials = 'rejected' where code = 'BRA'");
    expect((await hall.reads(chair, "verification")).problems).toMatchObject([{ problem: "credentials" }]);
  });
});
