import { createHash } from "node:crypto";
import type { CommandBody, CommandName } from "../../shared/api/commands";
import type { LedgerRow } from "../../shared/api/views/record";
import { addition, clears } from "../support/acts";
import { InProcess, type Person, replaces, typesAtEnd } from "../support/in-process";
import { personId } from "../support/other-conference";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** All entries, oldest first, page by page as a screen reads them. */
async function wholeRecord(): Promise<{ entries: LedgerRow[]; head: string }> {
  const entries: LedgerRow[] = [];
  let page = await hall.reads(hall.who("observer"), "record");
  const { head, total } = page;
  while (page.entries.length > 0) {
    entries.push(...page.entries);
    const before = String(page.entries.at(-1)?.seq ?? 1);
    page = await hall.reads(hall.who("observer"), "record", {}, { before });
  }
  expect(entries).toHaveLength(total);
  return { entries: entries.reverse(), head };
}

type Expected = { act: string; subject?: string; data?: object; system?: true };

/** Does it and holds that exactly these entries were added, by this person, now, each naming the one before. */
async function does<N extends CommandName>(
  who: Person,
  command: N,
  body: CommandBody<N>,
  expected: Array<string | Expected>,
): Promise<LedgerRow[]> {
  const { total, head } = await hall.reads(who, "record");
  const from = hall.clock.now().toISOString();
  await hall.does(who, command, body);
  const to = hall.clock.now().toISOString();
  const after = await hall.reads(who, "record");
  const added = after.entries.slice(0, after.total - total).reverse();
  const wanted = expected.map((one) => (typeof one === "string" ? { act: one } : one));
  expect({ command, acts: added.map(({ act }) => act) }).toEqual({
    command,
    acts: wanted.map(({ act }) => act),
  });
  let prev = head;
  for (const [i, entry] of added.entries()) {
    expect(entry).toMatchObject({
      seq: total + i + 1,
      actor: { name: who.name, role: who.role, delegation: who.code },
      ...wanted[i],
      prev,
    });
    expect(entry.at >= from && entry.at <= to).toBe(true);
    prev = entry.hash;
  }
  expect(after.head).toBe(prev);
  return added;
}

const subjectOf = (entries: LedgerRow[], act: string) =>
  entries.find((one) => one.act === act)?.subject ?? "";

