import { Redis } from "ioredis";
import pg from "pg";
import type { Bus } from "../../server/bus/bus";
import { RedisBus } from "../../server/bus/redis-bus";
import { NotifyBus } from "../../server/db/notify-bus";
import { identifyDatabase } from "../../server/db/pool";
import { until } from "../support/children";
import { type TestDatabase, testDatabase } from "../support/database";
import { MemoryExchange } from "../support/memory-bus";
import { redisServer, startRedis, type TestRedis } from "../support/redis";

type Subject = {
  open(): Promise<void>;
  join(onError?: (error: Error) => void): Bus;
  /** Every connection is lost, and can be had again. */
  interrupt(buses: Bus[]): Promise<void>;
  close(): Promise<void>;
};

function overPostgres(): Subject {
  let database: TestDatabase;
  return {
    open: async () => {
      database = await testDatabase();
    },
    join: (onError = () => {}) => new NotifyBus(database.pool, onError),
    interrupt: async () => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'concord bus' and datname = current_database()",
      );
      await client.end();
    },
    close: () => database.drop(),
  };
}

function overRedis(): Subject {
  let redis: TestRedis & { port: number };
  return {
    open: async () => {
      redis = await startRedis();
    },
    join: (onError = () => {}) => new RedisBus(redis.url, "test", onError),
    interrupt: async () => {
      await redis.stop();
      redis = await startRedis(redis.port);
    },
    close: () => redis.stop(),
  };
}

function inMemory(): Subject {
  const exchange = new MemoryExchange();
  return {
    open: async () => {},
    join: (onError) => exchange.join(onError),
    interrupt: async (buses) => {
      for (const bus of buses as ReturnType<MemoryExchange["join"]>[]) exchange.cut(bus);
      for (const bus of buses as ReturnType<MemoryExchange["join"]>[]) exchange.heal(bus);
    },
    close: async () => exchange.stop(),
  };
}

const subjects: Array<[string, () => Subject]> = [
  ["memory", inMemory],
  ["Postgres", overPostgres],
];
if (redisServer) subjects.push(["Redis", overRedis]);

describe.each(subjects)("The bus between nodes over %s", (_, create) => {
  const subject = create();
  const buses: Bus[] = [];
  const join = (onError?: (error: Error) => void) => {
    const bus = subject.join(onError);
    buses.push(bus);
    return bus;
  };
  beforeAll(() => subject.open());
  afterEach(async () => {
    for (const bus of buses.splice(0)) await bus.close();
  });
  afterAll(() => subject.close());

  /** Collects what a bus hears, as text. */
  async function hears(bus: Bus, channel: string): Promise<string[]> {
    const heard: string[] = [];
    await bus.listen(channel, (message) => heard.push(Buffer.from(message).toString())).ready;
    return heard;
  }

  /** A bus that can speak: what it says is heard. */
  async function speaking(from: Bus, to: Bus): Promise<void> {
    const heard = await hears(to, "greeting");
    await until("a greeting arrives", () => {
      from.publish("greeting", Buffer.from("hello"));
      return heard.length > 0;
    });
  }

  test("every other node that listens hears a message, its sender does not", async () => {
    const [a, b, c] = [join(), join(), join()];
    await speaking(a, b);
    const heard = await Promise.all([hears(a, "room.1"), hears(b, "room.1"), hears(c, "room.1")]);
    const elsewhere = await hears(b, "room.2");
    a.publish("room.1", Buffer.from("one"));
    await until("b and c have heard", () => heard[1]?.length === 1 && heard[2]?.length === 1);
    expect(heard).toEqual([[], ["one"], ["one"]]);
    expect(elsewhere).toEqual([]);
  });

  test("messages keep the order in which one node sent them, equal ones too", async () => {
    const [a, b] = [join(), join()];
    await speaking(a, b);
    const heard = await hears(b, "room.1");
    const sent = Array.from({ length: 600 }, (_, i) => String(i % 7));
    for (const message of sent) a.publish("room.1", Buffer.from(message));
    await until("all have arrived", () => heard.length >= sent.length);
    expect(heard).toEqual(sent);
  });

  test("any bytes up to the limit arrive as they were sent, and more is refused", async () => {
    const [a, b] = [join(), join()];
    await speaking(a, b);
    const heard: Uint8Array[] = [];
    await b.listen("room.1", (message) => heard.push(new Uint8Array(message))).ready;
    const all = Uint8Array.from({ length: a.maxBytes }, (_, i) => i % 256);
    a.publish("room.1", all);
    a.publish("room.1", new Uint8Array(0));
    await until("both have arrived", () => heard.length === 2);
    expect(Buffer.compare(heard[0] as Uint8Array, all)).toBe(0);
    expect(heard[1]).toHaveLength(0);
    expect(() => a.publish("room.1", new Uint8Array(a.maxBytes + 1))).toThrow(/bytes/);
  });

  test("who stops listening hears no more, and others of the same node still do", async () => {
    const [a, b] = [join(), join()];
    await speaking(a, b);
    const gone: string[] = [];
    const listening = b.listen("room.1", (message) => gone.push(Buffer.from(message).toString()));
    const heard = await hears(b, "room.1");
    await listening.ready;
    listening.stop();
    a.publish("room.1", Buffer.from("one"));
    await until("one has arrived", () => heard.length === 1);
    expect(gone).toEqual([]);
  });

  test("a listener that throws is reported; the others, and what comes after, are still heard", async () => {
    const errors: string[] = [];
    const [a, b] = [join(), join(({ message }) => errors.push(message))];
    await speaking(a, b);
    await b.listen("room.1", () => {
      throw new Error("not understood");
    }).ready;
    const heard = await hears(b, "room.1");
    a.publish("room.1", Buffer.from("one"));
    a.publish("room.1", Buffer.from("two"));
    await until("both have arrived", () => heard.length === 2);
    expect(errors).toEqual(["not understood", "not understood"]);
  });

  test("after an interruption a node says that it may have missed messages, and hears again", async () => {
    const [a, b] = [join(), join()];
    await speaking(a, b);
    const heard = await hears(b, "room.1");
    const gaps: string[] = [];
    a.onGap(() => gaps.push("a"));
    b.onGap(() => gaps.push("b"));
    await subject.interrupt([a, b]);
    await until("both know of it", () => gaps.includes("a") && gaps.includes("b"));
    await until("a message arrives", () => {
      a.publish("room.1", Buffer.from("again"));
      return heard.includes("again");
    });
  });

  test("a bus that was closed is silent", async () => {
    const [a, b] = [join(), join()];
    await speaking(a, b);
    const heard = await hears(b, "room.1");
    await a.close();
    a.publish("room.1", Buffer.from("one"));
    const c = join();
    await until("another is heard", () => {
      c.publish("room.1", Buffer.from("two"));
      return heard.includes("two");
    });
    expect(heard).not.toContain("one");
  });
});

