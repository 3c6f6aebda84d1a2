import path from "node:path";
import { z } from "zod";
import { DEFAULT_LIMITS } from "./collab/limits";

export type Config = {
  port: number;
  host: string;
  dataDir: string;
  /** null: the embedded Postgres in `dataDir`. */
  databaseUrl: string | null;
  /** The owner of the tables, for migrations; null: `databaseUrl` owns them. */
  databaseOwnerUrl: string | null;
  /** null: the nodes talk through the database. */
  redisUrl: string | null;
  /** Private keys of the record in PEM, the newest first; none: the files in `dataDir`. */
  recordKeys: string[];
  /** null: nobody is told by e-mail. `from`: as it stands in the letters. */
  mail: { url: string; from: string } | null;
  /** How people reach the server, without a slash at the end; null: http://host:port. */
  publicUrl: string | null;
  /** Connections to the database, all together. */
  databasePool: number;
  /** Where `/metrics` is served; null: nowhere. */
  metrics: { host: string; port: number } | null;
  limits: { maxRooms: number; socketsPerPerson: number; socketsPerSession: number };
};

/** A setting that cannot be used; `message` is one line that names it. */
export class BadSetting extends Error {
  override name = "BadSetting";
}

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);
const host = z.string().regex(/^[A-Za-z0-9.:-]+$/);
const count = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .refine((number) => number >= from && number <= to);

const settings = {
  PORT: port.default(3000),
  HOST: host.default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default("./data"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, hostname: /^.+$/ })
    .nullable()
    .default(null),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, hostname: /^.+$/ })
    .nullable()
    .default(null),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/, hostname: /^.+$/ })
    .nullable()
    .default(null),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /^.+$/ })
    .nullable()
    .default(null),
  MAIL_FROM: z
    .string()
    .regex(/^[^@\r\n]*[^@\s]+@[^@\s]+$/)
    .nullable()
    .default(null),
  RECORD_KEY: z.string().min(1).nullable().default(null),
  RECORD_KEY_PREVIOUS: z.string().min(1).nullable().default(null),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .refine((url) => new URL(url).pathname === "/" && !url.includes("?") && !url.includes("#"))
    // As browsers send it in Origin: host in lower case, no default port.
    .transform((url) => new URL(url).origin)
    .nullable()
    .default(null),
  // Fewer than five would leave none for reads beside a command that holds one.
  DATABASE_POOL: count(5, 1_000).default(20),
  METRICS_PORT: port.nullable().default(null),
  METRICS_HOST: host.default("127.0.0.1"),
  MAX_ROOMS: count(1, 100_000).default(DEFAULT_LIMITS.maxRooms),
  MAX_SOCKETS_PER_PERSON: count(1, 100_000).default(DEFAULT_LIMITS.socketsPerPerson),
  MAX_SOCKETS_PER_SESSION: count(1, 100_000).default(DEFAULT_LIMITS.socketsPerSession),
};

const MEANT: Record<keyof typeof settings, string> = {
  PORT: "a port number from 0 to 65535",
  HOST: "an address or host name to listen on, such as 127.0.0.1",
  DATA_DIR: "a directory",
  DATABASE_URL: "a Postgres address, such as postgres://user:password@host:5432/concord",
  REDIS_URL: "the address of a Redis or Valkey, such as redis://host:6379",
  DATABASE_OWNER_URL: "a Postgres address, such as postgres://owner:password@host:5432/concord",
  SMTP_URL: "the address of a mail server, such as smtps://user:password@mail.example.org",
  MAIL_FROM: "an address that letters come from, such as Concord <concord@example.org>",
  RECORD_KEY: "an Ed25519 private key in PEM (PKCS 8)",
  RECORD_KEY_PREVIOUS: "the key before, in PEM",
  PUBLIC_URL: "an http or https address without a path, such as https://concord.example.org",
  DATABASE_POOL: "a number of connections from 5 to 1000",
  METRICS_PORT: "a port number from 0 to 65535",
  METRICS_HOST: "an address or host name to listen on, such as 127.0.0.1",
  MAX_ROOMS: "a number from 1 to 100000",
  MAX_SOCKETS_PER_PERSON: "a number from 1 to 100000",
  MAX_SOCKETS_PER_SESSION: "a number from 1 to 100000",
};

/** @throws BadSetting naming the first variable that cannot be used. Values are not repeated: one holds a password. */
export function readConfig(env: Record<string, string | undefined>, cwd: string): Config {
  const read = <K extends keyof typeof settings>(name: K): z.output<(typeof settings)[K]> => {
    const parsed = settings[name].safeParse(env[name]);
    if (!parsed.success) throw new BadSetting(`${name} is not usable: it must be ${MEANT[name]}.`);
    return parsed.data as z.output<(typeof settings)[K]>;
  };
  const smtpUrl = read("SMTP_URL");
  const mailFrom = read("MAIL_FROM");
  if (smtpUrl !== null && mailFrom === null)
    throw new BadSetting(`MAIL_FROM is not usable: with SMTP_URL it must be ${MEANT.MAIL_FROM}.`);
  const metricsPort = read("METRICS_PORT");
  return {
    port: read("PORT"),
    host: read("HOST"),
    dataDir: path.resolve(cwd, read("DATA_DIR")),
    databaseUrl: read("DATABASE_URL"),
    databaseOwnerUrl: read("DATABASE_OWNER_URL"),
    redisUrl: read("REDIS_URL"),
    recordKeys: [read("RECORD_KEY"), read("RECORD_KEY_PREVIOUS")].filter((key) => key !== null),
    mail: smtpUrl !== null && mailFrom !== null ? { url: smtpUrl, from: mailFrom } : null,
    publicUrl: read("PUBLIC_URL"),
    databasePool: read("DATABASE_POOL"),
    metrics: metricsPort === null ? null : { host: read("METRICS_HOST"), port: metricsPort },
    limits: {
      maxRooms: read("MAX_ROOMS"),
      socketsPerPerson: read("MAX_SOCKETS_PER_PERSON"),
      socketsPerSession: read("MAX_SOCKETS_PER_SESSION"),
    },
  };
}
