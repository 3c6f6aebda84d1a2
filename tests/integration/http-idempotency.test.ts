import { addition, proposes, puts } from "../support/acts";
import { type Answer, asError, InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

let keys = 0;
const newKey = () => `a-key-of-this-test-${++keys}`;
const keyed = (key: string) => ({ "idempotency-key": key });
const total = async () => (await hall.reads(hall.who("KEN"), "record")).total;
const save = (label: string) => ({ instrument: "declaration", language: "en", label }) as const;

test.each([
  ["too short", "1234567"],
  ["empty", ""],
  ["too long", "k".repeat(101)],
  ["absurdly long", "k".repeat(12_000)],
  ["with a space in it", "a key with spaces"],
  ["of letters outside ASCII", "cl\u00e9-d\u2019id\u00e9e".replace("\u2019", "\u00b4")],
])("a key that is %s is refused, and the command is not carried out", async (_name, key) => {
  await hall.refuses("invalid_request", () =>
    hall.post(hall.who("committee-chair"), "save-version", save("Mine"), keyed(key)),
  );
});

test("a header far beyond any key is refused by the server before it is read", async () => {
  const before = await hall.fingerprint();
  const answer = await hall.post(
    hall.who("committee-chair"),
    "save-version",
    save("Mine"),
    keyed("k".repeat(40_000)),
  );
  expect(answer.status).toBe(431);
  expect(await hall.fingerprint()).toEqual(before);
});

test("the shortest and the longest key work", async () => {
  for (const key of ["12345678", "~".repeat(100)])
    await hall.does(hall.who("committee-chair"), "save-version", save("Mine"), keyed(key));
});

test("a command sent again with its key gives the same answer and is done once", async () => {
  const key = newKey();
  const first = await hall.does(hall.who("committee-chair"), "save-version", save("Once"), keyed(key));
  const before = await hall.fingerprint();
  for (let i = 0; i < 3; i++) {
    expect(await hall.does(hall.who("committee-chair"), "save-version", save("Once"), keyed(key))).toEqual(
      first,
    );
  }
  expect(await hall.fingerprint()).toEqual(before);
});

test("without a key the same command twice is two commands", async () => {
  const first = await hall.does(hall.who("committee-chair"), "save-version", save("Twice"));
  const second = await hall.does(hall.who("committee-chair"), "save-version", save("Twice"));
  expect(second.number).toBe(first.number + 1);
});

test("the order of the fields does not make it another request", async () => {
  const key = newKey();
  const first = await hall.does(hall.who("committee-chair"), "save-version", save("Order"), keyed(key));
  const turned = { label: "Order", language: "en", instrument: "declaration" } as const;
  expect(await hall.does(hall.who("committee-chair"), "save-version", turned, keyed(key))).toEqual(first);
});

test("a key that was used for another request is refused: other words, another command", async () => {
  const key = newKey();
  const who = hall.who("committee-chair");
  await hall.does(who, "save-version", save("First"), keyed(key));
  await hall.refuses("key_reused", () => hall.post(who, "save-version", save("Second"), keyed(key)));
  await hall.refuses("key_reused", () =>
    hall.post(who, "open-reading", { instrument: "key-features" }, keyed(key)),
  );
});

test("a key belongs to the person who sent it", async () => {
  const key = newKey();
  const mine = await hall.does(hall.who("committee-chair"), "save-version", save("Shared"), keyed(key));
  const yours = await hall.does(hall.who("secretariat"), "save-version", save("Shared"), keyed(key));
  expect(yours.version).not.toBe(mine.version);
});

test("a refused command does not use its key up", async () => {
  const key = newKey();
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op1", words: " Soon.", open: false });
  const put = () =>
    hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }, keyed(key));
  await hall.refuses("wrong_state", put);
  await hall.does(hall.who("chair"), "rule-on-amendment", { amendment, admissible: true, reason: "" });
  const { vote } = await hall.does(
    hall.who("chair"),
    "put-question",
    { instrument: "declaration", amendment },
    keyed(key),
  );
  await hall.does(hall.who("chair"), "declare-consensus", { vote });
  // Sent again much later it is still the answer to the first, although the same could not be put now.
  expect((await put()).body).toEqual({ vote });
});

