import { agreesAll, clears, latestVersion, proposes, puts } from "../support/acts";
import { InProcess, type Person } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let brazil: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya, brazil] = [hall.who("chair"), hall.who("KEN"), hall.who("BRA")];
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const view = (vote: string) => hall.reads(chair, "vote", { vote });
const pending = async (instrument = "declaration") =>
  (await hall.reads(chair, "instrument", { instrument })).question;
const isWhole = async () =>
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });
const asks = (who: Person, vote: string, ...parts: string[]) =>
  hall.post(who, "request-division", { vote, parts });
const blocks = async (language: "en" | "fr" = "en") =>
  (await latestVersion(hall, "declaration", language)).blocks.map(({ id }) => id);

/** Votes on what is before the body: `yes` or `no` of Kenya alone decides it. */
async function decides(vote: string, choice: "yes" | "no"): Promise<void> {
  await hall.does(chair, "start-vote", { vote, method: "recorded" });
  await hall.does(kenya, "cast-ballot", { vote, choice });
  await hall.does(chair, "lock-vote", { vote });
  await hall.does(chair, "proclaim-vote", { vote });
}

async function votesPart(whole: string, choice: "yes" | "no"): Promise<string> {
  const { vote } = await hall.does(chair, "put-part", { vote: whole });
  await decides(vote, choice);
  return vote;
}

/** An amendment that changes two operative paragraphs and a preambular one. */
async function broadAmendment(words: string): Promise<string> {
  const { id, blocks: all } = await latestVersion(hall, "declaration");
  const changes = ["pp1", "op1", "op2"].map((block) => {
    const before = all.find((one) => one.id === block)!;
    return {
      op: "revise" as const,
      before,
      after: { ...before, runs: [...before.runs, { text: words, marks: [] }] },
    };
  });
  const { amendment } = await hall.does(kenya, "propose-amendment", {
    instrument: "declaration",
    baseVersion: id,
    patch: { changes },
    rationale: "Because it is needed.",
    sponsors: [],
  });
  await hall.does(chair, "rule-on-amendment", { amendment, admissible: true, reason: "" });
  return amendment;
}

/** It is circulated in French before it is put. */
async function circulates(amendment: string): Promise<void> {
  const secretariat = hall.who("secretariat");
  const french = (await hall.reads(secretariat, "circulation", { amendment })).find(
    ({ language }) => language === "fr",
  );
  await hall.does(secretariat, "translate-amendment", {
    amendment,
    language: "fr",
    blocks: (french?.blocks ?? []).map(({ block, runs }) => ({
      block,
      runs: [...(runs ?? []), { text: " Un.", marks: [] }],
    })),
    rationale: "Il le faut.",
  });
}

