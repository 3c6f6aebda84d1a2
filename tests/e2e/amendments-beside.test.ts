import type { Browser } from "playwright-core";
import type { VersionView } from "../../shared/api/views/versions";
import { openBrowser } from "../support/browser";
import { eventually, Seat } from "../support/screens";
import { type Person, startServer, type TestServer } from "../support/server";

// Amendments beside each other, from the list to the text. Each test goes on where the one before it stopped.
jest.setTimeout(150_000);

let server: TestServer;
let browser: Browser;
let seat: Seat;
let chair: Seat;
let ids: Map<string, string>;

type Listed = { id: string; tag: string; state: string };

async function done<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  expect([status, body]).toEqual([200, body]);
  return body;
}

/** Somebody proposes other words for some of a paragraph; the chair has admitted it. */
async function proposes(who: Person, block: string, found: string, words: string): Promise<string> {
  const versions = await done(
    server.get<{ id: string }[]>(who, "/api/instruments/declaration/versions?language=en"),
  );
  const version = await done(server.get<VersionView>(who, `/api/versions/${versions.at(-1)?.id}`));
  const before = version.blocks.find(({ id }) => id === block);
  if (!before) throw new Error(`no ${block}`);
  const { id, kind, level, runs } = before;
  const was = { id, kind, level, runs };
  const after = { ...was, runs: runs.map((run) => ({ ...run, text: run.text.replace(found, words) })) };
  const { amendment, tag } = await done(
    server.command(who, "propose-amendment", {
      instrument: "declaration",
      baseVersion: version.id,
      patch: { changes: [{ op: "revise", before: was, after }] },
      rationale: "Because it is better said so.",
      sponsors: [],
    }),
  );
  const presides = await server.signIn("committee-chair");
  await done(server.command(presides, "rule-on-amendment", { amendment, admissible: true, reason: "" }));
  ids.set(tag, amendment);
  return tag;
}

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  [seat, chair] = [await Seat.take(browser, server), await Seat.take(browser, server)];
  ids = new Map();
  const kenya = await server.signIn("Wanjiru Kamotho");
  const brazil = await server.signIn("Rafael Teixeira Moura");
  await proposes(kenya, "op8-a", "ecological knowledge", "ecological wisdom");
  await proposes(brazil, "op8-a", "knowledge and practice", "learning and practice");
  await proposes(brazil, "op8-b", "places of learning", "places of discovery");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect([...seat.faults, ...chair.faults]).toEqual([]);
});

test("What if: amendments chosen in the list, with the keyboard, are shown in the text; the choice stays in the address", async () => {
  const { page } = seat;
  await seat.signIn("Wanjiru Kamotho");
  await seat.open("/app/declaration/amendments");
  for (const tag of ["A-14", "A-13", "A-15"]) {
    const box = page.getByRole("checkbox", { name: `Choose ${tag}`, exact: true });
    await box.focus();
    await page.keyboard.press("Space");
    await eventually(() => box.isChecked(), true);
  }
  await page.waitForURL(/chosen=14%2C13%2C15/);
  await page.getByRole("link", { name: "What if they were adopted?" }).click();
  const steps = page.getByRole("region", { name: "In this order" }).getByRole("listitem");
  await eventually(() => steps.count(), 3);
  expect(await steps.nth(0).innerText()).toContain("Adopted");
  expect(await steps.nth(1).innerText()).toContain("A-14 rejects it");
  const text = page.getByRole("region", { name: "The text would read" });
  for (const words of ["learning", "discovery"]) await text.locator("ins", { hasText: words }).waitFor();
  expect(await text.locator("ins").count()).toBe(2);
  await page.getByText("1 pair for which the order decides").waitFor();

  // The other way round the other one is adopted. The focus stays where it was pressed.
  await page.getByRole("button", { name: "Earlier A-13" }).focus();
  await page.keyboard.press("Enter");
  await text.locator("ins", { hasText: "wisdom" }).waitFor();
  await page.waitForURL(/chosen=13%2C14%2C15/);
  await page.reload();
  await text.locator("ins", { hasText: "wisdom" }).waitFor();
});

