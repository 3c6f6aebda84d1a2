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
});
