import type * as Y from "yjs";
import { until } from "../support/children";
import { type Participant, postmasterOf, startServer, type TestServer } from "../support/server";

const ROUNDS = 3;
/** Words of each writer that must be reported as saved before the server is killed: it is then in full flow. */
const SAVED_BEFORE_THE_END = 60;

type Writer = { name: string; block: number; typed: number; confirmed: number; participant: Participant };

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ embedded: true });
});
afterAll(() => server.stop());

function paragraph(doc: Y.Doc, block: number): Y.XmlText {
  const element = doc.getXmlFragment("prosemirror").get(block) as Y.XmlElement;
  return element.get(element.length - 1) as Y.XmlText;
}

/** One word a message, so that the nth message that is reported as saved is the nth word. */
function typeWord(writer: Writer, round: number): void {
  const text = paragraph(writer.participant.doc, writer.block);
  writer.typed++;
  text.insert(text.length, ` ${writer.name}-${round}-${writer.typed}`);
}

/** What of this writer's words of this round stands in the text, in the order in which it stands. */
function wordsOf(doc: Y.Doc, { name, block }: Writer, round: number): number[] {
  const words = paragraph(doc, block)
    .toString()
    .matchAll(new RegExp(`${name}-${round}-(\\d+)`, "g"));
  return [...words].map((found) => Number(found[1]));
}

async function startWriters(): Promise<Writer[]> {
  const names = ["Élise Marchandeau", "Kavita Raghunathan", "Coumba Diatta"];
  const writers: Writer[] = [];
  // The last two write in the same paragraph.
  for (const [i, name] of names.entries()) {
    /** For each document message of this connection, how many words had been typed when it was sent. */
    const typedAt: number[] = [];
    const writer: Writer = {
      name: name.split(" ")[1] ?? name,
      block: Math.min(i, 1) + 3,
      typed: 0,
      get confirmed() {
        const saved = this.participant.saved();
        return saved === 0 ? 0 : (typedAt[saved - 1] ?? 0);
      },
      participant: server.join(await server.signIn(name), "declaration", "en", () =>
        typedAt.push(writer.typed),
      ),
    };
    writers.push(writer);
    await until(`${name} has the text`, () => writer.participant.provider.synced);
  }
  return writers;
}

test("a server killed with -9 in the middle of typing has after its restart every word that was reported saved", async () => {
  const rounds: { round: number; name: string; block: number; kept: number[] }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const writers = await startWriters();
    await until("each has a good part of its words saved", () => {
      for (const writer of writers) typeWord(writer, round);
      return writers.every(({ confirmed }) => confirmed >= SAVED_BEFORE_THE_END);
    });
    for (const writer of writers) typeWord(writer, round);
    const underWay = writers.filter(({ confirmed, typed }) => confirmed < typed);
    expect(underWay.length).toBeGreaterThan(0);

    // The last time the database dies with it, as when the power fails.
    const postmaster = await postmasterOf(server.dataDir);
    if (round === ROUNDS && postmaster !== null) process.kill(postmaster, "SIGKILL");
    expect(await server.kill("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
    for (const { participant } of writers) participant.leave();
    const saved = writers.map((writer) => ({ ...writer, confirmed: writer.confirmed }));
    await server.start();

    const reader = server.join(await server.signIn("rapporteur"), "declaration", "en");
    await until("a reader who was not there has the text", () => reader.provider.synced);
    for (const writer of saved) {
      const there = wordsOf(reader.doc, writer, round);
      expect(there.length).toBeGreaterThanOrEqual(writer.confirmed);
      // In order, none twice, none missing between.
      expect(there).toEqual(Array.from({ length: there.length }, (_, i) => i + 1));
      expect(there.length).toBeLessThanOrEqual(writer.typed);
      rounds.push({ round, name: writer.name, block: writer.block, kept: there });
    }
    reader.leave();
  }
  // What survived one crash survives the next ones.
  const reader = server.join(await server.signIn("secretariat"), "declaration", "en");
  await until("the text is there", () => reader.provider.synced);
  for (const { round, name, block, kept } of rounds)
    expect(wordsOf(reader.doc, { name, block } as Writer, round)).toEqual(kept);
  const chair = await server.signIn("chair");
  expect((await server.get(chair, "/api/record/verification")).body).toMatchObject({ ok: true });
}, 90_000);
