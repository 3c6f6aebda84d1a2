import path from "node:path";
import { BadSetting, readConfig } from "../../server/config";

const CWD = path.resolve("/srv/concord");
const read = (env: Record<string, string | undefined>) => readConfig(env, CWD);

/** The one line that a person at the terminal reads. */
function complaint(env: Record<string, string>): string {
  try {
    read(env);
  } catch (error) {
    if (error instanceof BadSetting) return error.message;
    throw error;
  }
  throw new Error(`${JSON.stringify(env)} was taken`);
}

test("with nothing set: the port and host of the documentation, data beside the program, the embedded database", () => {
  expect(read({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDir: path.join(CWD, "data"),
    databaseUrl: null,
    publicUrl: null,
    redisUrl: null,
    mail: null,
    recordKeys: [],
    databaseOwnerUrl: null,
    databasePool: 20,
    metrics: null,
    limits: { maxRooms: 500, socketsPerPerson: 50, socketsPerSession: 25 },
  });
});

test("everything set is taken over; paths are taken from where the program was started", () => {
  expect(
    read({
      PORT: "8080",
      HOST: "::1",
      DATA_DIR: "elsewhere/data",
      DATABASE_URL: "postgres://user:secret@db.example.org:5433/concord?sslmode=require",
      PUBLIC_URL: "https://concord.example.org/",
      REDIS_URL: "redis://:secret@cache.example.org:6380/1",
      DATABASE_POOL: "50",
      METRICS_PORT: "9464",
      METRICS_HOST: "0.0.0.0",
      MAX_ROOMS: "40",
      MAX_SOCKETS_PER_PERSON: "9",
      MAX_SOCKETS_PER_SESSION: "3",
      SMTP_URL: "smtp://mail.example.org:2525",
      MAIL_FROM: "concord@example.org",
      UNKNOWN: "ignored",
    }),
  ).toEqual({
    mail: { url: "smtp://mail.example.org:2525", from: "concord@example.org" },
    port: 8080,
    host: "::1",
    dataDir: path.join(CWD, "elsewhere", "data"),
    databaseUrl: "postgres://user:secret@db.example.org:5433/concord?sslmode=require",
    publicUrl: "https://concord.example.org",
    redisUrl: "redis://:secret@cache.example.org:6380/1",
    recordKeys: [],
    databaseOwnerUrl: null,
    databasePool: 50,
    metrics: { host: "0.0.0.0", port: 9464 },
    limits: { maxRooms: 40, socketsPerPerson: 9, socketsPerSession: 3 },
  });
  expect(read({ DATA_DIR: path.resolve("/var/lib/concord") }).dataDir).toBe(path.resolve("/var/lib/concord"));
});

test.each([
  ["PORT", "0", { port: 0 }],
  ["PORT", "65535", { port: 65_535 }],
  ["HOST", "0.0.0.0", { host: "0.0.0.0" }],
  ["HOST", "concord.internal", { host: "concord.internal" }],
  ["DATABASE_URL", "postgresql://localhost/concord", { databaseUrl: "postgresql://localhost/concord" }],
  ["PUBLIC_URL", "http://192.0.2.1:8080", { publicUrl: "http://192.0.2.1:8080" }],
  ["PUBLIC_URL", "HTTPS://Concord.Example.ORG:443/", { publicUrl: "https://concord.example.org" }],
])("%s=%s is good", (name, value, expected) => {
  expect(read({ [name]: value })).toMatchObject(expected);
});

test.each([
  ["PORT", ["", "abc", "-1", "65536", "80.5", "1e3", " 80", "80 ", "0x50", "999999", "３０００"]],
  ["HOST", ["", "not a host", "http://127.0.0.1", "127.0.0.1/24", "a\nb"]],
  ["DATA_DIR", [""]],
  ["REDIS_URL", ["", "cache.example.org:6379", "http://cache.example.org"]],
  ["SMTP_URL", ["", "mail.example.org", "http://mail.example.org", "smtp://"]],
  ["MAIL_FROM", ["", "Concord", "Concord <nobody>", "a@b\nBcc: c@d"]],
  ["DATABASE_POOL", ["", "0", "4", "1001", "20.5", "many"]],
  ["METRICS_PORT", ["", "65536", "-1", "metrics"]],
  ["MAX_ROOMS", ["", "0", "-5", "1000000"]],
  ["MAX_SOCKETS_PER_PERSON", ["", "0", "1e3"]],
  ["MAX_SOCKETS_PER_SESSION", ["", "0", "1e3"]],
  ["DATABASE_URL", ["", "concord", "mysql://localhost/concord", "http://localhost/concord", "postgres://"]],
  [
    "PUBLIC_URL",
    [
      "",
      "concord.example.org",
      "ftp://concord.example.org",
      "https://concord.example.org/path",
      "https://concord.example.org?query",
      "https://concord.example.org/#part",
      "//concord.example.org",
    ],
  ],
])("a %s that cannot be used gets one line that names it", (name, values) => {
  for (const value of values) {
    const line = complaint({ [name]: value });
    expect(line).toMatch(new RegExp(`^${name} is not usable: it must be .+\\.$`));
    expect(line).not.toContain("\n");
  }
});

test("a database address that cannot be used is not repeated: it may hold a password", () => {
  expect(complaint({ DATABASE_URL: "mysql://user:secret@db/concord" })).not.toContain("secret");
});

test("with a mail server it must be said whom the letters come from", () => {
  const url = "smtps://user:secret@mail.example.org";
  const line = complaint({ SMTP_URL: url });
  expect(line).toMatch(/^MAIL_FROM is not usable: /);
  expect(line).not.toContain("secret");
  const from = "Concord <concord@example.org>";
  expect(read({ SMTP_URL: url, MAIL_FROM: from }).mail).toEqual({ url, from });
  expect(read({ MAIL_FROM: from }).mail).toBeNull();
});
