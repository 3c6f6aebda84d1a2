import { createHash } from "node:crypto";
import { REFUSED } from "../../shared/api/close-codes";
import { canonicalText } from "../../shared/text/canonical";
import { addition, decides, latestVersion, proposes, puts, takesVote } from "../support/acts";
import { until } from "../support/children";
import type { BareClient } from "../support/collab-kit";
import { InProcess, replaces, typesAtEnd, wordsOf } from "../support/in-process";

const ROOM = "beijing-2013.declaration.en";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const amendmentOf = (amendment: string) => hall.reads(hall.who("KEN"), "amendment", { amendment });
const liveWords = async (block: string) => wordsOf(await hall.live("declaration", "en"), block);
const has = (client: BareClient, words: string) => client.text().some((text) => text.includes(words));

describe("a proposal that is none", () => {
  const body = async (more: Record<string, unknown> = {}) => ({
    instrument: "declaration",
    ...(await addition(hall, "declaration", "op1-a", " Everywhere.")),
    rationale: "Because",
    sponsors: [],
    ...more,
  });
  const propose = async (whom: string, more: Record<string, unknown> = {}) => {
    const given = await body(more);
    return () => hall.post(hall.who(whom), "propose-amendment", given);
  };

  test("[A16] a patch that was not made from the version, or with a block id used twice, is refused", async () => {
    const { patch } = await addition(hall, "declaration", "op1-a", " Everywhere.");
    const [change] = patch.changes;
    if (change?.op !== "revise") throw new Error("not a revision");
    const before = { ...change.before, runs: [{ text: "Words that never stood here.", marks: [] }] };
    await hall.refuses(
      "amendment_does_not_fit",
      await propose("KEN", { patch: { changes: [{ ...change, before }] } }),
      {
        rule: "A16",
        detail: { paragraphs: ["OP 1 (a)"], faults: [{ code: "block_differs", block: "op1-a" }] },
      },
    );
    for (const changes of [
      [{ op: "delete", before: { ...change.before, id: "no-such-block" } }],
      [change, change],
      ["new-block", "new-block"].map((id) => ({
        op: "insert",
        after: "op1-a",
        block: { ...change.before, id },
      })),
      [{ op: "insert", after: "no-such-block", block: { ...change.before, id: "new-block" } }],
      [{ op: "insert", after: "op1-a", block: change.before }],
      [{ ...change, after: { ...change.after, id: "op1-b" } }],
      [{ op: "move", block: "op1-a", from: "op12", after: null }],
    ]) {
      await hall.refuses("amendment_does_not_fit", await propose("KEN", { patch: { changes } }), {
        rule: "A16",
      });
    }
  });

  test("[A16] a patch against a version of another instrument, or none, is refused", async () => {
    const { id: baseVersion } = await latestVersion(hall, "key-features");
    await hall.refuses("not_found", await propose("KEN", { baseVersion }), {
      rule: "A16",
      detail: { version: baseVersion },
    });
    const nowhere = "00000000-0000-4000-8000-000000000000";
    await hall.refuses("not_found", await propose("KEN", { baseVersion: nowhere }), { rule: "A16" });
  });

  test("a patch that changes nothing is refused", async () => {
    const { patch } = await addition(hall, "declaration", "op1-a", " Everywhere.");
    const [change] = patch.changes;
    if (change?.op !== "revise") throw new Error("not a revision");
    await hall.refuses(
      "amendment_changes_nothing",
      await propose("KEN", { patch: { changes: [{ ...change, after: change.before }] } }),
    );
  });

  test("a sponsor that does not exist is named", async () => {
    await hall.refuses("not_found", await propose("KEN", { sponsors: ["BRA", "XXX"] }), {
      detail: { delegation: "XXX" },
    });
  });

  test("[W2] a sponsor without a vote is refused, and so is an observer that proposes", async () => {
    await hall.refuses("not_allowed", await propose("KEN", { sponsors: ["ICAE"] }), {
      rule: "W2",
      detail: { delegation: "ICAE" },
    });
    await hall.refuses("not_allowed", await propose("observer"), { rule: "W2" });
  });

  test("no number was used up by what was refused", async () => {
    const { number } = await proposes(hall, hall.who("KEN"), {
      block: "op1-a",
      words: " Here.",
      open: false,
    });
    expect(number).toBe("13");
  });

  test("the proposer among its own sponsors, and one sponsor twice, are each counted once", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op1-b",
      words: " There.",
      sponsors: ["KEN", "BRA", "BRA"],
      open: false,
    });
    expect((await amendmentOf(amendment)).sponsors.map(({ code }) => code)).toEqual(["BRA"]);
    const entries = await hall.sql(
      "select 1 from ledger where act = 'amendment.sponsors_invited' and subject = $1 and entry::json #>> '{data,delegations}' = '[\"BRA\"]'",
      [amendment],
    );
    expect(entries).toHaveLength(1);
  });
});