test("What collides is a picture in the order of the text and a list of pairs, the board has a column a state; view and filters stay in the address", async () => {
  const { page } = seat;
  await seat.open("/app/declaration/amendments?proponent=KEN");
  await page.getByRole("radio", { name: "What collides" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/proponent=KEN&view=conflicts/);
  const picture = page.locator(".graph-frame");
  await picture.locator(".graph-node").first().waitFor();
  const tags = await picture.locator(".graph-node").allTextContents();
  // Of Kenya, and in a dashed outline what its amendments collide with.
  expect(tags).toEqual(["A-1", "A-2", "A-9", "A-10", "A-13", "A-14"]);
  expect(await picture.locator(".graph-node[data-outside]").allTextContents()).toEqual([
    "A-2",
    "A-10",
    "A-14",
  ]);
  expect(await picture.locator(".graph-lane text").allTextContents()).toEqual([
    "OP 4 (a)",
    "OP 8 (a)",
    "OP 10 (a)",
  ]);
  const pairs = page.getByRole("region", { name: "3 pairs collide" }).getByRole("listitem");
  expect(await pairs.first().innerText()).toContain("OP 4 (a) both change the same words");
  await picture.getByRole("link", { name: "A-13, OP 8 (a), collides with A-14" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "A-13 · OP 8 (a)" }).waitFor();

  await page.goBack();
  await page.getByRole("radio", { name: "By state" }).click();
  await page.waitForURL(/proponent=KEN&view=board/);
  const open = page.getByRole("region", { name: "Open 1" });
  await open.getByRole("link", { name: "A-13" }).waitFor();
  await page
    .getByRole("region", { name: "Awaiting ruling 2" })
    .getByRole("link", { name: "A-1", exact: true })
    .waitFor();
});

test("Three readings: how two collide, in the words of both, and a compromise between them", async () => {
  const { page } = seat;
  await seat.open(`/app/declaration/amendments/${ids.get("A-13")}`);
  await page.getByRole("link", { name: "Compare with A-14" }).click();
  await page.getByRole("heading", { name: "A-13 beside A-14" }).waitFor();
  await page.getByText("A-13 says “wisdom”, A-14 says “learning”").waitFor();
  const paragraph = page.getByRole("region", { name: "OP 8 (a)" });
  expect(await paragraph.locator('[data-reading="ours"] mark[data-by="collision"]').innerText()).toContain(
    "wisdom",
  );
  expect(await paragraph.locator('[data-reading="theirs"] mark[data-by="collision"]').innerText()).toContain(
    "learning",
  );

  await seat.pressAndConfirm("Draft a compromise");
  await page.getByRole("heading", { name: /^A compromise between A.13 and A.14$/ }).waitFor();
  await page.locator(".text > p").first().waitFor();
  const words = await seat.words("op8-a");
  expect(words).toContain("wisdom");
  expect(words).toContain("learning");
  await seat.pressAndConfirm("Discard");
});

test("An amendment to an amendment is drafted on what that one proposes, and shown against it and against the text", async () => {
  const { page } = seat;
  await seat.open(`/app/declaration/amendments/${ids.get("A-15")}`);
  await seat.press("Amend this amendment");
  await page.getByRole("heading", { name: "Amend A-15" }).waitFor();
  await page.locator(".text > p").first().waitFor();
  await seat.select("op8-b", "discovery");
  await page.keyboard.type("wonder");
  await page.getByLabel("Why", { exact: true }).fill("It begins with wonder.");
  await seat.isSaved();
  await seat.pressAndConfirm("Submit the amendment");
  await page.getByRole("heading", { name: "A-15.1 · OP 8 (b)" }).waitFor();
  const changes = async (region: string) =>
    (await page.getByRole("region", { name: region }).locator("del").allInnerTexts()).join(" ");
  expect(await changes("What it changes in A-15")).toContain("discovery");
  expect(await changes("The text with both")).toContain("learning");
  await page.getByRole("link", { name: "Amends A-15" }).click();
  await page
    .getByRole("region", { name: "Amendments to this one" })
    .getByRole("link", { name: "A-15.1" })
    .waitFor();

  // At the desk it comes before its parent.
  await chair.signIn("committee-chair");
  await chair.open("/app/declaration/desk");
  await chair.press("Rule admissible A-15.1");
  const order = chair.page.getByRole("region", { name: "Order of voting" }).getByRole("listitem");
  await eventually(() => order.count(), 4);
  const tags = await order.locator(".desk-tag").allInnerTexts();
  expect(tags.indexOf("A-15.1")).toBe(tags.indexOf("A-15") - 1);
  const why = await order.nth(tags.indexOf("A-13")).innerText();
  expect(why).toContain("Words within a paragraph · 1 word out · 1 word in");
  expect(why).toContain("If adopted, A-14 is not put");
});

test("What an adoption rejects is proposed not to be put, with the reason; and the versions say who brought each word", async () => {
  const listed = async () =>
    done(server.get<Listed[]>(await server.signIn("chair"), "/api/instruments/declaration/amendments"));
  const presides = await server.signIn("committee-chair");
  const open = (await listed()).filter(({ state }) => state === "open").map(({ id }) => id);
  const first = ids.get("A-13") as string;
  await done(
    server.command(presides, "confirm-order", {
      instrument: "declaration",
      order: [first, ...open.filter((id) => id !== first).reverse()],
    }),
  );
  const { vote } = await done(
    server.command(presides, "put-question", { instrument: "declaration", amendment: first }),
  );
  await done(server.command(presides, "declare-consensus", { vote }));
  const withdrawn = (await listed()).filter(({ state }) => state === "submitted");
  for (const { id } of withdrawn)
    await done(
      server.command(presides, "rule-on-amendment", { amendment: id, admissible: false, reason: "No" }),
    );

  const { page } = chair;
  await page.getByText("A-13 was adopted, and that rejects A-14 as well").waitFor();
  await chair.press("Do not put A-14");
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByLabel("Reason, for the record").inputValue()).toContain("A-13 was adopted");
  await dialog.getByRole("button", { name: "Do not put" }).click();
  await dialog.waitFor({ state: "detached" });
  await eventually(async () => (await listed()).find(({ tag }) => tag === "A-14")?.state, "not_put");

  await seat.open("/app/declaration/versions?show=origins");
  await seat.page.locator(".origin", { hasText: "wisdom" }).waitFor();
  expect(await seat.page.locator(".origin", { hasText: "wisdom" }).getAttribute("title")).toBe(
    "A-13 · Kenya",
  );
});

