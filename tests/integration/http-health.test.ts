import pg from "pg";
import { asError, InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterAll(() => hall.stop());

test("alive and ready, for anybody, without a session", async () => {
  for (const address of ["/healthz", "/readyz"])
    expect(await hall.request(null, "GET", address)).toMatchObject({ status: 200, body: { ok: true } });
});

test("the description of the interface is there for anybody", async () => {
  const { status, body } = await hall.request(null, "GET", "/api/openapi.json");
  expect(status).toBe(200);
  expect(body).toMatchObject({ openapi: "3.1.0" });
});

test("when the database is gone: alive, not ready, and every request says to try again or gives an id", async () => {
  const KEN = hall.who("KEN");
  expect((await hall.request(KEN, "GET", "/api/me")).status).toBe(200);
  const [{ name }] = (await hall.sql("select current_database() as name")) as [{ name: string }];
  const admin = new pg.Client({ connectionString: process.env.CONCORD_TEST_SERVER });
  await admin.connect();
  try {
    await admin.query(`alter database ${name} with allow_connections false`);
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
    const ready = await hall.request(null, "GET", "/readyz");
    expect(ready.status).toBe(503);
    expect(asError(ready).code).toBe("try_again");
    expect(await hall.request(null, "GET", "/healthz")).toMatchObject({ status: 200 });
    const lost = await hall.request(KEN, "GET", "/api/me");
    expect(lost.status).toBeGreaterThanOrEqual(500);
    const error = asError(lost);
    expect(error.id).toMatch(/^[0-9a-f-]{36}$/);
    // The id leads to the log, and the answer says nothing of what lies behind it.
    expect(hall.complaints.some((line) => line.includes(error.id ?? "?"))).toBe(true);
    expect(JSON.stringify(lost.body)).not.toMatch(/database|postgres|connect/i);
  } finally {
    await admin.query(`alter database ${name} with allow_connections true`);
    await admin.end();
  }
  expect((await hall.request(null, "GET", "/readyz")).status).toBe(200);
  expect((await hall.reads(KEN, "me")).person.name).toBe(KEN.name);
});
