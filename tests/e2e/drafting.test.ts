import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser, signIn, type Visitor } from "../support/browser";
import { until } from "../support/children";
import { startServer, type TestServer } from "../support/server";

jest.setTimeout(180_000);

let conference: TestServer;
let browser: Browser;
const visitors: Visitor[] = [];

beforeAll(async () => {
  conference = await startServer({ keepsAddress: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await conference?.stop();
});
afterEach(async () => {
  for (const { page } of visitors) await page.context().close();
  const faults = visitors.splice(0).flatMap((one) => one.faults);
  expect(faults).toEqual([]);
});

const DRAFT = "/app/declaration/draft/en";

async function visit(name: string, path = DRAFT, width?: number): Promise<Page> {
  const visitor = await signIn(browser, conference, name, width);
  visitors.push(visitor);
  await visitor.page.goto(conference.baseUrl + path);
  await visitor.page.locator(".text > p").first().waitFor();
  return visitor.page;
}

const paragraph = (page: Page, id: string): Locator => page.locator(`.text > p[id="${id}"]`);
const words = async (page: Page, id: string) =>
  paragraph(page, id).evaluate((element) => {
    const copy = element.cloneNode(true) as Element;
    for (const one of copy.querySelectorAll(".cursor, .bracket-proposer")) one.remove();
    return copy.textContent ?? "";
  });
const status = (page: Page) => page.locator(".saved-status").textContent();

async function putCursor(page: Page, id: string, key: "Home" | "End" = "End"): Promise<void> {
  await paragraph(page, id).click();
  // The outline follows the editor's own selection, a moment after the browser's.
  await page.locator(`.outline a[href="#${id}"][aria-current]`).waitFor();
  await page.keyboard.press(key);
}

const saved = (page: Page) => until("it is saved", async () => (await status(page)) === "✓ Saved");

test("three members type at once; each sees the others' words and their cursors with names", async () => {
  const [kavita, elise, coumba] = [await visit("Kavita"), await visit("Élise"), await visit("Coumba")];
  const all = [kavita, elise, coumba];
  await putCursor(kavita, "pp1");
  await putCursor(elise, "pp2");
  await putCursor(coumba, "pp2");
  await Promise.all([
    kavita.keyboard.type("kavita was here"),
    elise.keyboard.type("elise was here"),
    coumba.keyboard.type("coumba was here"),
  ]);
  for (const page of all) {
    await until("the words are everywhere", async () => {
      const second = [...(await words(page, "pp2"))].sort().join("");
      const first = await words(kavita, "pp2");
      return (
        (await words(page, "pp1")).includes("kavita was here") &&
        second === [...first].sort().join("") &&
        first.length > 200
      );
    });
    await saved(page);
  }
  const texts = await Promise.all(all.map((page) => words(page, "pp2")));
  expect(new Set(texts).size).toBe(1);
  await kavita.locator(".cursor-name", { hasText: "Élise Marchandeau" }).waitFor();
  await kavita.locator(".cursor-name", { hasText: "Coumba Diatta" }).waitFor();
  const people = kavita.getByRole("button", { name: "3 people here" });
  await people.waitFor();

  // With the keyboard, Kavita follows Coumba to the end of the text, and is left alone once she types herself.
  await people.focus();
  await kavita.keyboard.press("Enter");
  const coumbasRow = kavita.getByRole("button", { name: "Follow Coumba Diatta" });
  await coumbasRow.focus();
  await kavita.keyboard.press("Enter");
  const said = kavita.locator(".following-bar", { hasText: "Following Coumba Diatta." });
  await said.waitFor();
  const inSight = (id: string) =>
    paragraph(kavita, id).evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    });
  expect(await inSight("op6-a")).toBe(false);
  await putCursor(coumba, "op6-a");
  await until("her place is in sight", () => inSight("op6-a"));
  await coumba.keyboard.type(" more words");
  expect(await said.count()).toBe(1);
  await putCursor(kavita, "op6-a", "Home");
  await said.waitFor({ state: "detached" });
  await putCursor(coumba, "pp1");
  await kavita.locator('.text > p[id="pp1"] .cursor-name', { hasText: "Coumba" }).waitFor();
  expect(await inSight("op6-a")).toBe(true);
});

