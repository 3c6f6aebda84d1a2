import type { Browser } from "playwright-core";
import type { Block } from "../../shared/text/model";
import { openBrowser } from "../support/browser";
import { eventually, Seat } from "../support/screens";
import { startServer, type TestServer } from "../support/server";

// The ways of voting beside devices, each from the screens of those who take part in it.
jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
let chair: Seat;
let secretariat: Seat;
let kenya: Seat;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  [chair, secretariat, kenya] = [
    await Seat.take(browser, server),
    await Seat.take(browser, server),
    await Seat.take(browser, server),
  ];
  await kenya.page.setViewportSize({ width: 390, height: 844 });
  await chair.signIn("committee-chair");
  await secretariat.signIn("Ingrid Solheim");
  await kenya.signIn("Wanjiru Kamotho");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect([chair, secretariat, kenya].flatMap(({ faults }) => faults)).toEqual([]);
});

async function done<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  expect([status, body]).toEqual([200, body]);
  return body;
}

/** The oldest amendment that awaits its ruling is admitted and put, and somebody objects: it goes to a vote. */
async function goesToAVote(): Promise<string> {
  const presides = await server.signIn("committee-chair");
  const list = await done(
    server.get<{ id: string; state: string }[]>(presides, "/api/instruments/declaration/amendments"),
  );
  const amendment = list.find(({ state }) => state === "submitted")?.id ?? "";
  await done(server.command(presides, "rule-on-amendment", { amendment, admissible: true, reason: "" }));
  const { vote } = await done(
    server.command(presides, "put-question", { instrument: "declaration", amendment }),
  );
  await done(server.command(await server.signIn("Élise Marchandeau"), "raise-objection", { vote }));
  return vote;
}

const nextStep = () => chair.page.getByRole("region", { name: "Next", exact: true });
const dialog = (seat: Seat) => seat.page.locator('[role="dialog"], [role="alertdialog"]');

async function startsBy(method: RegExp): Promise<void> {
  await nextStep().getByRole("button", { name: "Vote another way" }).click();
  await dialog(chair).getByRole("radio", { name: method }).check();
}

async function counts(seat: Seat, yes: number, no: number, abstain: number): Promise<void> {
  for (const [label, figure] of Object.entries({ Yes: yes, No: no, Abstain: abstain }))
    await seat.page.getByLabel(label, { exact: true }).fill(String(figure));
  await seat.pressAndConfirm("Enter my count");
}

test("[R1] two tellers count the hands on their own screens, and count again when they differ", async () => {
  await goesToAVote();
  await chair.open("/app/declaration/desk");
  await startsBy(/Show of hands/);
  await dialog(chair).getByLabel("Teller 1").selectOption({ label: "Ingrid Solheim" });
  await dialog(chair).getByLabel("Teller 2").selectOption({ label: "Wanjiru Kamotho (KEN)" });
  await dialog(chair).getByRole("button", { name: "Start the vote" }).click();
  await nextStep().getByText("The tellers count the hands").waitFor();

  await secretariat.open("/app/declaration/amendments");
  await secretariat.page.getByRole("link", { name: "Count", exact: true }).click();
  await kenya.open("/app/declaration/vote");
  await counts(secretariat, 9, 5, 1);
  await secretariat.page.getByText("You counted 9 – 5 – 1. Waiting for the other teller.").waitFor();
  await chair.page.getByText(/Ingrid Solheim: has counted · Wanjiru Kamotho: counting/).waitFor();
  await counts(kenya, 9, 6, 0);
  await chair.page.getByText("attempt 2:").waitFor();
  for (const seat of [secretariat, kenya]) {
    await seat.page.getByText("This is attempt 2.").waitFor();
    await counts(seat, 9, 6, 0);
  }
  await nextStep().getByText("Both tellers counted 9 – 6 – 0").waitFor();
  await chair.pressAndConfirm("Close the vote");
  await nextStep().getByText("Announce the result").first().waitFor();

  // Put right after the lock, the count holds up the vote until both are the same again.
  const corrects = async (seat: Seat, yes: number) => {
    await seat.press("Correct my count");
    await dialog(seat).getByLabel("Yes", { exact: true }).fill(String(yes));
    await dialog(seat).getByLabel("What went wrong").fill("One hand too many.");
    await dialog(seat).getByRole("button", { name: "Correct it" }).click();
    await dialog(seat).waitFor({ state: "detached" });
  };
  // What is begun before the teller's own screen knows of the lock is gone with it.
  await kenya.page.getByText("The hands are counted. Wait for the chair to announce the result.").waitFor();
  await corrects(kenya, 8);
  await nextStep().getByText("The tellers’ counts on").waitFor();
  await secretariat.page.getByText("the other teller counted otherwise").waitFor();
  expect(await nextStep().getByRole("button", { name: "Close the vote" }).count()).toBe(0);
  await corrects(secretariat, 8);
  await nextStep().getByText("Both tellers counted 8 – 6 – 0").waitFor();
  await chair.pressAndConfirm("Close the vote");
  await nextStep().getByText("Announce the result").first().waitFor();
});

