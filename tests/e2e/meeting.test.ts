import type { Browser } from "playwright-core";
import { openBrowser } from "../support/browser";
import { eventually, Seat } from "../support/screens";
import { startServer, type TestServer } from "../support/server";

// The committee in session: its chair at the desk, a delegate with a phone, another with a laptop.
jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
let chair: Seat;
let kenya: Seat;
let france: Seat;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  [chair, kenya, france] = [
    await Seat.take(browser, server),
    await Seat.take(browser, server),
    await Seat.take(browser, server),
  ];
  await kenya.page.setViewportSize({ width: 390, height: 844 });
  await chair.signIn("committee-chair");
  await kenya.signIn("Wanjiru Kamotho");
  await france.signIn("Élise Marchandeau");
  await chair.open("/app/declaration/desk");
  await kenya.open("/app/declaration/floor");
  await france.open("/app/declaration/floor");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect([chair, kenya, france].flatMap(({ faults }) => faults)).toEqual([]);
});

const nextStep = () => chair.page.getByRole("region", { name: "Next", exact: true });
const dialog = (seat: Seat) => seat.page.locator('[role="dialog"], [role="alertdialog"]');
const says = (seat: Seat, words: string | RegExp) => seat.page.getByText(words).first().waitFor();

/** Presses the last button of the dialog that is open, and waits until it is closed. */
async function confirms(seat: Seat): Promise<void> {
  await dialog(seat).getByRole("button").last().click();
  await dialog(seat).waitFor({ state: "detached" });
}

test("speakers: the chair opens the list, delegates ask from their screens, and the clock ticks on all alike", async () => {
  await chair.press("Open a speakers’ list");
  await dialog(chair).getByLabel("Minutes each").fill("2");
  await confirms(chair);
  await kenya.press("Ask for the floor");
  await says(kenya, "You are next.");
  await france.press("Ask for the floor");
  await says(france, "You are number 2 on the list.");
  await chair.press("Give the floor to Kenya");
  await says(kenya, "You have the floor.");
  await france.open("/app/declaration/amendments");
  await says(france, "Kenya has the floor");
  const clock = (seat: Seat) => seat.page.getByRole("timer", { name: "Speaking time" });
  const before = await clock(france).innerText();
  expect(before).toMatch(/^(2:00|1:5\d) left$/);
  await eventually(async () => (await clock(france).innerText()) !== before, true);
  // Two screens show the same second, give or take the moment between looking at them.
  const seconds = (text: string) =>
    text
      .split(/[: ]/)
      .slice(0, 2)
      .reduce((sum, part) => sum * 60 + Number(part), 0);
  const [one, other] = [await clock(chair).innerText(), await clock(kenya).innerText()];
  expect(Math.abs(seconds(one) - seconds(other))).toBeLessThanOrEqual(1);
});

test("[P5] a point of order stops the clock; the ruling is appealed against, voted, and stands", async () => {
  await france.open("/app/declaration/floor");
  await france.press("Point of order");
  await dialog(france).getByLabel("What is out of order").fill("This is not on the agenda.");
  await confirms(france);
  await says(kenya, "The clock stands still");
  await nextStep().getByText("France raises a point of order: rule on it now.").waitFor();
  await nextStep().getByRole("button", { name: "Dismiss it" }).click();
  await dialog(chair).getByLabel("What you say to it").fill("It is, as item 3.");
  await confirms(chair);
  await nextStep().getByText("Ask whether anybody appeals").waitFor();
  await france.press("Appeal against the ruling");
  await confirms(france);
  await nextStep().getByText("Yes overrules your ruling.").waitFor();
  await nextStep().getByRole("button", { name: "Start the vote" }).click();
  await kenya.open("/app/declaration/vote");
  await says(kenya, "Yes overrules the chair.");
  await kenya.button("No").click();
  await says(kenya, "Your vote: No");
  await nextStep().getByRole("button", { name: "Close the vote" }).click();
  await confirms(chair);
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await says(france, "the ruling stands");
});

