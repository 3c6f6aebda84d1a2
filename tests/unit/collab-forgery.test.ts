import * as Y from "yjs";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  loggedDoc,
  type MemoryStore,
  memoryStore,
  paragraphs,
  presenceOf,
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";

let store: MemoryStore;
let served: Served;
let roomId: string;
const clients: BareClient[] = [];

beforeEach(async () => {
  store = memoryStore();
  roomId = store.addRoom("declaration.en", textOf("We commit.", "We decide."));
  served = await serve({ store });
});
afterEach(async () => {
  for (const { ws } of clients.splice(0)) ws.terminate();
  await served.stop();
});

async function joined(as: string, options: Parameters<typeof connect>[1] = {}): Promise<BareClient> {
  const made = connect(`${served.url}/declaration.en?as=${as}`, options);
  clients.push(made);
  await until("synced", () => made.synced);
  return made;
}

/** With a presence, as every editor has one, and all that it holds delivered. */
async function present(as: string): Promise<BareClient> {
  const made = await joined(as);
  made.send(presenceOf(made.doc.clientID, 1, { user: { name: as } }));
  await until("delivered", () => made.sent > 0 && made.saved === made.sent);
  return made;
}

/** What somebody types, in a document that says it is another's. */
function typedAs(clientId: number, state: Uint8Array, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  Y.applyUpdate(doc, state);
  const before = Y.encodeStateVector(doc);
  const block = doc.getXmlFragment("prosemirror").get(0) as Y.XmlElement;
  (block.get(0) as Y.XmlText).insert(0, text);
  return Y.encodeStateAsUpdate(doc, before);
}

const logged = async () => paragraphs(await loggedDoc(store, roomId));

test("nobody brings new words under the client id of somebody who is here", async () => {
  const amina = await present("Amina");
  const bela = await present("Bela");
  const mallory = await joined("Mallory");
  mallory.sendDocument(typedAs(amina.doc.clientID, Y.encodeStateAsUpdate(mallory.doc), "Forged. "));
  await until("it was looked at", () => served.collab.stats().setAside === 1);
  // Under the clock that was forged, this would be nothing new.
  amina.type(0, 0, "Amina. ");
  await until("it is there", () => bela.text()[0] === "Amina. We commit." && amina.saved === amina.sent);
  expect(await logged()).toEqual(["Amina. We commit.", "We decide."]);
  expect(mallory.text()).toEqual(amina.text());
  expect(served.errors).toEqual([]);
});

test("what one wrote and the server lost comes back from another, unless its author has delivered already", async () => {
  const elsewhere = new Y.Doc();
  Y.applyUpdate(elsewhere, Y.encodeStateAsUpdate(await loggedDoc(store, roomId)));
  Y.applyUpdate(elsewhere, typedAs(77, Y.encodeStateAsUpdate(elsewhere), "Lost. "));
  // Its author is back, and shows itself before it has said what it has.
  const amina = await joined("Amina", { answerStep1: false });
  amina.send(presenceOf(77, 1, { user: { name: "Amina" } }));
  const bela = await joined("Bela", { doc: elsewhere });
  await until("it is saved", () => bela.sent > 0 && bela.saved === bela.sent);
  expect(bela.closed).toBeNull();
  await until("its author has it", () => amina.text()[0] === "Lost. We commit.");
  // Coming back with all of it, new to nobody, hurts nobody either.
  amina.sendDocument(Y.encodeStateAsUpdate(amina.doc));
  await until("saved", () => amina.saved === amina.sent);
  const carla = await joined("Carla", { doc: elsewhere });
  await until("saved", () => carla.saved === carla.sent);
  expect(carla.closed).toBeNull();
});

test("one person's two windows bring each other's words", async () => {
  const one = await present("Amina");
  const two = await joined("Amina");
  two.sendDocument(typedAs(one.doc.clientID, Y.encodeStateAsUpdate(two.doc), "Both. "));
  await until("saved", () => two.saved === two.sent);
  expect(two.closed).toBeNull();
});

test("what one saw of another on a node that is cut off from this one waits until it came here, or the other has gone", async () => {
  const amina = await present("Amina");
  // Amina, too, is on the other node by now; here nobody has noticed that her connection is dead.
  const elsewhere = new Y.Doc();
  Y.applyUpdate(elsewhere, Y.encodeStateAsUpdate(amina.doc));
  Y.applyUpdate(elsewhere, typedAs(amina.doc.clientID, Y.encodeStateAsUpdate(amina.doc), "Elsewhere. "));
  const bela = await joined("Bela", { doc: elsewhere });
  bela.type(1, 0, "Mine. ");
  await until("it waits", () => served.collab.stats().setAside > 0);
  expect(bela.closed).toBeNull();
  amina.ws.terminate();
  await until("all of it is saved", () => bela.saved === bela.sent);
  expect(await logged()).toEqual(["Elsewhere. We commit.", "Mine. We decide."]);
});
