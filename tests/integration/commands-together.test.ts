import { makePatch } from "../../shared/text/make-patch";
import type { Patch } from "../../shared/text/patch";
import { addition, decides, givesTurn, latestVersion, proposes, rewording, submits } from "../support/acts";
import { type Answer, InProcess, replaces, typesAtEnd, wordsOf } from "../support/in-process";

const instrument = "declaration";
const ROOM = "beijing-2013.declaration.en";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(async () => {
  expect(hall.complaints.splice(0)).toEqual([]);
  expect(await hall.reads(hall.who("KEN"), "verification")).toMatchObject({ ok: true, problems: [] });
});
afterAll(() => hall.stop());

const of = (amendment: string, who = "KEN") => hall.reads(hall.who(who), "amendment", { amendment });
const live = async (block: string) => wordsOf(await hall.live(instrument, "en"), block) ?? "";
const put = (amendment: string) => hall.post(hall.who("chair"), "put-question", { instrument, amendment });

/** What an amendment proposes for a paragraph, with `found` replaced by `words`: a patch against its text. */
async function onParent(amendment: string, block: string, found: string, words: string): Promise<Patch> {
  const [row] = await hall.sql<{ patch: Patch }>("select patch from amendments where id = $1", [amendment]);
  const change = row?.patch.changes.find((one) => one.op === "revise" && one.after.id === block);
  if (change?.op !== "revise") throw new Error(`${amendment} does not revise ${block}`);
  const before = change.after;
  const runs = before.runs.map((run) => ({ ...run, text: run.text.replace(found, words) }));
  return { changes: [{ op: "revise", before, after: { ...before, runs } }] };
}

async function amends(who: string, parent: string, block: string, found: string, words: string) {
  const { baseVersion } = await of(parent);
  return submits(hall, hall.who(who), {
    instrument,
    baseVersion: baseVersion.id,
    amends: parent,
    patch: await onParent(parent, block, found, words),
  });
}

const propose = (who: string, body: object) => () =>
  hall.post(hall.who(who), "propose-amendment", {
    instrument,
    rationale: "Because",
    sponsors: [],
    ...body,
  });

