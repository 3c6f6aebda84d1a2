import type { Listening } from "../../bus/bus";
import type { Nodes } from "../../bus/nodes";
import type { SharedPresence } from "../room/presence";
import { decodeLink, encodeLink, type LinkMessage } from "./link-protocol";

/** What a link asks of its room. */
export type LinkedRoom = {
  readonly lastSeq: number;
  heardRow(seq: number, bytes: Uint8Array | null): void;
  heardPresence(node: string, entries: SharedPresence[]): void;
  nodeLeft(node: string): void;
  presenceHere(): SharedPresence[];
  /** Commits what members have sent, and lets nothing in until it is released. Gives the end of the log. */
  standStill(): Promise<number>;
  release(): void;
  recordChanged(): void;
};

/** What is said of a row beside its bytes: names and numbers. */
const HEAD_BYTES = 64;
type Held = { node: string; released: boolean; timer: NodeJS.Timeout | null };
type Asked = { waiting: Set<string>; upTo: number; done(): void };

/** One room's side of the talk between the nodes that have it open. */
export class RoomLink {
  readonly #nodes: Nodes;
  readonly #channel: string;
  readonly #listening: Listening;
  #room: LinkedRoom | null = null;
  #early: Uint8Array[] = [];
  readonly #peers = new Set<string>();
  /** Holds that others have asked of us, by node and token. */
  readonly #held = new Map<string, Held>();
  /** The newest hold of each node that is over: it may be told of again, or only now. */
  readonly #over = new Map<string, number>();
  readonly #asked = new Map<number, Asked>();
  readonly #holdMs: number;

  constructor(nodes: Nodes, roomId: string, holdMs: number) {
    this.#nodes = nodes;
    this.#holdMs = holdMs;
    this.#channel = `room.${roomId}`;
    this.#listening = nodes.bus.listen(this.#channel, (bytes) => this.#hear(bytes));
  }

  /** Rows that are committed from then on are heard of. */
  get ready(): Promise<void> {
    return this.#listening.ready;
  }

  /** The room is loaded: what was heard meanwhile is passed on, and the others hear of it. */
  open(room: LinkedRoom): void {
    this.#room = room;
    const early = this.#early;
    this.#early = [];
    for (const bytes of early) this.#hear(bytes);
    this.greet();
  }

  /** To be called when a node arrived, or messages may have been missed. */
  greet(): void {
    if (!this.#room) return;
    this.#say({ what: "hello", seq: this.#room.lastSeq, answer: true });
    this.#sayPresence(this.#room.presenceHere());
  }

  get hasPeers(): boolean {
    return this.#peers.size > 0;
  }

  wrote(seq: number, row: Uint8Array): void {
    if (this.#peers.size === 0) return;
    const fits = row.length + HEAD_BYTES <= this.#nodes.bus.maxBytes;
    this.#say({ what: "row", seq, bytes: fits ? row : null });
  }

  presence(entries: SharedPresence[]): void {
    if (this.#peers.size > 0) this.#sayPresence(entries);
  }

  changed(): void {
    if (this.#peers.size > 0) this.#say({ what: "changed" });
  }

  nodeGone(node: string): void {
    if (!this.#peers.delete(node)) return;
    for (const [key, held] of this.#held) if (held.node === node) this.#letGo(key);
    for (const asked of this.#asked.values()) this.#answered(asked, node);
    this.#room?.nodeLeft(node);
  }

  /**
   * Asks the other nodes to let nothing into the room. Gives how far their logs went, once all have answered or `waitMs`
   * is over: a node that did not answer is not waited for, and what it writes nevertheless is seen by the command's
   * transaction.
   */
  async hold(waitMs: number): Promise<{ upTo: number; release(): void }> {
    if (this.#peers.size === 0) return { upTo: 0, release: () => {} };
    const token = this.#nodes.newToken();
    let timer: NodeJS.Timeout | undefined;
    const asked: Asked = { waiting: new Set(this.#peers), upTo: 0, done: () => {} };
    const answered = new Promise<void>((resolve) => {
      asked.done = resolve;
      timer = setTimeout(resolve, waitMs);
    });
    this.#asked.set(token, asked);
    this.#say({ what: "hold", token });
    await answered;
    clearTimeout(timer);
    this.#asked.delete(token);
    return { upTo: asked.upTo, release: () => this.#say({ what: "release", token }) };
  }

  #answered(asked: Asked, node: string): void {
    asked.waiting.delete(node);
    if (asked.waiting.size === 0) asked.done();
  }

  #sayPresence(entries: SharedPresence[]): void {
    let part: SharedPresence[] = [];
    let bytes = HEAD_BYTES;
    for (const entry of entries) {
      const size = entry.state.length + HEAD_BYTES;
      if (part.length > 0 && bytes + size > this.#nodes.bus.maxBytes) {
        this.#say({ what: "presence", entries: part });
        part = [];
        bytes = HEAD_BYTES;
      }
      part.push(entry);
      bytes += size;
    }
    if (part.length > 0) this.#say({ what: "presence", entries: part });
  }

  #say(message: LinkMessage): void {
    this.#nodes.bus.publish(this.#channel, encodeLink(this.#nodes.id, message));
  }

  #hear(bytes: Uint8Array): void {
    const room = this.#room;
    if (!room) {
      this.#early.push(bytes);
      return;
    }
    const { from, message } = decodeLink(bytes);
    if (message.what !== "bye") this.#peers.add(from);
    switch (message.what) {
      case "hello":
        room.heardRow(message.seq, null);
        if (!message.answer) return;
        this.#say({ what: "hello", seq: room.lastSeq, answer: false });
        this.#sayPresence(room.presenceHere());
        return;
      case "bye":
        this.nodeGone(from);
        return;
      case "row":
        room.heardRow(message.seq, message.bytes);
        return;
      case "presence":
        room.heardPresence(from, message.entries);
        return;
      case "hold":
        void this.#standStill(room, from, message.token);
        return;
      case "held": {
        const asked = this.#asked.get(message.token);
        if (!asked?.waiting.has(from)) return;
        asked.upTo = Math.max(asked.upTo, message.seq);
        this.#answered(asked, from);
        return;
      }
      case "release":
        this.#over.set(from, Math.max(message.token, this.#over.get(from) ?? 0));
        this.#letGo(`${from}/${message.token}`);
        return;
      case "changed":
        room.recordChanged();
    }
  }

  async #standStill(room: LinkedRoom, node: string, token: number): Promise<void> {
    const key = `${node}/${token}`;
    if (this.#held.has(key) || token <= (this.#over.get(node) ?? 0)) return;
    const held: Held = { node, released: false, timer: null };
    this.#held.set(key, held);
    try {
      const seq = await room.standStill();
      if (held.released) return room.release();
      held.timer = setTimeout(() => this.#letGo(key), this.#holdMs);
      held.timer.unref();
      this.#say({ what: "held", token, seq });
    } catch {
      // The room has failed and is given up: it holds nothing, and the other node does not wait long.
      this.#held.delete(key);
    }
  }

  #letGo(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    held.released = true;
    if (!held.timer) return;
    clearTimeout(held.timer);
    this.#room?.release();
  }

  close(): void {
    this.#say({ what: "bye" });
    this.#listening.stop();
    for (const key of [...this.#held.keys()]) this.#letGo(key);
  }
}
