import * as Y from "yjs";
import { type BareClient, connect, presenceOf } from "../../support/collab-kit";

/** How many letters a peer writes into its paragraph before it takes them out again: the text keeps its size. */
const LETTERS = 40;
const TICK_MS = 5;
/** In the paragraph, in letters. */
const FROM = 5;

export type Peers = {
  /** Each peer types this many keys a second until it is told otherwise; 0 for none. */
  type(keysPerSecond: number): void;
  readonly count: number;
  typed(): number;
  /** The paragraphs they type in, by place, and what they begin with now. */
  last(): [number, string][];
  leave(): void;
};

/** People who type, each in a paragraph of their own, with a cursor that goes along. */
export async function invite(url: string, cookies: readonly string[], paragraphs: number): Promise<Peers> {
  const clients = cookies.map((cookie) => connect(url, { headers: { cookie }, looksAway: true }));
  await Promise.all(clients.map(synced));
  let timer: NodeJS.Timeout | undefined;
  let typed = 0;
  const states = clients.map((_, i) => ({
    block: Math.floor(((i + 0.5) * paragraphs) / clients.length),
    written: 0,
    isErasing: false,
    clock: 0,
  }));
  const press = (client: BareClient, i: number) => {
    const state = states[i];
    if (!state) return;
    const block = client.doc.getXmlFragment("prosemirror").get(state.block) as Y.XmlElement;
    const text = block.get(0) as Y.XmlText;
    // As people do: forward, and back from the end.
    if (state.isErasing) text.delete(FROM + state.written - 1, 1);
    else text.insert(FROM + state.written, "e");
    state.written += state.isErasing ? -1 : 1;
    if (state.written === 0 || state.written === LETTERS) state.isErasing = state.written > 0;
    typed += 1;
    const at = Y.createRelativePositionFromTypeIndex(text, FROM + state.written);
    const cursor = { anchor: at, head: at };
    const user = { name: `Peer ${i}`, color: "#0a5fb4", delegation: null };
    client.send(presenceOf(client.doc.clientID, ++state.clock, { user, cursor }));
  };
  return {
    type(keysPerSecond) {
      clearInterval(timer);
      if (keysPerSecond === 0) return;
      const begun = performance.now();
      let next = 0;
      // As many as are due: timers alone fall behind.
      timer = setInterval(() => {
        const due = ((performance.now() - begun) / 1000) * keysPerSecond * clients.length;
        for (; next < due; next += 1)
          press(clients[next % clients.length] as BareClient, next % clients.length);
      }, TICK_MS);
    },
    count: clients.length,
    typed: () => typed,
    last: () =>
      states.map(({ block, written }, i) => [
        block,
        wordsAt(clients[i] as BareClient, block).slice(0, FROM + written),
      ]),
    leave() {
      clearInterval(timer);
      for (const client of clients) client.ws.close();
    },
  };
}

function wordsAt({ doc }: BareClient, block: number): string {
  const words = (doc.getXmlFragment("prosemirror").get(block) as Y.XmlElement).get(0) as Y.XmlText;
  return words
    .toDelta()
    .map(({ insert }: { insert: string }) => insert)
    .join("");
}

async function synced(client: BareClient): Promise<void> {
  while (!client.synced) {
    if (client.closed)
      throw new Error(`A peer was not let in: ${client.closed.code} ${client.closed.reason}`);
    await new Promise((resolve) => client.ws.once("message", () => setImmediate(resolve)));
  }
}
