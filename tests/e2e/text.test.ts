import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser, signIn, type Visitor } from "../support/browser";
import { until } from "../support/children";
import { startServer, type TestServer } from "../support/server";

jest.setTimeout(120_000);

let conference: TestServer;
let browser: Browser;
const visitors: Visitor[] = [];

beforeAll(async () => {
  conference = await startServer();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await conference?.stop();
});
afterEach(async () => {
  for (const { page } of visitors) await page.context().close();
  expect(visitors.splice(0).flatMap((one) => one.faults)).toEqual([]);
});

async function visit(name: string, path: string): Promise<Page> {
  const visitor = await signIn(browser, conference, name);
  visitors.push(visitor);
  await visitor.page.goto(conference.baseUrl + path);
  await visitor.page.locator(".text > p").first().waitFor();
  return visitor.page;
}

const DRAFT = "/app/declaration/draft/en";
const paragraph = (page: Page, id: string): Locator => page.locator(`.text > p[id="${id}"]`);

/** With keys alone: into the text by Tab, and down to the paragraph. */
async function goTo(page: Page, id: string): Promise<void> {
  await page.getByRole("textbox", { name: /Text of/ }).focus();
  await page.keyboard.press("Control+Home");
  // Into its first line: the outline, which follows a moment later, would be overtaken.
  const here = () =>
    page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest(".text > p")?.id ?? "");
  for (let i = 0; i < 200 && (await here()) !== id; i += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.locator(`.outline a[href="#${id}"][aria-current]`).waitFor();
}

const saved = (page: Page) =>
  until("it is saved", async () => (await page.locator(".saved-status").textContent()) === "✓ Saved");

test("with the keyboard alone: an alternative wording is stacked, and the stack settled by choosing", async () => {
  const page = await visit("Kavita", DRAFT);
  await goTo(page, "organ");
  const before = (await paragraph(page, "organ").textContent()) ?? "";
  await page.keyboard.press("Control+Shift+ArrowRight");
  await page.keyboard.press("Control+]");
  await until(
    "both are drawn",
    async () => (await paragraph(page, "organ").locator(".bracket-open").count()) === 2,
  );
  await page.keyboard.type("They ");
  await page.getByRole("button", { name: "2 brackets", exact: true }).waitFor();

  await page.keyboard.press("F9");
  const dialog = page.getByRole("dialog", { name: "In square brackets" });
  await dialog.getByText("by India").first().waitFor();
  // The keyboard stands at the first wording; the next one is the other.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await dialog.getByText("Clean text: nothing stands in brackets.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "✓ Clean text" }).waitFor();
  expect(await paragraph(page, "organ").textContent()).toMatch(/^They /);
  expect(before).not.toMatch(/^They /);
  await saved(page);
});

