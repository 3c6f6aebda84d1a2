import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import { clears, decides, latestVersion, proposes } from "../support/acts";
import { InProcess } from "../support/in-process";

let hall: InProcess;
let total: number;
let adoptedSeq: number;
/** Of the final vote. */
let proclaimedSeq: number;
/** Of the English text that was adopted. */
let adopted: { id: string; fixedSeq: number };

const TABLES = [
  "ledger",
  "versions",
  "adopted_texts",
  "adoptions",
  "instruments",
  "texts",
  "votes",
  "conferences",
];

beforeAll(async () => {
  hall = await InProcess.start();
  const [chair, instrument] = [hall.who("chair"), "declaration"];
  await clears(hall);
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op1-a", words: " Then." });
  await decides(hall, amendment, { KEN: "yes" });
  await hall.does(hall.who("committee-chair"), "save-version", {
    instrument,
    language: "fr",
    label: "Essai",
  });
  await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
  await hall.does(chair, "take-up", { instrument });
  await decides(hall, null, { KEN: "yes", BRA: "yes", FRA: "no" });
  const record = await hall.reads(chair, "record");
  total = record.total;
  adoptedSeq = record.entries.find(({ act }) => act === "text.adopted")?.seq ?? 0;
  proclaimedSeq = record.entries.find(({ act }) => act === "vote.proclaimed")?.seq ?? 0;
  const { id } = await latestVersion(hall, instrument, "en");
  adopted = { id, fixedSeq: await fixedSeq(id) };
  await hall.sql("create schema untouched");
  for (const table of TABLES) await hall.sql(`create table untouched.${table} as table ${table}`);
});
afterAll(() => hall.stop());

beforeEach(async () =>
  expect(await verify()).toEqual({ ok: true, entries: total, head: expect.any(String), problems: [] }),
);

/** Puts every row back, behind the record's back as it was changed. */
afterEach(async () => {
  for (const table of TABLES) {
    await hall.tamper(`delete from ${table}`);
    await hall.tamper(`insert into ${table} select * from untouched.${table}`);
  }
  expect(hall.complaints.splice(0)).toEqual([]);
});

const verify = (): Promise<Verification> => hall.reads(hall.who("observer"), "verification");
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

async function fixedSeq(version: string): Promise<number> {
  const [row] = await hall.sql<{ seq: string }>(
    "select seq from ledger where act = 'version.fixed' and subject = $1",
    [version],
  );
  return Number(row?.seq);
}

async function alters(sql: string, values: unknown[] = []): Promise<Verification> {
  expect(await hall.tamper(sql, values)).toBe(1);
  const found = await verify();
  expect(found.ok).toBe(false);
  return found;
}

async function entryAt(seq: number): Promise<Record<string, unknown>> {
  const [row] = await hall.sql<{ entry: string }>("select entry from ledger where seq = $1", [seq]);
  return JSON.parse(row?.entry ?? "{}") as Record<string, unknown>;
}

const someSeqs = () => [1, Math.floor(total / 2), adoptedSeq, total];

