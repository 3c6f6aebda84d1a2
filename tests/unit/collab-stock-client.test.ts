import { splitBlock } from "prosemirror-commands";
import { WebSocket } from "ws";
import { undoCommand, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { FRAGMENT } from "../../shared/text/yjs";
import { until } from "../support/children";
import {
  connect,
  loggedDoc,
  type MemoryStore,
  memoryStore,
  paragraphs,
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";

import { HeadlessEditor } from "../support/headless-editor";

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

function provider(as: string, others: Record<string, string> = {}): WebsocketProvider {
  const made = new WebsocketProvider(served.url, "declaration.en", new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params: { as, ...others },
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

/** y-prosemirror as it comes, on the provider as it comes. The text must be there: nobody seeds it. */
async function editorOf(of: WebsocketProvider): Promise<HeadlessEditor> {
  await until("synced", () => of.synced);
  const fragment = of.doc.getXmlFragment(FRAGMENT);
  return new HeadlessEditor(fragment, (mapping) => [ySyncPlugin(fragment, { mapping }), yUndoPlugin()]);
}

test("stock y-prosemirror editors write in one text with each other and with a bare Yjs client", async () => {
  const [a, b] = [provider("Amina"), provider("Bela")];
  const [mine, theirs] = [await editorOf(a), await editorOf(b)];
  const bare = connect(`${served.url}/declaration.en?as=Bare`);
  await until("synced", () => bare.synced);
  mine.putCursor("op1", 3);
  mine.type("solemnly ");
  await until("the others have it", () =>
    [theirs.text().join(), bare.text().join()].every((text) => text.includes("We solemnly commit.")),
  );
  bare.type(0, 0, "Today: ");
  theirs.putCursor("op1", theirs.block("op1").content.size);
  theirs.type(" Now.");
  const whole = "Today: We solemnly commit. Now.";
  await until("all have all", () =>
    [mine.text().join(), theirs.text().join(), bare.text().join()].every((text) => text.endsWith(whole)),
  );

  // Undoing takes back one's own words only.
  expect(mine.run(undoCommand)).toBe(true);
  await until("all see it", () =>
    [bare.text(), paragraphs(b.doc)].every((text) => text.join() === "Today: We commit. Now."),
  );

  // Splitting, the stock editor gives both halves one id: the server gives the second its own, on every screen.
  theirs.putCursor("op1", "Today: ".length);
  expect(theirs.run(splitBlock)).toBe(true);
  await until("all have two paragraphs under two ids", () =>
    [mine, theirs].every((editor) => {
      const ids = editor.state.doc.children.map((node) => node.attrs.id);
      return ids.length === 2 && new Set(ids).size === 2;
    }),
  );
  await until("they have one text", () => mine.text().join() === theirs.text().join());
  await until("the bare one, too", () => bare.text().join() === "Today: ,We commit. Now.");

  await until("the log has it", async () => {
    return paragraphs(await loggedDoc(store, roomId)).join() === bare.text().join();
  });
  for (const editor of [mine, theirs]) editor.destroy();
  bare.ws.terminate();
  expect(served.errors).toEqual([]);
});

test("what a stock editor without the right to write types goes nowhere, and disturbs nobody", async () => {
  const [reader, writer] = [provider("Rita", { read: "1" }), provider("Amina")];
  const [theirs, mine] = [await editorOf(reader), await editorOf(writer)];
  theirs.putCursor("op1", 0);
  theirs.type("Vandal. ");
  await until("it was refused", () => served.collab.stats().refused > 0);
  mine.putCursor("op1", 0);
  mine.type("Today: ");
  await until("the reader has what was written", () => theirs.text().join().includes("Today: "));
  expect(paragraphs(writer.doc)).toEqual(["Today: We commit."]);
  await until("the log has it", async () => {
    return paragraphs(await loggedDoc(store, roomId)).join() === "Today: We commit.";
  });
  for (const editor of [mine, theirs]) editor.destroy();
});