test("what a person selects by key and types stays theirs while a colleague types fast in the same paragraph", async () => {
  const [kavita, elise] = [await visit("Kavita"), await visit("Élise")];
  await putCursor(elise, "pp3", "End");
  let isTyping = true;
  const typing = (async () => {
    while (isTyping) await elise.keyboard.type("x", { delay: 15 });
  })();
  await paragraph(kavita, "pp3").click({ position: { x: 200, y: 15 } });
  await kavita.locator('.outline a[href="#pp3"][aria-current]').waitFor();
  const before = await words(kavita, "pp3");
  const first = before.slice(0, 3);
  try {
    for (let round = 0; round < 6; round += 1) {
      await kavita.keyboard.press("Home");
      for (let i = 0; i < 3; i += 1) await kavita.keyboard.press("Shift+ArrowRight");
      // The three letters go, and these come in their place: nothing else is touched.
      await kavita.keyboard.type(round % 2 === 0 ? "qwz" : first, { delay: 5 });
      expect((await words(kavita, "pp3")).replace(/x+/g, "")).toBe(
        (round % 2 === 0 ? "qwz" : first) + before.slice(3).replace(/x+/g, ""),
      );
    }
  } finally {
    isTyping = false;
    await typing;
  }
  await saved(kavita);
  await until("both read the same", async () => (await words(elise, "pp3")) === (await words(kavita, "pp3")));
});

test.each([1024, 390])("at %i px a reader follows a writer, and Escape ends it", async (width) => {
  const kavita = await visit("Kavita");
  const visitor = await signIn(browser, conference, "Wanjiru", width);
  visitors.push(visitor);
  const reader = visitor.page;
  await reader.goto(conference.baseUrl + DRAFT);
  await reader.locator(".text > p").first().waitFor();
  await putCursor(kavita, "op6-a");
  await reader.getByRole("button", { name: "1 person here" }).click();
  await reader.getByRole("button", { name: "Follow Kavita Raghunathan" }).click();
  await reader.locator('.text > p[id="op6-a"] .cursor-name').waitFor();
  await until("her place is in sight", () =>
    paragraph(reader, "op6-a").evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    }),
  );
  await reader.getByRole("button", { name: "Stop following" }).waitFor();
  await reader.keyboard.press("Escape");
  await reader.getByRole("button", { name: "Stop following" }).waitFor({ state: "detached" });
  // Nobody sees that somebody reads.
  expect(await kavita.getByRole("button", { name: "1 person here" }).count()).toBe(1);
});

test("a move and typing in the paragraph that is passed both survive", async () => {
  const [kavita, elise] = [await visit("Kavita"), await visit("Élise")];
  await putCursor(elise, "op3-b");
  await putCursor(kavita, "op3-a");
  await Promise.all([
    kavita.keyboard.press("Alt+ArrowDown"),
    elise.keyboard.type("while it moved", { delay: 5 }),
  ]);
  for (const page of [kavita, elise]) {
    await until("both are there", async () => {
      const order = await page.locator(".text > p").evaluateAll((all) => all.map((one) => one.id));
      return (
        order.indexOf("op3-a") > order.indexOf("op3-b") &&
        (await words(page, "op3-b")).includes("while it moved")
      );
    });
  }
  expect(await kavita.locator('.text > p[id="op3-b"]').count()).toBe(1);
});

test("with the keyboard alone: to the text, a bracket, a point, its level, undo, and out again", async () => {
  const page = await visit("Kavita", `${DRAFT}#op6`);
  await page.locator('.text > p[id="op6"]:target').waitFor();
  await page.getByRole("textbox", { name: /Text of/ }).focus();
  await page.keyboard.press("Control+Home");
  await page.locator('.outline a[href="#title"][aria-current]').waitFor();
  const title = await words(page, "title");
  await page.keyboard.press("Control+Shift+ArrowRight");
  await until("the words are selected", () => page.getByRole("button", { name: "Brackets" }).isEnabled());
  await page.keyboard.press("Control+[");
  await until("the bracket is drawn", async () => (await words(page, "title")).startsWith("["));
  expect(await paragraph(page, "title").textContent()).toContain("India");
  await page.keyboard.press("Control+z");
  await until("the bracket is gone", async () => (await words(page, "title")) === title);

  await putCursor(page, "op6-a", "End");
  const before = await page.locator(".text > p").count();
  await page.keyboard.press("Enter");
  await page.keyboard.type("A new point");
  await page.keyboard.press("Tab");
  await page.locator('.text > p[data-level="2"]', { hasText: "A new point" }).waitFor();
  expect(await page.locator(".text > p", { hasText: "A new point" }).getAttribute("data-label")).toBe("(i)");
  await page.keyboard.press("Shift+Tab");
  await page.locator('.text > p[data-level="1"]', { hasText: "A new point" }).waitFor();
  for (let i = 0; i < 20 && (await page.locator(".text > p").count()) > before; i += 1)
    await page.keyboard.press("Control+z");
  expect(await page.locator(".text > p").count()).toBe(before);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await until("the focus has left the text", () =>
    page.evaluate(() => !document.activeElement?.closest(".text")),
  );
});

