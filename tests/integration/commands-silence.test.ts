import { proposes, puts } from "../support/acts";
import { until } from "../support/children";
import { asError, InProcess, type Person } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya] = [hall.who("chair"), hall.who("KEN")];
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const instrument = "declaration";
const HOUR_MS = 3_600_000;
const inAnHour = () => new Date(hall.clock.now().getTime() + HOUR_MS).toISOString();
const view = (vote: string) => hall.reads(chair, "vote", { vote });
const isWhole = async () =>
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });

async function putInWriting(block: string): Promise<{ amendment: string; vote: string }> {
  const { amendment } = await proposes(hall, kenya, { block, words: " Always." });
  const silenceUntil = inAnHour();
  const { vote } = await hall.does(chair, "put-question", { instrument, amendment, silenceUntil });
  expect(await view(vote)).toMatchObject({ state: "question_put", silenceUntil });
  return { amendment, vote };
}
const entriesOf = async (vote: string) =>
  (await hall.reads(chair, "record")).entries.filter(({ subject }) => subject === vote).map(({ act }) => act);

describe("the silence procedure", () => {
  test("[C6] a deadline that has passed is none", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op1", words: " Now." });
    const silenceUntil = hall.clock.now().toISOString();
    await hall.refuses(
      "deadline_passed",
      () => hall.post(chair, "put-question", { instrument, amendment, silenceUntil }),
      { rule: "C6" },
    );
    await hall.does(kenya, "withdraw-amendment", { amendment });
  });

  test("[C5] kept to the deadline, it is decided without anybody doing anything, and once", async () => {
    const { amendment, vote } = await putInWriting("op1");
    // The chair neither shortens it nor votes over it.
    await hall.refuses("silence_running", () => hall.post(chair, "declare-consensus", { vote }), {
      rule: "C6",
    });
    await hall.refuses("silence_running", () => hall.post(chair, "start-vote", { vote }), { rule: "C5" });
    // Another server looks at the same deadline at the same time.
    const other = await hall.second();
    hall.clock.advance(HOUR_MS);
    await until("it is decided", async () => (await view(vote)).state !== "question_put");
    expect(await view(vote)).toMatchObject({ state: "so_decided", result: "carried", tally: null });
    expect((await hall.reads(chair, "amendment", { amendment })).state).toBe("adopted");
    // It stops once it has done what it was about to.
    await other.stop();
    expect((await entriesOf(vote)).filter((act) => act === "question.so_decided")).toHaveLength(1);
    await isWhole();
  });

  test("[C5] one delegation objects in writing and breaks it: a vote is needed", async () => {
    const { vote } = await putInWriting("op2");
    const object = (words?: string) =>
      hall.post(hall.who("FRA"), "raise-objection", { vote, ...(words ? { words } : {}) });
    await hall.refuses("words_needed", () => object(), { rule: "C5" });
    expect((await object("Not before the budget is known.")).status).toBe(200);
    const broken = await view(vote);
    expect(broken).toMatchObject({ state: "explanations_before" });
    expect(broken.objections).toMatchObject([{ code: "FRA", words: "Not before the budget is known." }]);
    hall.clock.advance(2 * HOUR_MS);
    await hall.does(chair, "start-vote", { vote, method: "recorded" });
    await hall.does(kenya, "cast-ballot", { vote, choice: "no" });
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    expect(await view(vote)).toMatchObject({ state: "proclaimed", result: "lost" });
    await isWhole();
  });

  test("[C6] at the very deadline an objection comes too late", async () => {
    const { vote } = await putInWriting("op3");
    const { silenceUntil } = await view(vote);
    hall.clock.advance(Date.parse(silenceUntil ?? "") - hall.clock.now().getTime());
    const got = asError(await hall.post(hall.who("FRA"), "raise-objection", { vote, words: "Too late" }));
    // The server may have decided it a moment earlier.
    expect(["deadline_passed", "wrong_state"]).toContain(got.code);
    await until("it is decided", async () => (await view(vote)).state === "so_decided");
    expect((await view(vote)).objections).toEqual([]);
  });

  test("the chair calls it off: nothing is decided at the deadline", async () => {
    const { amendment, vote } = await putInWriting("op5");
    await hall.does(chair, "abort-vote", { vote, reason: "To be redrafted" });
    hall.clock.advance(2 * HOUR_MS);
    expect(await view(vote)).toMatchObject({ state: "aborted_no_quorum" });
    expect((await hall.reads(chair, "amendment", { amendment })).state).toBe("open");
    await hall.does(kenya, "withdraw-amendment", { amendment });
    await isWhole();
  });

  test("[C5] the whole text is adopted by silence, with nobody in the room; a server that was not there when it was put decides it", async () => {
    await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
    for (const { id, state } of await hall.reads(chair, "amendments", { instrument }))
      if (state === "submitted")
        await hall.does(chair, "rule-on-amendment", { amendment: id, admissible: false, reason: "Late" });
    await hall.does(chair, "take-up", { instrument });
    const vote = await puts(hall, null).catch(() => null);
    expect(vote).not.toBeNull();
    await hall.does(chair, "abort-vote", { vote: vote ?? "", reason: "In writing" });
    const silenceUntil = inAnHour();
    const put = await hall.does(chair, "put-question", { instrument, amendment: null, silenceUntil });
    await hall.sql("update body_members set present = false");
    const later = await hall.second();
    hall.clock.advance(HOUR_MS);
    await until("it is adopted", async () => (await hall.stageOf(instrument)).outcome === "adopted");
    expect((await hall.reads(chair, "instrument", { instrument })).adoption).toMatchObject({
      byConsensus: true,
      tally: null,
    });
    expect((await entriesOf(put.vote)).filter((act) => act === "question.so_decided")).toHaveLength(1);
    await later.stop();
    await isWhole();
  });
});
