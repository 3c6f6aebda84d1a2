import { createHash } from "node:crypto";
import { LANGUAGES } from "../../shared/text/model";
import { decides, proposes, puts } from "../support/acts";
import { InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
  const carried = await proposes(hall, hall.who("KEN"), {
    block: "op1",
    words: " And so on.",
  });
  const lost = await proposes(hall, hall.who("FRA"), { block: "op2", words: " Not so.", sponsors: [] });
  await decides(hall, carried.amendment, { KEN: "yes", BRA: "yes", FRA: "no", IND: "abstain" });
  const vote = await puts(hall, lost.amendment);
  await hall.does(hall.who("KEN"), "raise-objection", { vote });
  await hall.does(hall.who("chair"), "start-vote", { vote, method: "recorded" });
  await hall.does(hall.who("KEN"), "cast-ballot", { vote, choice: "no" });
  await hall.does(hall.who("chair"), "lock-vote", { vote });
  await hall.does(hall.who("chair"), "proclaim-vote", { vote });
  await hall.does(hall.who("FRA"), "make-reservation", { vote, words: "We *regret* this |\nvery much." });
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const rapporteur = () => hall.who("rapporteur");
const wordsOf = async (report: string, language: string) =>
  (await hall.reads(rapporteur(), "reportText", { report, language })).words;

test("the rapporteur's report has what was decided, with tallies, reservations and what stayed open, in four languages", async () => {
  const { report } = await hall.does(rapporteur(), "write-report", { kind: "report", anew: false });
  const en = await wordsOf(report, "en");
  expect(en).toMatch(/^# Report of the Rapporteur\n/);
  expect(en).toMatch(/21\s–\s23 October 2013/);
  expect(en).toMatch(
    /\| A-\d+ \| Kenya \| adopted \| 2 in favour, 1 against, 1 abstaining; 2 needed \(simple majority\)/,
  );
  expect(en).toMatch(/\| A-\d+ \| France \| rejected \| 0 in favour, 1 against, 0 abstaining; 1 needed/);
  expect(en).toMatch(/France \(amendment A-\d+\): “We \\\*regret\\\* this \\\| very much\.”/);
  expect(en).toContain("it stands as: in reading");
  expect(en).toMatch(/## What stayed open\n\n- Beijing Declaration/);
  const { total, head } = await hall.reads(rapporteur(), "record");
  expect(en).toContain(`entries 1 to ${total - 1} of the record`);
  expect(en).not.toContain(head);
  for (const [language, title, said] of [
    ["zh", "报告员的报告", "赞成2票、反对1票、弃权1票"],
    ["fr", "Rapport du Rapporteur", "2 pour, 1 contre, 1 abstention"],
    ["es", "Informe del Relator", "2 a favor, 1 en contra, 1 abstención"],
  ] as const) {
    const words = await wordsOf(report, language);
    expect(words.split("\n")[0]).toBe(`# ${title}`);
    expect(words).toContain(said);
    // Nothing was left in English, and no place unfilled.
    expect(words).not.toMatch(/\{\w+\}|in favour|undefined|null/);
  }
});

test("the summary record tells the day by the clock of the place, sentence by sentence", async () => {
  const { report } = await hall.does(hall.who("secretariat"), "write-report", {
    kind: "summary",
    anew: false,
  });
  const en = await wordsOf(report, "en");
  expect(en).toContain("## 22 October 2013");
  const objection = en.indexOf("Kenya objected to a decision on amendment A-");
  const lost = en.search(/Amendment A-\d+ was not carried: 0 in favour, 1 against/);
  expect(objection).toBeGreaterThan(0);
  expect(lost).toBeGreaterThan(objection);
  expect(en).toMatch(/\*\*14:\d\d\*\* Kenya submitted amendment A-\d+ to “Beijing Declaration/);
  expect(en).toMatch(/France made a reservation on amendment A-\d+: “We/);
  expect(en).not.toContain("{");
  for (const language of LANGUAGES) expect(await wordsOf(report, language)).not.toMatch(/\{\w+\}|undefined/);
});

test("there is one draft of a kind; written anew, it ends where the record now ends, and what was edited is gone", async () => {
  await hall.refuses(
    "report_begun",
    () => hall.post(rapporteur(), "write-report", { kind: "report", anew: false }),
    { detail: expect.anything() },
  );
  const draft = (await hall.reads(rapporteur(), "reports")).reports.find(({ kind }) => kind === "report")!;
  const { revision } = await hall.does(rapporteur(), "edit-report", {
    report: draft.id,
    language: "en",
    words: "# Mine",
    revision: 1,
  });
  expect(await wordsOf(draft.id, "en")).toBe("# Mine");
  await hall.does(rapporteur(), "write-report", { kind: "report", anew: true });
  const again = await hall.reads(rapporteur(), "reportText", { report: draft.id, language: "en" });
  expect(again).toMatchObject({ revision: revision + 1, editedBy: null });
  expect(again.words).toContain("# Report of the Rapporteur");
});

test("two who edit the same words: the second is told, and nothing of the first is lost", async () => {
  const draft = (await hall.reads(rapporteur(), "reports")).reports.find(({ kind }) => kind === "report")!;
  const edit = { report: draft.id, language: "fr" as const, revision: 2 };
  await hall.does(hall.who("secretariat"), "edit-report", { ...edit, words: "# Du secrétariat" });
  await hall.refuses(
    "report_changed",
    () => hall.post(rapporteur(), "edit-report", { ...edit, words: "# Du rapporteur" }),
    { detail: expect.anything() },
  );
  expect(await wordsOf(draft.id, "fr")).toBe("# Du secrétariat");
});

test("who only votes neither writes nor issues; a draft has no public page, but a preview for those who take part", async () => {
  const draft = (await hall.reads(hall.who("KEN"), "reports")).reports.find(({ kind }) => kind === "report")!;
  expect((await hall.reads(hall.who("KEN"), "reports")).permissions.issue_report?.ok).toBe(false);
  await hall.refuses("not_allowed", () =>
    hall.post(hall.who("KEN"), "issue-report", { report: draft.id, revisions: {} }),
  );
  expect((await hall.request(null, "GET", "/beijing-2013/reports/report-1/en")).status).toBe(404);
  expect((await hall.request(null, "GET", `/api/reports/${draft.id}/en/page`)).status).toBe(401);
  const preview = await hall.request(hall.who("KEN"), "GET", `/api/reports/${draft.id}/fr/page`);
  expect(preview.body).toContain("Projet, non publié");
});

test("issued, it is public in every language, on the record with its hashes, and stands", async () => {
  const draft = (await hall.reads(rapporteur(), "reports")).reports.find(({ kind }) => kind === "report")!;
  const revisions = Object.fromEntries(draft.texts.map(({ language, revision }) => [language, revision]));
  await hall.refuses(
    "report_changed",
    () => hall.post(rapporteur(), "issue-report", { report: draft.id, revisions: { ...revisions, fr: 1 } }),
    { detail: expect.anything() },
  );
  await hall.does(rapporteur(), "edit-report", {
    report: draft.id,
    language: "en",
    words: "# Report\n\n<script>alert(1)</script> ![x](https://elsewhere.example/x.png)",
    revision: revisions.en ?? 0,
  });
  await hall.does(rapporteur(), "issue-report", {
    report: draft.id,
    revisions: { ...revisions, en: (revisions.en ?? 0) + 1 },
  });
  const page = await hall.request(null, "GET", "/beijing-2013/reports/report-1/en");
  expect(page.body).toContain("&lt;script&gt;alert(1)");
  expect(page.body).not.toContain("<img");
  const file = await hall.request(null, "GET", "/beijing-2013/reports/report-1/fr.md");
  expect(file.headers.get("content-disposition")).toContain("report-1.fr.md");
  const issued = await hall.sql<{ entry: string }>("select entry from ledger where act = 'report.issued'");
  const { texts } = JSON.parse(issued[0]!.entry).data;
  expect(texts).toContainEqual({
    language: "fr",
    sha256: createHash("sha256").update(String(file.body)).digest("hex"),
  });
  expect((await hall.request(null, "GET", "/")).body).toContain("/beijing-2013/reports/report-1");
  await hall.refuses("report_issued", () =>
    hall.post(rapporteur(), "edit-report", { report: draft.id, language: "en", words: "x", revision: 9 }),
  );
  await expect(hall.sql("update report_texts set words = 'other'")).rejects.toThrow("is issued");
  await expect(hall.sql("delete from reports where issued_at is not null")).rejects.toThrow("is issued");
  expect((await hall.reads(rapporteur(), "verification")).problems).toEqual([]);
});

test("an issued report altered behind the record's back is found and named", async () => {
  await hall.tamper("update report_texts set words = words || '.' where language = 'zh'");
  const { problems } = await hall.reads(rapporteur(), "verification");
  expect(problems).toEqual([
    { seq: expect.any(Number), problem: "report", detail: expect.stringContaining("report 1/zh") },
  ]);
  await hall.tamper("update report_texts set words = left(words, -1) where language = 'zh'");
  expect((await hall.reads(rapporteur(), "verification")).problems).toEqual([]);
});