test("[R2] a delegate asks, and the roll is called with the keyboard alone, answers corrected on the way", async () => {
  await kenya.pressAndConfirm("Ask for a roll-call");
  await kenya.page.getByText("Your delegation has asked for a roll-call.").waitFor();
  await chair.page.getByText("Roll-call asked for by: Kenya").waitFor();
  await chair.pressAndConfirm("Call the roll instead");

  const { page } = secretariat;
  const { keyboard } = page;
  const now = page.getByTestId("roll-now");
  await now.getByText("1 of 24").waitFor();
  const [first, second] = await page.locator(".roll-list li > span").allInnerTexts();
  await now.getByText(first ?? "").waitFor();
  const keys = ["n", "y", "a", "x"];
  for (let place = 1; place <= 24; place++) {
    await now.getByText(`${place} of 24`).waitFor();
    await keyboard.press(keys[place % 4] ?? "x");
    if (place !== 2) continue;
    await now.getByText("3 of 24").waitFor();
    await keyboard.press("ArrowLeft");
    await now.getByText(second ?? "").waitFor();
    await now.getByText("Answered: Abstain").waitFor();
    await keyboard.press("n");
  }
  await now.getByText("Everyone has been called.").waitFor();
  // Six fours; the second was put right from an abstention to a no.
  await eventually(
    () => Promise.all(["yes", "no", "abstain"].map((one) => page.getByTestId(`tally-${one}`).innerText())),
    ["6", "7", "5"],
  );
  await nextStep().getByText("Everybody was called").waitFor();
  await chair.pressAndConfirm("Close the vote");
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await page.getByTestId("last-result").getByText("Lost").waitFor();
});

test("[R9] a secret ballot on a phone: one paper, asked once more; who voted is seen, and never which way", async () => {
  await goesToAVote();
  await chair.open("/app/declaration/desk");
  await startsBy(/Secret ballot/);
  await dialog(chair).getByRole("button", { name: "Start the vote" }).click();
  await kenya.open("/app/declaration/vote");
  await kenya.press("No");
  await dialog(kenya).getByText("cannot be taken back").waitFor();
  await dialog(kenya).getByRole("button", { name: "Put it into the box" }).click();
  await kenya.page.getByTestId("receipt").getByText("in the box").waitFor();
  await chair.page
    .getByTestId("secret-progress")
    .getByText(/^1 of \d+ present/)
    .waitFor();
  await chair.page.getByText("Who has voted").click();
  await chair.page.getByRole("listitem").getByText("Kenya").waitFor();
  expect(await chair.page.getByTestId("tally").count()).toBe(0);
  await chair.pressAndConfirm("Close the vote");
  await chair.page
    .getByText("One delegation took part, and one paper was in the box: the sum checks.")
    .waitFor();
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await kenya.page.getByTestId("last-result").getByText("Lost").waitFor();
});

test("[C4] a reservation and an explanation of vote are put on the record from the ballot screen", async () => {
  const { page } = kenya;
  await kenya.press("Make a reservation");
  await dialog(kenya).getByLabel("Your reservation").fill("As far as our law allows.");
  await dialog(kenya).getByRole("button", { name: "Put on the record" }).click();
  await kenya.press("Explain your vote");
  await dialog(kenya).getByLabel("Your explanation").fill("We would have liked other words.");
  await dialog(kenya).getByRole("button", { name: "Put on the record" }).click();
  const said = page.getByRole("region", { name: "Said on this vote" }).first();
  await said.getByText("As far as our law allows.").waitFor();
  await said.getByText("We would have liked other words.").waitFor();
  expect(await page.getByRole("button", { name: "Note how you meant to vote" }).count()).toBe(0);
});

/** Kenya changes the end of two paragraphs at once; it is admitted and put. */
async function putsABroadAmendment(): Promise<void> {
  const [presides, delegate] = [
    await server.signIn("committee-chair"),
    await server.signIn("Wanjiru Kamotho"),
  ];
  const versions = await done(
    server.get<{ id: string }[]>(delegate, "/api/instruments/declaration/versions?language=en"),
  );
  const baseVersion = versions.at(-1)?.id ?? "";
  const { blocks } = await done(server.get<{ blocks: Block[] }>(delegate, `/api/versions/${baseVersion}`));
  const changes = blocks
    .filter(({ id }) => id === "op1" || id === "op2")
    .map(({ id, kind, level, runs }) => ({
      op: "revise" as const,
      before: { id, kind, level, runs },
      after: { id, kind, level, runs: [...runs, { text: " Everywhere.", marks: [] }] },
    }));
  const { amendment } = await done(
    server.command(delegate, "propose-amendment", {
      instrument: "declaration",
      baseVersion,
      patch: { changes },
      rationale: "For all.",
      sponsors: [],
    }),
  );
  await done(server.command(presides, "rule-on-amendment", { amendment, admissible: true, reason: "" }));
  await done(server.command(presides, "confirm-order", { instrument: "declaration", order: [amendment] }));
  await done(server.command(presides, "put-question", { instrument: "declaration", amendment }));
}

