import type { Context } from "../../server/commands/context";
import { type Asked, gathered } from "../../server/commands/gathered";

type Body = { vote: string; choice: string };

/** One person of a delegation; all in one server. */
const deps = {} as Context["deps"];
const from = (delegation: string, person = `${delegation}-1`): Context =>
  ({
    deps,
    conferenceId: "c",
    person: { id: person },
    actor: { personId: person, role: "delegate", languages: [], delegation: { id: delegation } },
    repeat: null,
  }) as unknown as Context;

/** What is carried out together, in words; the test decides what becomes of it. */
function station(fails: (asked: Asked<Body>[]) => boolean = () => false) {
  const batches: string[][] = [];
  const give = gathered<Body, string>(
    ({ vote }) => vote,
    async (asked) => {
      batches.push(asked.map(({ context, body }) => `${context.actor?.delegation?.id} ${body.vote}`));
      await Promise.resolve();
      if (fails(asked)) throw new Error(`failed with ${asked.length}`);
      return asked.map(({ body }) => ({ ok: true as const, answer: body.choice }));
    },
  );
  return { batches, give };
}

test("what is given at one moment goes together, of each vote and of each delegation one; each has its own answer", async () => {
  const { batches, give } = station();
  const answers = await Promise.all([
    give(from("KEN"), { vote: "v", choice: "1" }),
    give(from("BRA"), { vote: "v", choice: "2" }),
    give(from("KEN", "KEN-2"), { vote: "v", choice: "3" }),
    give(from("FRA"), { vote: "w", choice: "4" }),
  ]);
  expect(answers.map((one) => one.ok && one.answer)).toEqual(["1", "2", "3", "4"]);
  expect(batches).toEqual([["KEN v", "BRA v"], ["KEN v"], ["FRA w"]]);
});

test("where they fail together each is carried out alone, and only the one that fails alone has failed", async () => {
  const { batches, give } = station((asked) => asked.some(({ body }) => body.choice === "bad"));
  const settled = await Promise.allSettled([
    give(from("KEN"), { vote: "v", choice: "good" }),
    give(from("BRA"), { vote: "v", choice: "bad" }),
    give(from("FRA"), { vote: "v", choice: "good" }),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(batches).toEqual([["KEN v", "BRA v", "FRA v"], ["KEN v"], ["BRA v"], ["FRA v"]]);
  expect(await give(from("BRA"), { vote: "v", choice: "good" })).toEqual({ ok: true, answer: "good" });
});

test("when the database is away, nobody waits for everybody else's attempt", async () => {
  const { batches, give } = station(() => true);
  const all = Array.from({ length: 10 }, (_, i) => give(from(`D${i}`), { vote: "v", choice: "x" }));
  const settled = await Promise.allSettled(all);
  expect(settled.every(({ status }) => status === "rejected")).toBe(true);
  expect(batches.map(({ length }) => length)).toEqual([10, 1, 1, 1]);
});
