import * as decoding from "lib0/decoding";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { closeAction } from "../../shared/api/close-codes";
import { keepColorsApart, type PresenceUser } from "./presence-color";
import { createSaveProgress } from "./save-progress";

const SYNC = 0;
const SYNC_STEP_2 = 1;
const SYNC_UPDATE = 2;
const SAVED = 100;
const REFUSED = 101;

export type RoomStatus =
  | { kind: "opening" }
  | { kind: "saved" }
  | { kind: "saving"; changes: number }
  /** No connection; `changes` are kept in this window until it is back. */
  | { kind: "offline"; changes: number }
  /** The server did not take a change; the text here is no longer the one everybody sees. */
  | { kind: "refused"; code: string }
  /** The server ended the connection for good; `todo` is what the person can do. */
  | { kind: "ended"; todo: "sign_in" | "reload" | "stop"; closeCode: number; changes: number };

export type Room = {
  doc: Y.Doc;
  awareness: Awareness;
  /** True once the server's text has arrived: before that nothing is shown and nothing can be typed. */
  isLoaded(): boolean;
  status(): RoomStatus;
  subscribe(listener: () => void): () => void;
  setUser(user: PresenceUser | null): void;
  close(): void;
};

export type RoomOptions = {
  /** `ws://host` or `wss://host`, without a path. */
  origin: string;
  room: string;
  schemaVersion: number;
  user: PresenceUser | null;
  WebSocketClass?: typeof WebSocket;
};

/**
 * Opens the live text of a room: the stock y-websocket provider, and on top of it the two messages by which the
 * server says what is committed (100) and what was refused (101). server/collab/PROTOCOL.md describes both.
 */
export function openRoom(options: RoomOptions): Room {
  const doc = new Y.Doc();
  const progress = createSaveProgress();
  const listeners = new Set<() => void>();
  let isLoaded = false;
  let refusal: string | null = null;
  let ended: { todo: "sign_in" | "reload" | "stop"; closeCode: number } | null = null;
  let current: RoomStatus = { kind: "opening" };
  let isUnplugged = globalThis.navigator?.onLine === false;

  // Before the provider's own listener, which sends the change: what is sent must already be counted.
  doc.on("update", (_update: Uint8Array, origin: unknown) => {
    if (origin instanceof WebsocketProvider) return;
    progress.changed();
    queueMicrotask(refresh);
  });

  const Base = options.WebSocketClass ?? WebSocket;
  class CountingSocket extends Base {
    override send(data: Parameters<WebSocket["send"]>[0]): void {
      if (
        data instanceof Uint8Array &&
        data[0] === SYNC &&
        (data[1] === SYNC_STEP_2 || data[1] === SYNC_UPDATE)
      ) {
        progress.sent(data[1] === SYNC_STEP_2);
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
      params: { schema: String(options.schemaVersion) },
      WebSocketPolyfill: CountingSocket as typeof WebSocket,
      shouldReconnect: (event) => closeAction(event.code) === "retry",
    },
  );

  function refresh(): void {
    const next = read();
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    for (const listener of listeners) listener();
  }

  function read(): RoomStatus {
    const changes = progress.unsaved();
    if (refusal !== null) return { kind: "refused", code: refusal };
    if (ended !== null) return { kind: "ended", ...ended, changes };
    if (provider.wsconnected && provider.synced) {
      // A socket without a network stays "open" for half a minute; what was typed into it has gone nowhere.
      if (changes > 0 && isUnplugged) return { kind: "offline", changes };
      return changes === 0 ? { kind: "saved" } : { kind: "saving", changes };
    }
    // Between the socket's opening and the first sync the text is on its way: not yet "saved", no longer "offline".
    if (!isLoaded) return { kind: "opening" };
    return { kind: "offline", changes };
  }

  provider.messageHandlers[SAVED] = (_encoder: unknown, decoder: decoding.Decoder) => {
    progress.committed(decoding.readVarUint(decoder));
    refresh();
  };
  provider.messageHandlers[REFUSED] = (_encoder: unknown, decoder: decoding.Decoder) => {
    decoding.readVarUint(decoder);
    refusal = decoding.readVarString(decoder);
    // Anything sent from now on would carry the refused words again: this replica is finished.
    queueMicrotask(() => provider.disconnect());
    refresh();
  };

  provider.on("status", ({ status }) => {
    if (status !== "connected") progress.connectionReset();
    refresh();
  });
  provider.on("sync", (isSynced) => {
    if (isSynced) isLoaded = true;
    refresh();
    if (isSynced) for (const listener of listeners) listener();
  });
  provider.on("closed", ({ code }) => {
    const action = closeAction(code);
    ended = { todo: action === "retry" ? "stop" : action, closeCode: code };
    refresh();
  });

  const unplugged = () => {
    isUnplugged = true;
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

  const room: Room = {
    doc,
    awareness: provider.awareness,
    isLoaded: () => isLoaded,
    status: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setUser(user) {
      if (user === null) provider.awareness.setLocalState(null);
      else provider.awareness.setLocalState({ ...provider.awareness.getLocalState(), user });
    },
    close() {
      listeners.clear();
      globalThis.window?.removeEventListener("offline", unplugged);
      globalThis.window?.removeEventListener("online", plugged);
      provider.destroy();
      doc.destroy();
    },
  };
  keepColorsApart(provider.awareness);
  room.setUser(options.user);
  provider.connect();
  return room;
}
