import { isDeepStrictEqual } from "node:util";
import * as Y from "yjs";
import { type BlockId, type BlockStatus, blockText } from "../../shared/text/model";
import { readStatuses, readTextDoc } from "../../shared/text/yjs";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  loggedDoc,
  type MemoryStore,
  memoryStore,
  personId,
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";

let store: MemoryStore;
let served: Served;
let roomId: string;
const clients: BareClient[] = [];
const NAME = "declaration.en";
const TEXT = textOf("We commit.", "We decide.", "We invite.");
const [FIRST, SECOND, THIRD] = TEXT.blocks.map(({ id }) => id) as [BlockId, BlockId, BlockId];

beforeEach(async () => {
  store = memoryStore();
  roomId = store.addRoom(NAME, TEXT);
  served = await serve({ store });
});
afterEach(async () => {
  for (const { ws } of clients.splice(0)) ws.terminate();
  await served.stop();
  expect(served.errors).toEqual([]);
});

async function joined(who: string): Promise<BareClient> {
  const made = connect(`${served.url}/${NAME}?as=${who}`);
  clients.push(made);
  await until("synced", () => made.synced);
  return made;
}

/** As the command does it. */
async function mark(...statuses: Array<[BlockId, BlockStatus]>): Promise<void> {
  await served.collab.withLockedRooms([NAME], async ([room]) => {
    const write = room!.prepare(room!.text, new Map(statuses));
    write.commit((await store.append(roomId, write.bytes, [personId("Chair")])).seq);
  });
}

const elementOf = (client: BareClient, index: number) =>
  client.doc.getXmlFragment("prosemirror").get(index) as Y.XmlElement;

/** Everybody, and the log, end with the text and the statuses that are expected. */
async function allHave(lines: string[], statuses: BlockStatus[]): Promise<void> {
  await until("all is saved", () => clients.every((one) => one.saved === one.sent));
  await until("all have it", () => clients.every((one) => one.text().join("|") === lines.join("|")));
  const logged = await loggedDoc(store, roomId);
  for (const doc of [...clients.map((one) => one.doc), logged]) {
    expect(readTextDoc(doc).blocks.map(blockText)).toEqual(lines);
    expect([...readStatuses(doc).values()]).toEqual(statuses);
  }
  expect((await served.collab.read(NAME)).blocks.map(blockText)).toEqual(lines);
}

const LINES = TEXT.blocks.map(blockText);
const SECOND_AGREED: BlockStatus[] = ["open", "agreed_ad_ref", "open"];

test("words typed into an agreed paragraph are put back for everybody, and their author is told them", async () => {
  const [amina, bela] = [await joined("Amina"), await joined("Bela")];
  await mark([SECOND, "agreed_ad_ref"]);
  amina.type(1, 0, "Perhaps: ");
  bela.type(0, 0, "Yes: ");
  await until("its author is told", () => amina.undone.length > 0);
  expect(amina.undone).toEqual([{ block: SECOND, text: "Perhaps: We decide." }]);
  await allHave(["Yes: We commit.", "We decide.", "We invite."], SECOND_AGREED);
  expect(bela.undone).toEqual([]);
  expect([...amina.refused, ...bela.refused]).toEqual([]);
});

test("an agreed paragraph that is taken out comes back at its place, with its status", async () => {
  const amina = await joined("Amina");
  await joined("Bela");
  await mark([FIRST, "agreed"], [SECOND, "agreed_ad_ref"]);
  amina.doc.getXmlFragment("prosemirror").delete(0, 2);
  await until("its author is told", () => amina.undone.length > 0);
  expect(amina.undone).toEqual([
    { block: FIRST, text: "" },
    { block: SECOND, text: "" },
  ]);
  await allHave(LINES, ["agreed", "agreed_ad_ref", "open"]);
  expect(readTextDoc(amina.doc)).toEqual(TEXT);
});

test("its kind, its emphasis and its status are held as its words are", async () => {
  const amina = await joined("Amina");
  await mark([SECOND, "agreed_ad_ref"]);
  elementOf(amina, 1).setAttribute("kind", "note");
  (elementOf(amina, 1).get(0) as Y.XmlText).format(0, 2, { em: {} });
  elementOf(amina, 1).setAttribute("status", "open");
  await until("its author is told", () => amina.undone.length > 0);
  await until("all three are put back", () => isDeepStrictEqual(readTextDoc(amina.doc), TEXT));
  await allHave(LINES, SECOND_AGREED);
});

test("nobody agrees a paragraph by writing its status, also not in a new one or under another's id", async () => {
  const amina = await joined("Amina");
  await mark([SECOND, "agreed_ad_ref"]);
  elementOf(amina, 0).setAttribute("status", "agreed");
  const fresh = (id: string, status: string, words: string) => {
    const element = new Y.XmlElement("block");
    for (const [name, value] of Object.entries({ id, kind: "operative", status }))
      element.setAttribute(name, value);
    const text = new Y.XmlText();
    text.insert(0, words);
    element.insert(0, [text]);
    return element;
  };
  amina.doc.getXmlFragment("prosemirror").insert(3, [fresh("new", "agreed", "We hope.")]);
  amina.doc.getXmlFragment("prosemirror").insert(0, [fresh(SECOND, "agreed_ad_ref", "We doubt.")]);
  await allHave([...LINES, "We hope."], [...SECOND_AGREED, "open"]);
  expect((await served.collab.read(NAME)).blocks.map(({ id }) => id)).toEqual([FIRST, SECOND, THIRD, "new"]);
});

test("reopened, it is written again; typing that crosses the agreement is put back", async () => {
  const [amina, bela] = [await joined("Amina"), await joined("Bela")];
  await mark([SECOND, "agreed_ad_ref"]);
  await mark([SECOND, "reopened"]);
  await until("it came", () => readStatuses(amina.doc).get(SECOND) === "reopened");
  amina.type(1, 0, "Again: ");
  await allHave([LINES[0]!, "Again: We decide.", LINES[2]!], ["open", "reopened", "open"]);
  expect(amina.undone).toEqual([]);

  // Bela's words wait while the room is held, and come upon a paragraph that has been agreed.
  await served.collab.withLockedRooms([NAME], async ([room]) => {
    bela.type(1, 0, "Late. ");
    await until("it is on its way", () => bela.sent > bela.saved);
    const write = room!.prepare(room!.text, new Map([[SECOND, "agreed_ad_ref"]]));
    write.commit((await store.append(roomId, write.bytes, [personId("Chair")])).seq);
  });
  await until("its author is told", () => bela.undone.length > 0);
  expect(bela.undone).toEqual([{ block: SECOND, text: "Late. Again: We decide." }]);
  await allHave([LINES[0]!, "Again: We decide.", LINES[2]!], SECOND_AGREED);
});
