import {
  clears,
  decides,
  latestVersion,
  proposes,
  puts,
  rewording,
  submits,
  takesVote,
} from "../support/acts";
import { until } from "../support/children";
import { InProcess, type Person, typesAtEnd, wordsOf } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let france: Person;
let brazil: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya, france, brazil] = [hall.who("chair"), hall.who("KEN"), hall.who("FRA"), hall.who("BRA")];
});
afterEach(async () => {
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });
  expect(hall.complaints.splice(0)).toEqual([]);
});
afterAll(() => hall.stop());

const YES = { KEN: "yes", FRA: "yes", BRA: "yes" } as const;
const TWO_THIRDS = { KEN: "yes", FRA: "yes", BRA: "no" } as const;
const HALF = { KEN: "yes", FRA: "no", BRA: "abstain" } as const;

const moves = async (who: Person, amendment?: string, instrument = "declaration") =>
  (
    await hall.does(who, "move-motion", {
      instrument,
      kind: "reconsider",
      words: "It went too fast.",
      amendment,
    })
  ).motion;
const tries =
  (who: Person, amendment?: string, instrument = "declaration") =>
  () =>
    hall.post(who, "move-motion", { instrument, kind: "reconsider", words: "", amendment });
const words = async (block: string) => wordsOf(await hall.live("declaration", "en"), block);
const amendmentOf = (amendment: string) => hall.reads(chair, "amendment", { amendment });

/** From the motion to the proclamation. */
async function votes(motion: string, ballots: Record<string, "yes" | "no" | "abstain">): Promise<string> {
  const { vote } = await hall.does(chair, "put-motion", { motion });
  await takesVote(hall, vote, ballots);
  await hall.does(chair, "proclaim-vote", { vote });
  return vote;
}

