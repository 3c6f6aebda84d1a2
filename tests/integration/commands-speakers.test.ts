import { InProcess, type Person } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let france: Person;
let observer: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  chair = hall.who("chair");
  kenya = hall.who("KEN");
  france = hall.who("FRA");
  observer = hall.who("observer");
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const meeting = (who = chair, body = "plenary") => hall.reads(who, "meeting", { body });
const opens = async (sides = false) =>
  (await hall.does(chair, "open-speakers", { body: "plenary", topic: "General debate", sides })).list;
const asks = async (who: Person, list: string, side: "general" | "for" | "against" | "reply" = "general") =>
  (await hall.does(who, "ask-floor", { list, side })).speech;
const codes = (speeches: Array<{ delegation: { code: string } | null; person: string }>) =>
  speeches.map(({ delegation, person }) => delegation?.code ?? person);

describe("the general list", () => {
  let list: string;
  beforeAll(async () => {
    list = await opens();
  });

  test("there is one at a time, and its chair alone leads it", async () => {
    const open = (who: Person, body = "plenary") =>
      hall.post(who, "open-speakers", { body, topic: "Another", sides: false });
    await hall.refuses("wrong_state", () => open(chair));
    await hall.refuses("not_allowed", () => open(kenya));
    // The committee's chair presides over no plenary.
    await hall.refuses("wrong_stage", () => open(hall.who("committee-chair")));
    await hall.refuses("no_speaker_left", () => hall.post(chair, "call-speaker", { list, reply: false }));
  });

  test("first come, first heard; the rapporteur before; nobody waits twice", async () => {
    await asks(kenya, list);
    await asks(france, list);
    await asks(hall.who("rapporteur"), list);
    expect(codes((await meeting()).waiting)).toEqual([hall.who("rapporteur").code, "KEN", "FRA"]);
    await hall.refuses("wrong_state", () => hall.post(kenya, "ask-floor", { list, side: "general" }));
    await hall.refuses("wrong_state", () => hall.post(kenya, "ask-floor", { list, side: "for" }));
    await hall.refuses("not_allowed", () => hall.post(chair, "ask-floor", { list, side: "general" }));
  });

  test("an observer waits for the chair's consent", async () => {
    const speech = await asks(observer, list);
    expect((await meeting()).asking.map(({ id }) => id)).toEqual([speech]);
    expect((await meeting()).waiting.map(({ id }) => id)).not.toContain(speech);
    await hall.refuses("wrong_state", () => hall.post(observer, "ask-floor", { list, side: "general" }));
    await hall.refuses("not_allowed", () => hall.post(kenya, "admit-speaker", { speech }));
    await hall.does(chair, "admit-speaker", { speech });
    await hall.refuses("wrong_state", () => hall.post(chair, "admit-speaker", { speech }));
    expect((await meeting()).waiting.at(-1)?.id).toBe(speech);
  });

  test("the floor goes to who is next, and the clock runs on the server's time", async () => {
    await hall.does(chair, "call-speaker", { list, reply: false });
    const first = await meeting(kenya);
    expect(first.floor).toMatchObject({ priority: true, spokeMs: null, allowedMs: first.speakingMs });
    hall.clock.advance(60_000);
    const { speech } = await hall.does(chair, "call-speaker", { list, reply: false });
    const second = await meeting(kenya);
    expect(second.floor).toMatchObject({ id: speech, delegation: { code: "KEN" }, mine: true });
    // The one before ended with it.
    const [heard] = second.heard;
    expect(heard?.spokeMs).toBeGreaterThanOrEqual(60_000);
    expect(heard?.spokeMs).toBeLessThan(62_000);
    expect(Date.parse(second.at) - Date.parse(second.floor?.startedAt ?? "")).toBeLessThan(2_000);
  });

  test("while the speaker is interrupted the clock stands still", async () => {
    const speech = (await meeting()).floor?.id ?? "";
    const hold = (held: boolean, who = chair) => hall.post(who, "hold-speech", { speech, held });
    await hall.refuses("not_allowed", () => hold(true, france));
    expect((await hold(true)).status).toBe(200);
    hall.clock.advance(600_000);
    expect((await hold(false)).status).toBe(200);
    const { floor } = await meeting();
    expect(floor).toMatchObject({ id: speech, heldAt: null });
    expect(floor?.heldMs).toBeGreaterThanOrEqual(600_000);
    // Who speaks may say that it was all; another delegation may not.
    await hall.refuses("not_allowed", () => hall.post(france, "end-speech", { speech }));
    await hall.does(kenya, "end-speech", { speech });
    await hall.refuses("wrong_state", () => hall.post(kenya, "end-speech", { speech }));
    await hall.refuses("wrong_state", () => hold(true));
    const after = await meeting();
    expect(after.floor).toBeNull();
    expect(after.heard[0]).toMatchObject({ id: speech });
    expect(after.heard[0]?.spokeMs).toBeLessThan(60_000);
  });

  test("a wish is taken back by who has it, or struck by the chair", async () => {
    const [next] = (await meeting()).waiting;
    expect(codes([next!])).toEqual(["FRA"]);
    await hall.refuses("not_allowed", () => hall.post(kenya, "leave-floor", { speech: next!.id }));
    await hall.does(france, "leave-floor", { speech: next!.id });
    await hall.refuses("not_found", () => hall.post(france, "leave-floor", { speech: next!.id }));
    const [observers] = (await meeting()).waiting;
    await hall.does(chair, "leave-floor", { speech: observers!.id });
    expect((await meeting()).waiting).toEqual([]);
    const acts = (await hall.reads(chair, "record")).entries.slice(0, 2).map(({ act }) => act);
    expect(acts).toEqual(["speaker.struck", "speaker.left"]);
  });

  test("a closed list takes nobody, but replies, which come last; the limit is the chair's", async () => {
    await hall.does(chair, "change-speakers", { list, closed: true, speakingMs: 120_000 });
    await hall.refuses("wrong_state", () => hall.post(france, "ask-floor", { list, side: "general" }));
    const reply = await asks(france, list, "reply");
    await hall.does(chair, "change-speakers", { list, closed: false, speakingMs: 120_000 });
    await asks(hall.who("BRA"), list);
    await hall.refuses("no_speaker_left", () => hall.post(chair, "call-speaker", { list, reply: true }));
    const brazil = await hall.does(chair, "call-speaker", { list, reply: false });
    expect((await meeting()).floor).toMatchObject({ id: brazil.speech, allowedMs: 120_000 });
    await hall.refuses("wrong_state", () => hall.post(chair, "leave-floor", { speech: brazil.speech }));
    expect((await hall.does(chair, "call-speaker", { list, reply: true })).speech).toBe(reply);
    // The time for a reply is the rules', not the list's.
    expect((await meeting()).floor?.allowedMs).toBe(180_000);
    const again = await asks(france, list, "reply").catch((error: Error) => error.message);
    expect(again).toContain("on_the_list");
    await hall.does(chair, "end-speech", { speech: reply });
    await asks(france, list, "reply");
    const { replies } = await meeting();
    expect(replies.map(({ allowedMs }) => allowedMs)).toEqual([120_000]);
  });

  test("with the end of the list whoever speaks has finished, and the record holds", async () => {
    await hall.does(chair, "call-speaker", { list, reply: true });
    await hall.does(chair, "end-speakers", { list });
    expect(await meeting()).toMatchObject({ list: null, floor: null, waiting: [], replies: [] });
    await hall.refuses("not_found", () => hall.post(kenya, "ask-floor", { list, side: "general" }));
    expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });
  });
});