describe("an amendment to an amendment", () => {
  test("[A9] is voted before its parent, changes it when carried, and reaches the text with it", async () => {
    const parent = await proposes(hall, hall.who("KEN"), {
      block: "op1-a",
      words: " Every spring, everywhere.",
    });
    const sub = await amends("BRA", parent.amendment, "op1-a", "spring", "autumn");
    expect(await of(sub.amendment)).toMatchObject({
      parent: { id: parent.amendment, tag: parent.tag },
      state: "open",
      conflicts: [],
    });
    expect((await of(parent.amendment)).amendedBy).toEqual([
      { id: sub.amendment, tag: sub.tag, state: "open" },
    ]);
    // Against its parent it is one word; against the text, all that both say.
    const view = await of(sub.amendment);
    const inserted = (blocks: typeof view.redline) =>
      blocks.flatMap(({ spans }) => spans.flatMap(({ op, text }) => (op === "insert" ? [text.trim()] : [])));
    expect(inserted(view.redline)).toEqual(["autumn"]);
    expect(inserted(view.parent?.withBoth ?? [])).toEqual(["Every autumn, everywhere."]);

    const { votingOrder } = await hall.reads(hall.who("chair"), "instrument", { instrument });
    expect(votingOrder.suggested).toEqual([
      { amendment: sub.amendment, because: "A9" },
      { amendment: parent.amendment, because: "A3" },
    ]);
    const order = (ids: string[]) =>
      hall.post(hall.who("chair"), "confirm-order", { instrument, order: ids });
    await hall.refuses("sub_amendment_first", () => order([parent.amendment, sub.amendment]), { rule: "A9" });

    const before = await live("op1-a");
    await decides(hall, sub.amendment, { KEN: "yes" });
    expect(await of(sub.amendment)).toMatchObject({ state: "adopted", appliedVersion: null });
    expect(await live("op1-a")).toBe(before);
    expect(inserted((await of(parent.amendment)).redline)).toEqual(["Every autumn, everywhere."]);
    const { entries } = await hall.reads(hall.who("KEN"), "record");
    expect(entries.find(({ act }) => act === "amendment.amended")).toMatchObject({
      subject: parent.amendment,
      data: { tag: parent.tag, by: sub.tag },
    });
    // Amended, it is no longer its proposer's alone.
    const withdraw = () => hall.post(hall.who("KEN"), "withdraw-amendment", { amendment: parent.amendment });
    await hall.refuses("withdrawn_too_late", withdraw, { rule: "W1", detail: { reason: "amended" } });
    const inOtherWords = await addition(hall, instrument, "op1-a", " Always.");
    const revise = () =>
      hall.post(hall.who("KEN"), "revise-amendment", {
        amendment: parent.amendment,
        patch: inOtherWords.patch,
      });
    await hall.refuses("withdrawn_too_late", revise, { rule: "W4", detail: { reason: "amended" } });
    const mine = await hall.reads(hall.who("KEN"), "amendment", { amendment: parent.amendment });
    expect(mine.permissions).toMatchObject({
      withdraw_amendment: { ok: false, rule: "W1" },
      revise_amendment: { ok: false, rule: "W4" },
    });
    expect(mine.history.at(-1)).toMatchObject({ act: "amendment.amended", because: sub.tag });

    const vote = await decides(hall, parent.amendment, { KEN: "yes" });
    expect(await live("op1-a")).toBe(`${before} Every autumn, everywhere.`);
    // [R10] A sponsor explains no vote on its own text; on what was made of it, it does.
    await hall.does(hall.who("KEN"), "explain-vote", { vote, words: "Autumn was not our word." });
  });

  test("[A9] while one is open its parent is not put, and a rival to a carried one is redrafted on what that reads now", async () => {
    const parent = await proposes(hall, hall.who("KEN"), { block: "op1-b", words: " With great care." });
    const first = await amends("BRA", parent.amendment, "op1-b", "great", "utmost");
    const second = await amends("FRA", parent.amendment, "op1-b", "great", "some");
    expect((await of(first.amendment)).collidesWith.map(({ tag }) => tag)).toEqual([second.tag]);
    await givesTurn(hall, first.amendment);
    await decides(hall, first.amendment, { KEN: "yes" });
    expect(await of(second.amendment)).toMatchObject({ state: "needs_rebase" });
    await hall.refuses("amendments_open", () => put(parent.amendment), { rule: "A9", detail: { open: 1 } });

    // Redrafted, it stands on what its parent proposes now, and takes the place of the one that no longer fitted.
    const france = hall.who("FRA");
    const again = { instrument, language: "en", redrafts: second.amendment } as const;
    const draft = await hall.does(france, "start-amendment", again);
    const room = await hall.opens(france, draft.room);
    await replaces(room, "op1-b", "utmost care", "utmost but quiet care");
    const words = { rationale: "Quietly", sponsors: [] };
    const submitted = { amendment: draft.amendment, ...words };
    await hall.refuses(
      "wrong_state",
      () => hall.post(france, "submit-amendment", { ...submitted, revises: true }),
      { rule: "A9" },
    );
    await hall.does(france, "submit-amendment", submitted);
    expect(await of(draft.amendment)).toMatchObject({
      parent: { tag: parent.tag },
      reintroduces: { tag: second.tag },
      conflicts: [],
    });
    expect((await of(second.amendment)).state).toBe("withdrawn");

    // [A11] The parent lost: nothing of what was carried into it is applied, and what was open ends with it.
    const before = await live("op1-b");
    await hall.does(hall.who("chair"), "rule-on-amendment", {
      amendment: draft.amendment,
      admissible: true,
      reason: "",
    });
    await hall.does(hall.who("chair"), "set-not-put", { amendment: draft.amendment, reason: "Decided" });
    await decides(hall, parent.amendment, { KEN: "no" });
    expect(await live("op1-b")).toBe(before);
    expect((await of(parent.amendment)).state).toBe("rejected");
    expect(await of(first.amendment)).toMatchObject({ state: "adopted", parent: { state: "rejected" } });
    const [told] = (await hall.reads(hall.who("BRA"), "notifications")).latest;
    expect(told).toMatchObject({ kind: "rejected", amendment: { tag: parent.tag } });
  });

  test("[A11] what would amend it ends with it when it is withdrawn", async () => {
    const parent = await proposes(hall, hall.who("KEN"), { block: "op1-c", words: " At night." });
    const sub = await amends("BRA", parent.amendment, "op1-c", "night", "dawn");
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: parent.amendment });
    const lapsed = await of(sub.amendment);
    expect(lapsed.state).toBe("lapsed");
    expect(lapsed.history.at(-1)).toMatchObject({ act: "amendment.lapsed", because: parent.tag });
    await hall.refuses(
      "wrong_state",
      propose("FRA", {
        baseVersion: (await of(parent.amendment)).baseVersion.id,
        amends: parent.amendment,
        patch: await onParent(parent.amendment, "op1-c", "night", "noon"),
      }),
      { rule: "A9", detail: { state: "withdrawn", tag: parent.tag } },
    );
    // Begun again, it is found from the one that was withdrawn, and is there only once.
    const again = await hall.does(hall.who("KEN"), "start-amendment", {
      instrument,
      language: "en",
      redrafts: parent.amendment,
    });
    const begunAgain = async (who: string) =>
      (await hall.reads(hall.who(who), "amendment", { amendment: parent.amendment })).begunAgain;
    expect(await begunAgain("KEN")).toMatchObject([{ id: again.amendment, state: "draft" }]);
    expect(await begunAgain("FRA")).toEqual([]);
    const { tag } = await hall.does(hall.who("KEN"), "submit-amendment", {
      amendment: again.amendment,
      rationale: "By day it is dark",
      sponsors: [],
    });
    expect(await begunAgain("FRA")).toEqual([{ id: again.amendment, tag, state: "submitted" }]);
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: again.amendment });
  });

  test("[A10] is not amended again: two degrees only", async () => {
    const parent = await proposes(hall, hall.who("KEN"), { block: "op2-a", words: " For all ages." });
    const sub = await amends("BRA", parent.amendment, "op2-a", "all", "most");
    const third = {
      baseVersion: (await of(sub.amendment)).baseVersion.id,
      amends: sub.amendment,
      patch: await onParent(sub.amendment, "op2-a", "most", "some"),
    };
    await hall.refuses("too_many_degrees", propose("FRA", third), { rule: "A10", detail: { degree: 3 } });
    await hall.refuses(
      "too_many_degrees",
      () =>
        hall.post(hall.who("FRA"), "start-amendment", { instrument, language: "en", amends: sub.amendment }),
      { rule: "A10", detail: { degree: 3 } },
    );
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: parent.amendment });
  });

  test("[A9] reaches no further than its parent, and does not take all of it back", async () => {
    const parent = await proposes(hall, hall.who("KEN"), { block: "op2-b", words: " In towns." });
    const { baseVersion } = await of(parent.amendment);
    const beyond = await addition(hall, instrument, "op2-c", " Elsewhere.");
    await hall.refuses(
      "outside_amendment",
      propose("BRA", { baseVersion: baseVersion.id, amends: parent.amendment, patch: beyond.patch }),
      { rule: "A9", detail: { paragraphs: ["OP 2 (c)"] } },
    );
    const undone = await onParent(parent.amendment, "op2-b", " In towns.", "");
    await hall.refuses(
      "undoes_amendment",
      propose("BRA", { baseVersion: baseVersion.id, amends: parent.amendment, patch: undone }),
      { rule: "A9", detail: { tag: parent.tag } },
    );
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: parent.amendment });
  });

  test("[A9] is numbered under its parent, and stands after it in every list, the tenth after the ninth", async () => {
    const parent = await proposes(hall, hall.who("KEN"), { block: "op2-c", words: " In time." });
    const words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    const tags: string[] = [];
    for (const word of words)
      tags.push((await amends("BRA", parent.amendment, "op2-c", "time", `${word} years`)).tag);
    expect(tags).toEqual(words.map((_, at) => `${parent.tag}.${at + 1}`));
    const next = await proposes(hall, hall.who("KEN"), { block: "op3-a", words: " In places." });
    expect(next.tag).toBe(`A-${Number(parent.number) + 1}`);
    const listed = await hall.reads(hall.who("FRA"), "amendments", { instrument });
    expect(listed.map(({ tag }) => tag).slice(-12)).toEqual([parent.tag, ...tags, next.tag]);
    expect((await of(parent.amendment)).amendedBy.map(({ tag }) => tag)).toEqual(tags);
    for (const { amendment } of [parent, next])
      await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
  });

  test("[A9] is drafted in a room of its own, on what its parent proposes", async () => {
    const parent = await proposes(hall, hall.who("KEN"), { block: "op2-c", words: " On foot." });
    const draft = await hall.does(hall.who("BRA"), "start-amendment", {
      instrument,
      language: "en",
      amends: parent.amendment,
    });
    const room = await hall.opens(hall.who("BRA"), draft.room);
    await replaces(room, "op2-c", "On foot.", "By tram.");
    const { tag } = await hall.does(hall.who("BRA"), "submit-amendment", {
      amendment: draft.amendment,
      rationale: "It is far",
      sponsors: [],
    });
    expect(await of(draft.amendment)).toMatchObject({
      tag,
      parent: { tag: parent.tag },
      form: "strike_out_and_insert",
    });
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: parent.amendment });
  });
});