describe("adopted and rejected", () => {
  test("[V2] one yes more than no: the live text of everybody changes, and a version says so", async () => {
    const member = await hall.opens(hall.who("FRA"), ROOM);
    const observer = await hall.opens(hall.who("observer"), ROOM);
    const { amendment, tag } = await proposes(hall, hall.who("KEN"), {
      block: "op2-a",
      words: " Without exception.",
      sponsors: ["BRA"],
    });
    const before = await latestVersion(hall, "declaration");
    expect(has(member, "Without exception")).toBe(false);

    const vote = await decides(hall, amendment, { KEN: "yes", BRA: "yes", FRA: "no", SEN: "abstain" });

    for (const client of [member, observer])
      await until("the words arrive on the socket", () => has(client, "Without exception."));
    expect(await liveWords("op2-a")).toMatch(/ Without exception\.$/);
    const after = await latestVersion(hall, "declaration");
    expect(after.number).toBe(before.number + 1);
    const [version] = (
      await hall.reads(hall.who("KEN"), "versions", { instrument: "declaration" }, { language: "en" })
    ).slice(-1);
    expect(version).toMatchObject({
      reason: "amendment_applied",
      label: tag,
      amendment: { id: amendment, tag },
    });
    const live = await hall.live("declaration", "en");
    expect(version?.sha256).toBe(createHash("sha256").update(canonicalText(live, "en")).digest("hex"));

    expect(await hall.reads(hall.who("KEN"), "vote", { vote })).toMatchObject({
      state: "proclaimed",
      tally: { yes: 2, no: 1, abstain: 1 },
      needed: 2,
      result: "carried",
      majority: "simple",
    });
    const view = await amendmentOf(amendment);
    expect(view).toMatchObject({ state: "adopted", appliedVersion: { id: after.id, number: after.number } });
    const acts = view.history.map(({ act }) => act);
    expect(acts).toEqual([
      "amendment.submitted",
      "amendment.sponsors_invited",
      "amendment.sponsored",
      "amendment.ruled_admissible",
      "amendment.circulated",
      "question.put",
      "vote.started",
      "vote.locked",
      "vote.proclaimed",
      "amendment.adopted",
    ]);
    const compared = await hall.reads(hall.who("KEN"), "compare", {}, { from: before.id, to: after.id });
    const changed = compared.blocks.filter(({ change }) => change !== "same");
    expect(changed.map(({ id }) => id)).toEqual(["op2-a"]);
    expect(changed[0]?.spans.filter(({ op }) => op === "insert").map(({ text }) => text.trim())).toEqual([
      "Without exception.",
    ]);
  });

  test("[V5] a tie is a rejection: neither the live text nor the versions change", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op2-b", words: " By no means." });
    const before = await hall.live("declaration", "en");
    const versions = await hall.sql("select id from versions");
    const vote = await decides(hall, amendment, { KEN: "yes", FRA: "no", SEN: "abstain" });
    expect(await hall.reads(hall.who("KEN"), "vote", { vote })).toMatchObject({
      tally: { yes: 1, no: 1, abstain: 1 },
      result: "lost",
    });
    expect(await amendmentOf(amendment)).toMatchObject({ state: "rejected", appliedVersion: null });
    expect(await hall.live("declaration", "en")).toEqual(before);
    expect(await hall.sql("select id from versions")).toEqual(versions);
  });

  test("[V8] a vote in which nobody votes adopts nothing, and says why", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op2-c", words: " Hardly." });
    const vote = await decides(hall, amendment, { KEN: "abstain" });
    expect(await hall.reads(hall.who("KEN"), "vote", { vote })).toMatchObject({
      result: "lost",
      reason: "no_votes_cast",
    });
    expect((await amendmentOf(amendment)).state).toBe("rejected");
  });

  test("[A6] a rejection says nothing about the others: they stay open, and can be put", async () => {
    const first = await proposes(hall, hall.who("KEN"), { block: "op3-a", words: " At dawn." });
    const second = await proposes(hall, hall.who("BRA"), { block: "op3-a", words: " At dusk." });
    await decides(hall, first.amendment, { KEN: "yes", FRA: "no", SEN: "no" });
    expect((await amendmentOf(second.amendment)).state).toBe("open");
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment: first.amendment }),
    );
    await decides(hall, second.amendment, { BRA: "yes" });
    expect(await liveWords("op3-a")).toMatch(/ At dusk\.$/);
    expect(await liveWords("op3-a")).not.toContain("At dawn");
  });
});