/** Takes no message, on connections that stay. */
async function sulkingPostgres() {
  const database = await testDatabase();
  const options = { connectionString: database.url, options: "-c search_path=broken,public,pg_catalog" };
  const pool = new pg.Pool(options);
  // Every call of NOTIFY's function finds this one first.
  await pool.query("create schema broken");
  await pool.query(`create function broken.pg_notify(text, text) returns void language plpgsql
    as $$ begin raise exception 'the queue is full'; end $$`);
  return {
    bus: (onError: (error: Error) => void): Bus => new NotifyBus(pool, onError),
    other: (): Bus => new NotifyBus(database.pool, () => {}),
    why: /^the queue is full$/,
    relent: () => pool.query("drop function broken.pg_notify(text, text)"),
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

async function sulkingRedis() {
  const redis = await startRedis();
  const keeper = new Redis(redis.url);
  await keeper.call("acl", "setuser", "default", "-publish");
  return {
    bus: (onError: (error: Error) => void): Bus => new RedisBus(redis.url, "test", onError),
    other: (): Bus => new RedisBus(redis.url, "test", () => {}),
    why: /permissions/,
    relent: () => keeper.call("acl", "setuser", "default", "+publish"),
    async close() {
      keeper.disconnect();
      await redis.stop();
    },
  };
}

test.each([
  ["Postgres", sulkingPostgres] as const,
  ...(redisServer ? [["Redis", sulkingRedis] as const] : []),
])(
  "what %s would not take, on a connection that stays, is told of as a gap, until it takes it",
  async (_, open) => {
    const subject = await open();
    const errors: string[] = [];
    const bus = subject.bus(({ message }) => errors.push(message));
    const other = subject.other();
    const heard: string[] = [];
    await other.listen("room.1", (message) => heard.push(Buffer.from(message).toString())).ready;
    // As nodes do: after a gap they say everything anew.
    let gaps = 0;
    bus.onGap(() => {
      gaps++;
      bus.publish("room.1", Buffer.from(`anew ${gaps}`));
    });
    bus.publish("room.1", Buffer.from("lost"));
    await until("it was told of, and again", () => gaps >= 2);
    await subject.relent();
    await until("it is heard", () => heard.length > 0);
    expect(heard).toEqual([`anew ${gaps}`]);
    for (const error of errors) expect(error).toMatch(subject.why);
    expect(errors.length).toBeGreaterThan(0);
    await Promise.all([bus.close(), other.close()]);
    await subject.close();
  },
);

test("a database is told from every other", async () => {
  const [one, two] = [await testDatabase(), await testDatabase()];
  expect(await identifyDatabase(one.pool)).toBe(await identifyDatabase(one.pool));
  expect(await identifyDatabase(one.pool)).not.toBe(await identifyDatabase(two.pool));
  await one.drop();
  await two.drop();
});
