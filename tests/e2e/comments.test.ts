import type { Browser, Page } from "playwright-core";
import { openBrowser, signIn, type Visitor } from "../support/browser";
import { until } from "../support/children";
import { startServer, type TestServer } from "../support/server";

jest.setTimeout(120_000);

let browser: Browser;
let conference: TestServer;
const visitors: Visitor[] = [];
beforeAll(async () => {
  [browser, conference] = await Promise.all([openBrowser(), startServer()]);
});
afterAll(async () => {
  await browser?.close();
  await conference?.stop();
});
afterEach(async () => {
  for (const { page } of visitors) await page.context().close();
  expect(visitors.splice(0).flatMap(({ faults }) => faults)).toEqual([]);
});

const DRAFT = "/app/declaration/draft/en";

async function visit(name: string, path = DRAFT, width?: number): Promise<Page> {
  const visitor = await signIn(browser, conference, name, width);
  visitors.push(visitor);
  await visitor.page.goto(conference.baseUrl + path);
  await visitor.page.locator(".text > p").first().waitFor();
  return visitor.page;
}

/** How much is new for who sits there, once the screen says so; `expected`: waits until it is that much. */
async function newsOf(page: Page, expected?: number): Promise<number> {
  const link = page.getByRole("link", { name: /^For you/ });
  const shown = async () => Number(/\d+/.exec((await link.getAttribute("aria-label")) ?? "")?.[0] ?? 0);
  const answer = await page.request.get(`${conference.baseUrl}/api/notifications/unread`);
  const count = expected ?? ((await answer.json()) as { unread: number }).unread;
  await until("that much is new", async () => (await shown()) === count);
  return count;
}

/** The editor takes over the browser's selection a moment later. */
const selected = (page: Page) =>
  until("words are selected", () => page.getByRole("button", { name: "Brackets" }).isEnabled());