describe("a decided amendment", () => {
  test("[W6] exactly two thirds take its adoption back: its words leave the text, and it is put anew", async () => {
    const before = await words("op1");
    const { amendment, tag } = await proposes(hall, kenya, { block: "op1", words: " Always." });
    const first = await decides(hall, amendment, YES);
    expect(await words("op1")).toBe(`${before} Always.`);
    // What is changed elsewhere meanwhile stays.
    const other = await proposes(hall, france, { block: "op2", words: " Everywhere." });
    await decides(hall, other.amendment, YES);

    const motion = await moves(brazil, amendment);
    const { motions } = await hall.reads(chair, "meeting", { body: "drafting-committee" });
    expect(motions).toMatchObject([{ id: motion, kind: "reconsider", about: tag }]);
    // The matter itself waits for the motion, and nobody speaks for it.
    await hall.refuses(
      "no_speaker_left",
      () => hall.post(france, "speak-on-motion", { motion, side: "for" }),
      { rule: "W6" },
    );
    await hall.does(kenya, "speak-on-motion", { motion, side: "against" });
    await hall.refuses("speakers_waiting", () => hall.post(chair, "put-motion", { motion }), { rule: "W6" });
    const { speech } = await hall.does(chair, "call-on-motion", { motion });
    await hall.refuses("speaker_has_floor", () => hall.post(chair, "put-motion", { motion }), { rule: "P5" });
    await hall.does(kenya, "end-speech", { speech });
    const second = await votes(motion, TWO_THIRDS);
    expect(await hall.reads(chair, "vote", { vote: second })).toMatchObject({
      majority: "two_thirds",
      needed: 2,
      result: "carried",
    });

    expect(await words("op1")).toBe(before);
    expect(await words("op2")).toMatch(/ Everywhere\.$/);
    expect(await amendmentOf(amendment)).toMatchObject({ state: "open" });
    expect(
      (await hall.reads(chair, "versions", { instrument: "declaration" }, { language: "en" })).at(-1),
    ).toMatchObject({ reason: "reconsidered", label: tag, amendment: { id: amendment } });
    // The first result is what it was.
    expect(await hall.reads(chair, "vote", { vote: first })).toMatchObject({
      state: "proclaimed",
      tally: { yes: 3, no: 0, abstain: 0 },
    });
    await decides(hall, amendment, { KEN: "no", FRA: "no" });
    expect(await amendmentOf(amendment)).toMatchObject({ state: "rejected" });
    // A rejection is reconsidered, too; the text has nothing to lose.
    await votes(await moves(kenya, amendment), TWO_THIRDS);
    expect(await amendmentOf(amendment)).toMatchObject({ state: "open" });
    await decides(hall, amendment, YES);
    expect(await words("op1")).toBe(`${before} Always.`);
  });

  test("[W6] short of two thirds it stands, on the record, also where a tie is otherwise voted again", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op3", words: " Always." });
    await decides(hall, amendment, YES);
    const after = await words("op3");
    const motion = await moves(brazil, amendment);
    await votes(motion, { KEN: "yes", FRA: "yes", BRA: "no", IND: "no" });
    expect(await words("op3")).toBe(after);
    expect(await amendmentOf(amendment)).toMatchObject({ state: "adopted" });
    await hall.sql("update conferences set preset = 'un-ga'");
    await votes(await moves(brazil, amendment), HALF);
    await hall.sql("update conferences set preset = 'roberts'");
    const simple = await moves(brazil, amendment);
    const tied = await votes(simple, HALF);
    expect(await hall.reads(chair, "vote", { vote: tied })).toMatchObject({ result: "lost", reason: "tie" });
    await hall.sql("update conferences set preset = 'un-conference'");
    expect(await amendmentOf(amendment)).toMatchObject({ state: "adopted" });
    const record = await hall.sql<{ act: string }>("select act from ledger where subject = $1 order by seq", [
      motion,
    ]);
    expect(record.map(({ act }) => act)).toEqual(["motion.moved", "motion.put", "motion.lost"]);
  });

  test("[W6] what was decided since about the same words is named, and nothing is undone", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op4", words: " Always and for all." });
    await decides(hall, amendment, YES);
    const change = await rewording(hall, "declaration", "op4", "Always and for all.", "Always.");
    const later = await submits(hall, france, { instrument: "declaration", ...change });
    await decides(hall, later.amendment, YES);
    await hall.refuses("changed_since", tries(brazil, amendment), {
      rule: "W6",
      detail: { paragraphs: ["OP 4"] },
    });
    // First the later one, then the earlier.
    await votes(await moves(brazil, later.amendment), YES);
    expect(await words("op4")).toMatch(/Always and for all\.$/);
    await votes(await moves(brazil, amendment), YES);
    expect(await words("op4")).not.toMatch(/Always/);
    // The later one has lost what it would change.
    expect(await amendmentOf(later.amendment)).toMatchObject({ state: "needs_rebase" });
    await hall.does(france, "withdraw-amendment", { amendment: later.amendment });
    await hall.does(kenya, "withdraw-amendment", { amendment });
  });

  test("[A5] what was not put because of the adoption is open again without it", async () => {
    const strike = await rewording(hall, "declaration", "op5", "", null);
    const struck = await submits(hall, kenya, { instrument: "declaration", ...strike });
    const { amendment } = await proposes(hall, france, { block: "op5", words: " Always." });
    await decides(hall, struck.amendment, YES);
    await hall.does(chair, "set-not-put", { amendment, reason: "Its paragraph is struck out" });
    expect(await amendmentOf(amendment)).toMatchObject({ state: "not_put" });
    await votes(await moves(brazil, struck.amendment), YES);
    expect(await words("op5")).not.toBeNull();
    expect(await amendmentOf(amendment)).toMatchObject({ state: "open" });
    for (const one of [amendment, struck.amendment]) await decides(hall, one, { KEN: "no" });
  });

  test("[W6] of an amendment to an amendment: it leaves its parent, and no longer once that is decided", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op6", words: " Always and for all." });
    const { id } = await latestVersion(hall, "declaration");
    const proposed = await hall.sql<{
      patch: { changes: [{ after: { runs: { text: string; marks: [] }[] } }] };
    }>("select patch from amendments where id = $1", [amendment]);
    const [change] = proposed[0]?.patch.changes ?? [];
    if (!change) throw new Error("no patch");
    const last = change.after.runs.at(-1);
    const runs = change.after.runs.map((run) =>
      run === last
        ? { ...run, text: run.text.replace("Always and for all.", "Always, everywhere and for all.") }
        : run,
    );
    const { baseVersionId } = (
      await hall.sql<{ baseVersionId: string }>(
        `select base_version_id as "baseVersionId" from amendments where id = $1`,
        [amendment],
      )
    )[0] ?? { baseVersionId: id };
    const sub = await submits(hall, france, {
      instrument: "declaration",
      baseVersion: baseVersionId,
      amends: amendment,
      patch: { changes: [{ op: "revise", before: change.after, after: { ...change.after, runs } } as never] },
    });
    await decides(hall, sub.amendment, YES);
    await votes(await moves(brazil, sub.amendment), YES);
    expect(await amendmentOf(sub.amendment)).toMatchObject({ state: "open" });
    const [row] = await hall.sql<{ patch: unknown }>("select patch from amendments where id = $1", [
      amendment,
    ]);
    expect(row?.patch).toEqual(proposed[0]?.patch);
    await decides(hall, sub.amendment, YES);
    await decides(hall, amendment, YES);
    expect(await words("op6")).toMatch(/ Always, everywhere and for all\.$/);
    await hall.refuses("wrong_state", tries(brazil, sub.amendment), {
      rule: "W6",
      detail: { state: "adopted" },
    });
  });

  test("[W6] only what was decided, by those who vote, and never under an open question", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op7", words: " Always." });
    await hall.refuses("wrong_state", tries(brazil, amendment), { rule: "W6", detail: { state: "open" } });
    await hall.refuses("wrong_state", tries(brazil), { rule: "W6", detail: { state: "undecided" } });
    await hall.refuses("not_allowed", tries(hall.who("observer"), amendment));
    await hall.refuses("not_found", tries(brazil, "00000000-0000-4000-8000-000000000000"));
    await decides(hall, amendment, YES);
    const other = await proposes(hall, kenya, { block: "op8", words: " Always." });
    const vote = await puts(hall, other.amendment);
    await hall.refuses("question_pending", tries(brazil, amendment), { rule: "W6", detail: { vote } });
    await hall.does(chair, "declare-consensus", { vote });
    await hall.does(brazil, "withdraw-motion", { motion: await moves(brazil, amendment) });
    expect(await amendmentOf(amendment)).toMatchObject({ state: "adopted" });
  });
});