test("every act of the work from draft to adoption is on the record: who, when, what, after which", async () => {
  const [chair, committee, KEN, BRA, FRA] = [
    hall.who("chair"),
    hall.who("committee-chair"),
    hall.who("KEN"),
    hall.who("BRA"),
    hall.who("FRA"),
  ] as const;
  const [secretariat, translator] = [hall.who("secretariat"), hall.who("translator")];
  const instrument = "declaration";
  const room = "beijing-2013.declaration.en";
  await clears(hall);

  // Draft.
  const client = await hall.opens(FRA, room);
  await typesAtEnd(client, "op1-a", " Typed.");
  const saved = await does(committee, "save-version", { instrument, language: "en", label: "Mine" }, [
    {
      act: "text.drafted",
      subject: room,
      data: { authors: [await personId(hall, FRA.name)], updates: { from: 1, to: expect.any(Number) } },
    },
    {
      act: "version.fixed",
      data: {
        instrument,
        language: "en",
        number: 2,
        label: "Mine",
        reason: "saved",
        sha256: expect.any(String),
      },
    },
  ]);
  const version = subjectOf(saved, "version.fixed");
  await does(secretariat, "publish-version", { version }, [
    { act: "version.published", subject: version, data: { number: 2 } },
  ]);

  // Amend.
  const begun = await does(KEN, "start-amendment", { instrument, language: "en" }, [
    { act: "amendment.begun", data: { instrument, language: "en", delegation: "KEN", base: 2 } },
  ]);
  const draft = subjectOf(begun, "amendment.begun");
  await typesAtEnd(await hall.opens(KEN, `amendment.${draft}`), "op1-b", " Mine.");
  await does(KEN, "submit-amendment", { amendment: draft, rationale: "Because", sponsors: ["BRA"] }, [
    { act: "text.drafted", subject: `amendment.${draft}` },
    {
      act: "amendment.submitted",
      subject: draft,
      data: { tag: "A-13", delegation: "KEN", sponsors: [], rationale: "Because", form: "insert" },
    },
    { act: "amendment.sponsors_invited", subject: draft, data: { tag: "A-13", delegations: ["BRA"] } },
  ]);
  await does(BRA, "decline-invitation", { amendment: draft }, [
    { act: "amendment.invitation_declined", subject: draft, data: { delegation: "BRA" } },
  ]);
  await does(KEN, "invite-sponsors", { amendment: draft, delegations: ["BRA", "SEN"] }, [
    { act: "amendment.sponsors_invited", subject: draft, data: { delegations: ["BRA", "SEN"] } },
  ]);
  await does(KEN, "take-back-invitation", { amendment: draft, delegation: "SEN" }, [
    { act: "amendment.invitation_taken_back", subject: draft, data: { delegation: "SEN" } },
  ]);
  await does(BRA, "sponsor-amendment", { amendment: draft }, [
    { act: "amendment.sponsored", subject: draft, data: { delegation: "BRA", tag: "A-13" } },
  ]);
  const thrown = subjectOf(
    await does(KEN, "start-amendment", { instrument, language: "en" }, ["amendment.begun"]),
    "amendment.begun",
  );
  await does(KEN, "discard-amendment", { amendment: thrown }, [
    { act: "amendment.discarded", subject: thrown },
  ]);
  const propose = async (block: string, words: string) => {
    const given = await addition(hall, instrument, block, words);
    const body = { instrument, ...given, rationale: "Because", sponsors: [] };
    return subjectOf(
      await does(KEN, "propose-amendment", body, [
        { act: "amendment.submitted", data: { patch: given.patch } },
      ]),
      "amendment.submitted",
    );
  };
  await does(FRA, "sponsor-amendment", { amendment: draft }, [
    { act: "amendment.sponsored", subject: draft, data: { delegation: "FRA", tag: "A-13" } },
  ]);
  await does(FRA, "leave-amendment", { amendment: draft }, [
    { act: "amendment.sponsor_left", subject: draft, data: { delegation: "FRA" } },
  ]);
  const admit = (amendment: string) =>
    does(committee, "rule-on-amendment", { amendment, admissible: true, reason: "In order" }, [
      { act: "amendment.ruled_admissible", subject: amendment, data: { reason: "In order" } },
      { act: "amendment.circulated", subject: amendment },
    ]);
  await admit(draft);
  const withdrawn = await propose("op2-a", " Then.");
  await does(KEN, "withdraw-amendment", { amendment: withdrawn }, [
    { act: "amendment.withdrawn", subject: withdrawn, data: { tag: "A-14" } },
  ]);
  const inadmissible = await propose("op2-b", " Then.");
  await does(chair, "rule-on-amendment", { amendment: inadmissible, admissible: false, reason: "Other" }, [
    { act: "amendment.ruled_inadmissible", subject: inadmissible, data: { reason: "Other" } },
  ]);

  // Vote.
  const rival = await propose("op1-b", " Theirs.");
  await admit(rival);
  const moot = await propose("op2-c", " Moot.");
  await admit(moot);
  const question = async (amendment: string | null, act: { subject: string }) =>
    subjectOf(
      await does(chair, "put-question", { instrument, amendment }, [
        { act: "question.put", data: { instrument, ...act, majority: "simple" } },
      ]),
      "question.put",
    );
  await does(chair, "confirm-order", { instrument, order: [draft, rival, moot] }, [
    { act: "order.confirmed", subject: instrument, data: { amendments: [draft, rival, moot] } },
  ]);
  const back = await question(draft, { subject: "amendment" });
  await does(chair, "abort-vote", { vote: back, reason: "Later" }, [
    { act: "question.taken_back", subject: back, data: { reason: "Later" } },
  ]);
  const vote = await question(draft, { subject: "amendment" });
  await does(BRA, "raise-objection", { vote }, [
    { act: "question.objected", subject: vote, data: { delegation: "BRA" } },
  ]);
  await does(chair, "start-vote", { vote }, [
    { act: "vote.started", subject: vote, data: { round: 1, members: 24 } },
  ]);
  await does(KEN, "cast-ballot", { vote, choice: "no" }, [
    { act: "ballot.cast", subject: vote, data: { delegation: "KEN", choice: "no", revision: 1 } },
  ]);
  await does(KEN, "cast-ballot", { vote, choice: "yes", corrects: 1 }, [
    { act: "ballot.cast", subject: vote, data: { delegation: "KEN", choice: "yes", revision: 2 } },
  ]);
  await does(chair, "lock-vote", { vote }, [
    {
      act: "vote.locked",
      subject: vote,
      data: { tally: { yes: 1, no: 0, abstain: 0 }, needed: 1, result: "carried", members: 24 },
    },
  ]);
  await does(chair, "proclaim-vote", { vote }, [
    { act: "vote.proclaimed", subject: vote, data: { result: "carried" } },
    { act: "version.fixed", data: { reason: "amendment_applied", label: "A-13" } },
    {
      act: "amendment.adopted",
      subject: draft,
      data: { tag: "A-13", vote, tally: { yes: 1, no: 0, abstain: 0 } },
    },
    { act: "amendment.needs_rebase", subject: rival, data: { because: "A-13", paragraphs: ["OP 1 (b)"] } },
  ]);
  await does(chair, "set-not-put", { amendment: moot, reason: "Implied" }, [
    { act: "amendment.not_put", subject: moot, data: { reason: "Implied" } },
  ]);
  await does(chair, "lapse-amendment", { amendment: rival, reason: "Gone" }, [
    { act: "amendment.lapsed", subject: rival, data: { reason: "Gone" } },
  ]);
  const lost = await propose("op3-a", " Never.");
  await admit(lost);
  const losing = await question(lost, { subject: "amendment" });
  await does(chair, "start-vote", { vote: losing }, ["vote.started"]);
  await does(KEN, "cast-ballot", { vote: losing, choice: "no" }, ["ballot.cast"]);
  await does(chair, "lock-vote", { vote: losing }, ["vote.locked"]);
  await does(chair, "proclaim-vote", { vote: losing }, [
    { act: "vote.proclaimed", data: { result: "lost" } },
    { act: "amendment.rejected", subject: lost, data: { tally: { yes: 0, no: 1, abstain: 0 } } },
  ]);

  // Adopt.
  await does(secretariat, "record-presence", { body: "plenary", delegation: "KEN", present: false }, [
    { act: "presence.recorded", subject: "KEN", data: { body: "plenary", present: false } },
  ]);
  const late = await hall.opens(FRA, room);
  await replaces(late, "op4-b", "Offering", "Giving");
  await does(committee, "set-paragraph-status", { instrument, blocks: null, event: "agree_ad_ref" }, [
    { act: "text.drafted", subject: room },
    { act: "paragraphs.agreed_ad_ref", subject: "declaration/en", data: { language: "en" } },
  ]);
  await does(committee, "set-paragraph-status", { instrument, blocks: ["op1"], event: "agree" }, [
    {
      act: "paragraphs.agreed",
      subject: "declaration/en",
      data: { paragraphs: [expect.objectContaining({ block: "op1", path: "OP 1" })] },
    },
  ]);
  await does(FRA, "set-paragraph-status", { instrument, blocks: ["op2"], event: "reopen" }, [
    { act: "paragraphs.reopened", subject: "declaration/en" },
  ]);
  await does(FRA, "set-paragraph-status", { instrument, blocks: ["op2"], event: "agree_ad_ref" }, [
    "paragraphs.agreed_ad_ref",
  ]);
  await does(committee, "agree-text", { instrument }, [
    { act: "text.agreed", subject: instrument, data: { from: "in_reading", to: "committee_clean" } },
  ]);
  await does(committee, "reopen-text", { instrument }, [{ act: "text.reopened", subject: instrument }]);
  await does(committee, "agree-text", { instrument }, ["text.agreed"]);
  for (const language of ["zh", "fr", "es"] as const)
    await does(translator, "sign-off-language", { instrument, language }, [
      { act: "language.signed_off", subject: `declaration/${language}`, data: { sourceLanguage: "en" } },
    ]);
  await does(committee, "forward-text", { instrument, asItStands: false }, [
    { act: "text.forwarded", subject: instrument, data: { from: "committee_clean", to: "tabled" } },
    ...["en", "zh", "fr", "es"].map((language) => ({
      act: "version.fixed",
      data: { language, reason: "tabled" },
    })),
  ]);
  await does(chair, "take-up", { instrument }, [{ act: "text.taken_up", subject: instrument }]);
  const final = await question(null, { subject: "final" });
  await does(chair, "declare-consensus", { vote: final }, [
    { act: "question.so_decided", subject: final, data: { members: 96 } },
    ...["en", "zh", "fr", "es"].map((language) => ({
      act: "version.fixed",
      data: { language, reason: "adopted" },
    })),
    { act: "text.adopted", subject: instrument, data: { vote: final, tally: null, consensus: true } },
  ]);
  await does(committee, "open-reading", { instrument: "key-features" }, [
    { act: "reading.opened", subject: "key-features" },
  ]);
  await does(committee, "forward-text", { instrument: "key-features", asItStands: true }, [
    { act: "text.forwarded_as_it_stands", subject: "key-features" },
    ...Array.from({ length: 4 }, () => "version.fixed"),
  ]);
});

