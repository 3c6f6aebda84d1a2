import type { Browser } from "playwright-core";
import { openBrowser } from "../support/browser";
import { until } from "../support/children";
import { eventually, Seat } from "../support/screens";
import { type Person, startServer, type TestServer } from "../support/server";

jest.setTimeout(120_000);

let server: TestServer;
let browser: Browser;
let seat: Seat;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  seat = await Seat.take(browser, server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function done<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  expect([status, body]).toEqual([200, body]);
  return body;
}

/** The others, from wherever they are: an amendment is admitted, put, objected to, and its vote started. */
async function startVote(chair: Person, kenya: Person): Promise<void> {
  const [first] = await done(
    server.get<{ id: string; tag: string }[]>(chair, "/api/instruments/declaration/amendments"),
  );
  const amendment = first?.id ?? "";
  await done(server.command(chair, "rule-on-amendment", { amendment, admissible: true, reason: "" }));
  const { vote } = await done(
    server.command(chair, "put-question", { instrument: "declaration", amendment }),
  );
  await done(server.command(kenya, "raise-objection", { vote }));
  await done(server.command(chair, "start-vote", { vote }));
}

test("with the keyboard alone: sign in, open a room, type, vote, and correct the vote", async () => {
  const { page } = seat;
  const { keyboard } = page;
  const person = server.demo.people.find(({ name }) => name === "Élise Marchandeau");
  await seat.open(new URL(person?.signInUrl ?? "").pathname);
  const room = page.getByRole("link", { name: "Open the draft" }).first();
  await room.waitFor();
  await seat.tabTo(room);
  await keyboard.press("Enter");

  const text = page.getByRole("textbox", { name: "Text of" });
  await text.waitFor();
  await seat.tabTo(text);
  await keyboard.press("Control+Home");
  await keyboard.press("End");
  await keyboard.type(", by hand");
  await seat.isSaved();
  expect(await seat.words("title")).toContain(", by hand");
  // What the screen calls saved is in the text that others get.
  const other = server.join(await server.signIn("observer"), "declaration", "en");
  await until("somebody else has the text", () => other.provider.synced);
  expect(other.doc.getXmlFragment("prosemirror").toString()).toContain(", by hand");

  await startVote(await server.signIn("committee-chair"), await server.signIn("Wanjiru Kamotho"));
  const banner = page.getByRole("link", { name: "Vote now" });
  await banner.waitFor();
  await keyboard.press("Escape");
  await seat.tabTo(banner, true);
  await keyboard.press("Enter");
  await page.waitForURL(/declaration\/vote$/);
  await seat.button("Yes").waitFor();
  await seat.tabTo(seat.button("Yes"));
  await keyboard.press("Space");
  await page.getByTestId("receipt").getByText("Your vote: Yes").waitFor();
  await seat.tabTo(seat.button("No"));
  await keyboard.press("Enter");
  await page.getByTestId("receipt").getByText("Your vote: No").waitFor();
  await eventually(() => page.getByTestId("tally-no").innerText(), "1");
  await eventually(() => page.getByTestId("tally-yes").innerText(), "0");
  expect(seat.faults).toEqual([]);
});
