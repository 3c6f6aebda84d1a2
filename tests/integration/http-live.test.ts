import { once } from "node:events";
import { connect } from "node:net";
import { proposes } from "../support/acts";
import { until } from "../support/children";
import { InProcess, type Person, typesAtEnd } from "../support/in-process";
import { LiveClient } from "../support/live-client";
import { openOtherConference } from "../support/other-conference";

let hall: InProcess;
const open: LiveClient[] = [];
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
  expect(hall.complaints.splice(0)).toEqual([]);
});
afterAll(() => hall.stop());

async function listens(who: Person, lastEventId?: string): Promise<LiveClient> {
  const client = await LiveClient.open(hall, who, lastEventId);
  open.push(client);
  return client;
}

const head = async () => (await hall.reads(hall.who("KEN"), "record")).total;

const isPresent = new Map<string, boolean>();
/** One act: the secretariat notes that a delegation has left or come. All are there at the beginning. */
async function acts(code = "KEN"): Promise<void> {
  const present = isPresent.get(code) === false;
  isPresent.set(code, present);
  await hall.does(hall.who("secretariat"), "record-presence", { body: "plenary", delegation: code, present });
}

/** 1, 2, 3 … as far as from `first` to `last`. */
const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
const seqs = (client: LiveClient) => client.acts.map(({ seq }) => seq);

test("signed out, there is no stream", async () => {
  await hall.refuses("sign_in_required", () => hall.request(null, "GET", "/api/live"));
});

test("it begins with where the record stands, and then each act comes as it is done", async () => {
  const before = await head();
  const client = await listens(hall.who("observer"));
  expect(client.response.headers.get("content-type")).toContain("text/event-stream");
  expect(client.response.headers.get("cache-control")).toBe("no-store");
  expect(client.response.headers.get("content-encoding")).toBeNull();
  expect(client.messages).toEqual([
    { id: String(before), event: "ready", data: { head: before, complete: true } },
  ]);
  await acts();
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op1", words: " Live." });
  await client.reaches(before + 4);
  expect(client.acts).toEqual([
    { seq: before + 1, act: "presence.recorded", subject: "KEN", instrument: null },
    { seq: before + 2, act: "amendment.submitted", subject: amendment, instrument: "declaration" },
    { seq: before + 3, act: "amendment.ruled_admissible", subject: amendment, instrument: "declaration" },
    { seq: before + 4, act: "amendment.circulated", subject: amendment, instrument: "declaration" },
  ]);
});

test("a refused command sends nothing", async () => {
  const client = await listens(hall.who("KEN"));
  await hall.refuses("wrong_stage", () =>
    hall.post(hall.who("committee-chair"), "open-reading", { instrument: "declaration" }),
  );
  await acts();
  await client.reaches(await head());
  expect(client.acts.map(({ act }) => act)).toEqual(["presence.recorded"]);
});

test("resumed with the last id, the stream goes on where it broke: no gap, nothing twice", async () => {
  const first = await listens(hall.who("KEN"));
  const from = await head();
  await acts();
  await first.reaches(from + 1);
  first.close();
  for (let i = 0; i < 5; i++) await acts();
  const second = await listens(hall.who("KEN"), first.lastId);
  expect(second.ready).toEqual({ head: from + 6, complete: true });
  await acts();
  await second.reaches(from + 7);
  expect([...seqs(first), ...seqs(second)]).toEqual(numbers(from + 1, from + 7));
});

test("resumed again and again while acts are being committed: no gap, nothing twice", async () => {
  const from = await head();
  const codes = ["KEN", "BRA", "FRA", "SEN"];
  const count = 60;
  let left = count;
  const work = Promise.all(
    codes.map(async (code) => {
      while (left-- > 0) await acts(code);
    }),
  );
  const got: number[] = [];
  let last = String(from);
  while (got.length < count) {
    const client = await listens(hall.who("KEN"), last);
    await until("something new on the stream", () => client.acts.length > 0);
    client.close();
    got.push(...seqs(client));
    last = client.lastId;
  }
  await work;
  expect(got).toEqual(numbers(from + 1, from + count));
});

test("streams that stay open get every act in the order of the record, whoever acts at the same moment", async () => {
  const from = await head();
  const clients = await Promise.all(["KEN", "BRA", "chair"].map((whom) => listens(hall.who(whom))));
  await hall.opens(hall.who("FRA"), "beijing-2013.declaration.en");
  await Promise.all([
    ...["KEN", "BRA", "FRA", "SEN", "IND", "ARG"].map((code) => acts(code)),
    hall.does(hall.who("committee-chair"), "open-reading", { instrument: "key-features" }),
    hall.does(hall.who("committee-chair"), "save-version", {
      instrument: "declaration",
      language: "en",
      label: "In the midst",
    }),
  ]);
  const to = await head();
  for (const client of clients) {
    await client.reaches(to);
    expect(seqs(client)).toEqual(numbers(from + 1, to));
  }
});