describe("an amendment, divided", () => {
  let vote: string;

  test("[D1] a delegation asks; the question is set aside, and only parts of it can be asked for", async () => {
    const amendment = await broadAmendment(" One.");
    await circulates(amendment);
    vote = await puts(hall, amendment);
    const offered = await hall.reads(brazil, "divisible", { vote });
    expect(offered.map(({ block, operative }) => [block, operative])).toEqual([
      ["pp1", false],
      ["op1", true],
      ["op2", true],
    ]);
    await hall.refuses("not_divisible", () => asks(brazil, vote, "op9"), { rule: "D1" });
    await hall.refuses("not_allowed", () => asks(hall.who("observer"), vote, "op1"));
    expect((await asks(brazil, vote, "op2", "op1")).status).toBe(200);
    expect(await pending()).toMatchObject({
      id: vote,
      state: "set_aside",
      division: { state: "requested", requestedBy: { code: "BRA" }, objectedBy: null },
    });
    await hall.refuses("wrong_state", () => hall.post(chair, "start-vote", { vote }));
    await hall.refuses("wrong_state", () => hall.post(chair, "declare-consensus", { vote }));
    await hall.refuses("wrong_state", () => asks(brazil, vote, "op1"));
  });

  test("[D1] somebody objects: the request itself is voted, with a simple majority, and carries", async () => {
    await hall.does(hall.who("FRA"), "object-to-division", { vote });
    await hall.refuses("wrong_state", () => hall.post(brazil, "object-to-division", { vote }));
    await hall.refuses("wrong_state", () => hall.post(chair, "grant-division", { vote }));
    const { vote: request } = await hall.does(chair, "put-part", { vote });
    expect(await pending()).toMatchObject({ id: request, subject: "division", of: vote, majority: "simple" });
    await hall.refuses("question_pending", () => hall.post(chair, "put-part", { vote }), { rule: "D1" });
    await hall.refuses("objection_raised", () => hall.post(chair, "declare-consensus", { vote: request }), {
      rule: "C3",
    });
    await decides(request, "yes");
    expect((await view(vote)).division).toMatchObject({ state: "divided" });
    await isWhole();
  });

  test("[D2] parts are voted in the order of the text; what survives is put as a whole, and only that is written", async () => {
    const french = async () =>
      (await hall.live("declaration", "fr")).blocks.flatMap(({ id, runs }) =>
        runs.some(({ text }) => text.includes("Un.")) ? [id] : [],
      );
    const first = await hall.does(chair, "put-part", { vote });
    expect(await view(first.vote)).toMatchObject({
      subject: "part",
      part: { block: "op1" },
      state: "question_put",
    });
    // A part without objection needs no vote.
    await hall.does(chair, "declare-consensus", { vote: first.vote });
    await votesPart(vote, "no");
    expect(await view(vote)).toMatchObject({
      state: "question_put",
      division: { state: "whole_to_put", parts: [{ carried: true }, { block: "op2", carried: false }] },
    });
    await decides(vote, "yes");
    const text = await hall.live("declaration", "en");
    const ends = (id: string) => {
      const found = text.blocks.find((one) => one.id === id);
      return found?.runs
        .map((run) => run.text)
        .join("")
        .endsWith(" One.");
    };
    expect([ends("pp1"), ends("op1"), ends("op2")]).toEqual([true, true, false]);
    // Of what was circulated in another language the same parts are put in, and as many come out again.
    expect(await french()).toEqual(["pp1", "op1"]);
    await isWhole();
    const amendment = (await view(vote)).amendment?.id ?? "";
    const { motion } = await hall.does(hall.who("FRA"), "move-motion", {
      instrument: "declaration",
      kind: "reconsider",
      words: "",
      amendment,
    });
    const again = await hall.does(chair, "put-motion", { motion });
    await decides(again.vote, "yes");
    expect(await french()).toEqual([]);
    await isWhole();
    await decides(await puts(hall, amendment), "no");
  });

  test("[D1] the request is voted down: the question is put undivided", async () => {
    vote = await puts(hall, await broadAmendment(" Two."));
    await asks(brazil, vote, "op1");
    await hall.does(hall.who("FRA"), "object-to-division", { vote });
    const { vote: request } = await hall.does(chair, "put-part", { vote });
    await decides(request, "no");
    expect(await view(vote)).toMatchObject({ state: "question_put", division: { state: "refused" } });
    await hall.refuses("wrong_state", () => asks(brazil, vote, "op1"), { rule: "D1" });
    await decides(vote, "no");
    expect((await view(vote)).state).toBe("proclaimed");
  });

  test("[D3] all its operative parts rejected: rejected as a whole, without a vote of its own", async () => {
    vote = await puts(hall, await broadAmendment(" Three."));
    await asks(brazil, vote, "op1", "op2");
    await hall.does(chair, "grant-division", { vote });
    await votesPart(vote, "no");
    expect((await view(vote)).state).toBe("set_aside");
    await votesPart(vote, "no");
    expect(await view(vote)).toMatchObject({
      state: "fell",
      result: "lost",
      reason: "parts_rejected",
      tally: null,
      division: { state: "rejected_as_whole" },
    });
    expect(await pending()).toBeNull();
    const { id } = (await view(vote)).amendment ?? { id: "" };
    expect((await hall.reads(chair, "amendment", { amendment: id })).state).toBe("rejected");
    await isWhole();
  });

  test("[D5] a lost preambular part alone rejects nothing, and the rest is put", async () => {
    vote = await puts(hall, await broadAmendment(" Four."));
    await asks(chair, vote, "pp1");
    expect((await view(vote)).division?.requestedBy).toBeNull();
    await hall.does(chair, "grant-division", { vote });
    await votesPart(vote, "no");
    expect((await view(vote)).state).toBe("question_put");
    await decides(vote, "no");
    await isWhole();
  });

  test("an amendment of one paragraph is one thing, and is not divided", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op3", words: " Alone." });
    vote = await puts(hall, amendment);
    expect(await hall.reads(brazil, "divisible", { vote })).toEqual([]);
    await hall.refuses("not_divisible", () => asks(brazil, vote, "op3"), { rule: "D1" });
    await decides(vote, "no");
  });
});

