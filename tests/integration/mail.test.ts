import { openSmtp } from "../../server/mail/smtp";
import { addition } from "../support/acts";
import { until } from "../support/children";
import { InProcess } from "../support/in-process";
import { MailServer } from "../support/mail-server";

const FROM = "Concord <concord@example.org>";
const [KENYA, BRAZIL, FRANCE] = ["kamotho@example.org", "moura@example.org", "france@example.org"];
const DAY_MS = 86_400_000;

let post: MailServer;
let hall: InProcess;
beforeAll(async () => {
  post = await MailServer.start();
  hall = await InProcess.start({
    mailer: openSmtp(post.url, FROM),
    publicUrl: "https://concord.example.org",
  });
  await hall.does(hall.who("KEN"), "set-email", { address: KENYA });
  await hall.does(hall.who("BRA"), "set-email", { address: BRAZIL });
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(async () => {
  await hall.stop();
  await post.stop();
});

const to = (address: string) => post.received.filter((letter) => letter.to.includes(address));
const allSent = () =>
  until("nothing is left to be sent", async () => {
    const left = await hall.sql("select 1 from mails where sent_at is null and failed_at is null");
    return left.length === 0;
  });
const propose = async (block: string, sponsors: string[], at = hall) =>
  (
    await at.does(at.who("KEN"), "propose-amendment", {
      instrument: "declaration",
      ...(await addition(at, "declaration", block, " By letter.")),
      rationale: "Because",
      sponsors,
    })
  ).amendment;

test("who is invited gets one letter, with what, by whom and where; nobody without an address does", async () => {
  const amendment = await propose("op1-a", ["BRA", "FRA"]);
  await until("the letter arrives", () => to(BRAZIL).length === 1);
  const [letter] = to(BRAZIL);
  expect(letter?.subject).toBe("A-13: your delegation is invited to sponsor it");
  expect(letter?.text).toContain(`${hall.who("KEN").name}, KEN`);
  expect(letter?.text).toContain(`https://concord.example.org/app/declaration/amendments/${amendment}`);
  expect(post.received).toHaveLength(1);
});

test("what was refused leaves no letter", async () => {
  const before = post.attempts;
  const refused = await hall.post(hall.who("KEN"), "propose-amendment", {
    instrument: "declaration",
    ...(await addition(hall, "declaration", "op1-b", " By letter.")),
    rationale: "Because",
    sponsors: ["BRA", "XXX"],
  });
  expect(refused.status).toBe(404);
  expect(await hall.sql("select 1 from mails where sent_at is null")).toEqual([]);
  expect(post.attempts).toBe(before);
});

test("a mail server that is busy is asked again later, and the letter then says all that has come together", async () => {
  post.refusals.push({ code: 451, message: "try later" });
  const before = to(KENYA).length;
  const amendment = await propose("op2-a", ["BRA"]);
  await hall.does(hall.who("BRA"), "decline-invitation", { amendment });
  await until("it was refused once", () => post.refusals.length === 0);
  await until("it is put off, and the log says so", () => hall.complaints.length > 0);
  expect(hall.complaints.splice(0).join()).toContain("an e-mail was not taken");
  hall.clock.advance(60_000);
  const next = await propose("op2-b", []);
  await hall.does(hall.who("committee-chair"), "rule-on-amendment", {
    amendment: next,
    admissible: true,
    reason: "",
  });
  await allSent();
  const subjects = to(KENYA).slice(before);
  expect(subjects.map(({ text }) => text).join()).toContain("ruled admissible");
  expect([...to(KENYA), ...to(BRAZIL)].map(({ text }) => text).join()).toContain("declined to sponsor");
});

test("what the mail server will never take is not sent again and again", async () => {
  const before = post.attempts;
  post.refusals.push({ code: 550, message: "no such mailbox" });
  await propose("op2-c", ["BRA"]);
  await until("it was refused", () => post.attempts === before + 1);
  await until("it is given up, and the log says so", () => hall.complaints.length > 0);
  hall.complaints.splice(0);
  expect(await hall.sql("select 1 from mails where failed_at is not null")).toHaveLength(1);
  hall.clock.advance(DAY_MS);
  await propose("op3-a", ["BRA"]);
  await allSent();
  expect(post.attempts).toBe(before + 2);
});

test("two servers on one database send each letter once", async () => {
  const other = await hall.second({ mailer: openSmtp(post.url, FROM) });
  const before = post.received.length;
  const blocks = ["op3-b", "op3-c", "op4-a", "op4-b"];
  for (const [i, block] of blocks.entries()) await propose(block, ["BRA"], i % 2 === 0 ? hall : other);
  await allSent();
  const said = post.received.slice(before).flatMap(({ text }) => text.match(/A-\d+: your delegation/g) ?? []);
  expect(said).toHaveLength(blocks.length);
  expect(new Set(said).size).toBe(blocks.length);
  expect(other.complaints.splice(0)).toEqual([]);
  await other.stop();
});

test("a server whose mail server takes minutes keeps its claim on what waits: no other sends it as well", async () => {
  await hall.does(hall.who("FRA"), "set-email", { address: FRANCE });
  const letters: Array<{ to: string; text: string }> = [];
  const before = post.received.length;
  const slow = await hall.second({
    mailer: {
      async send(letter) {
        letters.push(letter);
        hall.clock.advance(70_000);
        // By now what was claimed at first would be due again.
        if (letters.length === 2) {
          await propose("op5-b", ["BRA", "FRA"]);
          await until("the other server has sent its own", () => post.received.length === before + 2);
        }
      },
      close() {},
    },
  });
  await propose("op5-a", ["BRA", "FRA"], slow);
  await allSent();
  expect(letters.map(({ to }) => to).sort()).toEqual([FRANCE, BRAZIL].sort());
  for (const { text } of post.received.slice(before)) expect(text.match(/your delegation/g)).toHaveLength(1);
  await slow.stop();
  await hall.does(hall.who("FRA"), "set-email", { address: null });
});

test("a server that is stopped begins no other letter; another sends it", async () => {
  await hall.does(hall.who("FRA"), "set-email", { address: FRANCE });
  const before = post.received.length;
  const begun: string[] = [];
  let stopped = Promise.resolve();
  const stopping: InProcess = await hall.second({
    mailer: {
      async send({ to }) {
        begun.push(to);
        stopped = stopping.stop();
      },
      close() {},
    },
  });
  await propose("op5-c", ["BRA", "FRA"], stopping);
  await until("the first is begun", () => begun.length > 0);
  await stopped;
  expect(begun).toHaveLength(1);
  hall.clock.advance(120_000);
  await propose("op5-d", []);
  await allSent();
  expect(post.received.slice(before).map(({ to: [address] }) => address)).toEqual(
    [FRANCE, BRAZIL].filter((address) => !begun.includes(address)),
  );
  await hall.does(hall.who("FRA"), "set-email", { address: null });
});

test("an address taken back gets nothing more", async () => {
  await hall.does(hall.who("BRA"), "set-email", { address: null });
  const before = post.attempts;
  await propose("op4-c", ["BRA"]);
  await allSent();
  expect(post.attempts).toBe(before);
  expect(await hall.reads(hall.who("BRA"), "mailSettings")).toEqual({ address: null, isSent: true });
});
