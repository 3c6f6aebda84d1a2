import type { Browser } from "playwright-core";
import { openBrowser } from "../support/browser";
import { eventually, Seat } from "../support/screens";
import { startServer, type TestServer } from "../support/server";

jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
let writer: Seat;
let translator: Seat;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  [writer, translator] = [await Seat.take(browser, server), await Seat.take(browser, server)];
  await writer.signIn("Kavita Raghunathan");
  await translator.signIn("Inès Zhao-Delmas");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect([...writer.faults.splice(0), ...translator.faults.splice(0)]).toEqual([]);
});

test("a translator has the source beside their text, level with it, and sees a change of it at once, as a redline", async () => {
  const { page } = translator;
  await writer.openRoom("declaration", "en");
  await translator.openRoom("declaration", "fr");
  const second = page.getByRole("region", { name: "English", exact: true });
  await second.getByText("Beijing Declaration on Building Learning Cities").first().waitFor();

  const state = (name: string) => page.getByRole("button", { name });
  await state("OP 2: To confirm").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "It says the same" }).focus();
  await page.keyboard.press("Enter");
  await state("OP 2: Says the same").waitFor();

  await writer.putCursorAtEnd("op2");
  await writer.page.keyboard.type(" at last");
  await state("OP 2: Source changed").waitFor();
  await state("OP 2: Source changed").focus();
  await page.keyboard.press("Enter");
  await page.locator(".concordance-card ins", { hasText: "at last" }).waitFor();
  await page.keyboard.press("Escape");

  const unlevel = () =>
    page.evaluate(() => {
      const tops = (column: string) =>
        [...document.querySelectorAll<HTMLElement>(`[data-column="${column}"] .text > [data-id]`)].map(
          (one) => [one.dataset.id, one.getBoundingClientRect().top] as const,
        );
      const there = new Map(tops("second"));
      return tops("first").filter(([id, top]) => Math.abs((there.get(id) ?? top) - top) > 1);
    });
  await eventually(unlevel, []);
  // The French title has a line more there.
  await page.setViewportSize({ width: 1024, height: 900 });
  await eventually(unlevel, []);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("a paragraph that the source got is begun in the translation under the same id, by keyboard", async () => {
  const { page } = translator;
  await writer.putCursorAtEnd("op2");
  await writer.page.keyboard.press("Enter");
  await writer.page.keyboard.type("A paragraph that is new");
  const missing = page.getByRole("button", { name: /: Missing$/ });
  await missing.waitFor();
  await missing.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Begin this paragraph" }).focus();
  await page.keyboard.press("Enter");
  await page.locator('[data-column="first"] .text:focus').waitFor();
  await page.keyboard.type("Un paragraphe nouveau");
  const made = page.locator('[data-column="first"] .text > p', { hasText: "Un paragraphe nouveau" });
  await made.waitFor();
  const id = await writer.page
    .locator(".text > p", { hasText: "A paragraph that is new" })
    .getAttribute("data-id");
  expect(await made.getAttribute("data-id")).toBe(id);
});

test("the second language is put away and chosen again, and stays so in the address", async () => {
  const { page } = translator;
  const choice = page.getByRole("combobox", { name: "Alongside" });
  await choice.selectOption("");
  await page.locator('[data-column="second"]').waitFor({ state: "detached" });
  await choice.selectOption("es");
  await page.getByRole("region", { name: "Español", exact: true }).waitFor();
  expect(new URL(page.url()).searchParams.get("with")).toBe("es");
});

test("on a phone the other language comes up over the text, paragraph by paragraph, and is confirmed there", async () => {
  const { page } = translator;
  await page.setViewportSize({ width: 390, height: 844 });
  await translator.open("/app/declaration/draft/fr");
  await page.locator('.text > p[id="pp3"]').click();
  await page.getByRole("button", { name: "English" }).click();
  const pair = page.getByRole("dialog", { name: "English" }).locator('li[data-block="pp3"]');
  await pair.getByText("Aware").waitFor();
  expect(await pair.getByText("Conscients").count()).toBe(1);
  await pair.getByRole("button", { name: "PP 3: To confirm" }).press("Enter");
  await page.getByRole("button", { name: "It says the same" }).press("Enter");
  await pair.getByRole("button", { name: "PP 3: Says the same" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