describe("what is no amendment is refused, with the rule", () => {
  test("[A16] a text that would be larger than any may be", async () => {
    const { id: baseVersion } = await latestVersion(hall, instrument);
    const blocks = Array.from({ length: 1_900 }, (_, i) => ({
      op: "insert",
      after: i === 0 ? "op3-a" : `large-${i - 1}`,
      block: { id: `large-${i}`, kind: "operative", level: 0, runs: [{ text: "x".repeat(300), marks: [] }] },
    }));
    await hall.refuses("too_large", propose("KEN", { baseVersion, patch: { changes: blocks } }), {
      rule: "A16",
      detail: { sizes: [{ what: "characters", size: expect.any(Number), most: 500_000 }] },
    });
  });

  test("[A17] an agreed paragraph, while the committee reads; a new one beside it is", async () => {
    const draft = await hall.does(hall.who("KEN"), "start-amendment", { instrument, language: "en" });
    const room = await hall.opens(hall.who("KEN"), draft.room);
    await typesAtEnd(room, "op3-b", " Too late.");
    await hall.does(hall.who("committee-chair"), "set-paragraph-status", {
      instrument,
      blocks: ["op3-b"],
      event: "agree_ad_ref",
    });
    const given = await addition(hall, instrument, "op3-b", " Too late.");
    const closed = { rule: "A17", detail: { paragraphs: ["OP 3 (b)"] } };
    await hall.refuses("paragraph_agreed", propose("KEN", given), closed);
    await hall.refuses(
      "paragraph_agreed",
      () =>
        hall.post(hall.who("KEN"), "submit-amendment", {
          amendment: draft.amendment,
          rationale: "Because",
          sponsors: [],
        }),
      closed,
    );
    const beside: Patch = {
      changes: [
        {
          op: "insert",
          after: "op3-b",
          block: { id: "beside", kind: "point", level: 1, runs: [{ text: "Beside it;", marks: [] }] },
        },
      ],
    };
    const { amendment } = await submits(hall, hall.who("KEN"), {
      instrument,
      baseVersion: given.baseVersion,
      patch: beside,
    });
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
    await hall.does(hall.who("committee-chair"), "set-paragraph-status", {
      instrument,
      blocks: ["op3-b"],
      event: "reopen",
    });
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment: draft.amendment });
  });
});

