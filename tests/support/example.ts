import { generateKeyPairSync } from "node:crypto";
import path from "node:path";
import type { Pool } from "pg";
import { pino } from "pino";
import { createConcord } from "../../server/app";
import { NotifyBus } from "../../server/db/notify-bus";
import { seed } from "../../server/seed/seed";

/** When the tests' conference is at: 14:00 in Beijing. */
export const TWO_O_CLOCK = "2013-10-22T06:00:00.000Z";

/** `url`: of the pool's database, migrated and empty. */
export async function putExampleInto(url: string, pool: Pool): Promise<void> {
  const complain = (error: unknown) => {
    throw new Error(`The worked example could not be put into ${url}.`, { cause: error });
  };
  const concord = createConcord({
    pool,
    logPool: pool,
    bus: new NotifyBus(pool, complain),
    log: pino({ level: "silent" }),
    publicUrl: null,
    rootDir: process.cwd(),
    // It signs nothing before its key is named, which is whoever starts on the copy.
    keys: [generateKeyPairSync("ed25519").privateKey],
    now: () => new Date(TWO_O_CLOCK),
  });
  await seed(concord.deps, path.join(process.cwd(), "server", "seed"));
  await concord.close();
}
