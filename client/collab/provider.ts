import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { CLOSE, closeAction } from "../../shared/api/close-codes";
import { receiveOthers } from "./from-others";
import { MESSAGE, SYNC_MESSAGE } from "./messages";
import { ownWords } from "./own-words";
import { keepColorsApart } from "./presence-color";
import type { Room, RoomOptions, RoomStatus, UndoneParagraph, Waits } from "./room";
import { createSaveProgress } from "./save-progress";
import { createKeeper, KEPT } from "./unsent-keeper";

/** Origin of the transaction that brings the kept text. */
const KEPT_TEXT = "kept text";
/** Whoever is cut off sees the text as it was so long ago at most; encoding it takes milliseconds that typing should not miss. */
const KEEP_EVERY_MS = 20_000;

/**
 * Opens the live text of a room: the stock y-websocket provider, and on top of it the two messages by which the
 * server says what is committed (100) and what was refused (101). server/collab/PROTOCOL.md describes both.
 */
export function openRoom(options: RoomOptions): Room {
  const doc = new Y.Doc();
  const progress = createSaveProgress();
  const own = ownWords(doc);
  const keeper = options.unsent
    ? createKeeper(doc, options.unsent.store, options.schemaVersion, () => tell())
    : null;
  let mayWrite = options.unsent?.mayWrite ?? false;
  let isClosed = false;
  let hasRestored = false;
  const listeners = new Set<() => void>();
  let isLoaded = false;
  let refusal: string | null = null;
  let undone: readonly UndoneParagraph[] = [];
  let lost: readonly string[] = [];
  let ended: { todo: "sign_in" | "reload" | "stop"; closeCode: number } | null = null;
  let waits: Waits | null = null;
  let current: RoomStatus = { kind: "opening", waits };
  /** Whether the text has changed since it was kept. */
  let isNews = false;
  let isUnplugged = globalThis.navigator?.onLine === false;

  // Before the provider's own listener, which sends the change: what is sent must already be counted.
  doc.on("update", (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    isNews = true;
    if (origin instanceof WebsocketProvider || origin === KEPT_TEXT) return;
    others.typed();
    progress.changed();
    own.changed(progress.made(), transaction);
    if (origin !== KEPT) keeper?.changed(progress.made(), update, transaction);
    queueMicrotask(refresh);
  });

  const Base = options.WebSocketClass ?? WebSocket;
  class CountingSocket extends Base {
    override send(data: Parameters<WebSocket["send"]>[0]): void {
      if (
        data instanceof Uint8Array &&
        data[0] === MESSAGE.sync &&
        (data[1] === SYNC_MESSAGE.step2 || data[1] === SYNC_MESSAGE.update)
      ) {
        progress.sent(data[1] === SYNC_MESSAGE.step2);
      }
      super.send(data);
    }
  }

  const provider = new WebsocketProvider(
    `${options.origin}/collab`,
    options.room.split("/").map(encodeURIComponent).join("/"),
    doc,
    {
      connect: false,
      disableBc: true,
      params: {
        schema: String(options.schemaVersion),
        ...(options.person === undefined ? {} : { person: options.person }),
      },
      WebSocketPolyfill: CountingSocket as typeof WebSocket,
      shouldReconnect: (event) => closeAction(event.code) === "retry",
    },
  );

  const others = receiveOthers(provider, {
    isLoaded: () => isLoaded,
    // What was typed without a connection may build on what only now is here.
    onText: () => {
      if (keeper?.leftBehind()) restore();
    },
  });

  const found = keeper?.find() ?? null;
  const load = () => {
    if (isClosed) return;
    isLoaded = true;
    restore();
    tell();
  };

  /**
   * Only what the server has, too: what is unsent is kept change by change, and would be taken for sent if it came back with
   * the text.
   */
  function keepText(): void {
    if (!options.kept || !isLoaded || !isNews || progress.unsaved() > 0 || refusal !== null || ended !== null)
      return;
    isNews = false;
    const state = Y.encodeStateAsUpdate(doc);
    // A browser that gives no database, or has no room: the page then opens with the server only.
    void options.kept.keep({ state, schemaVersion: options.schemaVersion }).catch(() => undefined);
  }

  /** No connection, and nothing on screen: the text as it was here last. */
  async function openKept(): Promise<void> {
    const text = await options.kept?.read().catch(() => null);
    await found;
    if (!text || isLoaded || isClosed || ended !== null || provider.wsconnected) return;
    if (text.schemaVersion !== options.schemaVersion) return;
    Y.applyUpdate(doc, text.state, KEPT_TEXT);
    isNews = false;
    load();
  }

  function refresh(): void {
    const next = read();
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    for (const listener of listeners) listener();
  }

  function tell(): void {
    refresh();
    for (const listener of listeners) listener();
  }

  function restore(): void {
    if (isLoaded && mayWrite && refusal === null && keeper?.merge(progress.made() + 1)) hasRestored = true;
  }

  function read(): RoomStatus {
    const changes = progress.unsaved();
    if (refusal !== null) return { kind: "refused", code: refusal };
    if (ended !== null) return { kind: "ended", ...ended, changes };
    // Between the socket's opening and the first sync the text is on its way: not yet "saved", no longer "offline".
    if (!isLoaded) return { kind: "opening", waits };
    const offline: RoomStatus = { kind: "offline", changes, onDisk: keeper?.isOnDisk() ?? false, waits };
    if (provider.wsconnected && provider.synced) {
      // A socket without a network stays "open" for half a minute; what was typed into it has gone nowhere.
      if (changes > 0 && isUnplugged) return offline;
      return changes === 0 ? { kind: "saved" } : { kind: "saving", changes };
    }
    return offline;
  }

  provider.messageHandlers[MESSAGE.saved] = (_encoder: unknown, decoder: decoding.Decoder) => {
    progress.committed(decoding.readVarUint(decoder));
    keeper?.committed(progress.saved());
    own.forget(progress.saved());
    refresh();
  };
  provider.messageHandlers[MESSAGE.refused] = (_encoder: unknown, decoder: decoding.Decoder) => {
    const ordinal = decoding.readVarUint(decoder);
    // The first of several: from there on nothing entered.
    if (refusal === null) lost = own.since(progress.sentBefore(ordinal));
    refusal = decoding.readVarString(decoder);
    // Anything sent from now on would carry the refused words again: this replica is finished.
    queueMicrotask(() => provider.disconnect());
    void keeper?.flush();
    refresh();
  };

  provider.messageHandlers[MESSAGE.undone] = (_encoder: unknown, decoder: decoding.Decoder) => {
    const more = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
      block: decoding.readVarString(decoder),
      text: decoding.readVarString(decoder),
    }));
    undone = [...undone.filter(({ block }) => !more.some((one) => one.block === block)), ...more];
    tell();
  };

  // Before the provider forgets who was here.
  provider.on("connection-close", () => others.now());
  provider.on("status", ({ status }) => {
    if (status !== "connected") {
      progress.connectionReset();
      keepText();
    }
    refresh();
  });
  provider.on("connection-close", (event) => {
    waits = waitsOf(event?.code);
    if (!isLoaded && options.kept) void openKept();
    refresh();
  });
  provider.on("sync", (isSynced) => {
    if (isSynced) waits = null;
    if (isSynced && !isLoaded) {
      if (found) void found.then(load);
      else load();
    }
    // What was typed without a connection may build on what only now is here.
    else if (isSynced && keeper?.leftBehind()) restore();
    refresh();
  });
  provider.on("closed", ({ code }) => {
    const action = closeAction(code);
    lost = own.since(progress.saved());
    ended = { todo: action === "retry" ? "stop" : action, closeCode: code };
    void keeper?.flush();
    // Not this person's to read any more.
    if (action === "stop") void options.kept?.remove().catch(() => undefined);
    refresh();
  });

  const keeping = setInterval(keepText, KEEP_EVERY_MS);
  const hidden = () => {
    if (globalThis.document.visibilityState === "hidden") keepText();
  };
  globalThis.document?.addEventListener("visibilitychange", hidden);
  const unplugged = () => {
    isUnplugged = true;
    keepText();
    refresh();
  };
  const plugged = () => {
    isUnplugged = false;
    // The socket of before may be dead without knowing it: a new one now, not when it has timed out.
    if (refusal === null && ended === null) {
      provider.disconnect();
      provider.connect();
    }
    refresh();
  };
  globalThis.window?.addEventListener("offline", unplugged);
  globalThis.window?.addEventListener("online", plugged);
  const leaving = () => void keeper?.flush();
  globalThis.window?.addEventListener("pagehide", leaving);

  const room: Room = {
    doc,
    awareness: provider.awareness,
    isLoaded: () => isLoaded,
    status: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    beforeOthers: others.before,
    setUser(user) {
      if (user === null) provider.awareness.setLocalState(null);
      else provider.awareness.setLocalState({ ...provider.awareness.getLocalState(), user });
    },
    lostWords: () => lost,
    undone: () => undone,
    forgetUndone() {
      undone = [];
      tell();
    },
    leftBehind: () => keeper?.leftBehind() ?? null,
    hasRestored: () => hasRestored,
    restore() {
      mayWrite = true;
      restore();
    },
    discardUnsent: async () => keeper?.discard(),
    close() {
      keepText();
      isClosed = true;
      clearInterval(keeping);
      globalThis.document?.removeEventListener("visibilitychange", hidden);
      void keeper?.flush();
      listeners.clear();
      globalThis.window?.removeEventListener("offline", unplugged);
      globalThis.window?.removeEventListener("online", plugged);
      globalThis.window?.removeEventListener("pagehide", leaving);
      others.cancel();
      provider.destroy();
      doc.destroy();
    },
  };
  keepColorsApart(provider.awareness);
  room.setUser(options.user);
  provider.connect();
  return room;
}

function waitsOf(closeCode: number | undefined): Waits | null {
  if (closeCode === CLOSE.ROOMS_FULL) return "rooms_full";
  return closeCode === CLOSE.BUSY ? "busy" : null;
}
