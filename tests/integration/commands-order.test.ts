import { decides, latestVersion, proposes, rewording, submits } from "../support/acts";
import { InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const instrument = "declaration";
const order = async () => (await hall.reads(hall.who("chair"), "instrument", { instrument })).votingOrder;
const confirm = (ids: string[], who = "chair") =>
  hall.post(hall.who(who), "confirm-order", { instrument, order: ids });
const put = (amendment: string) => hall.post(hall.who("chair"), "put-question", { instrument, amendment });

test("[A4] with several amendments open nothing is put until the chair has confirmed their order, and then in it", async () => {
  const [a, b, c] = await Promise.all(
    ["op1", "op2", "op3"].map((block) => proposes(hall, hall.who("KEN"), { block, words: " Always." })),
  );
  if (!a || !b || !c) throw new Error("three were proposed");
  const ids = [a.amendment, b.amendment, c.amendment];

  expect((await order()).next).toBeNull();
  for (const id of ids) await hall.refuses("order_not_confirmed", () => put(id), { rule: "A4" });
  await hall.refuses("order_not_confirmed", () => confirm(ids.slice(1)), { rule: "A4" });
  await hall.refuses("order_not_confirmed", () => confirm([...ids, a.amendment]), { rule: "A4" });
  await hall.refuses("not_allowed", () => confirm(ids, "KEN"));

  const wanted = [b.amendment, c.amendment, a.amendment];
  expect((await confirm(wanted)).status).toBe(200);
  expect(await order()).toMatchObject({ confirmed: wanted, next: b.amendment });
  const { entries } = await hall.reads(hall.who("KEN"), "record");
  expect(entries[0]).toMatchObject({
    act: "order.confirmed",
    subject: instrument,
    data: { amendments: wanted, tags: [b.tag, c.tag, a.tag] },
  });
  await hall.refuses("not_its_turn", () => put(a.amendment), {
    rule: "A4",
    detail: { next: b.amendment, tag: b.tag },
  });

  // The screens are told the same.
  const seen = await hall.reads(hall.who("chair"), "amendments", { instrument });
  const turn = (id: string) => seen.find((one) => one.id === id)?.permissions.put_amendment;
  expect(turn(b.amendment)).toEqual({ ok: true });
  expect(turn(c.amendment)).toMatchObject({ code: "not_its_turn", detail: { next: b.amendment } });

  await decides(hall, b.amendment, { KEN: "yes" });
  expect((await order()).next).toBe(c.amendment);

  // One that comes later has no place in what was confirmed.
  const late = await proposes(hall, hall.who("BRA"), { block: "op4", words: " Everywhere." });
  await hall.refuses("order_not_confirmed", () => put(c.amendment), { rule: "A4" });
  expect((await confirm([late.amendment, c.amendment, a.amendment])).status).toBe(200);
  await decides(hall, late.amendment, { KEN: "no" });
  await decides(hall, c.amendment, { KEN: "yes" });
  // The last one needs no order.
  await decides(hall, a.amendment, { KEN: "yes" });

  expect(await hall.reads(hall.who("chair"), "verification")).toMatchObject({ ok: true, problems: [] });
  await hall.tamper("update instruments set voting_order = null where slug = $1", [instrument]);
  expect((await hall.reads(hall.who("chair"), "verification")).problems).toMatchObject([
    { problem: "order" },
  ]);
  await hall.tamper("update instruments set voting_order = $2 where slug = $1", [
    instrument,
    [late.amendment, c.amendment, a.amendment],
  ]);
});

test("[A3] the suggested order is measured: a paragraph struck out, then a new sentence, then a word, then less of it", async () => {
  const change = async (block: string, found: string, words: string | null) => {
    const given = await rewording(hall, instrument, block, found, words);
    return submits(hall, hall.who("KEN"), { instrument, ...given });
  };
  const word = await change("op6-a", "decent", "good");
  const sentence = await proposes(hall, hall.who("KEN"), {
    block: "op6-b",
    words: " Those who cannot read are the first to be asked.",
  });
  const struck = await change("op6-c", "", null);

  const { suggested, next } = await order();
  expect(suggested).toEqual([struck, sentence, word].map(({ amendment }) => ({ amendment, because: "A3" })));
  expect(next).toBeNull();
  const seen = await hall.reads(hall.who("chair"), "amendments", { instrument });
  const distance = (id: string) => seen.find((one) => one.id === id)?.distance;
  expect(distance(struck.amendment)).toMatchObject({ reach: "deleted_paragraph" });
  expect(distance(sentence.amendment)).toMatchObject({
    reach: "words",
    words: { deleted: 0, inserted: 10, carried: 0 },
  });
  expect(distance(word.amendment)).toMatchObject({ reach: "words", words: { deleted: 1, inserted: 1 } });
  // To everybody else no order is suggested: the chair's is the one that counts.
  const delegate = await hall.reads(hall.who("KEN"), "instrument", { instrument });
  expect(delegate.votingOrder.suggested).toEqual([]);
  for (const { amendment } of [word, sentence, struck])
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
});

test("[A5] what an adoption necessarily rejects is told before the vote, found at it, and proposed not to be put", async () => {
  const { blocks } = await latestVersion(hall, instrument);
  const words = (blocks.find(({ id }) => id === "op7-a")?.runs[0]?.text ?? "").split(" ");
  const [first, second, third] = words as [string, string, string];
  const change = async (who: string, found: string, put: string) =>
    submits(hall, hall.who(who), {
      instrument,
      ...(await rewording(hall, instrument, "op7-a", found, put)),
    });
  const wide = await change("KEN", `${first} ${second} ${third}`, "Something else entirely");
  const narrow = await change("BRA", `${second}`, "nothing");
  const apart = await proposes(hall, hall.who("BRA"), { block: "op7-a", words: " In spring." });

  const of = (amendment: string) => hall.reads(hall.who("chair"), "amendment", { amendment });
  expect((await of(wide.amendment)).excludes).toEqual([{ id: narrow.amendment, tag: narrow.tag }]);
  expect((await of(narrow.amendment)).excludes).toEqual([]);

  await decides(hall, wide.amendment, { KEN: "yes" });
  expect(await of(narrow.amendment)).toMatchObject({
    state: "needs_rebase",
    impliedBy: { id: wide.amendment, tag: wide.tag },
  });
  expect(await of(apart.amendment)).toMatchObject({ state: "open", impliedBy: null });
  const { entries } = await hall.reads(hall.who("KEN"), "record");
  expect(entries.find(({ act }) => act === "amendment.needs_rebase")).toMatchObject({
    subject: narrow.amendment,
    data: { because: wide.tag, implied: true, paragraphs: ["OP 7 (a)"] },
  });
  await hall.does(hall.who("chair"), "set-not-put", { amendment: narrow.amendment, reason: "Implied" });
  expect(await of(narrow.amendment)).toMatchObject({ state: "not_put", impliedBy: null });
  expect(await hall.reads(hall.who("chair"), "verification")).toMatchObject({ ok: true, problems: [] });
  await hall.does(hall.who("BRA"), "withdraw-amendment", { amendment: apart.amendment });
});

test("[A6] a rival that does something besides is not rejected by an adoption: it needs a new draft", async () => {
  const { blocks } = await latestVersion(hall, instrument);
  const [first, second] = (blocks.find(({ id }) => id === "op7-b")?.runs[0]?.text ?? "").split(" ");
  const given = await rewording(hall, instrument, "op7-b", `${first} ${second}`, "Another");
  const winner = await submits(hall, hall.who("KEN"), { instrument, ...given });
  const [one] = (await rewording(hall, instrument, "op7-b", String(second), "other")).patch.changes;
  const [two] = (await rewording(hall, instrument, "op8-a", "ecological", "other")).patch.changes;
  if (!one || !two) throw new Error("two changes were made");
  const loser = await submits(hall, hall.who("BRA"), {
    instrument,
    baseVersion: given.baseVersion,
    patch: { changes: [one, two] },
  });
  await decides(hall, winner.amendment, { KEN: "yes" });
  expect(await hall.reads(hall.who("chair"), "amendment", { amendment: loser.amendment })).toMatchObject({
    state: "needs_rebase",
    impliedBy: null,
  });
});
