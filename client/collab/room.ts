import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { TextStore } from "../offline/kept";
import type { PresenceUser } from "./presence-color";
import type { LeftBehind } from "./unsent-keeper";
import type { UnsentStore } from "./unsent-store";

/** Why the server has no place for this window at the moment; the window goes on asking. */
export type Waits = "rooms_full" | "busy";

export type RoomStatus =
  | { kind: "opening"; waits: Waits | null }
  | { kind: "saved" }
  | { kind: "saving"; changes: number }
  /** No connection; `changes` wait for it: in this window, or also where they outlive it. */
  | { kind: "offline"; changes: number; onDisk: boolean; waits: Waits | null }
  /** The server did not take a change; the text here is no longer the one everybody sees. */
  | { kind: "refused"; code: string }
  /** The server ended the connection for good; `todo` is what the person can do. */
  | { kind: "ended"; todo: "sign_in" | "reload" | "stop"; closeCode: number; changes: number };

/** A change of an agreed paragraph that the server put back, with the words it would have had ("" if it were gone). */
export type UndoneParagraph = { block: string; text: string };

export type Room = {
  doc: Y.Doc;
  awareness: Awareness;
  /** True once the server's text has arrived: before that nothing is shown and nothing can be typed. */
  isLoaded(): boolean;
  status(): RoomStatus;
  subscribe(listener: () => void): () => void;
  /** Called before what others did is put into the text. */
  beforeOthers(listener: () => void): () => void;
  setUser(user: PresenceUser | null): void;
  /** The same array until there is another one, or `forgetUndone`. */
  undone(): readonly UndoneParagraph[];
  forgetUndone(): void;
  /** What this window has put into the text and the server has not taken, once it is "refused" or "ended". */
  lostWords(): readonly string[];
  /** Words of an earlier page that were never sent and cannot be put into the text now; the same object until it changes. */
  leftBehind(): LeftBehind | null;
  /** True once such words were put into the text. */
  hasRestored(): boolean;
  /** Puts them into the text, if it is loaded and they fit. To be called when the person may write (again). */
  restore(): void;
  /** Throws away what is unsent, here and on this machine. The room is of no use afterwards. */
  discardUnsent(): Promise<void>;
  close(): void;
};

export type RoomOptions = {
  /** `ws://host` or `wss://host`, without a path. */
  origin: string;
  room: string;
  schemaVersion: number;
  /** Who this page believes is signed in: what they wrote is not sent once somebody else is. */
  person?: string;
  user: PresenceUser | null;
  /** Where changes that are not confirmed are kept; without it they live as long as this window. */
  unsent?: { store: UnsentStore; mayWrite: boolean };
  /** Where the text is kept as the server last had it, to open the room from when there is no connection. */
  kept?: TextStore;
  WebSocketClass?: typeof WebSocket;
};