test("for and against take turns", async () => {
  const list = await opens(true);
  await hall.refuses("wrong_state", () => hall.post(kenya, "ask-floor", { list, side: "general" }));
  for (const code of ["KEN", "FRA"]) await asks(hall.who(code), list, "for");
  for (const code of ["BRA", "IND"]) await asks(hall.who(code), list, "against");
  expect(codes((await meeting()).waiting)).toEqual(["KEN", "BRA", "FRA", "IND"]);
  const heard: string[] = [];
  for (let i = 0; i < 4; i++) {
    await hall.does(chair, "call-speaker", { list, reply: false });
    heard.push((await meeting()).floor?.delegation?.code ?? "");
  }
  expect(heard).toEqual(["KEN", "BRA", "FRA", "IND"]);
  await hall.does(chair, "end-speakers", { list });
});

test("the committee's list is its chair's, and another than the plenary's", async () => {
  const committeeChair = hall.who("committee-chair");
  const { list } = await hall.does(committeeChair, "open-speakers", {
    body: "drafting-committee",
    topic: "Paragraph 4",
    sides: false,
    speakingMs: 60_000,
  });
  expect(await meeting(kenya, "drafting-committee")).toMatchObject({
    list: { id: list, speakingMs: 60_000 },
  });
  expect((await meeting()).list).toBeNull();
  await hall.does(committeeChair, "end-speakers", { list });
});

test("[Q1] without the quorum to debate no list is opened", async () => {
  await hall.sql(
    "update body_members set present = false from bodies b where b.id = body_id and b.slug = 'plenary'",
  );
  const { body } = await meeting();
  await hall.refuses(
    "no_quorum",
    () => hall.post(chair, "open-speakers", { body: "plenary", topic: "Debate", sides: false }),
    { rule: "Q1", detail: { present: 0, needed: body.debateQuorum } },
  );
});

test("what was said about who spoke, and for how long, is held against the record", async () => {
  const whole = () => hall.reads(hall.who("chair"), "verification");
  expect(await whole()).toMatchObject({ ok: true, problems: [] });
  const changed = await hall.tamper(
    "update speeches set spoke_ms = spoke_ms + 1 where id = (select id from speeches where spoke_ms is not null limit 1)",
  );
  expect(changed).toBe(1);
  await hall.tamper(
    "update speakers_lists set topic = 'Another' where id = (select id from speakers_lists limit 1)",
  );
  const { problems } = await whole();
  expect(problems.map(({ problem }) => problem)).toEqual(["speakers", "speakers"]);
});