describe("without a vote", () => {
  test("[C1] a consensus has no tally, not 0-0-0, and takes effect like a vote", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-b", words: " With joy." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    expect(await hall.reads(hall.who("KEN"), "vote", { vote })).toMatchObject({
      state: "so_decided",
      tally: null,
      result: "carried",
    });
    expect(await liveWords("op3-b")).toMatch(/ With joy\.$/);
    const [row] = await hall.sql("select yes, no, abstain from votes where id = $1", [vote]);
    expect(row).toEqual({ yes: null, no: null, abstain: null });
    const adopted = (await hall.reads(hall.who("KEN"), "record")).entries.find(
      ({ act, subject }) => act === "amendment.adopted" && subject === amendment,
    );
    expect(adopted?.data).toMatchObject({ tally: null });
  });

  test("[C3] one objection, and there is no consensus: it is put to the vote", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-c", words: " In peace." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("BRA"), "raise-objection", { vote });
    const before = await hall.fingerprint();
    await hall.does(hall.who("BRA"), "raise-objection", { vote });
    expect(await hall.fingerprint()).toEqual(before);
    await hall.refuses(
      "objection_raised",
      () => hall.post(hall.who("chair"), "declare-consensus", { vote }),
      { rule: "C3" },
    );
    expect((await hall.reads(hall.who("KEN"), "vote", { vote })).objections.map(({ code }) => code)).toEqual([
      "BRA",
    ]);
    await takesVote(hall, vote, { KEN: "yes", BRA: "no", FRA: "yes" });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });
    expect((await amendmentOf(amendment)).state).toBe("adopted");
  });

  test("an objection of somebody who has no vote stops nothing", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-b", words: " At last." });
    const vote = await puts(hall, amendment);
    for (const role of ["observer", "secretariat", "translator", "chair"])
      await hall.refuses("not_allowed", () => hall.post(hall.who(role), "raise-objection", { vote }));
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
  });
});

describe("quorum", () => {
  /** So many members of the committee of 24 in the room. */
  async function present(count: number): Promise<void> {
    const delegations = await hall.reads(hall.who("KEN"), "delegations");
    const members = delegations.filter(({ presence }) => presence["drafting-committee"] !== undefined);
    for (const [i, { code, presence }] of members.entries()) {
      if (presence["drafting-committee"] === i < count) continue;
      await hall.does(hall.who("secretariat"), "record-presence", {
        body: "drafting-committee",
        delegation: code,
        present: i < count,
      });
    }
  }
  afterAll(() => present(24));

  test("[Q2] without more than half of the members there is no start of a vote and no consensus", async () => {
    await present(24);
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-c", words: " In time." });
    const vote = await puts(hall, amendment);
    await present(12);
    const before = await hall.live("declaration", "en");
    for (const [name, rule] of [
      ["start-vote", "Q2"],
      ["declare-consensus", "Q2"],
    ] as const)
      await hall.refuses("no_quorum", () => hall.post(hall.who("chair"), name, { vote }), {
        rule,
        detail: { present: 12, needed: 13 },
      });
    await present(13);
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    expect(await hall.live("declaration", "en")).not.toEqual(before);
  });

  test("[Q4] a quorum that is lost during the vote: no tally, the text unchanged, whatever was cast", async () => {
    await present(24);
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-d", words: " In full." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("chair"), "start-vote", { vote });
    for (const code of ["KEN", "BRA", "FRA", "SEN", "IND", "ARG"])
      await hall.does(hall.who(code), "cast-ballot", { vote, choice: "yes" });
    await present(12);
    const before = await hall.live("declaration", "en");
    const versions = await hall.sql("select id from versions");
    await hall.refuses("no_quorum", () => hall.post(hall.who("chair"), "lock-vote", { vote }), {
      rule: "Q4",
      detail: { present: 12, needed: 13 },
    });
    await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "There is no quorum" });
    expect(await hall.reads(hall.who("KEN"), "vote", { vote })).toMatchObject({
      state: "aborted_no_quorum",
      tally: null,
      result: null,
    });
    expect((await amendmentOf(amendment)).state).toBe("open");
    expect(await hall.live("declaration", "en")).toEqual(before);
    expect(await hall.sql("select id from versions")).toEqual(versions);
  });

  test("[Q3] presence counts and not votes: one yes with the quorum in the room carries", async () => {
    await present(13);
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op5-a", words: " For free." });
    await decides(hall, amendment, { KEN: "yes" });
    expect((await amendmentOf(amendment)).state).toBe("adopted");
  });
});

