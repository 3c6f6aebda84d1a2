import { decides, proposes, puts, takesVote } from "../support/acts";
import { InProcess, type Person } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let france: Person;
let brazil: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya, france, brazil] = [hall.who("chair"), hall.who("KEN"), hall.who("FRA"), hall.who("BRA")];
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

// The Declaration is in reading: what is moved on it is before the committee.
const instrument = "declaration";
const body = "drafting-committee" as const;
type Kind = "suspend_meeting" | "adjourn_meeting" | "adjourn_debate" | "close_debate";

const meeting = (who = chair) => hall.reads(who, "meeting", { body });
const moves = async (who: Person, kind: Kind, words = "") =>
  (await hall.does(who, "move-motion", { instrument, kind, words })).motion;
const put = (motion: string) => hall.post(chair, "put-motion", { motion });
const isWhole = async () =>
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });

async function ends(who: Person, of: "drafting-committee" | "plenary" = body): Promise<void> {
  const { floor } = await hall.reads(who, "meeting", { body: of });
  await hall.does(who, "end-speech", { speech: floor?.id ?? "" });
}

async function carries(motion: string): Promise<void> {
  const { vote } = await hall.does(chair, "put-motion", { motion });
  await hall.does(chair, "declare-consensus", { vote });
}

describe("motions", () => {
  test("[P1] of two the first in precedence is put first, and the matter itself waits for both", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op1", words: " Always." });
    const close = await moves(kenya, "close_debate");
    const suspend = await moves(france, "suspend_meeting", "For a quarter of an hour");
    await hall.refuses(
      "wrong_state",
      () => hall.post(brazil, "move-motion", { instrument, kind: "close_debate", words: "" }),
      {
        rule: "P1",
      },
    );
    await hall.refuses("motion_precedes", () => put(close), {
      rule: "P1",
      detail: { next: "suspend_meeting" },
    });
    await hall.refuses("motion_precedes", () => hall.post(chair, "put-question", { instrument, amendment }), {
      rule: "P1",
    });
    const seen = await meeting();
    expect(seen.motions.map(({ id }) => id)).toEqual([suspend, close]);
    expect(seen.motions[0]?.put).toEqual({ ok: true });
    expect(seen.motions[1]?.put).toMatchObject({ code: "motion_precedes", rule: "P1" });
    const { permissions } = await hall.reads(chair, "instrument", { instrument });
    expect(permissions.put_amendment).toMatchObject({ code: "motion_precedes", rule: "P1" });
    await hall.refuses("not_allowed", () => hall.post(kenya, "put-motion", { motion: suspend }));
    // By vote: lost, so the other is next.
    const { vote } = await hall.does(chair, "put-motion", { motion: suspend });
    await takesVote(hall, vote, { KEN: "no", FRA: "yes", BRA: "no" });
    await hall.does(chair, "proclaim-vote", { vote });
    expect((await meeting()).motions.map(({ id }) => id)).toEqual([close]);
    await hall.does(kenya, "withdraw-motion", { motion: close });
    expect((await hall.reads(chair, "instrument", { instrument })).permissions.put_amendment).toEqual({
      ok: true,
    });
    await isWhole();
  });

  test("[P2] nobody speaks on a suspension; carried, the body does not meet until its chair opens it again", async () => {
    const close = await moves(kenya, "close_debate");
    const suspend = await moves(france, "suspend_meeting", "For a quarter of an hour");
    await hall.refuses(
      "no_speaker_left",
      () => hall.post(brazil, "speak-on-motion", { motion: suspend, side: "against" }),
      { rule: "P2" },
    );
    await carries(suspend);
    // What was pending below it is overtaken.
    expect(await meeting()).toMatchObject({ sitting: "suspended", motions: [] });
    expect(
      (await hall.sql<{ state: string }>("select state from motions where id = $1", [close]))[0]?.state,
    ).toBe("overtaken");
    await hall.refuses("meeting_suspended", () =>
      hall.post(kenya, "move-motion", { instrument, kind: "close_debate", words: "" }),
    );
    const { amendment } = await proposes(hall, kenya, { block: "op2", words: " Always." });
    await hall.refuses("meeting_suspended", () =>
      hall.post(chair, "put-question", { instrument, amendment }),
    );
    await hall.refuses("not_allowed", () => hall.post(kenya, "open-meeting", { body }));
    await hall.does(chair, "open-meeting", { body });
    await hall.refuses("wrong_state", () => hall.post(chair, "open-meeting", { body }));
    expect((await meeting()).sitting).toBe("sitting");
    await isWhole();
  });

  test("[P4] on closing the debate two speak against; the third is refused, and both are heard before it is put", async () => {
    const { list } = await hall.does(chair, "open-speakers", { body, topic: "Debate", sides: false });
    await hall.does(kenya, "ask-floor", { list, side: "general" });
    const close = await moves(brazil, "close_debate");
    const speak = (who: Person, side: "for" | "against") =>
      hall.post(who, "speak-on-motion", { motion: close, side });
    await hall.refuses("no_speaker_left", () => speak(kenya, "for"), { rule: "P4" });
    expect((await speak(kenya, "against")).status).toBe(200);
    await hall.refuses("wrong_state", () => speak(kenya, "against"));
    expect((await speak(france, "against")).status).toBe(200);
    await hall.refuses("no_speaker_left", () => speak(hall.who("IND"), "against"), { rule: "P4" });
    await hall.refuses("speakers_waiting", () => put(close), { rule: "P4", detail: { waiting: 2 } });
    await hall.does(chair, "call-on-motion", { motion: close });
    expect((await meeting()).floor).toMatchObject({ list: "against", delegation: { code: "KEN" } });
    await hall.refuses("speaker_has_floor", () => put(close), { rule: "P5" });
    await hall.does(chair, "call-on-motion", { motion: close });
    await hall.refuses("no_speaker_left", () => hall.post(chair, "call-on-motion", { motion: close }));
    await hall.refuses("speaker_has_floor", () => put(close), { rule: "P5" });
    await ends(france);
    await carries(close);
    // The debate is closed: nobody on its list is heard any more.
    expect(await meeting()).toMatchObject({ list: null, floor: null, motions: [] });
    await isWhole();
  });

  test("[P5] a motion interrupts nobody: handed in while somebody speaks it waits for them, and the next speaker for it", async () => {
    const { list } = await hall.does(chair, "open-speakers", { body, topic: "Debate", sides: false });
    for (const who of [kenya, france]) await hall.does(who, "ask-floor", { list, side: "general" });
    await hall.does(chair, "call-speaker", { list, reply: false });
    const close = await moves(brazil, "close_debate");
    await hall.does(hall.who("IND"), "speak-on-motion", { motion: close, side: "against" });
    const [shown] = (await meeting()).motions;
    expect(shown).toMatchObject({ speaking: false, hear: { code: "speaker_has_floor", rule: "P5" } });
    expect(shown?.put).toMatchObject({ code: "speaker_has_floor", rule: "P5" });
    await hall.refuses("speaker_has_floor", () => hall.post(chair, "call-on-motion", { motion: close }), {
      rule: "P5",
    });
    await ends(kenya);
    await hall.refuses("motion_precedes", () => hall.post(chair, "call-speaker", { list, reply: false }), {
      rule: "P1",
      detail: { next: "close_debate" },
    });
    await hall.does(chair, "call-on-motion", { motion: close });
    expect((await meeting()).motions[0]).toMatchObject({ speaking: true, hear: { ok: true } });
    await ends(hall.who("IND"));
    const { vote } = await hall.does(chair, "put-motion", { motion: close });
    await takesVote(hall, vote, { KEN: "no", FRA: "no" });
    await hall.does(chair, "proclaim-vote", { vote });
    // Lost: the debate goes on where it was.
    await hall.does(chair, "call-speaker", { list, reply: false });
    await hall.does(chair, "end-speakers", { list });
    await isWhole();
  });

  test("[P5] once a vote is open no motion is moved", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op3", words: " Always." });
    const vote = await puts(hall, amendment);
    await hall.does(chair, "start-vote", { vote, method: "recorded" });
    await hall.refuses(
      "voting_in_progress",
      () => hall.post(kenya, "move-motion", { instrument, kind: "close_debate", words: "" }),
      { rule: "P5" },
    );
    expect((await meeting(kenya)).permissions.move_motion).toMatchObject({ code: "voting_in_progress" });
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
  });

  test("[Q4] a motion on which no quorum can decide is taken back, and can be put again", async () => {
    const close = await moves(kenya, "close_debate");
    const { vote } = await hall.does(chair, "put-motion", { motion: close });
    const adjourn = await moves(france, "adjourn_meeting");
    await hall.refuses("question_pending", () => put(adjourn), { rule: "P1", detail: { vote } });
    await hall.does(chair, "abort-vote", { vote, reason: "The room has emptied" });
    const { motions } = await meeting();
    expect(motions.find(({ id }) => id === close)?.state).toBe("moved");
    for (const { id, delegation } of motions)
      await hall.does(hall.who(delegation.code), "withdraw-motion", { motion: id });
    await isWhole();
  });

  test("[P3] adjourning the debate is for the plenary's text; it is not moved in committee", async () => {
    await hall.refuses("wrong_stage", () =>
      hall.post(kenya, "move-motion", { instrument, kind: "adjourn_debate", words: "" }),
    );
  });
});

