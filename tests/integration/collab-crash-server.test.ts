import { roomStore } from "../../server/db/rooms";
import { until } from "../support/children";
import { loggedDoc, paragraphs } from "../support/collab-kit";
import { CrashSite, strikeAt } from "../support/crash-site";
import { Random } from "../support/random";
import { MOMENTS, type Strike } from "../support/strike";
import { Typists } from "../support/typists";

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 50);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const EDITORS = 10;
/** A new room now and then, or most of the time would go into reading a long text. */
const ROUNDS_A_ROOM = 10;

let site: CrashSite;
beforeAll(async () => {
  site = await CrashSite.open();
});
afterAll(() => site.close());

/** Every moment in turn; each third time one that nobody chose. */
function plan(random: Random, round: number): Strike | null {
  return round % 3 === 0 ? null : strikeAt(random, round - Math.ceil(round / 3), EDITORS, 80);
}

/** A statement of the dead server may still be under way; afterwards the log is what it left. */
async function noneWrites(): Promise<void> {
  await until("the dead server's last statement is over", async () => {
    const { rowCount } = await site.database.pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()",
    );
    return rowCount === 0;
  });
}

test(`a server killed ${ROUNDS} times while ten people type loses nothing that its author was told is saved (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const plans = Array.from({ length: ROUNDS }, (_, round) => plan(random, round));
  const seen: Record<string, { rounds: number; kept: number; lost: number }> = {};
  let promised = 0;
  let typists = new Typists(random);
  let room = { name: "", id: "" };
  let child = site.start(plans[0] ?? null);
  for (let round = 0; round < ROUNDS; round++) {
    if (round % ROUNDS_A_ROOM === 0) {
      typists = new Typists(random);
      room = await site.addRoom(`room-${round}`);
    }
    const strike = plans[round] ?? null;
    const url = `ws://127.0.0.1:${(await child.next()).port}/collab/${room.name}`;
    // Nobody brings back what the server lost: every document begins empty. The witness was never there before.
    const witness = site.join(`${url}?as=Witness&read`);
    const editors = Array.from({ length: EDITORS }, (_, i) => site.join(`${url}?as=E${i}`));
    await until("all are synced", () => [witness, ...editors].every(({ synced }) => synced));
    expect({ round, broken: typists.broken(witness.text().join("\n")) }).toEqual({ round, broken: [] });
    witness.ws.terminate();

    typists.begin();
    const next = round + 1 < ROUNDS ? site.start(plans[round + 1] ?? null) : null;
    const endsAt = performance.now() + 20 + random.below(300);
    await until("the server has died", () => {
      if (!strike && performance.now() > endsAt && child.process.exitCode === null)
        void child.kill("SIGKILL");
      typists.type(editors);
      typists.settle();
      return editors.every(({ closed }) => closed !== null);
    });
    await child.kill("SIGKILL");
    expect(child.process.signalCode).toBe("SIGKILL");
    typists.settle();
    await noneWrites();
    const text = paragraphs(await loggedDoc(roomStore(site.database.pool), room.id)).join("\n");
    expect({ round, broken: typists.broken(text) }).toEqual({ round, broken: [] });
    const { kept, lost } = typists.unpromised(text);
    const moment = strike?.moment ?? "any";
    const sum = seen[moment] ?? { rounds: 0, kept: 0, lost: 0 };
    seen[moment] = { rounds: sum.rounds + 1, kept: sum.kept + kept, lost: sum.lost + lost };
    if ((round + 1) % ROUNDS_A_ROOM === 0 || !next) promised += typists.promised.size;
    if (next) child = next;
  }
  // The moments were what they are named after, and people were told a lot.
  expect(promised).toBeGreaterThan(ROUNDS * 30);
  if (ROUNDS < 50) return;
  for (const moment of ["any", ...MOMENTS]) expect(seen[moment]?.rounds).toBeGreaterThanOrEqual(4);
  expect(seen.applied?.lost).toBeGreaterThan(0);
  expect(seen.committed?.kept).toBeGreaterThan(0);
}, 180_000);
