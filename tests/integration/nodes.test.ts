import { RedisBus } from "../../server/bus/redis-bus";
import { REFUSED } from "../../shared/api/close-codes";
import { decides, proposes, puts } from "../support/acts";
import { until } from "../support/children";
import { InProcess, typesAtEnd, wordsOf } from "../support/in-process";
import { LiveClient } from "../support/live-client";
import { redisServer, startRedis, type TestRedis } from "../support/redis";

const ROOM = "beijing-2013.declaration.en";

describe.each(redisServer ? ["Postgres", "Redis"] : ["Postgres"])(
  "two servers on one database, over %s",
  (over) => {
    let redis: TestRedis | null = null;
    let a: InProcess;
    let b: InProcess;
    const streams: LiveClient[] = [];

    beforeAll(async () => {
      if (over === "Redis") redis = await startRedis();
      const bus = () => (redis ? { bus: new RedisBus(redis.url, "test", () => {}) } : {});
      a = await InProcess.start(bus());
      b = await a.second(bus());
    });
    afterEach(() => {
      for (const stream of streams.splice(0)) stream.close();
      expect(a.complaints.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await b.stop();
      await a.stop();
      await redis?.stop();
    });

    async function listens(hall: InProcess, whom: string, lastEventId?: string): Promise<LiveClient> {
      const stream = await LiveClient.open(hall, hall.who(whom), lastEventId);
      streams.push(stream);
      return stream;
    }

    test("an act on one server is seen at once on the screens of the other, each once and in order", async () => {
      const [here, there] = [await listens(a, "observer"), await listens(b, "observer")];
      const before = (await a.reads(a.who("KEN"), "record")).total;
      for (let i = 0; i < 6; i++) {
        const hall = i % 2 === 0 ? a : b;
        await hall.does(hall.who("secretariat"), "record-presence", {
          body: "plenary",
          delegation: "KEN",
          present: i % 2 === 1,
        });
      }
      await there.reaches(before + 6);
      await here.reaches(before + 6);
      const numbers = Array.from({ length: 6 }, (_, i) => before + 1 + i);
      expect(there.acts.map(({ seq }) => seq)).toEqual(numbers);
      expect(here.acts.map(({ seq }) => seq)).toEqual(numbers);
      const resumed = await listens(b, "observer", String(before + 2));
      await resumed.reaches(before + 6);
      expect(resumed.acts.map(({ seq }) => seq)).toEqual(numbers.slice(2));
    });

    test("what a member types on one server is saved, and read on the other", async () => {
      const [writer, reader] = [await a.opens(a.who("FRA"), ROOM), await b.opens(b.who("FRA"), ROOM)];
      await typesAtEnd(writer, "op2", " Across.");
      await until("it is read there", () => reader.text().join().includes(" Across."));
      await typesAtEnd(reader, "op3", " And back.");
      await until("it is read here", () => writer.text().join().includes(" And back."));
      expect(wordsOf(await b.live("declaration", "en"), "op2")).toContain(" Across.");
    });

    test("a question put on one server makes the text rest on the other; adopted there, it changes here, once", async () => {
      const writer = await b.opens(b.who("FRA"), ROOM);
      const { amendment } = await proposes(a, a.who("KEN"), { block: "op1", words: ` Over ${over}.` });
      await typesAtEnd(writer, "op4", " Before.");
      const vote = await puts(a, amendment);
      await until("it rests on the other server", () => {
        writer.type(0, 0, "x");
        return writer.refused.some(({ code }) => code === REFUSED.READ_ONLY);
      });
      await a.does(a.who("chair"), "start-vote", { vote });
      for (const [hall, code, choice] of [
        [a, "KEN", "yes"],
        [b, "FRA", "yes"],
      ] as const)
        await hall.does(hall.who(code), "cast-ballot", { vote, choice });
      await b.does(b.who("chair"), "lock-vote", { vote });
      const outcomes = await Promise.all(
        [a, b].map((hall) => hall.post(hall.who("chair"), "proclaim-vote", { vote })),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
      const fresh = await b.opens(b.who("KEN"), ROOM);
      expect(fresh.text().join().split(` Over ${over}.`)).toHaveLength(2);
      expect(wordsOf(await a.live("declaration", "en"), "op1")).toBe(
        wordsOf(await b.live("declaration", "en"), "op1"),
      );
    });

    test("an amendment carried on one server while members type on both: nothing of theirs is lost", async () => {
      const writers = [await a.opens(a.who("FRA"), ROOM), await b.opens(b.who("FRA"), ROOM)];
      const { amendment } = await proposes(b, b.who("KEN"), { block: "op5", words: " Carried." });
      for (let i = 0; i < 20; i++)
        for (const writer of writers) writer.type(writer === writers[0] ? 3 : 4, 0, `${i} `);
      await decides(b, amendment, { KEN: "yes", FRA: "yes" });
      const fresh = await a.opens(a.who("KEN"), ROOM);
      await until("all that was saved is there", () =>
        writers.every((writer) => writer.refused.length > 0 || writer.saved === writer.sent),
      );
      expect(fresh.text().join()).toContain(" Carried.");
      expect(wordsOf(await a.live("declaration", "en"), "op5")).toContain(" Carried.");
    });
  },
);
