import * as Y from "yjs";
import { createKeeper, KEPT } from "../../client/collab/unsent-keeper";
import type { KeptUnsent, UnsentStore } from "../../client/collab/unsent-store";

function storeOf(rows: KeptUnsent[]): UnsentStore {
  return {
    read: async () => rows,
    keep: async () => 1,
    remove: async (keys) => {
      rows = rows.filter(({ key }) => !keys.includes(key));
    },
  };
}

test("what builds on a change that comes later goes in whole once that is there, as a change of its person's own", async () => {
  const here = new Y.Doc();
  const other = new Y.Doc();
  other.getText("t").insert(0, "before the crash");
  const late = Y.encodeStateAsUpdate(other);
  const writer = new Y.Doc();
  Y.applyUpdate(writer, late);
  const seen = Y.encodeStateVector(writer);
  writer.getText("t").insert(6, " kept");
  const bytes = Y.encodeStateAsUpdate(writer, seen);

  const store = storeOf([{ key: 1, bytes, schemaVersion: 1, words: { pp4: "before kept the crash" } }]);
  const keeper = createKeeper(here, store, 1, () => undefined);
  await keeper.find();
  const own: Uint8Array[] = [];
  here.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === KEPT) own.push(update);
  });

  expect(keeper.merge(1)).toBe(false);
  expect(here.store.pendingStructs).toBeNull();
  expect(keeper.leftBehind()?.words).toEqual(["before kept the crash"]);

  Y.applyUpdate(here, late);
  expect(keeper.merge(1)).toBe(true);
  expect(here.getText("t").toString()).toBe("before kept the crash");
  expect(keeper.leftBehind()).toBeNull();
  // What is sent is what was kept: the server lacks nothing.
  for (const update of own) Y.applyUpdate(other, update);
  expect(other.getText("t").toString()).toBe("before kept the crash");
});

test("what the disk did not take is tried again with the next change, and is not called kept before", async () => {
  const here = new Y.Doc();
  const kept: Uint8Array[] = [];
  let isFull = true;
  const store: UnsentStore = {
    ...storeOf([]),
    async keep({ bytes }) {
      if (isFull) throw new Error("no room");
      return kept.push(bytes);
    },
  };
  const keeper = createKeeper(here, store, 1, () => undefined);
  let changes = 0;
  here.on("update", (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) =>
    keeper.changed(++changes, update, transaction),
  );
  here.getText("t").insert(0, "one");
  await keeper.flush();
  expect(keeper.isOnDisk()).toBe(false);
  isFull = false;
  here.getText("t").insert(3, " two");
  await keeper.flush();
  expect(keeper.isOnDisk()).toBe(true);
  const found = new Y.Doc();
  for (const bytes of kept) Y.applyUpdate(found, bytes);
  expect(found.getText("t").toString()).toBe("one two");
});