test("[P1] a motion comes before the amendments; carried, the body does not meet until it is opened again", async () => {
  await kenya.open("/app/declaration/floor");
  await kenya.press("Move a motion");
  await dialog(kenya)
    .getByRole("radio", { name: /Suspend the meeting/ })
    .check();
  await dialog(kenya).getByLabel("For how long, or why").fill("For a quarter of an hour");
  await confirms(kenya);
  // Kenya has the floor still: the motion waits until the speech has ended.
  await nextStep().getByText("only a point of order interrupts").waitFor();
  await nextStep().getByRole("button", { name: "End the speech" }).click();
  await nextStep().getByText("Kenya has moved “Suspend the meeting”: put it to the body.").waitFor();
  await nextStep().getByRole("button", { name: "Put it to the body" }).click();
  await nextStep().getByText("Ask whether there is any objection to the motion").waitFor();
  await nextStep().getByRole("button", { name: "So decided" }).click();
  await confirms(chair);
  await says(kenya, "The meeting is suspended.");
  // Why it is not possible now stands beside the button.
  await says(kenya, "The body does not meet now.");
  await nextStep().getByRole("button", { name: "Open the meeting" }).click();
  await nextStep()
    .getByText(/Rule on A-1/)
    .waitFor();
});

test("[C5] a question is put in writing; a delegation breaks the silence from its own screen", async () => {
  await nextStep().getByRole("button", { name: "Rule admissible" }).click();
  await nextStep()
    .getByText(/Rule on A-2/)
    .waitFor();
  const presides = await server.signIn("committee-chair");
  const { body } = await server.get<{ id: string; state: string; tag: string }[]>(
    presides,
    "/api/instruments/declaration/amendments",
  );
  for (const { id } of body.filter(({ state }) => state === "submitted"))
    await server.command(presides, "rule-on-amendment", {
      amendment: id,
      admissible: false,
      reason: "Later",
    });
  await nextStep()
    .getByText(/Put A-1 to the vote/)
    .waitFor();
  await nextStep().getByRole("button", { name: "Decide by silence" }).click();
  await dialog(chair).getByLabel("Hours from now").fill("3");
  await confirms(chair);
  await nextStep()
    .getByText(/A-1 is decided by silence at/)
    .waitFor();
  await france.open("/app/declaration/vote");
  await says(france, /Decided by silence at/);
  await france.press("Object in writing");
  await dialog(france).getByLabel("What your delegation objects to").fill("Not before the budget is known.");
  await confirms(france);
  await nextStep().getByText("There is an objection, so A-1 goes to a vote.").waitFor();
  await says(chair, "Not before the budget is known.");
});

const amendments = async () =>
  (
    await server.get<{ id: string; state: string; tag: string }[]>(
      await server.signIn("secretariat"),
      "/api/instruments/declaration/amendments",
    )
  ).body;
const pageOf = async (tag: string) =>
  `/app/declaration/amendments/${(await amendments()).find((one) => one.tag === tag)?.id}`;

test("[P5] the ruling on an amendment is appealed against on its page; the chair can only put that, and is overruled", async () => {
  await nextStep().getByRole("button", { name: "Start the vote" }).click();
  await nextStep().getByRole("button", { name: "Close the vote" }).click();
  await confirms(chair);
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await kenya.open(await pageOf("A-2"));
  await says(kenya, "“Later”");
  await kenya.press("Appeal against the ruling");
  await dialog(kenya).getByLabel("Why it is in order").fill("It changes a few words.");
  await confirms(kenya);
  await nextStep().getByText("There is an appeal").waitFor();
  expect(await nextStep().getByRole("button", { name: "Take the question back" }).count()).toBe(0);
  await nextStep().getByRole("button", { name: "Start the vote" }).click();
  await kenya.open("/app/declaration/vote");
  await says(kenya, "Appeal against the ruling on A-2");
  await kenya.button("Yes").click();
  await says(kenya, "Your vote: Yes");
  await nextStep().getByRole("button", { name: "Close the vote" }).click();
  await confirms(chair);
  await nextStep().getByRole("button", { name: "Announce the result" }).click();
  await nextStep().getByText("Put A-2 to the vote").waitFor();
});

