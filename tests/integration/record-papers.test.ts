import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import mammoth from "mammoth";
import { certificateFile, printedCertificate } from "../../server/exports/printed/certificate";
import type { PrintedDocument } from "../../server/exports/printed/document";
import { printFile } from "../../server/print-file";
import { type Certificate, writtenCertificate } from "../../shared/records/certificate";
import { LANGUAGES } from "../../shared/text/model";
import { clears, proposes, puts, takesVote } from "../support/acts";
import { InProcess } from "../support/in-process";

const ROOT = path.join(__dirname, "../..");
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");

let hall: InProcess;
let file: Buffer;
const get = async (address: string, cookie?: string) => {
  const answer = await fetch(`${hall.url}${address}`, { headers: cookie ? { cookie } : {} });
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
};
const wordsOf = ({ pieces }: PrintedDocument) =>
  pieces
    .flatMap((piece) => {
      if (piece.kind === "table") return [...(piece.head ? [piece.head] : []), ...piece.rows].flat(2);
      if (piece.kind === "signatures") return [piece.title, ...piece.under.flat()].map((text) => ({ text }));
      return "runs" in piece ? piece.runs : [];
    })
    .map(({ text }) => text)
    .join("\n");

/** What a PDF holds, its streams unpacked. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/\/FlateDecode[\s\S]*?stream\n/g)].flatMap(({ 0: head, index }) => {
    const from = index + head.length;
    try {
      return [inflateSync(pdf.subarray(from, text.indexOf("endstream", from))).toString("latin1")];
    } catch {
      return [];
    }
  });
  return [text, ...streams].join("\n");
}

beforeAll(async () => {
  hall = await InProcess.start();
  const instrument = "declaration";
  await clears(hall);
  await proposes(hall, hall.who("KEN"), { block: "op1", words: " Nobody is left out.", open: false });
  await clears(hall);
  await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
  await hall.does(hall.who("chair"), "take-up", { instrument });
  const vote = await puts(hall, null);
  await takesVote(hall, vote, { KEN: "yes", BRA: "no", FRA: "yes", SEN: "abstain" });
  await hall.does(hall.who("chair"), "proclaim-vote", { vote });
  await hall.does(hall.who("BRA"), "make-reservation", { vote, words: "Як далеко as our law allows; سلام" });
  file = (await get("/beijing-2013/declaration/certificate.json")).bytes;
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const certificate = () => JSON.parse(file.toString("utf8")) as Certificate;

test("the paper of a certificate says what its file says, in each language, and the hash of that file", () => {
  for (const language of LANGUAGES) {
    const printed = printedCertificate(certificate(), language);
    const words = wordsOf(printed);
    const { texts, key, signature, head, entries, decision, history } = certificate();
    const hashes = [...texts, ...history.versions].map((one) => one.sha256);
    for (const said of [sha256(file), key, signature, head.hash, decision.vote, ...hashes])
      expect(words).toContain(said);
    for (const { hash, act } of entries) expect(words).toContain(`${act}\n${hash}`);
    for (const { tag } of history.amendments) expect(words).toContain(tag);
    expect(words).toContain("as our law allows");
    expect(words).not.toMatch(/\{\w+\}|undefined|NaN/);
    // Every language's text, whole, in its order.
    for (const text of texts)
      for (const { runs } of (JSON.parse(text.text) as { blocks: Array<{ runs: Array<{ text: string }> }> })
        .blocks)
        for (const run of runs) expect(words).toContain(run.text);
    expect(printed.at.toISOString()).toBe(decision.decidedAt);
  }
  const zh = wordsOf(printedCertificate(certificate(), "zh"));
  expect(zh).toContain("赞成2票、反对1票、弃权1票");
  expect(zh).toContain("肯尼亚");
});

test("as PDF: the same bytes at each making, tagged, in its language, every font of it embedded, small", async () => {
  const address = "/beijing-2013/declaration/certificate.zh.pdf";
  const { status, type, bytes } = await get(address);
  expect([status, type]).toEqual([200, "application/pdf"]);
  const dir = await mkdtemp(path.join(os.tmpdir(), "concord-papers-"));
  try {
    const json = path.join(dir, "certificate.json");
    await writeFile(json, file);
    const said: string[] = [];
    expect(await printFile(json, ROOT, (line) => said.push(line))).toBe(0);
    expect((await readdir(dir)).sort()).toEqual(
      ["certificate.json", ...LANGUAGES.map((language) => `certificate.${language}.pdf`)].sort(),
    );
    expect((await readFile(path.join(dir, "certificate.zh.pdf"))).equals(bytes)).toBe(true);
    await writeFile(json, file.toString("utf8").replace("Nobody", "Somebody").replace("beijing", "peking"));
    expect(await printFile(json, ROOT, (line) => said.push(line))).toBe(1);
    expect(said.at(-1)).toContain("not as it was signed");
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  const inside = unpacked(bytes);
  expect(inside).toMatch(/^%PDF-1\.7/);
  expect(inside).toContain("/Lang (zh)");
  expect(inside).toContain("/StructTreeRoot");
  expect(inside).toMatch(/\/Marked true/);
  const fonts = [...inside.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name ?? "");
  expect(fonts.some((name) => name.includes("NotoSerifSC"))).toBe(true);
  // A name with a tag before it is that of a font of which only what is used is embedded.
  expect(fonts.filter((name) => !/^[A-Z]{6}\+/.test(name))).toEqual([]);
  const descriptors = inside.match(/\/Type \/FontDescriptor/g)?.length ?? 0;
  expect(inside.match(/\/FontFile2 /g)?.length).toBe(descriptors);
  expect(descriptors).toBeGreaterThan(5);
  // The characters of Chinese can be taken out again as characters.
  expect(inside).toMatch(/beginbfrange|beginbfchar/);
  expect(bytes.length).toBeLessThan(600_000);
});

test("anybody gets it where the text was decided, in the languages there are; nowhere else", async () => {
  const page = (await get("/beijing-2013/declaration/fr")).bytes.toString("utf8");
  const draft = await get("/beijing-2013/key-features/certificate.en.pdf");
  expect(draft.status).toBe(404);
  expect((await get("/beijing-2013/declaration/certificate.de.pdf")).status).toBe(404);
  expect(certificateFile(certificate())).toBe("beijing-2013.declaration.certificate.json");
  expect(page).toContain('href="/beijing-2013/declaration/certificate.fr.pdf"');
});

test("a report is a Word document and a PDF, a draft for those who take part, issued for everybody", async () => {
  const rapporteur = hall.who("rapporteur");
  const { report } = await hall.does(rapporteur, "write-report", { kind: "report", anew: false });
  const draft = (format: string, cookie?: string) =>
    get(`/api/reports/${report}/zh/report.${format}`, cookie);
  expect((await draft("docx")).status).toBe(401);
  const word = await draft("docx", rapporteur.cookie);
  expect(word.type).toContain("wordprocessingml");
  const { value } = await mammoth.convertToHtml({ buffer: word.bytes });
  expect(value).toMatch(/^<p><strong>草稿，未印发<\/strong><\/p><h1>/);
  expect(value).toContain("肯尼亚");
  expect(value).toMatch(/<table><thead>|<table><tr>/);
  const { texts } = (await hall.reads(rapporteur, "reports")).reports.find(({ id }) => id === report)!;
  const revisions = Object.fromEntries(texts.map(({ language, revision }) => [language, revision]));
  await hall.does(rapporteur, "issue-report", { report, revisions });
  for (const language of LANGUAGES) {
    const pdf = await get(`/beijing-2013/reports/report-1/${language}.pdf`);
    expect([pdf.status, pdf.type]).toEqual([200, "application/pdf"]);
    expect(unpacked(pdf.bytes)).toContain(`/Lang (${language})`);
    const docx = await get(`/beijing-2013/reports/report-1/${language}.docx`);
    const { value: words } = await mammoth.extractRawText({ buffer: docx.bytes });
    const markdown = (await get(`/beijing-2013/reports/report-1/${language}.md`)).bytes;
    expect(words).toContain(sha256(markdown));
  }
  expect((await get("/beijing-2013/reports/report-1/en.odt")).status).toBe(404);
});

test("the certificate's file is what its paper was printed from", () => {
  expect(file.toString("utf8")).toBe(writtenCertificate(certificate()));
});