test("Beside an amendment: what is said about it, its files, another language, and an amendment to it in a form", async () => {
  const { page } = seat;
  const address = `/app/declaration/amendments/${ids.get("A-15")}`;
  await seat.signIn("Rafael Teixeira Moura");
  await seat.open(address);
  const discussion = page.getByRole("region", { name: "Discussion" });
  await discussion.getByRole("button", { name: "Comment on the amendment" }).click();
  await discussion.getByLabel("About").selectOption("op8-b");
  await discussion.getByLabel("Your comment (@ names a person)").fill("Rivers teach, too.");
  await discussion.getByRole("button", { name: "Send" }).click();
  await discussion.getByRole("article", { name: "Comments on OP 8 (b)" }).waitFor();
  await chair.open(address);
  const theirs = chair.page.getByRole("article", { name: "Comments on OP 8 (b)" });
  await theirs.getByText("Rivers teach, too.").waitFor();
  await theirs.getByRole("button", { name: "Resolve" }).click();
  await discussion.getByLabel("Show 1 resolved").check();
  await discussion.getByText(/^✓ Resolved by/).waitFor();

  const files = page.getByRole("region", { name: "Attachments" });
  const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from("Rivers") });
  await files.locator("input[type=file]").setInputFiles(file("rivers.pdf"));
  await files.getByText(/is not what its name says/).waitFor();
  await files.locator("input[type=file]").setInputFiles(file("rivers.txt"));
  await files.getByRole("link", { name: "rivers.txt" }).waitFor();
  await chair.page.getByRole("region", { name: "Attachments" }).getByRole("link").waitFor();

  await seat.press("Amend a paragraph in a form");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("How it should read").press("End");
  await dialog.getByLabel("How it should read").pressSequentially(" Rivers, too.");
  await dialog.getByLabel("Why").fill("They teach.");
  await dialog.getByRole("button", { name: "Submit the amendment" }).click();
  await page.getByRole("heading", { name: "A-15.2 · OP 8 (b)" }).waitFor();

  await chair.signIn("secretariat");
  await chair.open(address);
  await chair.press("Circulate in Français");
  const translation = chair.page.getByRole("form", { name: "A-15 in Français" });
  await translation.getByLabel("OP 8 (b) in Français").fill("les rivières enseignent");
  await translation.getByLabel("Rationale in Français").fill("Elles enseignent.");
  await translation.getByRole("button", { name: "Circulate" }).click();
  await chair.isTold("A-15 is circulated in Français");
  const change = chair.page.getByRole("region", { name: "Proposed change" });
  await change.locator('[lang="fr"] ins').first().waitFor();
  await change.getByText("Elles enseignent.").waitFor();
  await chair.page.setViewportSize({ width: 390, height: 844 });
  expect(await chair.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await change.getByLabel("English (as submitted)").check();
  await change.locator('[lang="fr"]').waitFor({ state: "detached" });
});