test("[W4] what is proposed from the floor is taken down, put in other words by its sponsor, and accepted by those who bring the text", async () => {
  await chair.press("Take down an amendment");
  const form = dialog(chair);
  await form.getByLabel("Proposed by").selectOption({ label: "Kenya" });
  await form.getByLabel("Paragraph").selectOption("op2");
  await form.getByLabel("A new paragraph after it").check();
  await form.getByLabel("The new paragraph").fill("Open every library in the evening;");
  await form.locator("ins", { hasText: "Open every library" }).waitFor();
  await confirms(chair);
  await chair.isTold("A-13 is before the body");

  await kenya.open(await pageOf("A-13"));
  await kenya.press("Revise it");
  const added = kenya.page.locator(".text > p", { hasText: "Open every library" });
  const id = (await added.getAttribute("id")) ?? "";
  await kenya.putCursorAtEnd(id);
  await kenya.page.keyboard.type(" and on Sundays");
  await kenya.page.getByLabel("Why", { exact: true }).fill("People work in the day.");
  await kenya.isSaved();
  await kenya.pressAndConfirm("Submit the amendment");
  await kenya.page.getByRole("heading", { name: /^A-13/ }).waitFor();
  await kenya.page.locator("ins", { hasText: "and on Sundays" }).first().waitFor();
  // The committee brings the text: nobody speaks for it before the plenary.
  expect(await kenya.button("Accept it for the sponsors").count()).toBe(0);

  await france.signIn("secretariat");
  await france.open("/app/declaration/amendments");
  await france.page.getByRole("link", { name: "Desk" }).click();
  await france.press("Name its sponsors");
  await dialog(france).getByLabel("Search delegations").fill("Kenya");
  await dialog(france).getByRole("checkbox", { name: "Kenya" }).check();
  await confirms(france);
  await says(france, "Brought by the drafting committee, Kenya.");
  await kenya.press(/^Accept it for the sponsors/);
  await confirms(kenya);
  await says(kenya, "Incorporated");
  await kenya.openRoom("declaration", "en");
  await kenya.page.locator(".text > p", { hasText: "and on Sundays" }).waitFor();
});

test("[A13] the chair sets a deadline, which stands beside the amendments", async () => {
  await chair.press("Set the deadline");
  await dialog(chair).getByLabel("Hours from now").fill("1");
  await confirms(chair);
  await kenya.open("/app/declaration/amendments");
  await says(kenya, /Amendments are in time until/);
});

test("credentials that are rejected take the seat, and the quorum is counted without it at once", async () => {
  await kenya.open("/app/declaration/floor");
  await says(kenya, "Present 19 of 24");
  await france.signIn("secretariat");
  await france.open("/app/presence");
  await france.page.getByRole("searchbox").fill("Kenya");
  await chair.signIn("Rafael Teixeira Moura");
  await chair.open("/app/presence");
  await chair.press("Challenge credentials");
  await dialog(chair).getByLabel("Of which delegation").selectOption({ label: "Kenya" });
  await confirms(chair);
  await says(france, "Credentials challenged");
  await france.press("Reject Kenya");
  await confirms(france);
  await says(france, "Credentials rejected");
  await says(kenya, "Present 18 of 23");
  // Why its buttons are gone.
  await says(kenya, /Your delegation has no vote: its credentials were rejected/);
});

test("[W1] before the plenary a sponsor of the text withdraws it from the floor", async () => {
  await server.command(await server.signIn("committee-chair"), "forward-text", {
    instrument: "declaration",
    asItStands: true,
  });
  await server.command(await server.signIn("secretariat"), "name-sponsors", {
    instrument: "declaration",
    committee: false,
    delegations: ["BRA"],
  });
  await chair.open("/app/declaration/floor");
  await says(chair, "Brought by Brazil.");
  await chair.press("Withdraw the text");
  await confirms(chair);
  await says(chair, "The text is withdrawn");
  await chair.page.locator(".instrument-head", { hasText: "Withdrawn" }).waitFor();
});