describe("when the text changes under an amendment", () => {
  test("[W4] and nothing collides, it reads on the text as it is now, beside how it was submitted", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-b", words: " Gladly." });
    expect((await of(amendment)).submittedAs).toBeNull();
    const member = await hall.opens(hall.who("FRA"), ROOM);
    const [first = ""] = (await live("op4-b")).split(" ");
    await replaces(member, "op4-b", first, "Nowadays");
    const view = await of(amendment);
    const said = (blocks: typeof view.redline) =>
      blocks[0]?.spans
        .map(({ text }) => text)
        .join("")
        .split(" ")[0];
    expect(view.conflicts).toEqual([]);
    expect(said(view.redline)).toBe("Nowadays");
    expect(said(view.submittedAs ?? [])).toBe(first);
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
  });

  test("[W4] and it no longer fits, a new draft keeps its reasons and co-sponsors, and takes its place when submitted", async () => {
    const loser = await proposes(hall, hall.who("BRA"), {
      block: "op4-c",
      words: " Every month.",
      sponsors: ["SEN"],
    });
    const winner = await proposes(hall, hall.who("KEN"), { block: "op4-c", words: " Every year." });
    await decides(hall, winner.amendment, { KEN: "yes" });
    const stuck = await of(loser.amendment, "BRA");
    expect(stuck.state).toBe("needs_rebase");
    const draft = await hall.does(hall.who("BRA"), "start-amendment", {
      instrument,
      language: "en",
      redrafts: loser.amendment,
    });
    expect(await of(draft.amendment, "BRA")).toMatchObject({
      rationale: stuck.rationale,
      sponsors: stuck.sponsors,
      reintroduces: { tag: loser.tag },
    });
    const room = await hall.opens(hall.who("BRA"), draft.room);
    await replaces(room, "op4-c", "Every year.", "Every month of every year.");
    const { tag } = await hall.does(hall.who("BRA"), "submit-amendment", {
      amendment: draft.amendment,
      rationale: stuck.rationale,
      sponsors: [],
    });
    const earlier = await of(loser.amendment);
    expect(earlier.state).toBe("withdrawn");
    const { entries } = await hall.reads(hall.who("KEN"), "record");
    expect(entries.find(({ act }) => act === "amendment.withdrawn")).toMatchObject({
      subject: loser.amendment,
      data: { replacedBy: tag },
    });
    await hall.does(hall.who("BRA"), "withdraw-amendment", { amendment: draft.amendment });
  });
});