test("An amendment to the text in a form: from the paragraph in the text, and with the keyboard from the list", async () => {
  const { page } = seat;
  const dialog = page.getByRole("dialog", { name: "Propose an amendment in a form" });
  const preview = dialog.getByRole("region", { name: "What you propose" });
  const words = dialog.getByLabel("How it should read");
  await seat.openRoom("declaration", "en");
  // Its number, in the margin.
  await seat.paragraph("op8-b").click({ position: { x: 6, y: 12 } });
  await page.getByRole("button", { name: "Amend it in a form OP 8 (b)" }).click();
  await eventually(
    () =>
      dialog.getByLabel("Paragraph", { exact: true }).evaluate((list) => (list as HTMLSelectElement).value),
    "op8-b",
  );
  await words.press("End");
  await words.press("Control+End");
  await words.pressSequentially(" Everywhere.");
  await preview.locator("ins", { hasText: "Everywhere." }).waitFor();
  await dialog.getByLabel("Why").fill("It is so everywhere.");
  await dialog.getByText("Invite sponsors").click();
  await dialog.getByRole("checkbox", { name: "Kenya" }).check();
  await dialog.getByRole("button", { name: "Submit the amendment" }).click();
  await page.getByRole("heading", { name: /^A-\d+ · OP 8 \(b\)$/ }).waitFor();
  await page.getByText("Kenya").first().waitFor();

  await seat.open("/app/declaration/amendments");
  await seat.button("Propose in a form").focus();
  await page.keyboard.press("Enter");
  const list = dialog.getByLabel("Paragraph", { exact: true });
  // The focus is where it begins.
  await eventually(() => list.evaluate((one) => one === document.activeElement), true);
  await list.selectOption("op8-a");
  await dialog.getByRole("radio", { name: "Other words" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.type("the words of those who teach;");
  // Points (b) and on keep their letters while the text is debated.
  await preview.getByText("OP 8 (a bis)").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("They know.");
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await dialog.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Submit the amendment" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^A-\d+ · after OP 8 \(a\)$/ }).waitFor();
  await page.getByText("Insertion").first().waitFor();
});

test("[W4] Two that collide become one text with the sponsors of both; adopted, it leaves one of them to be redrafted with one button", async () => {
  const kenya = await server.signIn("Wanjiru Kamotho");
  const brazil = await server.signIn("Rafael Teixeira Moura");
  const [one, other] = [
    await proposes(kenya, "op6-a", "decent", "good"),
    await proposes(brazil, "op6-a", "decent", "fair"),
  ];
  const [sponsor, rival] = [seat, chair];
  await sponsor.signIn(kenya.name);
  await rival.signIn(brazil.name);
  const { page } = sponsor;

  await sponsor.open(`/app/declaration/amendments/${ids.get(one)}/with/${ids.get(other)}`);
  await sponsor.pressAndConfirm("Draft a compromise");
  await page.getByRole("heading", { name: /^A compromise between/ }).waitFor();
  // It opens at the words that both have changed.
  await sponsor.paragraph("op6-a").waitFor();
  await eventually(
    () =>
      sponsor.paragraph("op6-a").evaluate((paragraph) => {
        const { top, bottom } = paragraph.getBoundingClientRect();
        return top > 0 && bottom < innerHeight;
      }),
    true,
  );
  await sponsor.putCursorAtEnd("op6-a");
  await page.keyboard.type(" Everywhere.");
  await sponsor.isSaved();
  await sponsor.pressAndConfirm("Submit the amendment");
  await page.getByRole("heading", { name: /^A-\d+ · OP 6 \(a\)$/ }).waitFor();
  const made = new URL(page.url()).pathname.split("/").at(-1) as string;
  for (const parent of [one, other])
    await page.getByRole("link", { name: parent, exact: true }).first().waitFor();

  await rival.open("/app/for-you");
  const waiting = rival.page.getByRole("region", { name: "Waiting for your answer" });
  await waiting.getByText(/^Kenya invites your delegation to sponsor A-\d+$/).waitFor();
  await waiting.getByRole("link", { name: "Read and answer" }).first().click();
  await rival.page.getByRole("button", { name: /^Join the sponsors/ }).click();
  const sponsors = page.getByRole("region", { name: "Sponsors" });
  await sponsors
    .getByRole("listitem")
    .filter({ hasText: /^Brazil$/ })
    .waitFor();

  const presides = await server.signIn("committee-chair");
  await done(
    server.command(presides, "rule-on-amendment", { amendment: made, admissible: true, reason: "" }),
  );
  const listed = await done(server.get<Listed[]>(presides, "/api/instruments/declaration/amendments"));
  // What amends an amendment is voted before it.
  const isBelow = ({ tag }: Listed) => tag.includes(".");
  const others = listed.filter(({ state, id }) => state === "open" && id !== made);
  const open = [...others.filter(isBelow), ...others.filter((each) => !isBelow(each))].map(({ id }) => id);
  const instrument = "declaration";
  await done(server.command(presides, "confirm-order", { instrument, order: [made, ...open] }));
  const { vote } = await done(server.command(presides, "put-question", { instrument, amendment: made }));
  await done(server.command(presides, "declare-consensus", { vote }));

  await rival.open("/app/for-you");
  await rival.page.getByRole("link", { name: `${other} no longer fits the text: redraft it` }).click();
  await rival.press("Redraft");
  await rival.page.getByRole("heading", { name: `Redraft of ${other}` }).waitFor();
  await rival.paragraph("op6-a").waitFor();
  expect(await rival.words("op6-a")).toContain("Everywhere.");
  await rival.putCursorAtEnd("op6-a");
  await rival.page.keyboard.type(" In fairness.");
  await rival.isSaved();
  await rival.pressAndConfirm("Submit the amendment");
  await rival.page.getByRole("link", { name: `Reintroduces ${other}` }).waitFor();
  const change = rival.page.getByRole("region", { name: "Proposed change" });
  expect(await change.locator("ins").allInnerTexts()).toEqual([expect.stringContaining("In fairness.")]);
  await eventually(
    async () =>
      (await done(server.get<Listed[]>(presides, "/api/instruments/declaration/amendments"))).find(
        ({ tag }) => tag === other,
      )?.state,
    "withdrawn",
  );
});