describe("an entry of the record", () => {
  test("who acted is altered: the entry is named", async () => {
    for (const seq of someSeqs().slice(2)) {
      const entry = await entryAt(seq);
      const forged = canonicalJson({
        ...entry,
        actor: { ...(entry.actor as object), name: "Somebody Else" },
      });
      const { problems } = await alters("update ledger set entry = $2 where seq = $1", [seq, forged]);
      expect(problems[0]).toMatchObject({ seq, problem: "hash" });
      await hall.tamper("update ledger set entry = u.entry from untouched.ledger u where u.seq = ledger.seq");
    }
  });

  test("what was done is altered in the first, a middle and the last entry: each is named", async () => {
    for (const seq of someSeqs()) {
      const forged = canonicalJson({ ...(await entryAt(seq)), data: { forged: true } });
      const { problems } = await alters("update ledger set entry = $2 where seq = $1", [seq, forged]);
      expect(problems[0]).toMatchObject({ seq, problem: "hash" });
      await hall.tamper("update ledger set entry = u.entry from untouched.ledger u where u.seq = ledger.seq");
    }
  });

  test("altered with its hash made to match: the next one no longer follows on it", async () => {
    const seq = Math.floor(total / 2);
    const forged = canonicalJson({ ...(await entryAt(seq)), data: { forged: true } });
    const { problems } = await alters("update ledger set entry = $2, hash = $3 where seq = $1", [
      seq,
      forged,
      sha256(forged),
    ]);
    expect(problems[0]).toMatchObject({ seq: seq + 1, problem: "prev" });
    expect(problems[0]?.detail).toContain(sha256(forged));
  });

  test("the last one altered with its hash made to match: it is named, for the conference knows its own head", async () => {
    const forged = canonicalJson({ ...(await entryAt(total)), data: { forged: true } });
    const { problems } = await alters("update ledger set entry = $2, hash = $3 where seq = $1", [
      total,
      forged,
      sha256(forged),
    ]);
    expect(problems[0]).toMatchObject({ seq: total, problem: "hash" });
  });

  test.each([
    ["act", "'text.rejected'"],
    ["subject", "'key-features'"],
    ["at", "at + interval '1 day'"],
    ["prev", "repeat('a', 64)"],
  ])("column %s altered beside the entry: the entry is named", async (column, value) => {
    const { problems } = await alters(`update ledger set ${column} = ${value} where seq = $1`, [adoptedSeq]);
    expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "altered" });
    expect(problems[0]?.detail).toContain(`column ${column}`);
  });

  test("the hash altered alone: the entry is named", async () => {
    const { problems } = await alters("update ledger set hash = repeat('b', 64) where seq = $1", [
      adoptedSeq,
    ]);
    expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "hash" });
  });

  test("the same content in another spelling, or no JSON at all: the entry is named", async () => {
    for (const sql of [
      "update ledger set entry = entry || ' ' where seq = $1",
      "update ledger set entry = 'nothing' where seq = $1",
      `update ledger set entry = overlay(entry placing '{"extra":1,' from 1 for 1) where seq = $1`,
    ]) {
      const { problems } = await alters(sql, [adoptedSeq]);
      expect(problems[0]?.seq).toBe(adoptedSeq);
      await hall.tamper("update ledger set entry = u.entry from untouched.ledger u where u.seq = ledger.seq");
    }
  });

  test("taken out of the middle: its number is missed", async () => {
    const seq = Math.floor(total / 2);
    const { problems, entries } = await alters("delete from ledger where seq = $1", [seq]);
    expect(entries).toBe(total - 1);
    expect(problems[0]).toMatchObject({ problem: "gap" });
    expect(problems[0]?.detail).toBe(`number ${seq} is missing`);
  });

  test("the first one taken out: its number is missed", async () => {
    const { problems } = await alters("delete from ledger where seq = 1");
    expect(problems[0]?.detail).toBe("number 1 is missing");
  });

  test("the tail cut off: the first that is missing is named, although what is left is a good chain", async () => {
    const { problems } = await alters("delete from ledger where seq = $1", [total]);
    expect(problems[0]).toMatchObject({ seq: total, problem: "gap" });
    await hall.tamper("delete from ledger where seq > $1", [total - 3]);
    expect((await verify()).problems[0]).toMatchObject({ seq: total - 2, problem: "gap" });
  });

  test("the tail cut off and the conference's count set back: the adopted text has lost its entry", async () => {
    await hall.tamper("delete from ledger where seq >= $1", [adoptedSeq]);
    await hall.tamper(
      "update conferences set ledger_seq = $1, ledger_head = (select hash from ledger where seq = $1)",
      [adoptedSeq - 1],
    );
    const { ok, problems } = await verify();
    expect(ok).toBe(false);
    expect(problems[0]).toMatchObject({ problem: "adoption" });
    expect(problems[0]?.detail).toContain("declaration");
  });

  test("one put in after the end, well formed: it is named", async () => {
    const entry = await entryAt(total);
    const [last] = await hall.sql<{ hash: string }>("select hash from ledger where seq = $1", [total]);
    const forged = canonicalJson({ ...entry, seq: total + 1, prev: last?.hash });
    const { problems } = await alters(
      `insert into ledger (conference_id, seq, at, act, subject, entry, prev, hash)
       select conference_id, seq + 1, at, act, subject, $2, hash, $3 from ledger where seq = $1`,
      [total, forged, sha256(forged)],
    );
    expect(problems[0]).toMatchObject({ seq: total + 1 });
  });

  test("two entries that changed places: the first of them is named", async () => {
    const seq = Math.floor(total / 2);
    await hall.tamper("update ledger set seq = 1000000 where seq = $1", [seq]);
    await hall.tamper("update ledger set seq = $1 where seq = $1::int + 1", [seq]);
    await hall.tamper("update ledger set seq = $1::int + 1 where seq = 1000000", [seq]);
    const { ok, problems } = await verify();
    expect(ok).toBe(false);
    expect(problems[0]?.seq).toBe(seq);
  });

  test("the conference's own head altered: the last entry does not end there", async () => {
    const { problems } = await alters("update conferences set ledger_head = repeat('c', 64)");
    expect(problems[0]?.seq).toBe(total);
  });
});

