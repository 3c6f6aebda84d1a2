import * as Y from "yjs";
import { blockText } from "../../shared/text/model";
import { readTextDoc } from "../../shared/text/yjs";
import { until } from "../support/children";
import { type BareClient, connect, memoryStore, openDoor, serve, textOf } from "../support/collab-kit";

const ROOM = "declaration.en";
const SEEDS = Array.from({ length: Number(process.env.FUZZ_SEEDS ?? 12) }, (_, i) => i + 1);

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Person = {
  name: string;
  doc: Y.Doc;
  client: BareClient | null;
  typed: { text: string; ordinal: number | null }[];
};

/**
 * People type, lose their connections, lose and regain their rights, write into each other's paragraphs and make new ones,
 * while the room is locked and rewritten, its log fails, and it is let go. Words are only ever added, so each can be looked for.
 */
test.each(SEEDS)(
  "whatever happens in between, all converge and nothing saved is gone (seed %i)",
  async (seed) => {
    const rnd = random(seed);
    const below = (n: number) => Math.floor(rnd() * n);
    const store = memoryStore();
    const roomId = store.addRoom(ROOM, textOf("We commit.", "We decide."));
    const barred = new Set<string>();
    const served = await serve({
      store,
      limits: { idleMs: 5, quietMs: 10, compactRows: 7, settleMs: 50 },
      onQuiet: async () => {
        const record = store.record(roomId);
        record.recordedSeq = record.lastSeq;
      },
      authorise: async (request) => {
        const answer = await openDoor(request);
        if (!answer.ok) return answer;
        return { ...answer, access: { write: !barred.has(answer.person.name), presence: true } };
      },
    });
    const people: Person[] = Array.from({ length: 5 }, (_, i) => ({
      name: `P${i}`,
      doc: new Y.Doc(),
      client: null,
      typed: [],
    }));
    const saved = new Set<string>();
    const locked = new Set<string>();
    const noteSaved = () => {
      for (const { client, typed } of people) {
        const refused = new Set(client?.refused.map(({ ordinal }) => ordinal));
        for (const { text, ordinal } of typed) {
          if (client && ordinal !== null && ordinal <= client.saved && !refused.has(ordinal)) saved.add(text);
        }
      }
    };
    const hangUp = (person: Person) => {
      noteSaved();
      // What the old connection did not confirm, the next one's step 2 brings.
      for (const edit of person.typed) edit.ordinal = null;
      person.client?.ws.terminate();
      person.client = null;
    };
    const dial = async (person: Person) => {
      const client = connect(`${served.url}/${ROOM}?as=${person.name}`, { doc: person.doc });
      await until("synced or closed", () => client.synced || client.closed !== null);
      if (client.closed) client.ws.terminate();
      else person.client = client;
    };

    try {
      for (let step = 0; step < 250; step++) {
        noteSaved();
        const person = people[below(people.length)] as Person;
        if (person.client?.closed) hangUp(person);
        const action = rnd();
        if (action < 0.6) {
          const fragment = person.doc.getXmlFragment("prosemirror");
          if (fragment.length === 0) continue;
          const text = `<${person.name}.${step}>`;
          if (rnd() < 0.1) {
            const block = new Y.XmlElement("block");
            if (rnd() < 0.5) block.setAttribute("id", "op1");
            block.insert(0, [new Y.XmlText(text)]);
            fragment.insert(below(fragment.length + 1), [block]);
          } else {
            const inside = (fragment.get(below(fragment.length)) as Y.XmlElement).get(0) as Y.XmlText;
            inside.insert(0, text);
          }
          person.typed.push({ text, ordinal: person.client?.sent ?? null });
        } else if (action < 0.7) {
          if (person.client) hangUp(person);
          else await dial(person);
        } else if (action < 0.78) {
          if (!person.client) await dial(person);
        } else if (action < 0.84) {
          if (!barred.delete(person.name)) barred.add(person.name);
          await served.collab.reauthorise(rnd() < 0.5 ? ROOM : undefined);
        } else if (action < 0.9) {
          const mark = `{lock ${step}}`;
          const fails = rnd() < 0.3;
          await served.collab
            .withLockedRooms([ROOM], async ([room]) => {
              const blocks = room!.text.blocks.map((block, i) =>
                i === 0 ? { ...block, runs: [{ text: mark, marks: [] }, ...block.runs] } : block,
              );
              const write = room!.prepare({ blocks });
              if (fails) throw new Error("conflict");
              write.commit((await store.append(roomId, write.bytes, [])).seq);
              locked.add(mark);
            })
            .catch((error: Error) => {
              if (!/conflict|disk full|log cannot be written/.test(error.message)) throw error;
            });
        } else if (action < 0.93) {
          let fails = 1;
          store.before.append = async () => {
            if (fails-- > 0) throw new Error("disk full");
          };
        } else {
          // Time passes: what is under way gets somewhere.
          const { flushes } = served.collab.stats();
          const deadline = performance.now() + 3 + below(10);
          await until(
            "a flush, or a while",
            () => served.collab.stats().flushes > flushes || performance.now() > deadline,
          );
        }
      }
      store.before.append = undefined;
      barred.clear();
      for (const person of people) {
        hangUp(person);
        await until("connected", async () => {
          if (!person.client) await dial(person);
          return person.client !== null;
        });
      }
      const everything = people.flatMap(({ typed }) => typed.map(({ text }) => text));
      const textOfDoc = (doc: Y.Doc) => readTextDoc(doc).blocks.map(blockText).join("\n");
      await until("all have every word", () =>
        people.every(({ doc }) => {
          const text = textOfDoc(doc);
          return everything.every((word) => text.includes(word));
        }),
      );
      await until("all is saved", () => people.every(({ client }) => client?.saved === client?.sent));
      await until("one text", () => new Set(people.map(({ doc }) => textOfDoc(doc))).size === 1);
      const final = readTextDoc((people[0] as Person).doc);
      const ids = final.blocks.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const replay = new Y.Doc();
      const { state, updates } = await store.load(roomId);
      for (const update of [...(state ? [state] : []), ...updates]) Y.applyUpdate(replay, update);
      expect(readTextDoc(replay)).toEqual(final);
      expect(replay.store.pendingStructs).toBeNull();
      const text = textOfDoc(replay);
      expect([...saved, ...locked, ...everything].filter((word) => !text.includes(word))).toEqual([]);
      expect(saved.size).toBeGreaterThan(0);
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause });
    } finally {
      for (const person of people) hangUp(person);
      await served.stop();
    }
  },
  60_000,
);