test("what was shown as saved is there after kill -9; what was typed without a server is kept and then saved", async () => {
  const page = await visit("Kavita");
  await putCursor(page, "pp4");
  await page.keyboard.type(" before the crash");
  await saved(page);
  await conference.kill("SIGKILL");
  await page.getByText(/Offline – nothing is waiting/).waitFor();
  await page.keyboard.type(" and after");
  await page.getByText(/Offline – 10 changes kept on this machine/).waitFor();
  await conference.start();
  await saved(page);
  const other = await visit("Élise");
  expect(await words(other, "pp4")).toContain(" before the crash and after");
});

test("leaving with unsent words is warned about, and a window that is gone leaves them for the next one", async () => {
  const page = await visit("Kavita");
  await putCursor(page, "pp4");
  await conference.kill("SIGKILL");
  await page.getByText(/Offline – nothing is waiting/).waitFor();
  await page.keyboard.type(" kept");
  await page.getByText(/Offline – 5 changes kept on this machine/).waitFor();
  await page.getByRole("link", { name: /^Versions/ }).click();
  const question = page.getByRole("alertdialog", { name: "5 changes of yours are not saved yet" });
  await question.waitFor();
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  expect(await words(page, "pp4")).toContain(" kept");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();

  await conference.start();
  const next = await page.context().newPage();
  visitors.push({ page: next, faults: [] });
  await next.goto(conference.baseUrl + DRAFT);
  await next
    .getByText("Changes of yours that had not been sent when you left are in the text again.")
    .waitFor();
  await saved(next);
  const other = await visit("Élise");
  expect(await words(other, "pp4")).toContain(" kept");
});

test("without a server the page opens from this machine and is written in; signing out leaves nothing there", async () => {
  const page = await visit("Kavita");
  const kept = (store: string) =>
    page.evaluate(
      (name) =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open("concord-kept");
          opening.onsuccess = () => {
            const counting = opening.result.transaction(name).objectStore(name).count();
            counting.onsuccess = () => {
              opening.result.close();
              resolve(counting.result);
            };
          };
        }),
      store,
    );
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await putCursor(page, "pp6");
  await page.keyboard.type(" before");
  await saved(page);
  // Whose they are, who that is, the instrument, and what stands beside its text.
  await until("the answers are kept", async () => (await kept("answers")) >= 5);
  await conference.kill("SIGKILL");
  await page.getByText(/Offline – nothing is waiting/).waitFor();
  await until("the text is kept", async () => (await kept("texts")) === 1);

  await page.reload();
  await page.getByText(/Offline – nothing is waiting/).waitFor();
  expect(await words(page, "pp6")).toContain(" before");
  await putCursor(page, "pp6");
  await page.keyboard.type(" alone");
  await page.getByText(/Offline – 6 changes kept on this machine/).waitFor();
  // Twice: what was written without a connection is there again without one.
  page.once("dialog", (leaving) => void leaving.accept());
  await page.reload();
  await page.getByText(/Offline – 1 change kept on this machine/).waitFor();
  expect(await words(page, "pp6")).toMatch(/before.*alone|alone.*before/);

  await conference.start();
  await saved(page);
  const other = await visit("Élise");
  expect(await words(other, "pp6")).toMatch(/before.*alone|alone.*before/);

  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await saved(tab);
  await page.getByRole("button", { name: /Signed in as Kavita/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/app/declaration"));
  expect([await kept("answers"), await kept("texts")]).toEqual([0, 0]);
  // A tab that is still open keeps what it has when it is left.
  await tab.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  await tab.close();
  expect([await kept("answers"), await kept("texts")]).toEqual([0, 0]);
});