describe("a text that was fixed", () => {
  /** The content of a version with one word more, as its own hash would have it. */
  async function forgedContent(id: string): Promise<{ content: Buffer; hash: string }> {
    const [row] = await hall.sql<{ content: Buffer }>("select content from versions where id = $1", [id]);
    const text = gunzipSync(row?.content ?? Buffer.alloc(0)).toString("utf8");
    const forged = text.replace('"text":"', '"text":"Never ');
    expect(forged).not.toBe(text);
    return { content: gzipSync(forged), hash: sha256(forged) };
  }

  test("the adopted text's content altered: the entry that fixed it is named, and the one that adopted it", async () => {
    const { content, hash } = await forgedContent(adopted.id);
    const { problems } = await alters("update versions set content = $2 where id = $1", [
      adopted.id,
      content,
    ]);
    expect(problems.map(({ seq }) => seq)).toEqual([adopted.fixedSeq, adoptedSeq]);
    for (const { detail } of problems) expect(detail).toContain(hash);
    expect(problems[0]?.detail).toContain("declaration/en");
  });

  test("its content and its hash altered together: the record remembers", async () => {
    const { content, hash } = await forgedContent(adopted.id);
    const { problems } = await alters("update versions set content = $2, sha256 = $3 where id = $1", [
      adopted.id,
      content,
      hash,
    ]);
    expect(problems.map(({ seq }) => seq)).toEqual([adopted.fixedSeq, adoptedSeq]);
  });

  test("and the adopted hash too: the record still remembers", async () => {
    const { content, hash } = await forgedContent(adopted.id);
    await hall.tamper("update versions set content = $2, sha256 = $3 where id = $1", [
      adopted.id,
      content,
      hash,
    ]);
    const { problems } = await alters("update adopted_texts set sha256 = $2 where version_id = $1", [
      adopted.id,
      hash,
    ]);
    expect(problems.map(({ seq }) => seq)).toEqual([adopted.fixedSeq, adoptedSeq]);
  });

  test("the adopted hash altered alone: the entry of the adoption is named", async () => {
    const { problems } = await alters(
      "update adopted_texts set sha256 = repeat('d', 64) where language = 'zh'",
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "adoption" });
    expect(problems[0]?.detail).toContain("declaration/zh");
  });

  test("the adopted text made to be another version: the entry of the adoption is named", async () => {
    const [first] = await hall.sql<{ id: string }>(
      `select v.id from versions v join texts t on t.id = v.text_id join instruments i on i.id = t.instrument_id
       where i.slug = 'declaration' and t.language = 'en' and v.number = 1`,
    );
    const { problems } = await alters("update adopted_texts set version_id = $1 where language = 'en'", [
      first?.id,
    ]);
    expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "adoption" });
  });

  test("an adopted text taken out, or one put in that was never adopted: the entry of the adoption is named", async () => {
    const out = await alters("delete from adopted_texts where language = 'es'");
    expect(out.problems[0]).toMatchObject({ seq: adoptedSeq, problem: "adoption" });
    expect(out.problems[0]?.detail).toContain("declaration/es");
    await hall.tamper(
      "insert into adopted_texts select * from untouched.adopted_texts where language = 'es'",
    );
    const { problems } = await alters(
      `insert into adopted_texts (vote_id, language, version_id, sha256, concordant)
       select gen_random_uuid(), 'en', v.id, v.sha256, true from versions v join texts t on t.id = v.text_id
       join instruments k on k.id = t.instrument_id where k.slug = 'key-features' and t.language = 'en' limit 1`,
    );
    expect(problems[0]).toMatchObject({ seq: null, problem: "adoption" });
    expect(problems[0]?.detail).toContain("key-features/en");
  });

  test("the content of a version that was never adopted altered or unreadable: its entry is named", async () => {
    const [row] = await hall.sql<{ id: string }>("select id from versions where label = 'Essai'");
    const { content } = await forgedContent(row?.id ?? "");
    const altered = await alters("update versions set content = $2 where id = $1", [row?.id, content]);
    expect(altered.problems).toHaveLength(1);
    expect(altered.problems[0]).toMatchObject({ seq: await fixedSeq(row?.id ?? ""), problem: "text" });
    const broken = await alters("update versions set content = '\\x00' where id = $1", [row?.id]);
    expect(broken.problems[0]?.detail).toContain("unreadable");
  });

  test("a version taken out: the entry that fixed it is named", async () => {
    const [row] = await hall.sql<{ id: string }>("select id from versions where label = 'Essai'");
    const { problems } = await alters("delete from versions where id = $1", [row?.id]);
    expect(problems[0]).toMatchObject({ seq: await fixedSeq(row?.id ?? ""), problem: "version" });
  });

  test("the adopted version taken out: the entries that fixed and adopted it are named", async () => {
    const { problems } = await alters("delete from versions where id = $1", [adopted.id]);
    expect(problems.map(({ seq }) => seq).sort()).toEqual([adopted.fixedSeq, adoptedSeq].sort());
  });

  test("a version put in that was never recorded: it is named", async () => {
    const { problems } = await alters(
      `insert into versions (id, text_id, number, label, symbol, content, sha256, schema_version, reason, room_seq, created_at)
       select gen_random_uuid(), text_id, 1000, 'Forged', symbol, content, sha256, schema_version, reason, room_seq, created_at
       from versions where id = $1`,
      [adopted.id],
    );
    expect(problems[0]).toMatchObject({ seq: null, problem: "version" });
    expect(problems[0]?.detail).toContain("version 1000 is not on the record");
  });
});