describe("points of order", () => {
  const raises = async (who: Person, words = "The speaker is out of order", onConduct = false) =>
    (await hall.does(who, "raise-point", { instrument, words, onConduct })).point;
  const rules = (point: string, sustained = false) =>
    hall.does(chair, "rule-on-point", { point, sustained, ruling: "The speaker may go on." });

  test("[P5] it interrupts the speaker and is ruled on at once: nothing else goes on meanwhile", async () => {
    const { list } = await hall.does(chair, "open-speakers", { body, topic: "Debate", sides: false });
    for (const who of [kenya, france]) await hall.does(who, "ask-floor", { list, side: "general" });
    await hall.does(chair, "call-speaker", { list, reply: false });
    const point = await raises(brazil);
    const seen = await meeting();
    expect(seen.floor?.heldAt).not.toBeNull();
    expect(seen.point).toMatchObject({ id: point, state: "raised", delegation: { code: "BRA" } });
    for (const attempt of [
      () => hall.post(chair, "call-speaker", { list, reply: false }),
      () => hall.post(kenya, "move-motion", { instrument, kind: "close_debate", words: "" }),
      () => hall.post(kenya, "raise-point", { instrument, words: "Another", onConduct: false }),
    ])
      await hall.refuses("point_of_order_pending", attempt, { rule: "P5" });
    await hall.refuses("not_allowed", () => hall.post(france, "withdraw-point", { point }));
    await hall.refuses("wrong_state", () => hall.post(france, "appeal-ruling", { point }));
    await hall.refuses("not_allowed", () =>
      hall.post(kenya, "rule-on-point", { point, sustained: true, ruling: "" }),
    );
    await rules(point);
    expect((await meeting()).point).toMatchObject({ state: "ruled", sustained: false });
    await hall.does(chair, "let-ruling-stand", { point });
    await hall.refuses("wrong_state", () => hall.post(france, "appeal-ruling", { point }));
    expect((await meeting()).point?.state).toBe("stands");
    await hall.does(chair, "end-speakers", { list });
    await isWhole();
  });

  /** From the appeal to the announcement. */
  async function appealed(ballots: Record<string, "yes" | "no" | "abstain">): Promise<string> {
    const point = await raises(kenya);
    await rules(point);
    const { vote } = await hall.does(france, "appeal-ruling", { point });
    const { question } = await hall.reads(chair, "instrument", { instrument });
    expect(question).toMatchObject({ id: vote, subject: "appeal", point: { id: point } });
    // An appeal is voted: the chair neither declares it decided nor takes it away.
    await hall.refuses("objection_raised", () => hall.post(chair, "declare-consensus", { vote }), {
      rule: "C3",
    });
    await hall.refuses("wrong_state", () => hall.post(chair, "abort-vote", { vote, reason: "No" }), {
      rule: "P5",
    });
    await takesVote(hall, vote, ballots);
    await hall.does(chair, "proclaim-vote", { vote });
    return (await meeting()).point?.state ?? "";
  }

  test("[P5] an appeal is voted at once: 2 to 1 overrules the chair", async () => {
    expect(await appealed({ KEN: "yes", FRA: "yes", BRA: "no" })).toBe("overruled");
  });

  test("[P5] on a tie the ruling stands, also where a tie is otherwise voted again", async () => {
    await hall.sql("update conferences set preset = 'un-ga'");
    expect(await appealed({ KEN: "yes", BRA: "no", FRA: "abstain" })).toBe("stands");
    await hall.sql("update conferences set preset = 'un-conference'");
    await isWhole();
  });

  test("[P5] an open vote is interrupted only about its conduct; ballots go on, the lock waits for the ruling", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op5", words: " Always." });
    const vote = await puts(hall, amendment);
    await hall.does(chair, "start-vote", { vote, method: "recorded" });
    await hall.refuses(
      "voting_in_progress",
      () => hall.post(brazil, "raise-point", { instrument, words: "The agenda", onConduct: false }),
      { rule: "P5" },
    );
    const point = await raises(brazil, "My device shows another amendment", true);
    await hall.does(kenya, "cast-ballot", { vote, choice: "yes" });
    await hall.refuses("point_of_order_pending", () => hall.post(chair, "lock-vote", { vote }), {
      rule: "P5",
    });
    await rules(point, true);
    // The appeal comes before the vote that is open, and the vote goes on after it.
    const appeal = await hall.does(france, "appeal-ruling", { point });
    await hall.refuses("point_of_order_pending", () => hall.post(chair, "lock-vote", { vote }), {
      rule: "P5",
    });
    await takesVote(hall, appeal.vote, { KEN: "no" });
    await hall.does(chair, "proclaim-vote", { vote: appeal.vote });
    expect((await meeting()).point?.state).toBe("stands");
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    expect((await hall.reads(chair, "vote", { vote })).tally).toEqual({ yes: 1, no: 0, abstain: 0 });
    await isWhole();
  });

  test("[Q4] an appeal that has lost its quorum overrules nothing", async () => {
    const point = await raises(kenya);
    await rules(point);
    const { vote } = await hall.does(france, "appeal-ruling", { point });
    const present = (there: boolean) =>
      hall.sql(
        "update body_members set present = $1 from bodies b where b.id = body_id and b.slug = 'drafting-committee'",
        [there],
      );
    await present(false);
    await hall.refuses("no_quorum", () => hall.post(chair, "start-vote", { vote, method: "recorded" }), {
      rule: "Q2",
      detail: expect.anything(),
    });
    await hall.does(chair, "abort-vote", { vote, reason: "No quorum" });
    await present(true);
    expect((await meeting()).point?.state).toBe("stands");
    await isWhole();
  });

  describe("against the ruling that an amendment is inadmissible", () => {
    const appeals = (who: Person, amendment: string) =>
      hall.post(who, "appeal-amendment-ruling", { amendment, words: "It only adds a word." });
    const decidesAppeal = async (vote: string, ballots: Record<string, "yes" | "no" | "abstain">) => {
      await takesVote(hall, vote, ballots);
      await hall.does(chair, "proclaim-vote", { vote });
    };
    const ruledOut = async (block: string) => {
      const { amendment, tag } = await proposes(hall, kenya, { block, words: " Always.", open: false });
      await hall.refuses("wrong_state", () => appeals(france, amendment), { detail: { state: "submitted" } });
      await hall.does(chair, "rule-on-amendment", { amendment, admissible: false, reason: "A new proposal" });
      return { amendment, tag };
    };
    const stateOf = async (amendment: string) => {
      const { state, history } = await hall.reads(chair, "amendment", { amendment });
      return { state, acts: history.map(({ act }) => act) };
    };

    test("[P5] overruled, the amendment is before the body in the same act, and is decided like any other", async () => {
      const { amendment, tag } = await ruledOut("op6");
      const other = await ruledOut("op7");
      const { vote } = await hall.does(france, "appeal-amendment-ruling", {
        amendment,
        words: "It only adds a word.",
      });
      expect((await hall.reads(chair, "instrument", { instrument })).question).toMatchObject({
        id: vote,
        subject: "appeal",
        point: { amendment: tag, words: "It only adds a word.", sustained: false, ruling: "A new proposal" },
      });
      expect((await meeting()).point).toMatchObject({ state: "appealed", amendment: tag });
      await hall.refuses("point_of_order_pending", () => appeals(brazil, other.amendment), { rule: "P5" });
      await decidesAppeal(vote, { KEN: "yes", FRA: "yes", BRA: "no" });
      expect(await stateOf(amendment)).toEqual({
        state: "open",
        acts: [
          "amendment.submitted",
          "amendment.ruled_inadmissible",
          "amendment.reopened",
          "amendment.circulated",
        ],
      });
      await isWhole();
      await decides(hall, amendment, { KEN: "yes" });
      expect((await stateOf(amendment)).state).toBe("adopted");
      await isWhole();
    });

    test("[P5] on a tie the ruling stands, and there is no second appeal", async () => {
      const { amendment } = await ruledOut("op8");
      const offered = async (who: Person) =>
        (await hall.reads(who, "amendment", { amendment })).permissions.appeal_ruling;
      expect(await offered(kenya)).toEqual({ ok: true });
      expect(await offered(chair)).toMatchObject({ ok: false });
      const { vote } = await hall.does(kenya, "appeal-amendment-ruling", { amendment, words: "In order" });
      await decidesAppeal(vote, { KEN: "yes", BRA: "no" });
      expect((await stateOf(amendment)).state).toBe("inadmissible");
      await hall.refuses("wrong_state", () => appeals(france, amendment), {
        rule: "P5",
        detail: { reason: "appealed_before" },
      });
      expect(await offered(kenya)).toBeUndefined();
      await isWhole();
    });

    test("which amendment it was about, changed behind the record's back, is found", async () => {
      const [point] = await hall.sql<{ id: string; amendment: string }>(
        "select id, amendment_id as amendment from points_of_order where state = 'stands' and amendment_id is not null",
      );
      await hall.tamper("update points_of_order set amendment_id = null where id = $1", [point?.id]);
      const { problems } = await hall.reads(chair, "verification");
      expect(problems).toMatchObject([{ problem: "point of order" }]);
      await hall.tamper("update points_of_order set amendment_id = $2 where id = $1", [
        point?.id,
        point?.amendment,
      ]);
      await isWhole();
    });
  });

  test("taken back before the ruling, by who raised it", async () => {
    const point = await raises(kenya);
    await hall.does(kenya, "withdraw-point", { point });
    expect((await meeting()).point).toBeNull();
    await hall.refuses("wrong_state", () =>
      hall.post(chair, "rule-on-point", { point, sustained: true, ruling: "" }),
    );
  });
});