describe("words that changed", () => {
  test("an amendment whose words were typed over is refused with the paragraph named, and nothing changes", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op5-b", words: " Patiently." });
    const member = await hall.opens(hall.who("FRA"), ROOM);
    const ending = (await liveWords("op5-b"))?.slice(-40) ?? "";
    await replaces(member, "op5-b", ending, "quite other words");
    const error = await hall.refuses("amendment_does_not_fit", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }),
    );
    expect(error.detail).toMatchObject({ paragraphs: ["OP 5 (b)"] });
    expect((await amendmentOf(amendment)).conflicts?.map(({ path }) => path)).toEqual(["OP 5 (b)"]);

    // The words back, it fits again: nothing was decided about it.
    await replaces(member, "op5-b", "quite other words", ending);
    await decides(hall, amendment, { KEN: "yes" });
    expect(await liveWords("op5-b")).toMatch(/ Patiently\.$/);
  });

  test("words typed elsewhere, and elsewhere in the paragraph, do not stand in its way", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op5-d", words: " Always." });
    const member = await hall.opens(hall.who("SEN"), ROOM);
    await replaces(member, "op5-d", "Protecting", "Guarding");
    await typesAtEnd(member, "op6-a", " And so on.");
    await decides(hall, amendment, { KEN: "yes" });
    const words = await liveWords("op5-d");
    expect(words).toMatch(/^Guarding .* Always\.$/);
    expect(await liveWords("op6-a")).toMatch(/ And so on\.$/);
  });

  test("a rival that is adopted leaves the other one in need of a new draft, and says which paragraphs", async () => {
    const winner = await proposes(hall, hall.who("KEN"), { block: "op6-b", words: " Every year." });
    const loser = await proposes(hall, hall.who("BRA"), { block: "op6-b", words: " Every month." });
    const { collidesWith } = await amendmentOf(winner.amendment);
    expect(collidesWith.map(({ id }) => id)).toContain(loser.amendment);

    await decides(hall, winner.amendment, { KEN: "yes" });
    expect((await amendmentOf(loser.amendment)).state).toBe("needs_rebase");
    const entry = (await hall.reads(hall.who("KEN"), "record")).entries.find(
      ({ act, subject }) => act === "amendment.needs_rebase" && subject === loser.amendment,
    );
    expect(entry?.data).toMatchObject({ because: winner.tag, paragraphs: ["OP 6 (b)"] });
    const error = await hall.refuses("amendment_does_not_fit", () =>
      hall.post(hall.who("chair"), "put-question", {
        instrument: "declaration",
        amendment: loser.amendment,
      }),
    );
    expect(error.detail).toMatchObject({ paragraphs: ["OP 6 (b)"] });
  });

  test("[W4] one that was marked as no longer fitting is put once the words under it are back", async () => {
    const winner = await proposes(hall, hall.who("KEN"), { block: "op9-a", words: " This way." });
    const loser = await proposes(hall, hall.who("BRA"), { block: "op9-a", words: " That way." });
    await decides(hall, winner.amendment, { KEN: "yes" });
    expect((await amendmentOf(loser.amendment)).state).toBe("needs_rebase");
    const member = await hall.opens(hall.who("FRA"), ROOM);
    await replaces(member, "op9-a", " This way.", "");
    const vote = await puts(hall, loser.amendment);
    expect((await amendmentOf(loser.amendment)).state).toBe("voting");
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    expect(await liveWords("op9-a")).toMatch(/ That way\.$/);
    expect((await hall.reads(hall.who("KEN"), "verification")).ok).toBe(true);
  });

  test("[A5] one that the adoption of another implies is not put: no vote, no tally, nothing in the text", async () => {
    const winner = await proposes(hall, hall.who("KEN"), { block: "op6-c", words: " In every quarter." });
    const moot = await proposes(hall, hall.who("BRA"), { block: "op6-c", words: " In some quarters." });
    const apart = await proposes(hall, hall.who("BRA"), { block: "op7-a", words: " In spring." });
    await decides(hall, winner.amendment, { KEN: "yes" });
    const before = await hall.live("declaration", "en");
    for (const { amendment } of [moot, apart])
      await hall.does(hall.who("chair"), "set-not-put", { amendment, reason: "The other one says it." });
    for (const { amendment } of [moot, apart])
      expect(await amendmentOf(amendment)).toMatchObject({
        state: "not_put",
        votes: [],
        appliedVersion: null,
      });
    expect(await hall.live("declaration", "en")).toEqual(before);
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment: moot.amendment }),
    );
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("chair"), "set-not-put", { amendment: winner.amendment, reason: "Again" }),
    );
  });

  test("[A6] where none was adopted, none is left unput: a rejection implies nothing", async () => {
    await hall.does(hall.who("committee-chair"), "open-reading", { instrument: "key-features" });
    const [block] = (await latestVersion(hall, "key-features")).blocks.filter(
      ({ kind }) => kind === "feature",
    );
    if (!block) throw new Error("the Key Features have no feature");
    const given = { instrument: "key-features", block: block.id };
    const lost = await proposes(hall, hall.who("KEN"), { ...given, words: " First." });
    const other = await proposes(hall, hall.who("KEN"), { ...given, words: " Second." });
    await decides(hall, lost.amendment, { KEN: "no" }, "key-features");
    await hall.refuses(
      "wrong_state",
      () => hall.post(hall.who("chair"), "set-not-put", { amendment: other.amendment, reason: "Implied" }),
      { rule: "A6" },
    );
  });

  test("one whose words are gone lapses by the chair's finding, one that still fits does not", async () => {
    const gone = await proposes(hall, hall.who("KEN"), { block: "op7-b", words: " By hand." });
    const lapse = () =>
      hall.post(hall.who("chair"), "lapse-amendment", {
        amendment: gone.amendment,
        reason: "Its words are gone",
      });
    await hall.refuses("wrong_state", lapse, { detail: { reason: "still_fits" } });
    const member = await hall.opens(hall.who("ARG"), ROOM);
    await replaces(member, "op7-b", (await liveWords("op7-b"))?.slice(-30) ?? "", "something else");
    const before = await hall.live("declaration", "en");
    expect((await lapse()).status).toBe(200);
    expect((await amendmentOf(gone.amendment)).state).toBe("lapsed");
    expect(await hall.live("declaration", "en")).toEqual(before);
    await hall.refuses("wrong_state", lapse);
  });
});

describe("the text rests while a question on it is before the body", () => {
  test("who could write reads on and writes no more, at once; after the decision they write again", async () => {
    const member = await hall.opens(hall.who("IND"), ROOM);
    await typesAtEnd(member, "op8-a", " Before.");
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op8-b", words: " Together." });
    const vote = await puts(hall, amendment);
    const before = await hall.live("declaration", "en");
    member.type(0, 0, "Meanwhile ");
    await until("the server refuses it", () => member.refused.length > 0);
    expect(member.refused[0]?.code).toBe(REFUSED.READ_ONLY);
    expect(await hall.live("declaration", "en")).toEqual(before);

    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    await until("the decision arrives", () => has(member, " Together."));
    const late = await hall.opens(hall.who("IND"), ROOM);
    await typesAtEnd(late, "op8-a", " After.");
    expect(await liveWords("op8-a")).toMatch(/ Before\. After\.$/);
    // What was refused stays with who typed it, and is asked for once they may write again.
    await until("it arrives now", async () => (await liveWords("title"))?.startsWith("Meanwhile ") ?? false);
  });
});