test("a delegate proposes on a copy: the redline follows, the text itself does not change", async () => {
  const page = await visit("Wanjiru");
  const inTheText = await words(page, "pp5");
  expect(await page.locator(".saved-status").textContent()).toBe("○ Read-only");
  await page.getByRole("button", { name: "Propose an amendment" }).click();
  await page.getByRole("textbox", { name: /Copy of the text/ }).waitFor();
  expect(await page.getByRole("button", { name: "Submit the amendment" }).getAttribute("aria-disabled")).toBe(
    "true",
  );
  await paragraph(page, "pp5").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" newly");
  await page.getByRole("region", { name: "What you propose" }).locator("ins", { hasText: "newly" }).waitFor();
  await page.getByRole("status").getByText("1 paragraph changed").waitFor();
  await page.getByLabel("Why", { exact: true }).fill("It needs saying.");
  for (const name of ["brazil", "cote d", "senegal"]) {
    await page.getByLabel("Search delegations").fill(name);
    await page.locator(".sponsor-list").getByRole("checkbox").first().check();
  }
  await saved(page);
  await page.getByRole("button", { name: "Submit the amendment" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Submit the amendment" }).click();
  await page.getByRole("heading", { name: /A-\d+ · PP 5/ }).waitFor();
  await page.goto(conference.baseUrl + DRAFT);
  await page.locator(".beside ins", { hasText: "newly" }).waitFor();
  expect(await words(page, "pp5")).toBe(inTheText);
});

test("on a phone the outline, the amendments and the people come up as sheets", async () => {
  const page = await visit("Élise", DRAFT, 390);
  await page.getByRole("button", { name: "Outline" }).click();
  await page.getByRole("dialog", { name: "Outline" }).getByRole("link", { name: /OP 7/ }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await until("the paragraph is in sight", () =>
    paragraph(page, "op7").evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }),
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("a change made as the text comes to rest is refused, said so, and the text as it stands can be loaded", async () => {
  const page = await visit("Kavita");
  await putCursor(page, "pp6");
  const before = await words(page, "pp6");
  // The screen does not hear of it in time: that is the race in which a change is on its way to a closed text.
  await page.route("**/api/instruments/declaration", (route) => route.abort());
  await putToTheVote("Ximena", "A-1");
  await page.keyboard.type("¶");
  await page.getByText("Your last changes were not accepted").waitFor();
  // These words and no others, apart from the whole text.
  await page.getByRole("button", { name: "Copy these words" }).click();
  await page.getByText("Copied.").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("¶");
  expect(await page.locator(".lost-words").textContent()).toBe("¶");
  expect(await status(page)).toContain("Not accepted");
  expect(await page.getByRole("textbox", { name: /Text of/ }).count()).toBe(0);
  await page.getByRole("button", { name: "Copy my text" }).click();
  await page.getByText("Copied.").nth(1).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("¶");
  expect(copied.replace("¶", "")).toContain(before);

  await page.unroute("**/api/instruments/declaration");
  await page.getByRole("button", { name: "Load the text as it stands" }).click();
  await page.getByText("The text rests while a question on it is before the body.").waitFor();
  await until("the text is as it stands", async () => (await words(page, "pp6")) === before);
  expect(await status(page)).toBe("○ Read-only");
});

async function putToTheVote(chair: string, tag: string): Promise<void> {
  const visitor = await signIn(browser, conference, chair);
  visitors.push(visitor);
  const { request } = visitor.page.context();
  const address = (name: string) => `${conference.baseUrl}/api/commands/${name}`;
  const headers = { origin: conference.baseUrl };
  const list = await request.get(`${conference.baseUrl}/api/instruments/declaration/amendments`);
  const amendments = (await list.json()) as Array<{ id: string; tag: string }>;
  const amendment = amendments.find((one) => one.tag === tag)?.id;
  const ruled = await request.post(address("rule-on-amendment"), {
    headers,
    data: { amendment, admissible: true, reason: "" },
  });
  const put = await request.post(address("put-question"), {
    headers,
    data: { instrument: "declaration", amendment },
  });
  expect([ruled.status(), put.status(), await put.text()]).toEqual([
    200,
    200,
    expect.stringContaining("vote"),
  ]);
}