test("[D2] parts are voted one by one from the desk, and what survives is put as a whole", async () => {
  await putsABroadAmendment();
  await kenya.open("/app/declaration/vote");
  await kenya.press("Ask for a separate vote on parts");
  await dialog(kenya).getByRole("checkbox", { name: /OP 2/ }).check();
  await dialog(kenya).getByRole("button", { name: "Ask for it" }).click();
  await nextStep().getByText("Ask whether anyone objects to a separate vote").waitFor();
  await kenya.button("Object to the separate vote").waitFor();
  await nextStep().getByRole("button", { name: "Vote on the parts" }).click();
  await nextStep().getByRole("button", { name: "Put OP 2" }).click();
  await kenya.page.getByRole("heading", { name: /^OP 2 of A-/ }).waitFor();
  await kenya.pressAndConfirm("Object");
  await nextStep().getByRole("button", { name: "Start the vote" }).click();
  await kenya.press("No");
  await kenya.page.getByTestId("receipt").getByText("Your vote: No").waitFor();
  await chair.pressAndConfirm("Close the vote");
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await kenya.page.getByTestId("division").getByText("rejected").waitFor();
  await nextStep().getByText("Ask whether there is any objection").waitFor();
  // What was rejected is not among the words that are put now.
  await eventually(
    () =>
      chair.page
        .getByRole("region", { name: /^The question/ })
        .locator("ins")
        .count(),
    1,
  );
  await chair.pressAndConfirm("So decided");
  await kenya.page.getByTestId("last-result").getByText("Decided without a vote").waitFor();
  await kenya.openRoom("declaration", "en");
  expect((await kenya.words("op1")).endsWith(" Everywhere.")).toBe(true);
  expect((await kenya.words("op2")).endsWith(" Everywhere.")).toBe(false);
});

test("[A4] the chair changes the order by mouse and by key; nothing is put until it is confirmed, and then in it", async () => {
  const presides = await server.signIn("committee-chair");
  const list = await done(
    server.get<{ id: string; state: string }[]>(presides, "/api/instruments/declaration/amendments"),
  );
  // All that wait for their ruling: on the desk they come before any order.
  for (const [at, { id: amendment }] of list.filter(({ state }) => state === "submitted").entries())
    await done(
      server.command(presides, "rule-on-amendment", { amendment, admissible: at < 3, reason: "Later." }),
    );

  const order = chair.page.getByRole("region", { name: "Order of voting" });
  const tags = () => order.locator(".desk-tag").allInnerTexts();
  // All rulings are on the screen: nothing moves under the mouse any more.
  await nextStep().getByRole("button", { name: "Confirm this order" }).waitFor();
  const [first = "", second = "", third = ""] = await tags();
  await order.locator("li").nth(2).dragTo(order.locator("li").first());
  await eventually(async () => (await tags()).join(), [third, first, second].join());
  await order.getByRole("button", { name: `Move down ${third}` }).focus();
  await chair.page.keyboard.press("Enter");
  await eventually(async () => (await tags()).join(), [first, third, second].join());
  await order.getByRole("button", { name: `Move up ${second}` }).focus();
  await chair.page.keyboard.press("Space");
  await eventually(async () => (await tags()).join(), [first, second, third].join());
  await order.locator("li").first().dragTo(order.locator("li").nth(2));
  await eventually(async () => (await tags()).join(), [second, third, first].join());
  expect(await nextStep().getByRole("button", { name: "Put to the vote" }).count()).toBe(0);
  await chair.press("Confirm this order");
  await nextStep().getByText(`Put ${second} to the vote`).waitFor();
  await chair.page.reload();
  await order.getByText("This order is confirmed.").waitFor();
  expect(await tags()).toEqual([second, third, first]);
});

test("two chairs at once: what one of them was about to do when the other acted is told to be asked no more", async () => {
  await nextStep().getByRole("button", { name: "Put to the vote" }).click();
  await dialog(chair).getByRole("button").last().click();
  await nextStep().getByRole("button", { name: "So decided" }).click();
  await dialog(chair).waitFor();
  await secretariat.signIn("chair");
  await secretariat.open("/app/declaration/desk");
  await secretariat.press("Start the vote");
  await chair.isTold("Things have moved on");
  expect(await dialog(chair).count()).toBe(0);
  await nextStep().getByRole("button", { name: "Close the vote" }).waitFor();
});

test("[R8] a ballot whose answer is lost is on the receipt once the server is heard again, and counted once", async () => {
  await kenya.open("/app/declaration/vote");
  let sent = 0;
  await kenya.page.route("**/api/commands/cast-ballot", async (route) => {
    if (sent++ === 0) await route.fetch();
    await route.abort("internetdisconnected");
  });
  await kenya.press("Yes");
  await kenya.page.getByTestId("receipt").getByText("Your vote: Yes").waitFor();
  expect(await kenya.page.getByText("The server cannot be reached").count()).toBe(0);
  await chair.pressAndConfirm("Close the vote");
  await kenya.page.unroute("**/api/commands/cast-ballot");
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await kenya.page.getByTestId("last-result").getByText("Carried").waitFor();
  expect(await kenya.page.getByTestId("tally-yes").first().innerText()).toBe("1");
});