test("an act whose command is still busy with sockets when a later one is told is not lost", async () => {
  const { deps } = hall.concord;
  const rooms = deps.rooms;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHeld = false;
  deps.rooms = {
    read: (room) => rooms.read(room),
    inspect: (room, look) => rooms.inspect(room, look),
    withLockedRooms: (names, work) => rooms.withLockedRooms(names, work),
    async reauthorise(...names) {
      isHeld = true;
      await held;
      await rooms.reauthorise(...names);
    },
  };
  try {
    const from = await head();
    const client = await listens(hall.who("KEN"));
    const slow = hall.does(hall.who("committee-chair"), "forward-text", {
      instrument: "key-features",
      asItStands: true,
    });
    await until("the slow command has committed", () => isHeld);
    await acts();
    const to = await head();
    await client.reaches(to);
    release();
    await slow;
    await acts();
    await client.reaches(to + 1);
    expect(seqs(client)).toEqual(numbers(from + 1, to + 1));
    expect(client.acts[0]).toMatchObject({ act: "text.forwarded_as_it_stands", subject: "key-features" });
  } finally {
    release();
    deps.rooms = rooms;
  }
});

test.each(["", "abc", "-1", "1.5", "999999999999999999999", "1; drop table ledger"])(
  "a last id that is none (%s) begins anew",
  async (lastEventId) => {
    const before = await head();
    const client = await listens(hall.who("KEN"), lastEventId);
    expect(client.ready).toEqual({ head: before, complete: true });
    await acts();
    await client.reaches(before + 1);
    expect(seqs(client)).toEqual([before + 1]);
  },
);

test("a last id from the future, of a database that was set back, begins at the head", async () => {
  const before = await head();
  const client = await listens(hall.who("KEN"), String(before + 1_000));
  expect(client.ready).toEqual({ head: before, complete: true });
  await acts();
  await client.reaches(before + 1);
  expect(seqs(client)).toEqual([before + 1]);
});

test("the whole record can be replayed from 0, in order", async () => {
  const client = await listens(hall.who("KEN"), "0");
  const to = await head();
  await client.reaches(to);
  expect(seqs(client)).toEqual(numbers(1, to));
});

test("what another conference does is not heard, and its numbers are its own", async () => {
  const here = await listens(hall.who("KEN"));
  const before = await head();
  const other = await openOtherConference(hall);
  const there = await LiveClient.open(hall, other.delegate);
  open.push(there);
  await hall.does(other.delegate, "raise-objection", { vote: other.vote });
  await until("the other conference hears its own", () => there.acts.length > 0);
  expect(there.acts.map(({ act, subject }) => [act, subject])).toEqual([["question.objected", other.vote]]);
  await acts();
  await here.reaches(before + 1);
  expect(here.acts).toEqual([
    { seq: before + 1, act: "presence.recorded", subject: "KEN", instrument: null },
  ]);
  await hall.does(other.chair, "abort-vote", { vote: other.vote, reason: "Later" });
  await until("the other conference hears its next one", () => there.acts.length > 1);
  expect(there.acts.map(({ act }) => act)).toEqual(["question.objected", "question.taken_back"]);
});

test("typing is not an act: it is on the stream when it is put on the record", async () => {
  const client = await listens(hall.who("KEN"));
  const before = await head();
  await typesAtEnd(await hall.opens(hall.who("FRA"), "beijing-2013.declaration.en"), "op1", " Typed.");
  expect(await head()).toBe(before);
  await hall.does(hall.who("committee-chair"), "save-version", {
    instrument: "declaration",
    language: "en",
    label: "Typed",
  });
  await client.reaches(before + 2);
  expect(client.acts.map(({ act }) => act)).toEqual(["text.drafted", "version.fixed"]);
});

test("somebody too far behind is told to read everything anew, and then hears what is new", async () => {
  const codes = ["KEN", "BRA", "FRA", "SEN"];
  await Promise.all(
    codes.map(async (code) => {
      for (let i = 0; i < 130; i++) await acts(code);
    }),
  );
  const before = await head();
  const client = await listens(hall.who("KEN"), "1");
  expect(client.ready).toEqual({ head: before, complete: false });
  await acts("IND");
  await acts("IND");
  await client.reaches(before + 1);
  expect(seqs(client)[0]).toBe(before + 1);
});

test("when the server ends, the streams end, and who stopped halfway through a request is not waited for", async () => {
  const other = await InProcess.start();
  const client = await LiveClient.open(other, other.who("KEN"));
  const { cookie } = other.who("KEN");
  const halfway = connect(Number(new URL(other.url).port), "127.0.0.1");
  halfway.on("error", () => {});
  const asked = once(other.concord.server, "request");
  halfway.write(
    `POST /api/commands/cast-ballot HTTP/1.1\r\nhost: x\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`,
  );
  await asked;
  await other.stop();
  await until("the stream ends", () => client.ended);
  await until("the other is cut off", () => halfway.destroyed);
});