describe("a compromise", () => {
  test("begins with both texts, what they disagree on in brackets, and names both", async () => {
    const one = await proposes(hall, hall.who("KEN"), { block: "op5-a", words: " In the morning." });
    const other = await submits(hall, hall.who("BRA"), {
      instrument,
      ...(await addition(hall, instrument, "op5-a", " In the evening.")),
    });
    const combines = [one.amendment, other.amendment];
    const start = (who: string) =>
      hall.post(hall.who(who), "start-amendment", { instrument, language: "en", combines });
    await hall.refuses("not_allowed", () => start("FRA"), { detail: { reason: "not_own_amendment" } });
    const draft = await hall.does(hall.who("KEN"), "start-amendment", {
      instrument,
      language: "en",
      combines: [one.amendment, other.amendment],
    });
    // Those behind the other one are asked, and see the draft.
    const asked = await of(draft.amendment, "BRA");
    expect(asked.invitations.map(({ delegation }) => delegation.code)).toEqual(["BRA"]);
    const room = await hall.opens(hall.who("KEN"), draft.room);
    const text = room.text().find((words) => words.includes("In the morning")) ?? "";
    expect(text).toContain("In the evening.");
    const view = await of(draft.amendment);
    expect(view.combines.map(({ tag }) => tag)).toEqual([one.tag, other.tag]);
    expect(view.rationale).toContain(one.tag);
    const { tag } = await hall.does(hall.who("KEN"), "submit-amendment", {
      amendment: draft.amendment,
      rationale: "Between the two",
      sponsors: [],
    });
    for (const { amendment } of [one, other])
      expect((await of(amendment)).combinedIn.map((ref) => ref.tag)).toEqual([tag]);
    for (const [who, amendment] of [
      ["KEN", draft.amendment],
      ["KEN", one.amendment],
      ["BRA", other.amendment],
    ] as const)
      await hall.does(hall.who(who), "withdraw-amendment", { amendment });
  });

  test("says what the two do not agree on and brackets cannot show: one paragraph in two places", async () => {
    const { id: baseVersion, blocks } = await latestVersion(hall, instrument);
    const moves = (who: string, after: string) => {
      const rest = blocks.filter(({ id }) => id !== "op5-a");
      const at = rest.findIndex(({ id }) => id === after) + 1;
      const moved = rest.toSpliced(at, 0, ...blocks.filter(({ id }) => id === "op5-a"));
      const patch = makePatch({ blocks }, { blocks: moved });
      if (!patch) throw new Error("nothing moves");
      return submits(hall, hall.who(who), { instrument, baseVersion, patch });
    };
    const one = await moves("KEN", "op5-b");
    const other = await moves("BRA", "op5-c");
    const draft = await hall.does(hall.who("KEN"), "start-amendment", {
      instrument,
      language: "en",
      combines: [one.amendment, other.amendment],
    });
    expect((await of(draft.amendment)).undecided).toEqual([
      {
        kind: "move_against_move",
        block: "op5-a",
        path: "OP 5 (a)",
        ours: expect.any(String),
        theirs: expect.any(String),
      },
    ]);
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment: draft.amendment });
    for (const [who, amendment] of [
      ["KEN", one.amendment],
      ["BRA", other.amendment],
    ] as const)
      await hall.does(hall.who(who), "withdraw-amendment", { amendment });
  });

  test("not of one with itself, nor of what is decided", async () => {
    const one = await proposes(hall, hall.who("KEN"), { block: "op5-b", words: " Once." });
    const gone = await proposes(hall, hall.who("BRA"), { block: "op5-b", words: " Twice." });
    await hall.does(hall.who("BRA"), "withdraw-amendment", { amendment: gone.amendment });
    const start = (combines: string[]) => () =>
      hall.post(hall.who("KEN"), "start-amendment", { instrument, language: "en", combines });
    await hall.refuses("wrong_state", start([one.amendment, gone.amendment]), {
      detail: { state: "withdrawn", tag: gone.tag },
    });
    await hall.refuses("invalid_request", start([one.amendment, one.amendment]), {
      detail: { combines: [one.amendment, one.amendment] },
    });
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: one.amendment });
  });
});

