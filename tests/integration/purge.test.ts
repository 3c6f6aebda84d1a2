import { insertAnswers } from "../../server/db/ledger";
import { purge } from "../../server/identity/sign-in";
import { InProcess } from "../support/in-process";
import { linkFor, personId } from "../support/other-conference";

const DAY_MS = 86_400_000;

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterAll(() => hall.stop());

const purgeAfter = (days: number) =>
  purge(hall.database.pool, new Date(hall.clock.now().getTime() + days * DAY_MS));
const count = async (table: string) =>
  Number((await hall.sql<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

test("sessions go when they have ended, and who is signed in stays signed in", async () => {
  const before = await count("sessions");
  expect(before).toBeGreaterThan(5);
  await purgeAfter(3.9);
  expect(await count("sessions")).toBe(before);
  expect((await hall.reads(hall.who("KEN"), "me")).person.delegation?.code).toBe("KEN");
  await purgeAfter(4.1);
  expect(await count("sessions")).toBe(0);
});

test("links go a month after they were used up or expired; one that is good, or good again, stays", async () => {
  const kenya = await personId(hall, hall.who("KEN").name);
  const used = await linkFor(hall, kenya, { days: 365, reusable: false });
  const unused = await linkFor(hall, kenya, { days: 365, reusable: false });
  const expired = await linkFor(hall, kenya, { days: 1 });
  await hall.signIn(used, hall.who("KEN"));
  const answerTo = async (link: string) =>
    String((await hall.request(null, "GET", link.slice(hall.url.length))).body);
  await purgeAfter(29);
  expect(await answerTo(used)).toContain("link_expired");
  await purgeAfter(30.5);
  expect(await answerTo(used)).toContain("bad_link");
  await purgeAfter(31.5);
  hall.clock.advance(2 * DAY_MS);
  expect(await answerTo(expired)).toContain("bad_link");
  hall.clock.advance(-2 * DAY_MS);
  // Used every day, and reusable.
  await hall.signIn(hall.who("BRA").link, hall.who("BRA"));
  await hall.signIn(unused, hall.who("KEN"));
});

test("an answer kept for a command that is sent again goes after a week", async () => {
  const person = await personId(hall, hall.who("KEN").name);
  const row = { command: "save-version", requestSha256: "0".repeat(64), answer: {} };
  const answeredAt = hall.clock.now();
  await insertAnswers(hall.database.pool as never, answeredAt, [
    { personId: person, key: "key-12345", ...row },
  ]);
  await purgeAfter(6.9);
  expect(await count("command_answers")).toBe(1);
  await purgeAfter(7.1);
  expect(await count("command_answers")).toBe(0);
});
