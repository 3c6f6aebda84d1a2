import { createHash } from "node:crypto";
import { REFUSED } from "../../shared/api/close-codes";
import { canonicalText } from "../../shared/text/canonical";
import type { Language } from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";
import {
  addition,
  agreesAll,
  clears,
  decides,
  latestVersion,
  proposes,
  puts,
  takesVote,
} from "../support/acts";
import { until } from "../support/children";
import { InProcess, typesAtEnd, wordsOf } from "../support/in-process";

const LANGUAGES: readonly Language[] = ["en", "zh", "fr", "es"];
const room = (instrument: string, language: string) => `beijing-2013.${instrument}.${language}`;

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

async function liveHash(instrument: string, language: Language): Promise<string> {
  const text = canonicalText(await hall.live(instrument, language), language);
  return createHash("sha256").update(text).digest("hex");
}

const readInstrument = (instrument: string) => hall.reads(hall.who("KEN"), "instrument", { instrument });

/** So many members of the plenary of 96 in the hall. */
async function present(count: number): Promise<void> {
  const delegations = await hall.reads(hall.who("KEN"), "delegations");
  const members = delegations.filter(({ presence }) => presence.plenary !== undefined);
  for (const [i, { code, presence }] of members.entries()) {
    if (presence.plenary === i < count) continue;
    await hall.does(hall.who("secretariat"), "record-presence", {
      body: "plenary",
      delegation: code,
      present: i < count,
    });
  }
}

/** Every way to change a decided text is refused. */
async function isFrozen(instrument: string, block: string): Promise<void> {
  const before = Object.fromEntries(
    await Promise.all(LANGUAGES.map(async (l) => [l, await liveHash(instrument, l)] as const)),
  );
  for (const language of LANGUAGES) {
    const writer = hall.who(language === "en" ? "FRA" : "translator");
    const client = await hall.opens(writer, room(instrument, language));
    client.type(0, 0, "After the decision ");
    await until("the server refuses it", () => client.refused.length > 0);
    expect(client.refused[0]?.code).toBe(REFUSED.FROZEN);
  }
  const anyText = { instrument, language: "en" };
  const { baseVersion, patch } = await addition(hall, instrument, block, " Too late.");
  for (const [whom, name, body] of [
    ["committee-chair", "save-version", { ...anyText, label: "Late" }],
    ["secretariat", "publish-version", { version: baseVersion }],
    ["committee-chair", "open-reading", { instrument }],
    ["committee-chair", "agree-text", { instrument }],
    ["committee-chair", "reopen-text", { instrument }],
    ["committee-chair", "forward-text", { instrument, asItStands: true }],
    ["chair", "take-up", { instrument }],
    ["translator", "sign-off-language", { instrument, language: "fr" }],
    ["KEN", "start-amendment", anyText],
    ["KEN", "propose-amendment", { instrument, baseVersion, patch, rationale: "Late", sponsors: [] }],
    ["chair", "put-question", { instrument, amendment: null }],
  ] as const)
    await hall.refuses("wrong_stage", () => hall.post(hall.who(whom), name, body), {
      detail: { stage: "decided" },
    });
  const [row] = await hall.sql<{ id: string }>("select id from rooms where name = $1", [
    room(instrument, "en"),
  ]);
  const fingerprint = await hall.fingerprint();
  await expect(
    hall.sql("insert into room_updates (room_id, seq, bytes, authors) values ($1, 999999, '\\x00', '{}')", [
      row?.id,
    ]),
  ).rejects.toMatchObject({ code: "55000", message: expect.stringContaining("is frozen") });
  expect(await hall.fingerprint()).toEqual(fingerprint);
  for (const language of LANGUAGES)
    expect({ language, hash: await liveHash(instrument, language) }).toEqual({
      language,
      hash: before[language],
    });
}

