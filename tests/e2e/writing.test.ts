import type { Browser } from "playwright-core";
import { openBrowser } from "../support/browser";
import { eventually, Seat } from "../support/screens";
import { startServer, type TestServer } from "../support/server";

jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
let seat: Seat;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  seat = await Seat.take(browser, server);
  await seat.signIn("Kavita Raghunathan");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(() => seat.openRoom("declaration", "en"));
afterEach(() => {
  expect(seat.faults.splice(0)).toEqual([]);
});

const order = () => seat.page.locator(".text > p").evaluateAll((all) => all.map((one) => one.id));

test("a slash opens the commands, letters narrow them, Enter runs one, and a slash that was meant stays", async () => {
  const { page } = seat;
  const { keyboard } = page;
  await seat.putCursorAtEnd("op2");
  await keyboard.press("Enter");
  await keyboard.type("/poi");
  const menu = page.getByRole("listbox", { name: "What to do here" });
  await menu.getByRole("option", { name: "Point", exact: true }).waitFor();
  expect(await menu.getByRole("option").count()).toBe(1);
  await keyboard.press("Enter");
  await menu.waitFor({ state: "detached" });
  await keyboard.type("made a point and/or two / three");
  const made = page.locator(".text > p", { hasText: "made a point" });
  await eventually(() => made.innerText(), "made a point and/or two / three");
  expect(await made.getAttribute("data-kind")).toBe("point");
  await keyboard.type(" /");
  await menu.waitFor();
  await keyboard.press("ArrowDown");
  await menu.getByRole("option", { selected: true }).getByText("Point").waitFor();
  await keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  expect(await made.innerText()).toBe("made a point and/or two / three /");
});

test("quotation marks become those of the language as they are typed, and one undo gives back what was typed", async () => {
  const { page } = seat;
  const { keyboard } = page;
  await seat.putCursorAtEnd("op5");
  await keyboard.type(' "cities');
  await eventually(async () => (await seat.words("op5")).endsWith(" “cities"), true);
  await keyboard.type('"');
  await eventually(async () => (await seat.words("op5")).endsWith(" “cities”"), true);
  await keyboard.press("Control+z");
  await eventually(async () => (await seat.words("op5")).endsWith(' “cities"'), true);
  await keyboard.type(" on");
  expect((await seat.words("op5")).endsWith(' “cities" on')).toBe(true);
});

test("the list of keys opens from anywhere, and closes again", async () => {
  const { page } = seat;
  await seat.putCursorAtEnd("op2");
  await page.keyboard.press("Control+/");
  const list = page.getByRole("dialog", { name: "Keys" });
  await list.getByText("Move the paragraph up, with its points").waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  await eventually(() => page.evaluate(() => document.activeElement?.classList.contains("text")), true);
  await page.getByRole("link", { name: "EN" }).first().focus();
  await page.keyboard.press("?");
  await list.waitFor();
  await page.keyboard.press("Escape");
});

test("what is pasted from Word comes in as words and points, and what was left out is named", async () => {
  const { page } = seat;
  await seat.putCursorAtEnd("op4");
  await page.keyboard.press("Enter");
  await page.locator(".text > p.is-empty").waitFor();
  const word = `<html><body><p class=MsoNormal><b style="font-family:Arial;color:red">Notes</b> the plan;</p>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>(a)&nbsp;</span>of cities;</p>
    <table><tr><td>1</td><td>2</td></tr></table></body></html>`;
  await page.locator(".text").evaluate((text, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, word);
  await seat.isTold("Not taken over, because a text here holds words alone: 1 table.");
  const notes = page.locator(".text > p", { hasText: "Notes the plan;" });
  expect(await notes.innerHTML()).toBe("<strong>Notes</strong> the plan;");
  expect(await notes.getAttribute("data-kind")).toBe("operative");
  const point = page.locator(".text > p", { hasText: "of cities;" });
  expect(await point.innerText()).toBe("of cities;");
  expect([await point.getAttribute("data-kind"), await point.getAttribute("data-level")]).toEqual([
    "point",
    "1",
  ]);
  await page.keyboard.press("Control+z");
  await notes.waitFor({ state: "detached" });
});

test("with the keyboard: find, go on and back, replace all, and undo it in one step", async () => {
  const { page } = seat;
  const { keyboard } = page;
  await seat.putCursorAtEnd("title");
  await keyboard.press("Control+Home");
  await keyboard.press("Control+h");
  const panel = page.getByRole("search", { name: "Find" });
  await panel.locator("input:focus").waitFor();
  await keyboard.type("learning");
  const count = panel.getByRole("status");
  await eventually(async () => /^\d+ places$/.test(await count.innerText()), true);
  const places = Number.parseInt(await count.innerText(), 10);
  await keyboard.press("Enter");
  await eventually(() => count.innerText(), `1 of ${places}`);
  await keyboard.press("Shift+Enter");
  await eventually(() => count.innerText(), `${places} of ${places}`);
  await eventually(
    () =>
      page
        .locator(".text .found-here")
        .evaluate(
          (one) => one.getBoundingClientRect().top > 0 && one.getBoundingClientRect().top < innerHeight,
        ),
    true,
  );
  await seat.tabTo(panel.getByLabel("Match case"));
  await keyboard.press("Space");
  await eventually(async () => Number.parseInt(await count.innerText(), 10) < places, true);
  await keyboard.press("Space");
  await seat.tabTo(panel.getByLabel("Replace with"));
  await keyboard.type("knowing");
  await seat.tabTo(panel.getByRole("button", { name: "Replace all" }));
  await keyboard.press("Enter");
  await seat.isTold(`Replaced in ${places} places.`);
  await keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  const all = () => page.locator(".text").textContent();
  expect(await all()).not.toMatch(/learning/i);
  await keyboard.press("Control+z");
  await eventually(async () => (await all())?.match(/learning/gi)?.length, places);
  await page.getByText(/\d words, \d+ characters$/).waitFor();
  await seat.isSaved();
});

test("a paragraph is dragged by its handle to where the line shows, with its points", async () => {
  const { page } = seat;
  const before = await order();
  const family = before.filter((id) => id === "op3" || id.startsWith("op3-"));
  await seat.paragraph("op3").scrollIntoViewIfNeeded();
  await seat.paragraph("op3").hover();
  const grip = await page.locator(".drag-grip").boundingBox();
  const target = await seat.paragraph("op2").boundingBox();
  if (!grip || !target) throw new Error("nothing to drag");
  await page.mouse.move(grip.x + 5, grip.y + 12);
  await page.mouse.down();
  await page.mouse.move(grip.x + 5, target.y + 3, { steps: 4 });
  await page.locator(".drag-line").waitFor();
  await page.mouse.up();
  const rest = before.filter((id) => !family.includes(id));
  const expected = [...rest];
  expected.splice(rest.indexOf("op2"), 0, ...family);
  await eventually(order, expected);
  await page.keyboard.press("Control+z");
  await eventually(order, before);
  await seat.isSaved();
});