/** All were told the same, and the record has as many new entries as one of them makes. */
async function doneOnce(send: () => Promise<Answer>, entries: number): Promise<void> {
  const before = await total();
  const answers = await Promise.all([send(), send(), send(), send()]);
  expect(answers.map((answer) => (answer.status === 200 ? 200 : asError(answer).code))).toEqual([
    200, 200, 200, 200,
  ]);
  for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
  expect(await total()).toBe(before + entries);
}

test("the same key four times at the same moment: a version is saved once, and all are told which", async () => {
  const key = keyed(newKey());
  await doneOnce(() => hall.post(hall.who("committee-chair"), "save-version", save("At once"), key), 1);
});

test("the same key at the same moment: one amendment is submitted", async () => {
  const key = keyed(newKey());
  const body = {
    instrument: "declaration",
    ...(await addition(hall, "declaration", "op7", " Gladly.")),
    rationale: "Because",
    sponsors: ["BRA"],
  };
  await doneOnce(() => hall.post(hall.who("KEN"), "propose-amendment", body, key), 2);
});

test("the same key at the same moment: one question is put, one ballot counted, one vote locked and proclaimed", async () => {
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op8", words: " Together." });
  const body = { instrument: "declaration", amendment };
  const put = keyed(newKey());
  await doneOnce(() => hall.post(hall.who("chair"), "put-question", body, put), 1);
  const [{ id: vote }] = (await hall.sql("select id from votes where state = 'question_put'")) as [
    { id: string },
  ];
  const start = keyed(newKey());
  await doneOnce(() => hall.post(hall.who("chair"), "start-vote", { vote }, start), 1);
  const ballot = keyed(newKey());
  await doneOnce(() => hall.post(hall.who("KEN"), "cast-ballot", { vote, choice: "yes" }, ballot), 1);
  const lock = keyed(newKey());
  await doneOnce(() => hall.post(hall.who("chair"), "lock-vote", { vote }, lock), 1);
  const proclaim = keyed(newKey());
  const before = await hall.sql("select 1 from versions");
  await doneOnce(() => hall.post(hall.who("chair"), "proclaim-vote", { vote }, proclaim), 3);
  expect(await hall.sql("select 1 from versions")).toHaveLength(before.length + 1);
});

test("the same key at the same moment: the stage moves once", async () => {
  const key = keyed(newKey());
  await doneOnce(
    () => hall.post(hall.who("committee-chair"), "open-reading", { instrument: "key-features" }, key),
    1,
  );
});

test("the same key for two requests at the same moment: one is done, the other refused", async () => {
  const key = keyed(newKey());
  const before = await total();
  const answers = await Promise.all(
    ["Left", "Right"].map((label) =>
      hall.post(hall.who("committee-chair"), "save-version", save(label), key),
    ),
  );
  const codes = answers.map((answer) => (answer.status === 200 ? "ok" : asError(answer).code));
  expect(codes.sort()).toEqual(["key_reused", "ok"]);
  expect(await total()).toBe(before + 1);
});

test("two chairs with keys of their own put two questions at the same moment: one is put", async () => {
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op9", words: " Fairly." });
  const send = (role: string) =>
    hall.post(hall.who(role), "put-question", { instrument: "declaration", amendment }, keyed(newKey()));
  const answers = await Promise.all([send("chair"), send("committee-chair")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused && asError(refused)).toMatchObject({ code: "question_pending", rule: "A2" });
});

test("a second question waits for the first", async () => {
  const [{ id: vote }] = (await hall.sql("select id from votes where state = 'question_put'")) as [
    { id: string },
  ];
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op11", words: " Openly." });
  await hall.refuses(
    "question_pending",
    () => hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }),
    { rule: "A2", detail: { vote } },
  );
  await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "Not now" });
  await puts(hall, amendment);
});