describe("the Declaration", () => {
  test("[A2] the committee does not agree a text while amendments to it are open", async () => {
    await hall.refuses(
      "amendments_open",
      () => hall.post(hall.who("committee-chair"), "agree-text", { instrument: "declaration" }),
      { rule: "A2", detail: { open: 12 } },
    );
    await hall.refuses("wrong_stage", () =>
      hall.post(hall.who("committee-chair"), "forward-text", {
        instrument: "declaration",
        asItStands: false,
      }),
    );
  });

  test("square brackets are left: the text is not agreed, and the answer counts them", async () => {
    await clears(hall);
    const { id, blocks } = await latestVersion(hall, "declaration");
    const before = blocks.find((block) => block.id === "op1-a");
    if (!before) throw new Error("no block op1-a");
    const [first, ...rest] = before.runs;
    if (!first) throw new Error("op1-a has no words");
    const bracket = { type: "bracket", id: "k1", proposer: "Kenya" } as const;
    const { amendment } = await hall.does(hall.who("KEN"), "propose-amendment", {
      instrument: "declaration",
      baseVersion: id,
      patch: {
        changes: [
          { op: "revise", before, after: { ...before, runs: [{ ...first, marks: [bracket] }, ...rest] } },
        ],
      },
      rationale: "Not agreed",
      sponsors: [],
    });
    await hall.does(hall.who("chair"), "rule-on-amendment", { amendment, admissible: true, reason: "" });
    await decides(hall, amendment, { KEN: "yes" });
    expect((await readInstrument("declaration")).brackets).toBe(1);
    await hall.refuses(
      "brackets_left",
      () => hall.post(hall.who("committee-chair"), "agree-text", { instrument: "declaration" }),
      { detail: { brackets: 1 } },
    );
    // Struck out again in the same way.
    const now = await latestVersion(hall, "declaration");
    const bracketed = now.blocks.find((block) => block.id === "op1-a");
    if (!bracketed) throw new Error("no block op1-a");
    const clean = await hall.does(hall.who("KEN"), "propose-amendment", {
      instrument: "declaration",
      baseVersion: now.id,
      patch: { changes: [{ op: "revise", before: bracketed, after: before }] },
      rationale: "Agreed",
      sponsors: [],
    });
    await hall.does(hall.who("chair"), "rule-on-amendment", {
      amendment: clean.amendment,
      admissible: true,
      reason: "",
    });
    await decides(hall, clean.amendment, { KEN: "yes" });
    expect((await readInstrument("declaration")).brackets).toBe(0);
  });

  test("rights to write change with the stage, at once, on sockets that are open", async () => {
    const member = await hall.opens(hall.who("FRA"), room("declaration", "en"));
    await typesAtEnd(member, "op1-b", " While it is read.");
    await agreesAll(hall, "declaration");
    await hall.does(hall.who("committee-chair"), "agree-text", { instrument: "declaration" });
    member.type(0, 0, "When it is agreed: ");
    await until("the server refuses it", () => member.refused.length > 0);
    expect(member.refused[0]?.code).toBe(REFUSED.READ_ONLY);
    expect(wordsOf(await hall.live("declaration", "en"), "title")).not.toContain("agreed");
    const translator = await hall.opens(hall.who("translator"), room("declaration", "fr"));
    await typesAtEnd(translator, "op1-b", " Traduit.");
    expect(translator.refused).toEqual([]);

    await hall.does(hall.who("committee-chair"), "reopen-text", { instrument: "declaration" });
    await hall.does(hall.who("FRA"), "set-paragraph-status", {
      instrument: "declaration",
      blocks: ["op1-b"],
      event: "reopen",
    });
    // Whoever reads another language is told the same of its paragraphs.
    expect(
      await hall.reads(hall.who("translator"), "agreement", { instrument: "declaration" }),
    ).toMatchObject({
      "op1-b": "reopened",
      op1: "agreed_ad_ref",
    });
    const again = await hall.opens(hall.who("FRA"), room("declaration", "en"));
    await typesAtEnd(again, "op1-b", " And again.");
    expect(wordsOf(await hall.live("declaration", "en"), "op1-b")).toMatch(/ And again\.$/);
  });

  test("clean text is forwarded only when every language is signed off for these very words", async () => {
    await agreesAll(hall, "declaration");
    await hall.does(hall.who("committee-chair"), "agree-text", { instrument: "declaration" });
    const forward = () =>
      hall.post(hall.who("committee-chair"), "forward-text", {
        instrument: "declaration",
        asItStands: false,
      });
    await hall.refuses("languages_not_signed_off", forward, { detail: { languages: ["zh", "fr", "es"] } });
    const sign = (language: Language) =>
      hall.does(hall.who("translator"), "sign-off-language", { instrument: "declaration", language });
    for (const language of ["zh", "fr", "es"] as const) await sign(language);
    // One word more in French, and the word given for it is stale.
    const client = await hall.opens(hall.who("translator"), room("declaration", "fr"));
    await typesAtEnd(client, "op1-c", " Encore.");
    await hall.refuses("languages_not_signed_off", forward, { detail: { languages: ["fr"] } });
    await sign("fr");
    await hall.refuses(
      "not_allowed",
      () =>
        hall.post(hall.who("translator"), "sign-off-language", { instrument: "declaration", language: "en" }),
      { detail: { language: "en" } },
    );
  });

  test("forwarded, it is fixed and published in every language under its symbol", async () => {
    const { symbol } = await hall.does(hall.who("committee-chair"), "forward-text", {
      instrument: "declaration",
      asItStands: false,
    });
    expect(await hall.stageOf("declaration")).toEqual({ stage: "tabled", outcome: null });
    for (const language of LANGUAGES) {
      const [version] = (
        await hall.reads(hall.who("KEN"), "versions", { instrument: "declaration" }, { language })
      ).slice(-1);
      expect(version).toMatchObject({ reason: "tabled", symbol, published: true });
      expect(version?.sha256).toBe(await liveHash("declaration", language));
    }
  });

  test("[Q1] without a third of the members the plenary does not take it up", async () => {
    await present(31);
    await hall.refuses(
      "no_quorum",
      () => hall.post(hall.who("chair"), "take-up", { instrument: "declaration" }),
      { rule: "Q1", detail: { present: 31, needed: 32 } },
    );
    await present(32);
    await hall.does(hall.who("chair"), "take-up", { instrument: "declaration" });
    await present(60);
  });

  test("[A2] the final question is refused while an amendment is open, and is put once it is disposed of", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op2-a", words: " In plenary." });
    await hall.refuses(
      "amendments_open",
      () => hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment: null }),
      { rule: "A2", detail: { open: 1 } },
    );
    expect(await hall.stageOf("declaration")).toEqual({ stage: "under_consideration", outcome: null });
    const before = (await readInstrument("declaration")).symbol;
    await decides(hall, amendment, { KEN: "yes", BRA: "yes", FRA: "no" });
    expect((await readInstrument("declaration")).symbol).toBe(`${before}/Rev.1`);
    expect(
      (await latestVersion(hall, "declaration")).blocks.find(({ id }) => id === "op2-a")?.runs.at(-1)?.text,
    ).toMatch(/ In plenary\.$/);
  });

  test("[A2] while the final question is before the plenary nothing is proposed and nothing else is put", async () => {
    const vote = await puts(hall, null);
    expect(await hall.stageOf("declaration")).toEqual({ stage: "final_question", outcome: null });
    const { baseVersion, patch } = await addition(hall, "declaration", "op3", " Wait.");
    await hall.refuses("wrong_stage", () =>
      hall.post(hall.who("KEN"), "propose-amendment", {
        instrument: "declaration",
        baseVersion,
        patch,
        rationale: "Because",
        sponsors: [],
      }),
    );
    await hall.refuses("wrong_stage", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment: null }),
    );
    await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "A delegation asks for time" });
    expect(await hall.stageOf("declaration")).toEqual({ stage: "under_consideration", outcome: null });
  });

  test("[Q4] the final question without a quorum decides nothing", async () => {
    const vote = await puts(hall, null);
    await present(48);
    await hall.refuses("no_quorum", () => hall.post(hall.who("chair"), "declare-consensus", { vote }), {
      rule: "Q2",
      detail: { present: 48, needed: 49 },
    });
    await hall.refuses("no_quorum", () => hall.post(hall.who("chair"), "start-vote", { vote }), {
      rule: "Q2",
    });
    await present(49);
    await hall.does(hall.who("chair"), "start-vote", { vote });
    await present(48);
    await hall.refuses("no_quorum", () => hall.post(hall.who("chair"), "lock-vote", { vote }), {
      rule: "Q4",
    });
    await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "There is no quorum" });
    expect(await hall.stageOf("declaration")).toEqual({ stage: "under_consideration", outcome: null });
    expect((await hall.reads(hall.who("KEN"), "vote", { vote })).tally).toBeNull();
    await present(60);
  });

  test("[V2] adopted by a vote: fixed and hashed in every language, with tally and time, on the record", async () => {
    const vote = await puts(hall, null);
    const hashes = new Map(
      await Promise.all(LANGUAGES.map(async (l) => [l, await liveHash("declaration", l)] as const)),
    );
    await hall.does(hall.who("BRA"), "raise-objection", { vote });
    await takesVote(hall, vote, { KEN: "yes", FRA: "yes", BRA: "no", SEN: "abstain" });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });

    expect(await hall.stageOf("declaration")).toEqual({ stage: "decided", outcome: "adopted" });
    const { adoption } = await readInstrument("declaration");
    expect(adoption).toMatchObject({
      outcome: "adopted",
      byConsensus: false,
      tally: { yes: 2, no: 1, abstain: 1 },
    });
    expect(new Map(adoption?.texts.map(({ language, sha256 }) => [language, sha256]))).toEqual(hashes);
    // The plenary changed the English after the others were signed off.
    expect(adoption?.texts.filter(({ concordant }) => concordant).map(({ language }) => language)).toEqual([
      "en",
    ]);
    const entry = (await hall.reads(hall.who("KEN"), "record")).entries.find(
      ({ act }) => act === "text.adopted",
    );
    expect(entry).toMatchObject({
      seq: adoption?.ledgerSeq,
      subject: "declaration",
      actor: { name: hall.who("chair").name, role: "chair" },
      data: { vote, consensus: false, tally: { yes: 2, no: 1, abstain: 1 }, decidedAt: adoption?.decidedAt },
    });
    const { texts } = (entry?.data ?? { texts: [] }) as { texts: Array<{ sha256: string }> };
    expect(texts.map(({ sha256 }) => sha256)).toEqual([...hashes.values()]);
    expect(await hall.reads(hall.who("KEN"), "verification")).toMatchObject({ ok: true, problems: [] });
  });

  test("the adopted text is frozen: over the socket, over HTTP, and in the database itself", async () => {
    await isFrozen("declaration", "op3");
  });

  test("what is decided is not decided again", async () => {
    const [{ id: vote }] = (await hall.sql(
      "select id from votes where subject = 'final' and state = 'proclaimed'",
    )) as [{ id: string }];
    for (const name of ["proclaim-vote", "lock-vote", "start-vote", "declare-consensus"])
      await hall.refuses("wrong_stage", () => hall.post(hall.who("chair"), name, { vote }));
    await hall.refuses("wrong_stage", () =>
      hall.post(hall.who("KEN"), "cast-ballot", { vote, choice: "no" }),
    );
  });
});