test("two chairs put two that collide at the same moment: one is put and adopted, the other is told what it collides with", async () => {
  const change = async (who: string, words: string) =>
    submits(hall, hall.who(who), {
      instrument,
      ...(await rewording(hall, instrument, "op6-a", "decent", words)),
    });
  const first = await change("KEN", "good");
  const second = await change("BRA", "fair");
  await givesTurn(hall, first.amendment);
  const answers = await Promise.all([
    put(first.amendment),
    hall.post(hall.who("committee-chair"), "put-question", { instrument, amendment: second.amendment }),
  ]);
  const [done] = answers.filter(({ status }) => status === 200);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { vote } = (done as Answer).body as { vote: string };
  await hall.refuses("question_pending", () => put(second.amendment), {
    rule: "A2",
    detail: { vote, tag: first.tag },
  });
  const consensus = await Promise.all(
    ["chair", "committee-chair"].map((role) => hall.post(hall.who(role), "declare-consensus", { vote })),
  );
  expect(consensus.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await live("op6-a")).toContain("good working conditions");
  const error = await hall.refuses("amendment_does_not_fit", () => put(second.amendment));
  expect(error.detail).toMatchObject({
    paragraphs: ["OP 6 (a)"],
    conflicts: [{ path: "OP 6 (a)", kind: "same_words", block: "op6-a" }],
    by: first.tag,
    stands: "adopted",
  });
});

