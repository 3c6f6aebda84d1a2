import { type Browser, errors } from "playwright-core";
import { openBrowser } from "../support/browser";
import { until } from "../support/children";
import { eventually, Seat } from "../support/screens";
import { startServer, type TestServer } from "../support/server";

// From a draft to an adopted text, in three signed-in browsers and an anonymous one. Each test goes on where the one
// before it stopped: that is what is tested.
jest.setTimeout(180_000);

const [ELISE, KAVITA, COUMBA] = ["Élise Marchandeau", "Kavita Raghunathan", "Coumba Diatta"];
const PUBLIC = "/beijing-2013/declaration";

let server: TestServer;
let browser: Browser;
/** Three signed-in browsers; who sits before them changes. */
let a: Seat;
let b: Seat;
let c: Seat;
/** Signed in as nobody, and without JavaScript. */
let reader: Seat;

beforeAll(async () => {
  server = await startServer({ embedded: true });
  browser = await openBrowser();
  [a, b, c] = [
    await Seat.take(browser, server),
    await Seat.take(browser, server),
    await Seat.take(browser, server),
  ];
  reader = await Seat.take(browser, server, { javaScript: false });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect([a, b, c, reader].flatMap(({ faults }) => faults)).toEqual([]);
});

const nextStep = (seat: Seat) => seat.page.getByRole("region", { name: "Next", exact: true });

test("Draft: three members of the committee type at once, each sees the others' words and named cursors", async () => {
  const seats = [a, b, c];
  for (const [i, name] of [ELISE, KAVITA, COUMBA].entries()) await seats[i]!.signIn(name);
  for (const seat of seats) await seat.openRoom("declaration", "en");
  const before = await a.words("pp2");
  await a.putCursorAtEnd("pp1");
  await b.putCursorAtEnd("pp2");
  await c.putCursorAtEnd("pp2");
  for (const [seat, others] of [
    [a, [KAVITA, COUMBA]],
    [b, [ELISE, COUMBA]],
    [c, [ELISE, KAVITA]],
  ] as const)
    for (const name of others) await seat.page.locator(".cursor-name", { hasText: name }).waitFor();

  await Promise.all([
    a.page.keyboard.type(" Élise writes."),
    b.page.keyboard.type(" Kavita writes."),
    c.page.keyboard.type(" Coumba writes."),
  ]);
  for (const seat of seats) await seat.isSaved();
  await eventually(
    async () => (await a.words("pp2")).length,
    before.length + " Kavita writes. Coumba writes.".length,
  );
  const second = await a.words("pp2");
  expect(second).toContain("Kavita writes.");
  expect(second).toContain("Coumba writes.");
  for (const seat of seats) {
    await eventually(async () => (await seat.words("pp1")).endsWith(" Élise writes."), true);
    await eventually(() => seat.words("pp2"), second);
  }

  // What is being written is not yet what is published.
  await reader.open(PUBLIC);
  const published = await reader.page.locator("main").innerText();
  expect(published).not.toContain("Kavita writes.");
});

test("Amend: a delegate proposes on a copy; it appears numbered in the tracker, redlined, at its paragraph", async () => {
  await a.signIn("Wanjiru Kamotho");
  await a.openRoom("declaration", "en");
  const unchanged = await a.words("op1");
  await b.signIn("committee-chair");
  await b.open("/app/declaration/amendments");
  await b.page.getByText("12 amendments").first().waitFor();

  await a.press("Propose an amendment");
  await a.page.getByRole("textbox", { name: "Copy of the text to change, English" }).waitFor();
  await a.putCursorAtEnd("op1");
  await a.page.keyboard.type(" Nobody is left out.");
  const proposal = a.page.getByRole("region", { name: "What you propose" });
  await proposal.locator("ins", { hasText: "Nobody is left out." }).waitFor();
  await a.page.getByLabel("Why", { exact: true }).fill("A right that leaves people out is none.");
  await a.page.getByLabel("Search delegations").fill("brazil");
  await a.page.getByRole("checkbox", { name: "Brazil" }).check();
  await a.isSaved();
  await a.pressAndConfirm("Submit the amendment");
  await a.isTold("Submitted as A-13.");
  await a.page.waitForURL(/amendments\/[0-9a-f-]+$/);
  await a.page.getByRole("heading", { name: "A-13 · OP 1" }).waitFor();

  // The tracker of somebody else fills by itself.
  const row = b.page
    .getByRole("row")
    .filter({ has: b.page.getByRole("link", { name: "A-13", exact: true }) });
  await row.locator("ins", { hasText: "Nobody is left out." }).waitFor();
  expect(await row.innerText()).toContain("OP 1");
  expect(await row.innerText()).toContain("Kenya");
  expect(await row.innerText()).toContain("Awaiting ruling");
  await c.openRoom("declaration", "en");
  expect(await c.words("op1")).toBe(unchanged);
});