describe("a decided text", () => {
  const page = async () => String((await hall.request(null, "GET", "/beijing-2013/declaration/en")).body);
  const certificate = () => hall.request(null, "GET", "/beijing-2013/declaration/certificate.json");
  const view = () => hall.reads(kenya, "instrument", { instrument: "declaration" });

  test("[W6] its adoption is taken back: before the plenary again, writable again, and called adopted nowhere", async () => {
    await clears(hall);
    await hall.does(hall.who("committee-chair"), "forward-text", {
      instrument: "declaration",
      asItStands: true,
    });
    await hall.does(chair, "take-up", { instrument: "declaration" });
    const first = await puts(hall, null);
    await hall.does(chair, "declare-consensus", { vote: first });
    expect(await page()).toContain("Adopted by consensus");
    expect((await certificate()).status).toBe(200);

    const lost = await moves(brazil);
    // A meeting about a decided text is a meeting: points of order and motions are raised in it.
    const { point } = await hall.does(france, "raise-point", {
      instrument: "declaration",
      words: "Time",
      onConduct: false,
    });
    await hall.does(chair, "rule-on-point", { point, sustained: false, ruling: "" });
    await hall.does(chair, "let-ruling-stand", { point });
    await hall.does(kenya, "speak-on-motion", { motion: lost, side: "against" });
    await hall.does(chair, "end-speech", await hall.does(chair, "call-on-motion", { motion: lost }));
    await votes(lost, HALF);
    expect(await hall.stageOf("declaration")).toEqual({ stage: "decided", outcome: "adopted" });
    await hall.refuses("wrong_stage", () =>
      hall.post(kenya, "raise-point", { instrument: "declaration", words: "Time", onConduct: false }),
    );

    const translator = hall.who("translator");
    await votes(await moves(brazil), TWO_THIRDS);
    expect(await hall.stageOf("declaration")).toEqual({ stage: "under_consideration", outcome: null });
    const now = await view();
    expect(now.adoption).toBeNull();
    expect(now.texts.every(({ frozen }) => !frozen)).toBe(true);
    expect((await certificate()).status).toBe(404);
    expect(await page()).not.toMatch(/Adopted by|class="verdict"/);
    expect(await page()).toContain("reconsidered");

    // Its translators write again, in the room that was frozen.
    const writable = (await hall.reads(translator, "instrument", { instrument: "declaration" })).texts.find(
      (one) => one.writable.ok,
    );
    if (!writable) throw new Error("the translator may write nothing");
    const client = await hall.opens(translator, writable.room);
    await typesAtEnd(client, "op1", " !");
    expect(client.refused).toEqual([]);
    await until("it is in the text", async () =>
      (wordsOf(await hall.live("declaration", writable.language), "op1") ?? "").endsWith(" !"),
    );
  });

  test("[W6] amended and adopted again: the adoption in force is the last, and both are on the record", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op10", words: " Always." });
    await decides(hall, amendment, YES);
    const vote = await decides(hall, null, YES);
    expect(await hall.stageOf("declaration")).toEqual({ stage: "decided", outcome: "adopted" });
    const { adoption, formerAdoptions } = await view();
    expect(adoption).toMatchObject({ byConsensus: false, tally: { yes: 3 } });
    expect(formerAdoptions).toMatchObject([{ outcome: "adopted", byConsensus: true }]);
    const { body } = await certificate();
    expect(body).toMatchObject({ decision: { vote }, earlier: [{ outcome: "adopted" }] });
    expect((await page()).match(/reconsidered, no longer stands/g)).toHaveLength(1);
    const rows = await hall.sql<{ n: number }>("select count(*)::int as n from adopted_texts");
    expect(rows[0]?.n).toBe(8);
  });

  test("a reconsideration that was altered behind the record's back is found", async () => {
    const last = (await hall.reads(chair, "votes", { instrument: "declaration" })).findLast(
      ({ subject }) => subject === "final",
    );
    await hall.tamper(
      "update motions set reconsiders = $1 where kind = 'reconsider' and state = 'carried' and reconsiders in (select vote_id from adoptions)",
      [last?.id],
    );
    const { problems } = await hall.reads(chair, "verification");
    expect([...new Set(problems.map(({ problem }) => problem))].sort()).toEqual(["adoption", "motion"]);
    await hall.tamper(
      "update motions set reconsiders = (select vote_id from adoptions order by decided_at limit 1) where reconsiders = $1 and state = 'carried'",
      [last?.id],
    );
    await hall.sql("create table kept_undo as select id, undo from amendments where undo is not null");
    await hall.tamper("update amendments set undo = '{\"changes\": []}' where undo is not null");
    const found = (await hall.reads(chair, "verification")).problems;
    expect(found[0]).toMatchObject({ problem: "amendment", detail: expect.stringContaining("way back") });
    await hall.tamper("update amendments a set undo = k.undo from kept_undo k where k.id = a.id");
    await hall.sql("drop table kept_undo");
  });
});