test("words in brackets are selected by mouse from the bracket on, and what is typed behind it is in brackets", async () => {
  const page = await visit("Kavita", DRAFT);
  await goTo(page, "pp2");
  await page.keyboard.press("Control+Shift+ArrowRight");
  await page.keyboard.press("Control+[");
  const opening = paragraph(page, "pp2").locator(".bracket-open");
  await opening.waitFor();
  await goTo(page, "pp4");
  const box = await opening.boundingBox();
  if (!box) throw new Error("The bracket is not on the screen.");
  const [x, y] = [box.x + box.width + 1, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  // As a hand does it: the editor hears of the press before the mouse moves.
  await page.locator('.outline a[href="#pp2"][aria-current]').waitFor();
  await page.mouse.move(x + 40, y, { steps: 8 });
  await page.mouse.up();
  await until("words are selected", () => page.evaluate(() => getSelection()?.isCollapsed === false));
  await page.mouse.click(x, y);
  await page.keyboard.type("Q");
  await until("it is in brackets", async () =>
    /^\[Q/.test((await paragraph(page, "pp2").textContent()) ?? ""),
  );
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+[");
  await page.getByRole("button", { name: "✓ Clean text" }).waitFor();
  await saved(page);
});

test("with the keyboard alone: a paragraph put in is numbered bis, and a reference to it follows it", async () => {
  const page = await visit("Kavita", DRAFT);
  await goTo(page, "op2");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("As said in ");
  const fresh = page.locator(".text > p", { hasText: "As said in" });
  await until("it is numbered", async () => (await fresh.getAttribute("data-label")) === "1 bis.");
  expect(await paragraph(page, "op2").getAttribute("data-label")).toBe("2.");

  await page.keyboard.press("Control+k");
  await page.getByLabel("Number or words of the paragraph").fill("OP 2 (b)");
  await page.keyboard.press("Enter");
  const reference = fresh.locator(".reference");
  expect(await reference.getAttribute("data-number")).toBe("2 (b)");
  await saved(page);

  // Another member puts a point before the one referred to, at the end of a list, where numbers are free.
  const elise = await visit("Élise", DRAFT);
  await goTo(elise, "op2-b");
  await elise.keyboard.press("Alt+ArrowUp");
  await until("it follows", async () => (await reference.getAttribute("data-number")) === "2 (a)");
});

test("agreed by key, a paragraph rests for everybody until it is reopened; its link stays right", async () => {
  const [page, elise] = [await visit("Kavita", DRAFT), await visit("Élise", DRAFT)];
  await goTo(page, "pp2");
  await page.keyboard.press("Alt+Enter");
  const acts = page.getByRole("dialog", { name: "Paragraph" });
  await acts.getByRole("heading", { name: "PP 2: open" }).waitFor();
  await acts.getByRole("button", { name: "Agree ad ref." }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("PP 2 is agreed ad ref.").waitFor();

  await until(
    "everybody sees it",
    async () => (await paragraph(elise, "pp2").getAttribute("data-standing")) === "✓ ad ref.",
  );
  await elise.locator('.outline li[data-status="agreed_ad_ref"]', { hasText: "agreed ad ref." }).waitFor();
  // In the language that follows it says so too, and can still be written in.
  const french = await visit("Inès", "/app/declaration/draft/fr?with=none");
  await until(
    "the French says where it was agreed",
    async () => (await paragraph(french, "pp2").getAttribute("data-standing")) === "✓ ad ref.\nin EN",
  );
  await french.locator('.outline li[data-status="agreed_ad_ref"]').waitFor();
  await goTo(french, "pp2");
  await french.keyboard.type("Oui, ");
  await until("it is written", async () =>
    ((await paragraph(french, "pp2").textContent()) ?? "").includes("Oui, "),
  );
  await french.keyboard.press("Alt+Enter");
  await french.getByRole("heading", { name: "PP 2: agreed ad ref. in English" }).waitFor();
  await french.keyboard.press("Escape");
  await goTo(elise, "pp2");
  const before = await paragraph(elise, "pp2").textContent();
  await elise.keyboard.type("No, ");
  await elise.getByText("This paragraph is agreed: its words rest.").first().waitFor();
  expect(await paragraph(elise, "pp2").textContent()).toBe(before);

  await elise.keyboard.press("Alt+Enter");
  await elise.getByRole("button", { name: "Copy the link" }).focus();
  await elise.keyboard.press("Enter");
  expect(await elise.evaluate(() => navigator.clipboard.readText())).toBe(
    `${conference.baseUrl}${DRAFT}#pp2`,
  );
  await elise.keyboard.press("Alt+Enter");
  await elise.getByRole("button", { name: "Reopen" }).focus();
  await elise.keyboard.press("Enter");
  await until(
    "it is open again",
    async () => (await paragraph(elise, "pp2").getAttribute("data-standing")) === "↻ reopened",
  );
  await until(
    "in French too",
    async () => (await paragraph(french, "pp2").getAttribute("data-standing")) === "↻ reopened\nin EN",
  );
  await until("the dialog gave the text its focus back", () =>
    elise.evaluate(() => document.activeElement?.classList.contains("ProseMirror") === true),
  );
  await elise.keyboard.type("Yes, ");
  await until("it is written in", async () =>
    ((await paragraph(page, "pp2").textContent()) ?? "").includes("Yes, "),
  );
});

test("lines are numbered alike on two screens of different width", async () => {
  const [wide, narrow] = [await visit("Kavita", DRAFT), await visit("Élise", DRAFT)];
  await narrow.setViewportSize({ width: 1024, height: 800 });
  const numbers = async (page: Page) => {
    await page.getByRole("button", { name: "Line numbers" }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".line-numbers > span").first().waitFor();
    return page.locator(".line-numbers > span").allTextContents();
  };
  const onWide = await numbers(wide);
  expect(onWide.length).toBeGreaterThan(3);
  expect(await numbers(narrow)).toEqual(onWide);
});
