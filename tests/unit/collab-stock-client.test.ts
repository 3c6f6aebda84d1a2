import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { until } from "../support/children";
import { type MemoryStore, memoryStore, paragraphs, type Served, serve, textOf } from "../support/collab-kit";

let store: MemoryStore;
let served: Served;
let roomId: string;
const providers: WebsocketProvider[] = [];

beforeEach(async () => {
  store = memoryStore();
  roomId = store.addRoom("declaration.en", textOf("We commit."));
  served = await serve({ store });
  // The stock client says on the console when it hears "saved", which it does not know.
  jest.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(async () => {
  for (const provider of providers.splice(0)) {
    provider.destroy();
    provider.doc.destroy();
  }
  await served.stop();
  jest.restoreAllMocks();
});

function provider(as: string): WebsocketProvider {
  const made = new WebsocketProvider(served.url, "declaration.en", new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params: { as },
  });
  providers.push(made);
  return made;
}

function type(doc: Y.Doc, text: string): void {
  const block = doc.getXmlFragment("prosemirror").get(0) as Y.XmlElement;
  (block.get(0) as Y.XmlText).insert(0, text);
}

test("two stock y-websocket clients converge, see each other, and come back after a lost connection", async () => {
  const a = provider("Amina");
  const b = provider("Bela");
  await until("both are synced", () => a.synced && b.synced);
  type(a.doc, "Amina ");
  type(b.doc, "Bela ");
  await until("they agree", () => {
    const [x, y] = [paragraphs(a.doc)[0], paragraphs(b.doc)[0]];
    return x === y && x?.length === "Amina Bela We commit.".length;
  });
  a.awareness.setLocalStateField("user", { name: "Somebody else" });
  await until("b sees a under its own name", () => {
    const state = b.awareness.getStates().get(a.doc.clientID);
    return (state as { user?: { name: string } } | undefined)?.user?.name === "Amina";
  });

  (a.ws as unknown as WebSocket).terminate();
  await until("a has lost its connection", () => !a.wsconnected);
  await until("b sees it leave", () => !b.awareness.getStates().has(a.doc.clientID));
  type(a.doc, "offline ");
  await until("a is back", () => a.synced);
  await until("b has what a typed offline", () => paragraphs(b.doc)[0]?.startsWith("offline ") === true);

  a.destroy();
  await until("b sees it leave", () => !b.awareness.getStates().has(a.doc.clientID));
  const replay = new Y.Doc();
  await until("the log has it all", async () => {
    const { state, updates } = await store.load(roomId);
    for (const update of [state as Uint8Array, ...updates]) Y.applyUpdate(replay, update);
    return paragraphs(replay)[0] === paragraphs(b.doc)[0];
  });
});

test("a stock client stops at a code that says so, and goes on after one that does not", async () => {
  const gone = new WebsocketProvider(served.url, "nowhere", new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  providers.push(gone);
  let code = 0;
  gone.on("closed", (event) => {
    code = event.code;
  });
  await until("it stopped", () => !gone.shouldConnect);
  expect(code).toBe(4404);

  const a = provider("Amina");
  await until("synced", () => a.synced);
  store.before.append = () => Promise.reject(new Error("disk full"));
  type(a.doc, "kept ");
  await until("the room was given up", () => served.errors.length > 0);
  store.before.append = undefined;
  await until("the log has it", () => store.rows(roomId).length > 0);
  const b = provider("Bela");
  await until("and so do others", () => paragraphs(b.doc)[0] === "kept We commit.");
});
