import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { type Block, runsFromMarkup } from "../../shared/text/model";
import { openBrowser, signIn } from "../support/browser";
import { revisedWordDocument } from "../support/revised-word-document";
import { startServer, type TestServer } from "../support/server";
import { wordParagraphs } from "../support/word-of";

jest.setTimeout(120_000);

let browser: Browser;
let conference: TestServer;
beforeAll(async () => {
  [browser, conference] = await Promise.all([openBrowser(), startServer()]);
});
afterAll(async () => {
  await browser?.close();
  await conference?.stop();
});

const FILE = `# Plan of Action

We, the participants,

The weather was fine,

Page 1 of 3

1. Decide to act:

   (a) at once;

2. Invite everyone.
`;

test("the secretariat creates an instrument and starts it from a file, with the keyboard; a kind is put right", async () => {
  const { page, faults } = await signIn(browser, conference, "Ingrid");
  await page.goto(`${conference.baseUrl}/app`);
  await page.getByRole("button", { name: "New instrument" }).press("Enter");
  await page.getByLabel("Title, English").fill("Plan of Action");
  await page.getByLabel(/^Symbol/).fill("ICLC/2013/DC/L.3");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Import the text in English" }).waitFor();

  const file = page.getByLabel("File");
  await file.setInputFiles({ name: "a.docx", mimeType: "", buffer: Buffer.from("no document") });
  await page
    .getByRole("alert")
    .getByText(/not what its name says/)
    .waitFor();
  await file.setInputFiles({ name: "plan.md", mimeType: "text/markdown", buffer: Buffer.from(FILE) });
  await page.getByText("plan.md: 7 paragraphs. 2 things need a look.").waitFor();
  await page.getByText("Taken for a preambular paragraph, though it does not open as one.").first().waitFor();
  // What is no part of the text is left out, and could be taken back.
  const leftOut = page.getByRole("button", { name: "Leave out: Page 1 of 3" });
  await leftOut.press("Enter");
  await page.getByText("plan.md: 6 paragraphs.").waitFor();
  await leftOut.press("Enter");
  await page.getByText("plan.md: 7 paragraphs.").waitFor();
  await leftOut.press("Enter");
  const kind = page.getByLabel("Kind of PP 1");
  await kind.focus();
  await page.keyboard.type("Note");
  await page.getByLabel("Kind of Note 1").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Bring the text in" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Bring the text in" }).press("Enter");

  await page.locator('.text > p[data-kind="note"]', { hasText: "The weather was fine," }).waitFor();
  const text = await page.locator(".text > p").evaluateAll((all) => all.map((one) => one.textContent));
  expect(text).toEqual([
    "Plan of Action",
    "We, the participants,",
    "The weather was fine,",
    "Decide to act:",
    "at once;",
    "Invite everyone.",
  ]);
  expect(faults).toEqual([]);
  await page.context().close();
});

type Seeded = Pick<Block, "id" | "kind" | "level"> & { text: string };

/** The Declaration as two people revised it in Word. */
function revisedDeclaration(): Buffer {
  const seed = readFileSync(path.join(__dirname, "../../server/seed/declaration.en.json"), "utf8");
  const { blocks } = JSON.parse(seed) as { blocks: Seeded[] };
  const text = blocks.map(({ text: words, ...block }) => ({ ...block, runs: runsFromMarkup(words) }));
  return revisedWordDocument(
    wordParagraphs(text, {
      op2: (words, number) => ({ pieces: [number + words, { ins: " Soon.", by: "Wanjiru Kamotho" }] }),
      op3: (words, number) => ({ pieces: [number + words, { ins: " Always.", by: "A guest" }] }),
    }),
  );
}

test("the secretariat brings in what was revised in Word: whose it is is chosen, one without reasons waits, and all come in", async () => {
  const { page, faults } = await signIn(browser, conference, "Ingrid");
  await page.goto(`${conference.baseUrl}/app/declaration/amendments`);
  await page.getByRole("link", { name: "From a file" }).press("Enter");
  await page
    .getByLabel(/^File/)
    .setInputFiles({ name: "round-1.docx", mimeType: "", buffer: revisedDeclaration() });
  await page.getByText("round-1.docx: 2 amendments to version 1. Everything in it was read.").waitFor();
  await page.getByRole("heading", { name: "Revisions of A guest" }).waitFor();
  await page.getByText("1 amendment has no delegation yet.").waitFor();
  const whose = page.getByLabel("Proposed by");
  expect(await whose.first().inputValue()).toBe("KEN");
  await whose.last().focus();
  await page.keyboard.type("Senegal");
  await page.getByText("To submit: 2 amendments have no rationale yet.").waitFor();
  await page.getByLabel("Rationale of those that give none").fill("As explained in the hall.");
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole("button", { name: "Submit 2 amendments" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Submit 2 amendments" }).press("Enter");
  await page.getByText("2 amendments are submitted").waitFor();
  await page.getByText("Soon.").first().waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});