describe("the Key Features", () => {
  /** A feature put in before the last of its area, which refers to the one after it. */
  async function proposesFeature(after: string): Promise<void> {
    const { id: baseVersion, blocks } = await latestVersion(hall, "key-features");
    const at = blocks.findIndex(({ id }) => id === after);
    const next = blocks.slice(at + 1).find(({ kind }) => kind === "feature")?.id ?? "";
    const runs = [
      { text: "Before ", marks: [] },
      { text: "0.0", marks: [{ type: "xref" as const, block: next }] },
    ];
    const block = { id: "put-in", kind: "feature" as const, level: 1, provisional: "bis" as const, runs };
    const patch: Patch = { changes: [{ op: "insert", block, after }] };
    const { amendment } = await hall.does(hall.who("KEN"), "propose-amendment", {
      instrument: "key-features",
      baseVersion,
      patch,
      rationale: "Needed",
      sponsors: [],
    });
    await hall.does(hall.who("chair"), "rule-on-amendment", { amendment, admissible: true, reason: "" });
  }

  test("forwarded as they stand, with brackets and amendments open and no language signed off, on the record", async () => {
    await hall.refuses("wrong_stage", () =>
      hall.post(hall.who("committee-chair"), "forward-text", {
        instrument: "key-features",
        asItStands: true,
      }),
    );
    await hall.does(hall.who("committee-chair"), "open-reading", { instrument: "key-features" });
    const { blocks } = await latestVersion(hall, "key-features");
    const block = blocks.find(({ kind }) => kind === "feature")?.id ?? "";
    await proposesFeature(block);
    const { symbol } = await hall.does(hall.who("committee-chair"), "forward-text", {
      instrument: "key-features",
      asItStands: true,
    });
    const [entry] = (await hall.reads(hall.who("KEN"), "record")).entries.filter(
      ({ act }) => act === "text.forwarded_as_it_stands",
    );
    expect(entry).toMatchObject({ subject: "key-features", data: { from: "in_reading", to: "tabled" } });
    expect((await readInstrument("key-features")).symbol).toBe(symbol);
  });

  test("[A2] a question on an amendment is decided before the one on the whole text is put", async () => {
    await hall.does(hall.who("chair"), "take-up", { instrument: "key-features" });
    const [open] = (await hall.reads(hall.who("KEN"), "amendments", { instrument: "key-features" })).filter(
      ({ state }) => state === "open",
    );
    const vote = await puts(hall, open?.id ?? null, "key-features");
    await hall.refuses(
      "question_pending",
      () => hall.post(hall.who("chair"), "put-question", { instrument: "key-features", amendment: null }),
      { rule: "A2", detail: { vote } },
    );
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
  });

  test("[C1] approved by consensus: no tally, frozen, and the verb is theirs", async () => {
    const vote = await puts(hall, null, "key-features");
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    expect(await hall.stageOf("key-features")).toEqual({ stage: "decided", outcome: "approved" });
    const { adoption } = await readInstrument("key-features");
    expect(adoption).toMatchObject({ outcome: "approved", byConsensus: true, tally: null });
    for (const { language, sha256 } of adoption?.texts ?? [])
      expect(sha256).toBe(await liveHash("key-features", language));
    // What the plenary put in is numbered like the rest from now on, and what refers to its neighbours follows.
    const { id, blocks } = await latestVersion(hall, "key-features");
    expect(blocks.filter(({ provisional }) => provisional)).toEqual([]);
    const version = await hall.reads(hall.who("KEN"), "version", { version: id });
    expect(version.blocks.find((one) => one.id === "put-in")?.path).toBe("Feature 1.2");
    const page = await hall.request(null, "GET", "/beijing-2013/key-features/en");
    expect(String(page.body)).toContain('Before <a href="#');
    expect(String(page.body)).toMatch(/Before <a href="#[^"]+">1\.3<\/a>/);
    expect(adoption?.texts).toHaveLength(4);
    const [block] = (await latestVersion(hall, "key-features")).blocks.filter(
      ({ kind }) => kind === "feature",
    );
    await isFrozen("key-features", block?.id ?? "");
    expect(await hall.reads(hall.who("KEN"), "verification")).toMatchObject({ ok: true, problems: [] });
  });
});

