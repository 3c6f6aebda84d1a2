import { decides, proposes } from "../support/acts";
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
  await hall.refuses("order_not_confirmed", () => put(a.amendment), {
    rule: "A4",
    detail: { next: b.amendment },
  });

  // The screens are told the same.
  const seen = await hall.reads(hall.who("chair"), "amendments", { instrument });
  const turn = (id: string) => seen.find((one) => one.id === id)?.permissions.put_amendment;
  expect(turn(b.amendment)).toEqual({ ok: true });
  expect(turn(c.amendment)).toMatchObject({ code: "order_not_confirmed", detail: { next: b.amendment } });

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