describe("a text, divided in the plenary", () => {
  let vote: string;

  test("[D2] the parts that were rejected leave every language; [Q4] a part without a quorum can be put again", async () => {
    await clears(hall);
    await agreesAll(hall);
    const committee = hall.who("committee-chair");
    await hall.does(committee, "agree-text", { instrument: "declaration" });
    for (const language of ["zh", "fr", "es"] as const)
      await hall.does(hall.who("translator"), "sign-off-language", { instrument: "declaration", language });
    await hall.does(committee, "forward-text", { instrument: "declaration", asItStands: false });
    await hall.does(chair, "take-up", { instrument: "declaration" });
    vote = await puts(hall, null);
    expect(
      (await hall.reads(kenya, "divisible", { vote })).find(({ block }) => block === "op4-a"),
    ).toMatchObject({
      path: "OP 4 (a)",
      within: "op4",
      operative: true,
    });
    await asks(kenya, vote, "pp2", "op4-a", "op12");
    await hall.does(chair, "grant-division", { vote });

    const first = await hall.does(chair, "put-part", { vote });
    await hall.refuses("question_pending", () => hall.post(chair, "abort-vote", { vote, reason: "Later" }), {
      rule: "D1",
    });
    await hall.does(chair, "abort-vote", { vote: first.vote, reason: "Somebody was not ready" });
    const again = await hall.does(chair, "put-part", { vote });
    expect(await view(again.vote)).toMatchObject({ part: { path: "PP 2", words: [expect.any(String)] } });
    await decides(again.vote, "yes");
    await votesPart(vote, "no");
    await votesPart(vote, "no");
    expect(await view(vote)).toMatchObject({ state: "question_put", division: { state: "whole_to_put" } });
    for (const language of ["en", "fr"] as const) {
      const ids = await blocks(language);
      expect(ids).not.toContain("op4-a");
      expect(ids.filter((id) => id.startsWith("op12"))).toEqual([]);
      expect(ids).toContain("op4-b");
    }
    await isWhole();
  });

  test("what is adopted is what was left of it, in every language as concordant as before", async () => {
    await hall.does(chair, "declare-consensus", { vote });
    const { adoption } = await hall.reads(chair, "instrument", { instrument: "declaration" });
    expect(adoption?.texts.map(({ concordant }) => concordant)).toEqual([true, true, true, true]);
    expect(await blocks()).not.toContain("op4-a");
    await isWhole();
    const page = await hall.request(null, "GET", "/beijing-2013/declaration");
    expect(String(page.body)).toContain("OP 4 (a)");
  });

  test("a part altered behind the record's back is found", async () => {
    await hall.tamper("update division_parts set carried = true where block = 'op4-a'");
    expect((await hall.reads(chair, "verification")).problems).toMatchObject([{ problem: "division" }]);
  });
});