describe("a text that is lost", () => {
  test("[A2] not forwarded while a question is pending; rejected as a whole: no adoption, no hash, and yet frozen", async () => {
    const other = await InProcess.start();
    try {
      const chair = other.who("chair");
      await clears(other);
      const { amendment } = await proposes(other, other.who("KEN"), { block: "op1-a", words: " Then." });
      const pending = await puts(other, amendment);
      await other.does(other.who("BRA"), "raise-objection", { vote: pending });
      // What the committee is about to decide is not carried off to the plenary.
      const forward = { instrument: "declaration", asItStands: true };
      await other.refuses(
        "question_pending",
        () => other.post(other.who("committee-chair"), "forward-text", forward),
        { rule: "A2", detail: { vote: pending } },
      );
      await other.does(chair, "abort-vote", { vote: pending, reason: "Left to the plenary" });
      await other.does(other.who("KEN"), "withdraw-amendment", { amendment });
      await other.does(other.who("committee-chair"), "forward-text", forward);
      await other.does(chair, "take-up", { instrument: "declaration" });
      await decides(other, null, { KEN: "no", BRA: "no", FRA: "yes" });
      expect(await other.stageOf("declaration")).toEqual({ stage: "decided", outcome: "rejected" });
      const view = await other.reads(other.who("KEN"), "instrument", { instrument: "declaration" });
      expect(view.adoption).toBeNull();
      expect(view.texts.every(({ frozen }) => frozen)).toBe(true);
      expect(await other.sql("select 1 from adopted_texts")).toEqual([]);
      const client = await other.opens(other.who("FRA"), room("declaration", "en"));
      client.type(0, 0, "After ");
      await until("the server refuses it", () => client.refused.length > 0);
      expect(client.refused[0]?.code).toBe(REFUSED.FROZEN);
      expect(await other.reads(chair, "verification")).toMatchObject({ ok: true });
      expect(other.complaints).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});