/** The chair at `b` puts an amendment; a delegation objects, so it goes to a vote. */
async function putToAVote(tag: string): Promise<void> {
  await b.open("/app/declaration/desk");
  await b.press(`Rule admissible ${tag}`);
  await b.pressAndConfirm(`Put to the vote ${tag}`);
  await nextStep(b).getByText("Ask whether there is any objection").waitFor();
  await c.open("/app/declaration/vote");
  await c.pressAndConfirm("Object");
  await b.page.getByText("1 objection:").waitFor();
  await nextStep(b).getByRole("button", { name: "Start the vote" }).click();
}

async function vote(seat: Seat, choice: "Yes" | "No" | "Abstain"): Promise<void> {
  await seat.button(choice).click();
  await seat.page.getByTestId("receipt").getByText(`Your vote: ${choice}`).waitFor();
}

const tally = (seat: Seat) =>
  Promise.all(
    ["yes", "no", "abstain"].map(async (one) =>
      Number(await seat.page.getByTestId(`tally-${one}`).first().innerText()),
    ),
  );

test("Vote: delegations vote on their own screens, the tally fills live, what is adopted changes the text for everyone", async () => {
  await c.signIn(ELISE);
  await putToAVote("A-13");
  await a.open("/app/declaration/vote");
  await a.button("Yes").waitFor();
  await eventually(() => tally(b), [0, 0, 0]);
  await vote(a, "Yes");
  await eventually(() => tally(b), [1, 0, 0]);
  await vote(c, "No");
  await eventually(() => tally(b), [1, 1, 0]);
  await c.button("Abstain").click();
  await eventually(() => tally(b), [1, 0, 1]);
  await eventually(() => tally(a), [1, 0, 1]);

  await c.openRoom("declaration", "en");
  await b.pressAndConfirm("Close the vote");
  await nextStep(b).getByRole("button", { name: "Announce the result" }).click();
  await eventually(async () => (await c.words("op1")).endsWith(" Nobody is left out."), true);
  await a.page.getByTestId("last-result").getByText("Carried").waitFor();
  await a.open("/app/declaration/amendments");
  const row = a.page
    .getByRole("row")
    .filter({ has: a.page.getByRole("link", { name: "A-13", exact: true }) });
  expect(await row.innerText()).toContain("Adopted");
  await row.getByRole("link", { name: "A-13" }).click();
  await a.page.getByText(/In the text since version \d+/).waitFor();
});

test("Vote: what is rejected changes nothing", async () => {
  await c.openRoom("declaration", "en");
  const before = await c.words("op11-a");
  await putToAVote("A-11");
  await a.open("/app/declaration/vote");
  await a.button("No").waitFor();
  await vote(a, "No");
  await vote(c, "No");
  await b.pressAndConfirm("Close the vote");
  await nextStep(b).getByRole("button", { name: "Announce the result" }).click();
  await a.page.getByTestId("last-result").getByText("Lost").waitFor();
  await c.openRoom("declaration", "en");
  expect(await c.words("op11-a")).toBe(before);
  const { body } = await server.get<{ amendment: { tag: string } | null }[]>(
    await server.signIn("chair"),
    "/api/instruments/declaration/versions?language=en",
  );
  expect(body.map(({ amendment }) => amendment?.tag)).not.toContain("A-11");
});

