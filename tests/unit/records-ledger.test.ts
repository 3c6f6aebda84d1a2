import { createHash } from "node:crypto";
import { FIRST_PREV, type LedgerEntry, ledgerPreimage, verifyChain } from "../../shared/records/ledger";

const sha256Hex = (utf8: string) => createHash("sha256").update(utf8, "utf8").digest("hex");
type Row = LedgerEntry & { hash: string };

function chain(length: number, conference = "beijing-2013"): Row[] {
  const rows: Row[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const entry: LedgerEntry = {
      conference,
      seq,
      at: `2013-10-22T08:00:${String(seq).padStart(2, "0")}.000Z`,
      actor: seq === 1 ? null : { personId: `p${seq}`, name: "Zoë 李", role: "chair", delegation: "CHN" },
      act: "amendment_put",
      subject: `amendment ${seq}`,
      data: { z: 1, a: [true, null, "é"], tally: { yes: 40, no: 19 } },
      prev: rows.at(-1)?.hash ?? FIRST_PREV,
    };
    rows.push({ ...entry, hash: sha256Hex(ledgerPreimage(entry)) });
  }
  return rows;
}

/** The chain with the entry of number `seq` changed behind its back. */
function altered(seq: number, change: (row: Row) => Row): Row[] {
  return chain(6).map((row) => (row.seq === seq ? change(row) : row));
}

test("a chain that nobody touched is good, and its head is the last hash", () => {
  const rows = chain(6);
  expect(verifyChain(rows, sha256Hex)).toEqual({ ok: true, head: rows[5]!.hash, entries: 6 });
});

test("an empty chain is good and has the zero head", () => {
  expect(verifyChain([], sha256Hex)).toEqual({ ok: true, head: "0".repeat(64), entries: 0 });
});

test("the hashed text has one spelling: the order of keys does not matter", () => {
  const entry: LedgerEntry = {
    subject: "s",
    prev: FIRST_PREV,
    act: "a",
    actor: null,
    at: "2013-10-22T08:00:00.000Z",
    conference: "c",
    data: { b: 2, a: 1 },
    seq: 1,
  };
  expect(ledgerPreimage(entry)).toBe(
    `{"act":"a","actor":null,"at":"2013-10-22T08:00:00.000Z","conference":"c","data":{"a":1,"b":2},"prev":"${FIRST_PREV}","seq":1,"subject":"s"}`,
  );
});

const changes: Array<[string, (row: Row) => Row]> = [
  ["its data", (row) => ({ ...row, data: { z: 1, a: [true, null, "e"], tally: { yes: 41, no: 19 } } })],
  ["its time", (row) => ({ ...row, at: "2013-10-22T08:00:30.000Z" })],
  [
    "who acted",
    (row) => ({ ...row, actor: { personId: "p99", name: "A", role: "chair", delegation: null } }),
  ],
  ["its act", (row) => ({ ...row, act: "amendment_adopted" })],
  ["its subject", (row) => ({ ...row, subject: "another" })],
  ["its link", (row) => ({ ...row, prev: FIRST_PREV.replace("0", "1") })],
  ["its conference", (row) => ({ ...row, conference: "elsewhere" })],
  ["its hash", (row) => ({ ...row, hash: sha256Hex("other") })],
  ["a field added", (row) => ({ ...row, note: "by the way" }) as Row],
  ["text no canonical form can hold", (row) => ({ ...row, subject: "\ud800" })],
];

test.each(changes)("an entry with %s changed is named, wherever it stands", (_, change) => {
  for (let seq = 1; seq <= 6; seq++) {
    expect(verifyChain(altered(seq, change), sha256Hex)).toMatchObject({ ok: false, seq, problem: "hash" });
  }
});

test("an entry altered and hashed anew is betrayed by the next one's link", () => {
  const rows = altered(3, (row) => {
    const { hash: _, ...entry } = row;
    const forged = { ...entry, act: "amendment_adopted" };
    return { ...forged, hash: sha256Hex(ledgerPreimage(forged)) };
  });
  expect(verifyChain(rows, sha256Hex)).toMatchObject({ ok: false, seq: 4, problem: "prev" });
});

test("a missing entry is a gap, also when it is the first", () => {
  const rows = chain(6);
  expect(verifyChain(rows.toSpliced(2, 1), sha256Hex)).toEqual({
    ok: false,
    seq: 4,
    problem: "gap",
    detail: "number 3 is missing",
  });
  expect(verifyChain(rows.slice(1), sha256Hex)).toMatchObject({ ok: false, seq: 2, problem: "gap" });
});

test("an entry that comes twice, or after its turn, is out of order", () => {
  const rows = chain(6);
  expect(verifyChain([...rows.slice(0, 3), ...rows.slice(2)], sha256Hex)).toMatchObject({
    seq: 3,
    problem: "order",
  });
  expect(verifyChain([...rows, rows[1]!], sha256Hex)).toMatchObject({ seq: 2, problem: "order" });
});

test("entries of another conference do not continue a chain, however well they are linked", () => {
  const rows = chain(3);
  const entry: LedgerEntry = {
    conference: "elsewhere",
    seq: 4,
    at: "2013-10-22T09:00:00.000Z",
    actor: null,
    act: "a",
    subject: "s",
    data: {},
    prev: rows[2]!.hash,
  };
  const spliced = [...rows, { ...entry, hash: sha256Hex(ledgerPreimage(entry)) }];
  expect(verifyChain(spliced, sha256Hex)).toMatchObject({ ok: false, seq: 4, problem: "order" });
});

test("a clock set back is no fault: the order of the record is its numbers", () => {
  const first = chain(1);
  const entry = { ...chain(2)[1]!, at: "2013-10-22T07:00:00.000Z" };
  const { hash: _, ...unhashed } = entry;
  expect(
    verifyChain([...first, { ...unhashed, hash: sha256Hex(ledgerPreimage(unhashed)) }], sha256Hex).ok,
  ).toBe(true);
});