test("with the keyboard alone: comment on selected words, name somebody, who answers and is led to the words", async () => {
  const page = await visit("Kavita");
  const other = await visit("Élise");
  const before = await newsOf(other);
  await page.getByRole("textbox", { name: /Text of/ }).focus();
  await page.keyboard.press("Control+Home");
  await page.locator('.outline a[href="#title"][aria-current]').waitFor();
  await page.keyboard.press("Control+Shift+ArrowRight");
  await selected(page);
  await page.keyboard.press("Control+Alt+m");
  await page.getByLabel("Your comment (@ names a person)").waitFor();
  await page.keyboard.type("Is this settled, @éli");
  await page.getByRole("option", { name: /Élise Marchandeau/, selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type("?");
  await page.keyboard.press("Control+Enter");

  // On the other screen at once: the card, the words it is about, and that it is for her.
  const card = other.getByRole("article", { name: "Comments on Title" });
  await card.getByText("@Élise Marchandeau").waitFor();
  await other.locator(".text .commented", { hasText: "Beijing" }).waitFor();
  await other.getByRole("link", { name: `For you: ${before + 1} new` }).waitFor();
  await other.keyboard.press("F8");
  await until("the card has the focus", () => card.evaluate((one) => one === document.activeElement));
  await other.locator(".text .commented.is-active", { hasText: "Beijing" }).waitFor();
  await card.getByRole("button", { name: "Answer" }).press("Enter");
  await other.keyboard.type("Yes.");
  await other.keyboard.press("Control+Enter");
  await page.getByText("Yes.").waitFor();
  await newsOf(other, before);
  await card.focus();
  await other.keyboard.press("Escape");
  await until("the keyboard is in the text", () =>
    other.evaluate(() => document.activeElement?.classList.contains("text") === true),
  );

  await page.keyboard.press("F8");
  await page.getByRole("button", { name: "Resolve" }).press("Enter");
  await other.locator(".text .commented").waitFor({ state: "detached" });
  await other.getByLabel("Show 1 resolved").check();
  await card.getByText("Resolved by Kavita Raghunathan").waitFor();
});

test("a paragraph that is split takes its comment along; who may not write in the text comments on a paragraph of choice", async () => {
  const page = await visit("Kavita");
  const reader = await visit("Ximena");
  await reader.getByRole("button", { name: "Comment", exact: true }).click();
  await reader.getByLabel("About").selectOption("op2");
  await reader.getByLabel("Your comment (@ names a person)").fill("Too long.");
  await reader.getByRole("button", { name: "Send" }).click();
  await page.getByRole("article", { name: "Comments on OP 2" }).getByText("Too long.").waitFor();
  // Beside the French it says which text it is about, and is answered there.
  const french = await visit("Inès", "/app/declaration/draft/fr?with=none");
  const elsewhere = french.getByRole("article", { name: "Comments on OP 2" });
  await elsewhere.getByText("on the text in English").waitFor();
  await elsewhere.focus();
  await elsewhere.getByRole("button", { name: "Resolve" }).waitFor();
  await french.keyboard.press("Escape");

  const point = page.locator('.text > p[id="op2-a"]');
  await point.click();
  await page.keyboard.press("End");
  await page.keyboard.type(" entirely");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await selected(page);
  await page.keyboard.press("Control+Alt+m");
  await page.getByLabel("Your comment (@ names a person)").fill("Really?");
  await page.getByRole("button", { name: "Send" }).click();
  const marked = page.locator(".text .commented", { hasText: "entirely" });
  await marked.waitFor();
  // On its words: a click on its number asks what to do with the paragraph.
  await point.click({ position: { x: 200, y: 10 } });
  await page.keyboard.press("Home");
  for (let i = 0; i < 5; i += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await until(
    "the comment stands in the new paragraph",
    async () => (await marked.evaluate((one) => one.closest("p")?.id)) !== "op2-a",
  );
  // Put in during the debate: those after it keep their letters.
  await page.getByRole("article", { name: /^Comments on OP 2 \(a bis\)/ }).waitFor();
});

test("the sponsors of a draft comment on its words among themselves", async () => {
  const page = await visit("Wanjiru");
  await page.getByRole("button", { name: "Propose an amendment" }).click();
  await page.waitForURL(/\/edit\b/);
  const section = page.getByRole("region", { name: "Comments among the sponsors" });
  await section.getByRole("button", { name: "Comment", exact: true }).waitFor();
  await page.locator('.text > p[id="op2"]').click();
  await until(
    "the cursor is there",
    async () => (await page.getByLabel("Kind of paragraph").inputValue()) === "operative",
  );
  await page.keyboard.press("Control+Alt+m");
  await section.getByLabel("Your comment (@ names a person)").waitFor();
  await page.keyboard.type("Ask @wan");
  // Only who can read it is named.
  const named = section.getByRole("listbox", { name: "People to name" }).getByRole("option");
  await named.waitFor();
  expect(await named.count()).toBe(1);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await section.getByRole("article", { name: "Comments on OP 2" }).getByText("@Wanjiru Kamotho").waitFor();
  await page.reload();
  await section.getByRole("article", { name: "Comments on OP 2" }).waitFor();
  // Who names themselves is told nothing new; it waits for them, and leads back to the draft.
  await page.getByRole("link", { name: /^For you/ }).click();
  await page.getByRole("link", { name: /draft of an amendment$/ }).click();
  await section.getByRole("article", { name: "Comments on OP 2" }).waitFor();
  // What is no text does not stand beside the text.
  await page.goto(`${conference.baseUrl}${DRAFT}`);
  await page.locator(".text > p").first().waitFor();
  await page.getByRole("button", { name: "Comment", exact: true }).waitFor();
  expect(await page.getByText("@Wanjiru Kamotho").count()).toBe(0);
});

test("on a phone comments come up as a sheet, and nothing is wider than the screen", async () => {
  const page = await visit("Coumba", DRAFT, 390);
  await page
    .getByRole("button", { name: /comment/i })
    .last()
    .click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Comment", exact: true }).click();
  await sheet.getByLabel("Your comment (@ names a person)").fill("From the corridor");
  await sheet.getByRole("button", { name: "Send" }).click();
  await sheet.getByText("From the corridor").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
