import { roomStore } from "../../server/db/rooms";
import { type Child, until } from "../support/children";
import { type BareClient, loggedDoc, paragraphs } from "../support/collab-kit";
import { CrashSite, strikeAt } from "../support/crash-site";
import { Random } from "../support/random";
import type { Strike } from "../support/strike";
import { Typists } from "../support/typists";

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 16);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const EDITORS_A_NODE = 5;
/** A new room now and then, or most of the time would go into reading a long text. */
const ROUNDS_A_ROOM = 8;

let site: CrashSite;
beforeAll(async () => {
  site = await CrashSite.open();
});
afterAll(() => site.close());

type Server = { child: Child; url: string; strike: Strike | null };

/** One that will be struck at a moment of its own, or, without one, from outside. */
async function start(strike: Strike | null): Promise<Server> {
  const child = site.start(strike, "bus");
  return { child, strike, url: `ws://127.0.0.1:${(await child.next()).port}/collab` };
}

function plan(random: Random, round: number): Strike | null {
  return round % 2 === 0 ? null : strikeAt(random, (round - 1) / 2, EDITORS_A_NODE, 40);
}

const has = (client: BareClient, typists: Typists) => typists.broken(client.text().join("\n")).length === 0;

test(`of two servers on one database one is killed ${ROUNDS} times while people type on both: nothing saved is lost, and who stayed has it all (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  let promised = 0;
  let survived = 0;
  let typists = new Typists(random);
  let room = { name: "", id: "" };
  let stays = await start(null);
  let dies = await start(plan(random, 0));
  for (let round = 0; round < ROUNDS; round++) {
    if (round % ROUNDS_A_ROOM === 0) {
      typists = new Typists(random);
      room = await site.addRoom(`room-${round}`);
    }
    const at = (server: Server) =>
      Array.from({ length: EDITORS_A_NODE }, (_, i) =>
        site.join(`${server.url}/${room.name}?as=${round}-${i}`),
      );
    // Nobody brings back what a server lost: every document begins empty.
    const [safe, doomed] = [at(stays), at(dies)];
    await until("all are synced", () => [...safe, ...doomed].every(({ synced }) => synced));
    await until("who comes anew finds all that was promised", () => has(safe[0] as BareClient, typists));

    typists.begin();
    const endsAt = performance.now() + 20 + random.below(200);
    const { child: victim, strike } = dies;
    await until("one server has died", () => {
      if (!strike && performance.now() > endsAt && victim.process.exitCode === null)
        void victim.kill("SIGKILL");
      typists.type([...safe, ...doomed]);
      typists.settle();
      return doomed.every(({ closed }) => closed !== null);
    });
    await victim.kill("SIGKILL");
    // Each in its turn: every third time, the one that stayed goes next, with all that it has seen.
    const isTurn = round % 3 === 2;
    const next = start(isTurn ? null : plan(random, round + 1));
    // The other goes on serving: what is typed there now is saved, too.
    typists.type(safe);
    await until("all that the others typed is saved", () => {
      typists.settle();
      return safe.every((client) => client.saved === client.sent);
    });
    expect(safe.map(({ closed }) => closed)).toEqual(safe.map(() => null));
    await until("who stayed has what anybody was promised", () =>
      safe.every((client) => has(client, typists)),
    );
    const text = paragraphs(await loggedDoc(roomStore(site.database.pool), room.id)).join("\n");
    expect({ round, broken: typists.broken(text) }).toEqual({ round, broken: [] });
    survived += typists.unpromised(text).kept;
    if ((round + 1) % ROUNDS_A_ROOM === 0 || round + 1 === ROUNDS) promised += typists.promised.size;
    for (const { ws } of safe) ws.terminate();
    [stays, dies] = isTurn ? [await next, stays] : [stays, await next];
  }
  expect(promised).toBeGreaterThan(ROUNDS * 20);
  expect(survived).toBeGreaterThan(0);
}, 120_000);