test("the whole chain: numbers without gaps, each hash over the entry's own text, each naming the one before", async () => {
  const { entries, head } = await wholeRecord();
  const rows = await hall.sql<{ seq: string; entry: string; hash: string; prev: string }>(
    "select seq, entry, hash, prev from ledger order by seq",
  );
  let prev = "0".repeat(64);
  for (const [i, row] of rows.entries()) {
    expect(Number(row.seq)).toBe(i + 1);
    expect(sha256(row.entry)).toBe(row.hash);
    expect(row.prev).toBe(prev);
    const said = JSON.parse(row.entry) as Record<string, unknown>;
    const shown = entries[i];
    expect(said).toMatchObject({
      conference: "beijing-2013",
      seq: i + 1,
      prev,
      act: shown?.act,
      subject: shown?.subject,
      at: shown?.at,
      data: shown?.data,
    });
    expect(shown?.hash).toBe(row.hash);
    prev = row.hash;
  }
  expect(head).toBe(prev);
  expect(await hall.reads(hall.who("KEN"), "verification")).toEqual({
    ok: true,
    entries: rows.length,
    head,
    problems: [],
  });
});

test("the record never runs backwards in time, even when the clock is set back", async () => {
  const before = (await hall.reads(hall.who("KEN"), "record")).entries[0];
  hall.clock.advance(-3_600_000);
  try {
    await hall.does(hall.who("secretariat"), "record-presence", {
      body: "plenary",
      delegation: "BRA",
      present: false,
    });
  } finally {
    hall.clock.advance(3_600_000);
  }
  const after = (await hall.reads(hall.who("KEN"), "record")).entries[0];
  expect(after?.seq).toBe((before?.seq ?? 0) + 1);
  expect((after?.at ?? "") >= (before?.at ?? "~")).toBe(true);
  expect((await hall.reads(hall.who("KEN"), "verification")).ok).toBe(true);
});

test("a command that changes nothing leaves no entry", async () => {
  await does(
    hall.who("secretariat"),
    "record-presence",
    { body: "plenary", delegation: "BRA", present: false },
    [],
  );
});

test("a change in a room that nobody saves is put on the record by the system when the server ends", async () => {
  const other = await InProcess.start();
  const client = await other.opens(other.who("IND"), "beijing-2013.declaration.en");
  await typesAtEnd(client, "op1-a", " Unsaved.");
  const author = await personId(other, other.who("IND").name);
  try {
    await other.concord.close();
    const [row] = await other.sql<{ act: string; subject: string; entry: string }>(
      "select act, subject, entry from ledger order by seq desc limit 1",
    );
    expect(row).toMatchObject({ act: "text.drafted", subject: "beijing-2013.declaration.en" });
    expect(JSON.parse(row?.entry ?? "{}")).toMatchObject({ actor: null, data: { authors: [author] } });
  } finally {
    await other.stop();
  }
});