test("Vote: an amendment that no longer fits the text is refused, and the paragraphs are named", async () => {
  await b.open("/app/declaration/desk");
  await b.press("Rule admissible A-9");
  await b.button("Put to the vote A-9").first().waitFor();
  await c.openRoom("declaration", "en");
  const paragraph = await c.words("op10-a");
  await c.select("op10-a", "within two years");
  await c.page.keyboard.type("before the next meeting");
  await c.isSaved();
  expect(await c.words("op10-a")).toBe(paragraph.replace("within two years", "before the next meeting"));

  await b.press("Put to the vote A-9");
  const dialog = b.page.getByRole("alertdialog");
  await dialog.getByRole("button").last().click();
  const refusal = dialog.getByRole("alert");
  await refusal.getByText("The text has changed under this amendment").waitFor();
  expect(await refusal.getByRole("listitem").innerText()).toContain("OP 10 (a)");
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("Compare: any two versions, word by word", async () => {
  await a.open("/app/declaration/versions");
  const versions = a.page.getByRole("list", { name: "Versions" }).getByRole("listitem");
  await eventually(() => versions.count(), 3);
  const compare = a.page.getByRole("region", { name: "Compare" });
  await compare.getByRole("status").getByText("1 revised · 0 inserted").waitFor();
  await compare.locator("ins", { hasText: "Nobody is left out." }).waitFor();
  expect(await compare.locator("ins").count()).toBe(1);

  await compare.getByLabel("From").selectOption({ label: "Version 1 · Zero draft" });
  await compare.getByRole("status").getByText("3 revised · 0 inserted").waitFor();
  for (const words of ["Élise writes.", "Kavita writes.", "Nobody is left out."])
    expect(await compare.locator("ins").allInnerTexts()).toContainEqual(expect.stringContaining(words));
  expect(await compare.locator("del").count()).toBe(0);
  await a.press("Swap");
  await compare.locator("del", { hasText: "Nobody is left out." }).waitFor();
  expect(await compare.locator("ins").count()).toBe(0);
});

/**
 * Takes each step that the desk says is the next one, until what it says matches. A step may change while it is being
 * taken, as the desk hears of what else has happened; then the new one is taken.
 */
async function follow(seat: Seat, last: RegExp): Promise<void> {
  const next = nextStep(seat);
  const dialog = seat.page.locator('[role="alertdialog"], [role="dialog"]');
  const said = () => next.locator(".desk-sentence").innerText();
  const timeout = 2_000;
  const answer = async () => {
    const reason = dialog.getByLabel("Reason, for the record");
    if ((await reason.count()) > 0) await reason.fill("The text has gone another way.", { timeout });
    await dialog.getByRole("button").last().click({ timeout });
    await dialog.waitFor({ state: "detached", timeout });
  };
  const press = async () => {
    const [label] = await next.getByRole("button").allTextContents();
    // By its name: the step after this one has another button in the same place.
    if (label) await next.getByRole("button", { name: label, exact: true }).click({ timeout });
  };
  const isThere = async () => {
    const sentence = await said();
    const asked = (await dialog.count()) > 0;
    if (!asked && last.test(sentence)) return true;
    try {
      await (asked ? answer() : press());
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      return false;
    }
    const isTaken = async () => (!asked && (await dialog.count()) > 0) || (await said()) !== sentence;
    await until(`the desk goes on from "${sentence}"`, isTaken);
    return false;
  };
  await until(`the desk says ${last}`, isThere, 150_000);
}

/** What amendments have put into the source is begun in the language as well: no language is signed off without it. */
async function beginMissing(seat: Seat, instrument: string, language: string): Promise<void> {
  await seat.open(`/app/${instrument}/draft/${language}?with=en`);
  const { page } = seat;
  await page
    .getByRole("button", { name: /: To confirm$/ })
    .first()
    .waitFor();
  const missing = page.getByRole("button", { name: /: Missing$/ });
  for (let left = await missing.count(); left > 0; left -= 1) {
    await missing.first().press("Enter");
    await page.getByRole("button", { name: "Begin this paragraph" }).press("Enter");
    await page.locator('[data-column="first"] .text:focus').waitFor();
    await page.keyboard.type("…");
    await eventually(() => missing.count(), left - 1);
  }
  await page.locator('.drafting-bar .saved-status[data-status="saved"]').waitFor();
}

async function signOffLanguages(seat: Seat, instrument: string): Promise<void> {
  await seat.signIn("translator");
  for (const language of ["zh", "fr", "es"]) await beginMissing(seat, instrument, language);
  await seat.open(`/app/${instrument}/versions`);
  for (const language of ["中文", "Français", "Español"]) {
    await seat.pressAndConfirm(`Sign off ${language}`);
    await seat.isTold(`${language} is signed off`);
  }
}

test("Adopt: the committee's chair follows the desk to the clean text and forwards it", async () => {
  await reader.open(PUBLIC);
  await reader.page.getByText("Draft, being read in the drafting committee").waitFor();
  await b.open("/app/declaration/desk");
  await follow(b, /not signed off/);
  await signOffLanguages(a, "declaration");
  // A member who has the room open can no longer write: the committee's text is closed.
  await c.page.locator(".saved-status", { hasText: "Read-only" }).waitFor();
  await follow(b, /Take up the text/);
  await b.page.getByText("Tabled in plenary").first().waitFor();
});

test("Adopt: in the plenary, by consensus; the text is frozen for everyone", async () => {
  await b.signIn("chair");
  await b.open("/app/declaration/desk");
  await a.signIn("Wanjiru Kamotho");
  await a.open("/app/declaration/vote");
  await follow(b, /Ask whether there is any objection/);
  await a.page.getByText("The chair asks for a decision without a vote").waitFor();
  await follow(b, /The text is decided/);
  await a.page.getByTestId("last-result").getByText("Decided without a vote").waitFor();
  await c.page.getByText("This text is adopted. Nobody can change it any more.").waitFor();
  expect(await c.page.locator('[contenteditable="true"]').count()).toBe(0);
  const member = await server.signIn(ELISE);
  const refused = await server.command(member, "start-amendment", {
    instrument: "declaration",
    language: "en",
  });
  expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ code: "wrong_stage" })]);
});