describe("beside each other", () => {
  const inserted = (blocks: { spans: { op: string; text: string }[] }[]) =>
    blocks.flatMap(({ spans }) => spans.flatMap(({ op, text }) => (op === "insert" ? [text.trim()] : [])));

  test("[A7] two amendments in three readings, and how they collide in the words of both", async () => {
    const change = async (who: string, found: string, words: string) =>
      submits(hall, hall.who(who), {
        instrument,
        ...(await rewording(hall, instrument, "op8-a", found, words)),
      });
    const one = await change("KEN", "ecological knowledge", "ecological wisdom");
    const two = await change("BRA", "knowledge and practice", "learning and practice");
    const view = await hall.reads(hall.who("FRA"), "three-way", {
      amendment: one.amendment,
      other: two.amendment,
    });
    expect(view.amendments.map(({ tag, delegation }) => [tag, delegation.code])).toEqual([
      [one.tag, "KEN"],
      [two.tag, "BRA"],
    ]);
    expect(view.ground).toBe("now");
    expect(view.conflicts).toMatchObject([
      { kind: "same_words", path: "OP 8 (a)", ours: "wisdom", theirs: "learning" },
    ]);
    const [block] = view.blocks;
    expect(block).toMatchObject({ path: "OP 8 (a)", fate: { ours: "revised", theirs: "revised" } });
    const collision = block?.stretches.find(({ changedBy }) => changedBy === "collision");
    const words = (runs: { text: string }[] = []) =>
      runs
        .map(({ text }) => text)
        .join("")
        .trim();
    expect([collision?.base, collision?.ours, collision?.theirs].map(words)).toEqual([
      "knowledge",
      "wisdom",
      "learning",
    ]);
    const address = `/api/amendments/${one.amendment}/with/${one.amendment}`;
    expect((await hall.request(hall.who("FRA"), "GET", address)).status).toBe(400);

    // What if: the order decides between the two, and nothing else depends on it.
    const apart = await proposes(hall, hall.who("KEN"), { block: "op8-b", words: " And streets." });
    const ask = (...order: { number: string }[]) =>
      hall.reads(
        hall.who("FRA"),
        "what-if",
        { instrument },
        {
          amendments: order.map(({ number }) => number).join(","),
        },
      );
    const supposed = await ask(two, one, apart);
    expect(
      supposed.steps.map(({ amendment, outcome, because }) => [
        amendment.tag,
        outcome,
        because.map(({ tag }) => tag),
      ]),
    ).toEqual([
      [two.tag, "adopted", []],
      [one.tag, "moot", [two.tag]],
      [apart.tag, "adopted", []],
    ]);
    expect(inserted(supposed.redline)).toEqual(["learning", "And streets."]);
    expect(supposed.orderDecides.map(({ a, b }) => [a.tag, b.tag])).toEqual([[two.tag, one.tag]]);
    expect(inserted((await ask(one, two, apart)).redline)).toEqual(["wisdom", "And streets."]);

    // What amends one goes where it goes.
    const sub = await amends("SEN", apart.amendment, "op8-b", "streets", "squares");
    expect((await ask(sub)).steps.map(({ outcome }) => outcome)).toEqual(["needs_parent"]);
    const both = await ask(apart, sub);
    expect(both.steps.map(({ outcome }) => outcome)).toEqual(["adopted", "adopted"]);
    expect(inserted(both.redline)).toEqual(["And squares."]);
    const nobody = await hall.request(
      hall.who("FRA"),
      "GET",
      `/api/instruments/${instrument}/what-if?amendments=9999`,
    );
    expect(nobody.status).toBe(404);
    for (const [who, { amendment }] of [
      ["KEN", one],
      ["BRA", two],
      ["KEN", apart],
    ] as const)
      await hall.does(hall.who(who), "withdraw-amendment", { amendment });
  });

  test("of each word it is known who brought it: the opening text, a drafter, an amendment", async () => {
    const member = await hall.opens(hall.who("FRA"), ROOM);
    await typesAtEnd(member, "op9-a", " Typed by hand.");
    const { amendment, tag } = await proposes(hall, hall.who("KEN"), { block: "op9-b", words: " Adopted." });
    await typesAtEnd(member, "op9-a", " And more.");
    await decides(hall, amendment, { KEN: "yes" });
    const { id } = await latestVersion(hall, instrument);
    const { blocks, sources } = await hall.reads(hall.who("KEN"), "origins", { version: id });
    const saidBy = (block: string, words: string) => {
      const span = blocks.find((one) => one.id === block)?.spans.find(({ text }) => text.includes(words));
      return span === undefined ? undefined : sources[span.by];
    };
    expect(saidBy("op9-a", "Typed by hand")).toMatchObject({
      amendment: null,
      typedBy: [expect.any(String)],
    });
    expect(saidBy("op9-a", "And more")).toMatchObject({ amendment: null, typedBy: [expect.any(String)] });
    expect(saidBy("op9-b", "Adopted")).toMatchObject({
      amendment: { tag, delegation: { code: "KEN" } },
      typedBy: null,
    });
    expect(sources[0]).toMatchObject({ version: 1, reason: "opened", words: expect.any(Number) });
    expect(saidBy("op12", "")).toBe(sources[0]);
  });
});