test("[P3] a debate that is adjourned defers the text, with two speakers for and two against; it is resumed", async () => {
  await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
  await hall.does(chair, "take-up", { instrument });
  const motion = await moves(kenya, "adjourn_debate", "Until tomorrow");
  const speak = (code: string, side: "for" | "against") =>
    hall.post(hall.who(code), "speak-on-motion", { motion, side });
  for (const [code, side] of [
    ["KEN", "for"],
    ["FRA", "for"],
    ["BRA", "against"],
    ["IND", "against"],
  ] as const)
    expect((await speak(code, side)).status).toBe(200);
  await hall.refuses("no_speaker_left", () => speak("SEN", "for"), { rule: "P3" });
  const heard: string[] = [];
  for (let i = 0; i < 4; i++) {
    await hall.does(chair, "call-on-motion", { motion });
    const { floor } = await hall.reads(chair, "meeting", { body: "plenary" });
    heard.push(floor?.delegation?.code ?? "");
  }
  expect(heard).toEqual(["KEN", "BRA", "FRA", "IND"]);
  await ends(chair, "plenary");
  await carries(motion);
  expect(await hall.stageOf(instrument)).toEqual({ stage: "decided", outcome: "deferred" });
  await hall.refuses("not_allowed", () =>
    hall.post(hall.who("committee-chair"), "resume-debate", { instrument }),
  );
  await hall.does(chair, "resume-debate", { instrument });
  expect(await hall.stageOf(instrument)).toEqual({ stage: "under_consideration", outcome: null });
  await isWhole();
});

test("a motion or a ruling changed behind the record's back is found", async () => {
  await hall.tamper(
    "update points_of_order set state = 'overruled' where id = (select id from points_of_order where state = 'stands' limit 1)",
  );
  await hall.tamper("update bodies set sitting = 'adjourned' where slug = 'plenary'");
  const { problems } = await hall.reads(chair, "verification");
  expect([...new Set(problems.map(({ problem }) => problem))].sort()).toEqual(["meeting", "point of order"]);
  await hall.tamper("update bodies set sitting = 'sitting'");
});