test("Adopt: the Key Features are approved by vote", async () => {
  await b.signIn("committee-chair");
  await b.open("/app/key-features/desk");
  await follow(b, /not signed off/);
  await signOffLanguages(a, "key-features");
  await follow(b, /Take up the text/);
  await b.signIn("chair");
  await b.open("/app/key-features/desk");
  await a.signIn("Rafael Teixeira Moura");
  await a.open("/app/key-features/vote");
  await c.open("/app/key-features/vote");
  await follow(b, /Ask whether there is any objection/);
  await a.pressAndConfirm("Object");
  await follow(b, /The vote on .* is open/);
  await vote(a, "Abstain");
  await vote(c, "Yes");
  await eventually(() => tally(b), [1, 0, 1]);
  await follow(b, /The text is decided/);
  await a.page.getByTestId("last-result").getByText("Carried").waitFor();
});

test("View: anyone reads what was adopted, in each language, with decision and hash, without JavaScript", async () => {
  const { adoption } = (
    await server.get<{ adoption: { texts: { language: string; sha256: string }[] } }>(
      await server.signIn("observer"),
      "/api/instruments/declaration",
    )
  ).body;
  expect(adoption.texts.map(({ language }) => language).sort()).toEqual(["en", "es", "fr", "zh"]);
  for (const { language, sha256 } of adoption.texts) {
    await reader.open(`${PUBLIC}/${language}`);
    const page = await reader.page.locator("body").innerText();
    expect(page).toContain(sha256);
    expect(await reader.page.locator("html").getAttribute("lang")).toBe(language);
  }
  await reader.open(PUBLIC);
  const english = await reader.page.locator("body").innerText();
  expect(english).toContain("Adopted by consensus");
  expect(english).toContain("Nobody is left out.");
  expect(english).toContain("before the next meeting");
  await reader.page.getByRole("link", { name: "Français" }).click();
  await reader.page.waitForURL(/declaration\/fr$/);
  await reader.open("/beijing-2013/key-features");
  const features = await reader.page.locator("body").innerText();
  expect(features).toContain("Approved by a vote");
  expect(features).toContain("1 in favour – 0 against – 1 abstaining");
});

test("Record: every act is an entry, and the record holds", async () => {
  await a.open("/app/record");
  await a.press("Verify the record");
  await a.page.getByText(/The record is whole: \d+ entries/).waitFor();
  const seen = new Set<string>();
  for (;;) {
    const table = a.page.locator(".record-table");
    await table.waitFor();
    for (const act of await table.locator("tbody strong").allInnerTexts()) seen.add(act);
    const older = a.page.getByRole("link", { name: "Older entries" });
    if ((await older.count()) === 0) break;
    const address = await older.getAttribute("href");
    await older.click();
    await a.page.waitForURL(`**${address}`);
    const before = Number(address?.split("=")[1]);
    await eventually(async () => Number(await table.locator("tbody td").first().innerText()), before - 1);
  }
  for (const act of [
    "Conference opened",
    "Drafting",
    "Submitted",
    "Ruled admissible",
    "Question put",
    "Objection",
    "Vote started",
    "Ballot cast",
    "Vote closed",
    "Result announced",
    "Rejected",
    "Adopted",
    "Language signed off",
    "Text agreed in committee",
    "Text forwarded to plenary",
    "Text taken up",
    "Decided without a vote",
    "Text adopted",
    "Text approved",
    "Version fixed",
  ])
    expect([...seen]).toContain(act);
});

test("Reports: written from the record, edited in one language, issued, and read by anybody", async () => {
  await a.signIn("rapporteur");
  await a.open("/app/reports");
  await a.press("Write it from the record Report of the Rapporteur");
  await a.isTold("The draft is written");
  await a.page.getByRole("link", { name: "Français" }).first().click();
  const field = a.page.getByRole("textbox", { name: "The report in Français, in Markdown" });
  await eventually(async () => (await field.inputValue()).split("\n")[0], "# Rapport du Rapporteur");
  await field.fill(`${await field.inputValue()}\n\nFait à Beijing.`);
  await a.page.getByRole("link", { name: "All reports" }).click();
  await a.page.getByRole("alertdialog").getByRole("button", { name: "Stay here" }).click();
  await a.press("Save");
  await a.isTold("Saved");
  await a.page.getByRole("link", { name: "All reports" }).click();
  await a.pressAndConfirm("Issue Report of the Rapporteur");
  await a.isTold("The report is issued");
  await reader.open("/beijing-2013/reports/report-1/fr");
  const report = await reader.page.locator("article").innerText();
  expect(report).toContain("Fait à Beijing.");
  expect(report).toContain("Le texte « Caractéristiques clés des villes apprenantes » est approuvé, 1 pour");
});