describe("the decision", () => {
  test("an instrument made undecided again, or approved instead of adopted: the entry of the adoption is named", async () => {
    const { problems } = await alters(
      "update instruments set stage = 'under_consideration', outcome = null where slug = 'declaration'",
    );
    expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "adoption" });
  });

  test("an instrument made adopted that never was: it is named", async () => {
    const { problems } = await alters(
      "update instruments set stage = 'decided', outcome = 'approved' where slug = 'key-features'",
    );
    expect(problems[0]).toMatchObject({ problem: "adoption" });
    expect(problems[0]?.detail).toContain("key-features");
  });

  test("the tally of the final vote altered: the public page would show it, so the entry is named", async () => {
    const { problems } = await alters("update votes set yes = 96, no = 0 where subject = 'final'");
    expect(problems[0]).toMatchObject({ seq: proclaimedSeq, problem: "vote" });
    expect(problems[0]?.detail).toContain("96");
  });

  test("consensus made of a vote, or another time of the decision: the entry is named", async () => {
    for (const change of ["by_consensus = true", "decided_at = decided_at + interval '1 hour'"]) {
      const { problems } = await alters(`update adoptions set ${change}`);
      expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "adoption" });
      await hall.tamper(
        "update adoptions a set by_consensus = u.by_consensus, decided_at = u.decided_at from untouched.adoptions u",
      );
    }
  });

  test("another version published in the place of the adopted one: the entry is named", async () => {
    const { problems } = await alters(
      `update texts set published_version_id = (select v.id from versions v where v.text_id = texts.id and v.number = 1)
       where language = 'en' and instrument_id = (select id from instruments where slug = 'declaration')`,
    );
    expect(problems[0]).toMatchObject({ seq: adoptedSeq, problem: "adoption" });
    expect(problems[0]?.detail).toContain("declaration/en");
  });
});

describe("the database itself refuses", () => {
  test.each([
    ["update ledger set act = 'nothing'", "ledger"],
    ["delete from ledger", "ledger"],
    ["truncate ledger", "ledger"],
    ["update versions set label = 'Other'", "versions"],
    ["delete from versions", "versions"],
    ["truncate versions cascade", "versions|texts|adopted_texts"],
    ["update adopted_texts set sha256 = repeat('0', 64)", "adopted_texts"],
    ["delete from adopted_texts", "adopted_texts"],
    ["truncate adopted_texts", "adopted_texts"],
    ["update room_updates set bytes = '\\x00'", "room_updates"],
    ["truncate room_updates", "room_updates"],
  ])("%s", async (sql, table) => {
    const before = await hall.fingerprint();
    await expect(hall.sql(sql)).rejects.toMatchObject({
      code: "55000",
      message: expect.stringMatching(new RegExp(`^(${table}) is append-only$`)),
    });
    expect(await hall.fingerprint()).toEqual(before);
  });

  test("[C1] a consensus with a tally, and a decided vote without one, by constraints", async () => {
    for (const sql of [
      "update votes set state = 'so_decided' where subject = 'final'",
      "update votes set yes = null where subject = 'final'",
      "update instruments set outcome = null where slug = 'declaration'",
      "update instruments set outcome = 'approved' where slug = 'declaration'",
    ])
      await expect(hall.sql(sql)).rejects.toMatchObject({ code: "23514" });
  });
});
