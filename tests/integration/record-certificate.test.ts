import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { nameKey } from "../../server/commands/conference/name-key";
import { signerOf } from "../../server/keys";
import { verifySignature } from "../../server/queries/verification-of-signatures";
import { verifyFile } from "../../server/verify-file";
import { canonicalJson } from "../../shared/records/canonical-json";
import {
  type Certificate,
  partsOf,
  signCertificate,
  writtenCertificate,
} from "../../shared/records/certificate";
import { verifyCertificate } from "../../shared/records/verify-certificate";
import { clears, decides, proposes, puts, takesVote } from "../support/acts";
import { InProcess } from "../support/in-process";

const sha256Hex = (utf8: string) => createHash("sha256").update(utf8).digest("hex");
const platform = {
  sha256Hex: async (utf8: string) => sha256Hex(utf8),
  verify: async (key: string, utf8: string, signature: string) => verifySignature(key, utf8, signature),
};

let hall: InProcess;
let file: string;
const certificate = () => JSON.parse(file) as Certificate;
const problemsOf = async (text: string) => (await verifyCertificate(text, platform)).problems;

beforeAll(async () => {
  hall = await InProcess.start();
  const chair = hall.who("chair");
  const committee = hall.who("committee-chair");
  await clears(hall);
  const { amendment } = await proposes(hall, hall.who("KEN"), {
    block: "op1",
    words: " Nobody is left out.",
  });
  await decides(hall, amendment, { KEN: "yes", BRA: "no", FRA: "yes" });
  const instrument = "declaration";
  await hall.does(committee, "forward-text", { instrument, asItStands: true });
  await hall.does(chair, "take-up", { instrument });
  const vote = await puts(hall, null);
  await takesVote(hall, vote, { KEN: "yes", BRA: "no", FRA: "yes", SEN: "abstain", IND: "yes" });
  await hall.does(chair, "proclaim-vote", { vote });
  await hall.does(hall.who("BRA"), "make-reservation", { vote, words: "As far as our law allows." });
  const answer = await hall.request(null, "GET", "/beijing-2013/declaration/certificate.json");
  expect(answer.status).toBe(200);
  file = writtenCertificate(answer.body as Certificate);
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

test("anybody gets it, the same bytes each time, and it holds", async () => {
  const again = await fetch(`${hall.url}/beijing-2013/declaration/certificate.json`);
  expect(await again.text()).toBe(file);
  expect(await problemsOf(file)).toEqual([]);
  const { decision, texts, delegations, history, reservations, key, entries, instrument } = certificate();
  expect(instrument.outcome).toBe("adopted");
  expect(decision).toMatchObject({
    tally: { yes: 3, no: 1, abstain: 1 },
    needed: 3,
    method: "recorded",
    members: 96,
  });
  expect(decision.votes).toHaveLength(5);
  expect(decision.present).toBeGreaterThanOrEqual(decision.quorum);
  expect(texts.map(({ language }) => language).sort()).toEqual(["en", "es", "fr", "zh"]);
  for (const { text, sha256 } of texts) expect(sha256Hex(text)).toBe(sha256);
  expect(history.amendments).toContainEqual({
    seq: expect.any(Number),
    tag: "A-13",
    delegation: "KEN",
    outcome: "adopted",
  });
  expect(delegations).toContainEqual(
    expect.objectContaining({ code: "BRA", name: expect.objectContaining({ fr: "Brésil" }) }),
  );
  expect(history.versions.filter(({ reason }) => reason === "adopted")).toHaveLength(4);
  expect(reservations).toMatchObject([{ delegation: "BRA", words: "As far as our law allows." }]);
  expect(entries[0]?.act).toBe("question.put");
  expect(key).toBe(hall.concord.deps.signer.key);
});

test("[C4] a reservation is on the record and in the vote, and leaves the decision as it is", async () => {
  const [vote] = (await hall.reads(hall.who("BRA"), "votes", { instrument: "declaration" })).slice(-1);
  expect(vote).toMatchObject({ result: "carried", state: "proclaimed" });
  expect(vote?.reservations).toMatchObject([
    { delegation: { code: "BRA" }, words: "As far as our law allows." },
  ]);
  expect(await hall.stageOf("declaration")).toEqual({ stage: "decided", outcome: "adopted" });
});

test("[C4] a reservation altered behind the record's back is found", async () => {
  const alter = (words: string) => hall.tamper("update reservations set words = $1", [words]);
  await alter("Without any reservation.");
  expect((await hall.reads(hall.who("KEN"), "verification")).problems).toMatchObject([
    { problem: "reservation" },
  ]);
  await alter("As far as our law allows.");
});

test("what was not adopted has no certificate", async () => {
  expect((await hall.request(null, "GET", "/beijing-2013/key-features/certificate.json")).status).toBe(404);
  expect((await hall.request(null, "GET", "/elsewhere/declaration/certificate.json")).status).toBe(404);
});

type Path = Array<string | number>;
/** Where in a value its numbers, words and truths are. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Another value in the place of a leaf, as near to it as can be: another last character, the next number. */
function altered(one: Certificate, path: Path): Certificate {
  const copy = structuredClone(one);
  const holder = path.slice(0, -1).reduce<unknown>((value, key) => (value as never)[key], copy) as Record<
    string,
    unknown
  >;
  const last = String(path.at(-1));
  const leaf = holder[last];
  if (typeof leaf === "number") holder[last] = leaf + 1;
  else if (typeof leaf === "boolean") holder[last] = !leaf;
  else if (typeof leaf === "string") holder[last] = `${leaf.slice(0, -1)}${leaf.endsWith("7") ? "8" : "7"}`;
  else holder[last] = 0;
  return copy;
}

test("every value in it, altered by one character, is found, and the part it is in is named", async () => {
  const one = certificate();
  // Every entry has the same members: three of them stand for all.
  const shown = new Set([0, Math.floor(one.entries.length / 2), one.entries.length - 1]);
  const paths = leaves(one).filter(([part, i]) => part !== "entries" || shown.has(Number(i)));
  expect(paths.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const path of paths) {
    const named = (await problemsOf(writtenCertificate(altered(one, path)))).map(({ part }) => part);
    const [part, second] = path;
    const names = [
      String(part),
      ...(part === "texts" ? [`text ${one.texts[Number(second)]?.language}`, "languages"] : []),
      ...(part === "parts" ? [String(second)] : []),
      ...(part === "key" || part === "head" ? ["signature"] : []),
    ];
    const isNamed = named.some((found) =>
      names.some((name) => found === name || found.startsWith(`${name}.`)),
    );
    if (!isNamed) wrong.push(`${path.join(".")}: ${named.join(", ") || "not found"}`);
  }
  expect(wrong).toEqual([]);
});

test("the last character of the signature, of whose bits four are none of the signature's, is found as well", async () => {
  const { signature } = certificate();
  for (const last of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
    const other = signature.slice(0, -1) + last;
    const problems = await problemsOf(file.replace(signature, other));
    expect([last, problems.map(({ part }) => part)]).toEqual([
      last,
      other === signature ? [] : ["signature"],
    ]);
  }
});

test("one changed, added or lost character is found, wherever it is: 120 places, spread over the file", async () => {
  const missed: string[] = [];
  const step = Math.floor(file.length / 120);
  for (let at = 0; at < file.length; at += step) {
    const [before, after] = [file.slice(0, at), file.slice(at + 1)];
    const put = file[at] === "7" ? "8" : "7";
    for (const [what, text] of [
      ["changed", before + put + after],
      ["space added", `${before} ${file.slice(at)}`],
      ["lost", before + after],
    ] as const)
      if ((await problemsOf(text)).length === 0) missed.push(`${at} ${what}`);
  }
  expect(missed).toEqual([]);
});

test("a line end added, a character cut off, white space between: none is a certificate any more", async () => {
  for (const altered of [`${file}\n`, file.slice(0, -1), file.replace('":', '": '), `\ufeff${file}`, ""])
    expect(await problemsOf(altered)).not.toEqual([]);
});

const ALTERED: Array<[string, (one: Certificate) => void]> = [
  [
    "conference",
    (one) => {
      one.conference.endsOn = "2013-10-24";
    },
  ],
  [
    "instrument",
    (one) => {
      one.instrument.symbol = "ICLC/2013/X";
    },
  ],
  [
    "text fr",
    (one) => {
      one.texts.find(({ language }) => language === "fr")!.text += " ";
    },
  ],
  [
    "decision",
    (one) => {
      one.decision.tally!.yes = 4;
    },
  ],
  ["delegations", (one) => void one.delegations.pop()],
  ["reservations", (one) => void one.reservations.pop()],
  ["history", (one) => void one.history.amendments.pop()],
  [
    "entries",
    (one) => {
      one.entries[1]!.at = "2013-10-22T06:00:00.000Z";
    },
  ],
  ["languages", (one) => void one.texts.pop()],
  [
    "head",
    (one) => {
      one.head.seq += 1;
    },
  ],
  [
    "signature",
    (one) => {
      one.signature = `A${one.signature.slice(1)}B`.slice(0, one.signature.length);
    },
  ],
];

test.each(ALTERED)("an altered %s is named", async (part, alter) => {
  const altered = certificate();
  alter(altered);
  expect((await problemsOf(writtenCertificate(altered))).map((problem) => problem.part)).toContain(part);
});

test.each(
  ALTERED.filter(
    ([part]) =>
      !["signature", "delegations", "reservations", "history", "conference", "instrument"].includes(part),
  ),
)("signed anew by somebody else, an altered %s still contradicts the rest", async (part, alter) => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const forger = signerOf([privateKey]);
  const { parts: _, signature: __, ...unsigned } = certificate();
  const altered = { ...unsigned, key: forger.key } as Certificate;
  alter(altered);
  const { parts: ___, signature: ____, ...again } = altered;
  const forged = signCertificate(again, { sha256Hex, sign: forger.sign });
  expect(partsOf(forged).size).toBe(Object.keys(forged.parts).length);
  expect(await problemsOf(writtenCertificate(forged))).not.toEqual([]);
  expect(part).not.toBe("");
});

test("from the command line: what was decided, and whether it holds", async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), "concord-certificate-"));
  try {
    const whole = path.join(dir, "whole.json");
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    await writeFile(whole, file);
    expect(await verifyFile(whole, say)).toBe(0);
    expect(lines.join("\n")).toContain("adopted 3–1–1");
    expect(lines.at(-1)).toBe("Everything in this file is as it was signed.");
    await writeFile(whole, file.replace("Nobody is left out", "Nobody is left in!"));
    lines.length = 0;
    expect(await verifyFile(whole, say)).toBe(1);
    expect(lines.join("\n")).toContain("NOT as it was signed: text en");
    expect(await verifyFile(path.join(dir, "missing.json"), say)).toBe(1);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

describe("the signed record", () => {
  const verification = () => hall.reads(hall.who("KEN"), "verification");
  const problems = async () => (await verification()).problems.map(({ problem }) => problem);

  test("each decision is signed, with the key that the record names", async () => {
    const rows = await hall.sql<{ seq: string; act: string; key: string }>(
      "select c.seq, l.act, c.key from checkpoints c join ledger l using (conference_id, seq) order by c.seq",
    );
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const { key } of rows) expect(key).toBe(hall.concord.deps.signer.key);
    const adopted = await hall.sql<{ seq: string }>("select seq from ledger where act = 'text.adopted'");
    expect(rows.map(({ seq }) => seq)).toContain(adopted[0]?.seq);
    expect(await problems()).toEqual([]);
  });

  test("who owns the database and rewrites the whole chain cannot sign it", async () => {
    const rows = await hall.sql<{ conference_id: string; seq: string; entry: string; hash: string }>(
      "select conference_id, seq, entry, hash from ledger order by seq",
    );
    let prev = "0".repeat(64);
    for (const { conference_id, seq, entry } of rows) {
      const said = JSON.parse(entry) as { act: string; data: { reason?: string }; prev: string };
      if (said.act === "amendment.ruled_inadmissible") said.data.reason = "Another reason";
      said.prev = prev;
      const text = canonicalJson(said);
      await hall.tamper(
        "update ledger set entry = $3, prev = $4, hash = $5 where conference_id = $1 and seq = $2",
        [conference_id, seq, text, prev, sha256Hex(text)],
      );
      prev = sha256Hex(text);
    }
    await hall.tamper("update conferences set ledger_head = $1", [prev]);
    expect(new Set(await problems())).toEqual(new Set(["checkpoint"]));
    for (const { conference_id, seq, entry, hash } of rows) {
      const before = (JSON.parse(entry) as { prev: string }).prev;
      await hall.tamper(
        "update ledger set entry = $3, prev = $4, hash = $5 where conference_id = $1 and seq = $2",
        [conference_id, seq, entry, before, hash],
      );
    }
    await hall.tamper("update conferences set ledger_head = $1", [rows.at(-1)?.hash]);
    expect(await problems()).toEqual([]);
  });

  test("a signature taken away after the last decision is missed", async () => {
    const kept = await hall.sql<Record<string, unknown>>(
      "select * from checkpoints where seq >= (select max(seq) from checkpoints)",
    );
    await hall.tamper("delete from checkpoints where seq >= (select max(seq) from checkpoints)");
    expect(await problems()).toEqual(["checkpoint"]);
    const [row] = kept;
    await hall.tamper(
      "insert into checkpoints (conference_id, seq, head, at, key, signature) values ($1, $2, $3, $4, $5, $6)",
      [row?.conference_id, row?.seq, row?.head, row?.at, row?.key, row?.signature],
    );
    expect(await problems()).toEqual([]);
  });

  test("a new key is named on the record with the word of the one before; one without it is shown as such", async () => {
    const { deps } = hall.concord;
    const [conference] = await hall.sql<{ id: string }>(
      "select id from conferences where slug = 'beijing-2013'",
    );
    const id = conference?.id ?? "";
    const old = generateKeyPairSync("ed25519").privateKey;
    const fresh = generateKeyPairSync("ed25519").privateKey;
    await nameKey({ ...deps, signer: signerOf([old]) }, id);
    await nameKey({ ...deps, signer: signerOf([fresh, old]) }, id);
    await nameKey({ ...deps, signer: signerOf([fresh, old]) }, id);
    const named = (await hall.reads(hall.who("KEN"), "record")).entries.filter(
      ({ act }) => act === "key.named",
    );
    expect(named).toHaveLength(3);
    expect(named[0]?.data).toMatchObject({ previous: signerOf([old]).key, endorsed: expect.any(String) });
    expect(named[1]?.data).toMatchObject({ endorsed: null });
    expect(await problems()).toEqual([]);
  });
});
