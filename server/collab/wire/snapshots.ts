import * as Y from "yjs";
import type { Logged } from "../text/live-text";
import { step2Frame, updateFrame } from "./protocol";

/** A tail shorter than this is never worth a new snapshot. */
const SHORT_TAIL_BYTES = 16 * 1024;
/** Clients that return after a restart mostly hold the same state. */
const REMEMBERED = 16;

/**
 * The document as frames, for those who join: one snapshot is built and framed once, and what was broadcast since is
 * sent after it, until that tail has grown to half of it.
 */
export class Snapshots {
  readonly #text: { readonly doc: Y.Doc };
  #base: Buffer | null = null;
  /** `#base` and `#tail`, until the next broadcast. */
  #whole: Buffer | null = null;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  readonly #answers = new Map<string, Buffer>();

  /** `loaded`: what the document is made of. Who holds nothing is sent it before it is unpacked. */
  constructor(text: { readonly doc: Y.Doc }, loaded: Logged) {
    this.#text = text;
    if (!loaded.state) return;
    this.#base = step2Frame(loaded.state);
    for (const update of loaded.updates) this.broadcast(updateFrame(update));
  }

  /** To be told of every frame of document updates that is broadcast. */
  broadcast(frame: Buffer): void {
    this.#answers.clear();
    this.#whole = null;
    if (!this.#base) return;
    this.#tail.push(frame);
    this.#tailBytes += frame.length;
    if (this.#tailBytes > Math.max(SHORT_TAIL_BYTES, this.#base.length / 2)) this.forget();
  }

  /** To be called when the document is no longer what its frames make: it was tidied up while it was unpacked. */
  forget(): void {
    this.#base = this.#whole = null;
    this.#tail = [];
    this.#tailBytes = 0;
  }

  /** Frames that bring an empty document to the current state. */
  whole(): Buffer {
    this.#base ??= step2Frame(Y.encodeStateAsUpdate(this.#text.doc));
    if (this.#tail.length === 0) return this.#base;
    // Many join at once: all are written the same bytes, and a copy for each would be most of what joining costs.
    this.#whole ??= Buffer.concat([this.#base, ...this.#tail]);
    return this.#whole;
  }

  /**
   * Frames that bring a document with this state vector to the current state.
   * @returns null when the state vector, or the document itself, cannot be read
   */
  since(stateVector: Uint8Array): Buffer | null {
    try {
      return this.#since(stateVector);
    } catch {
      return null;
    }
  }

  #since(stateVector: Uint8Array): Buffer {
    if (stateVector.length === 1 && stateVector[0] === 0) return this.whole();
    const key = Buffer.from(stateVector.buffer, stateVector.byteOffset, stateVector.length).toString(
      "latin1",
    );
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = step2Frame(Y.encodeStateAsUpdate(this.#text.doc, stateVector));
    if (this.#answers.size >= REMEMBERED) this.#answers.clear();
    this.#answers.set(key, answer);
    return answer;
  }
}
