import type { Browser } from "playwright-core";
import { openBrowser } from "../support/browser";
import { eventually, Seat } from "../support/screens";
import { startServer, type TestServer } from "../support/server";

// What people do about an amendment beside writing it. Each test goes on where the one before it stopped.
jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
/** Kenya proposes, Brazil is asked to join. */
let kenya: Seat;
let brazil: Seat;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  kenya = await Seat.take(browser, server);
  brazil = await Seat.take(browser, server);
  await kenya.signIn("Wanjiru Kamotho");
  await brazil.signIn("Rafael Teixeira Moura");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect([kenya, brazil].flatMap(({ faults }) => faults)).toEqual([]);
});

test("[W5] a delegation invited to a draft reads it, joins, and both write in it", async () => {
  await brazil.open("/app/for-you");
  await brazil.press("Mark all as read");
  await brazil.page.getByRole("link", { name: "For you: nothing new" }).waitFor();
  await kenya.openRoom("declaration", "en");
  await kenya.press("Propose an amendment");
  await kenya.page.getByRole("textbox", { name: "Copy of the text to change, English" }).waitFor();
  await kenya.putCursorAtEnd("op1");
  await kenya.page.keyboard.type(" Nobody is left out.");
  await kenya.page.getByLabel("Search delegations").fill("brazil");
  await kenya.page.getByRole("checkbox", { name: "Brazil" }).check();
  await kenya.isSaved();
  await kenya.press("Invite now");
  await kenya.isTold("1 delegation is invited");
  await kenya.page.getByRole("button", { name: "Take the invitation of Brazil back" }).waitFor();

  // Brazil sits on another screen, and hears of it there.
  await brazil.page.getByRole("link", { name: "For you: 1 new" }).click();
  await brazil.page.getByText("Kenya invites your delegation to sponsor a draft").waitFor();
  await brazil.page.getByRole("link", { name: "Read and answer" }).click();
  await brazil.page.getByText("Kenya invites your delegation to sponsor this draft.").waitFor();
  await eventually(async () => (await brazil.words("op1")).endsWith("Nobody is left out."), true);
  expect(await brazil.page.locator(".text").getAttribute("contenteditable")).toBe("false");
  await brazil.press("Join the sponsors");
  await brazil.isTold("Brazil now sponsors this draft");
  await brazil.page.getByRole("textbox", { name: "Copy of the text to change, English" }).waitFor();
  await brazil.putCursorAtEnd("op1");
  await brazil.page.keyboard.type(" Nobody.");
  await brazil.isSaved();
  await eventually(async () => (await kenya.words("op1")).endsWith("Nobody is left out. Nobody."), true);

  await kenya.page.getByLabel("Why", { exact: true }).fill("A right that leaves people out is none.");
  await kenya.isSaved();
  await kenya.pressAndConfirm("Submit the amendment");
  await kenya.page.getByRole("heading", { name: "A-13 · OP 1" }).waitFor();
  const sponsors = kenya.page.getByRole("region", { name: "Sponsors" });
  await sponsors.getByRole("listitem").filter({ hasText: "Brazil" }).waitFor();
});

test("what happened is told as it happens, with the way there, until it is read", async () => {
  await brazil.page.getByRole("link", { name: "For you: 1 new" }).waitFor();
  await brazil.page.getByRole("link", { name: "For you: 1 new" }).press("Enter");
  const news = brazil.page.getByRole("region", { name: "What happened" });
  expect(await news.getByRole("listitem").first().innerText()).toContain("by Wanjiru Kamotho (KEN)");
  await news.getByRole("link", { name: "A-13 is submitted" }).press("Enter");
  await brazil.page.getByRole("heading", { name: "A-13 · OP 1" }).waitFor();
  await brazil.page.getByRole("link", { name: "For you: nothing new" }).waitFor();
});

test("[W5] asked once it is submitted, a delegation declines, and its sponsors see that", async () => {
  await kenya.press("Invite sponsors");
  const dialog = kenya.page.getByRole("dialog", { name: "Invite sponsors" });
  await dialog.getByLabel("Search delegations").fill("senegal");
  await dialog.getByRole("checkbox", { name: "Senegal" }).check();
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  const sponsors = kenya.page.getByRole("region", { name: "Sponsors" });
  await sponsors.getByText("Senegal invited").waitFor();

  await brazil.signIn("Coumba Diatta");
  await brazil.page.goto(kenya.page.url());
  await brazil.page.getByText("Kenya invites your delegation to sponsor this amendment.").waitFor();
  await brazil.pressAndConfirm("Decline A-13");
  await brazil.button("Co-sponsor").waitFor();
  await sponsors.getByText("Senegal declined").waitFor();
});
