import type { Browser } from "playwright-core";
import { openBrowser, signIn } from "../support/browser";
import { Conference } from "../support/conference";

jest.setTimeout(120_000);

let browser: Browser;
let conference: Conference;
beforeAll(async () => {
  [browser, conference] = await Promise.all([openBrowser(), Conference.start()]);
});
afterAll(async () => {
  await browser?.close();
  await conference?.remove();
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
  await page.goto(`${conference.url}/app`);
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
