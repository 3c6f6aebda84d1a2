import * as Y from "yjs";
import { REFUSED, type RefusedCode } from "../../../shared/api/close-codes";
import type { Message, Seat } from "../wire/seat";
import { bringsNothing, extendKnown } from "./update";

/** What one flush takes from the queue. */
export type Admission = {
  /** To be applied, in this order. */
  admitted: Message[];
  refused: Array<{ message: Message; code: RefusedCode }>;
  setAside: Message[];
  /** Whose messages were dealt with, and how many bytes of each. */
  touched: Map<Seat, number>;
};

/** The queue before a document: sorts what may enter it from what is refused, set aside, or nothing new. */
export class Intake {
  readonly #text: { readonly doc: Y.Doc };
  #queue: Message[] = [];
  readonly #withHeld = new Set<Seat>();
  readonly #isAnothers: (client: number, seat: Seat) => boolean;

  /** `isAnothers`: new items under this Yjs client id are to come from somebody else; until then they are set aside. */
  constructor(text: { readonly doc: Y.Doc }, isAnothers: (client: number, seat: Seat) => boolean) {
    this.#text = text;
    this.#isAnothers = isAnothers;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  add(message: Message): void {
    this.#queue.push(message);
  }

  clear(): void {
    this.#queue = [];
    this.#withHeld.clear();
  }

  /** What was set aside for it is forgotten: it was never confirmed, so its author sends it again. */
  leave(seat: Seat): void {
    this.#withHeld.delete(seat);
  }

  take(frozen: boolean): Admission {
    const queue = this.#queue;
    this.#queue = [];
    const admission: Admission = { admitted: [], refused: [], setAside: [], touched: new Map() };
    const ahead = new Map<number, number>();
    const known = (client: number) => ahead.get(client) ?? Y.getState(this.#text.doc.store, client);
    const done = ({ seat, update }: Message) => {
      admission.touched.set(seat, (admission.touched.get(seat) ?? 0) + update.length);
    };
    const enter = (message: Message): boolean => {
      const extended = extendKnown(message.facts, known);
      if (!extended) return false;
      for (const client of extended.keys()) if (this.#isAnothers(client, message.seat)) return false;
      for (const [client, clock] of extended) ahead.set(client, clock);
      admission.admitted.push(message);
      done(message);
      return true;
    };
    const refuse = (message: Message, code: RefusedCode) => {
      if (!bringsNothing(message.facts, this.#text.doc)) {
        admission.refused.push({ message, code });
        message.seat.wasRefused = true;
      }
      done(message);
    };

    for (const message of queue) {
      message.seat.processed(message.ordinal);
      const code = refusalOf(message.seat, frozen);
      if (code) refuse(message, code);
      else if (!enter(message)) this.#setAside(message, admission);
    }
    // What was set aside may now have what it builds on, and as it enters may let others in.
    for (let entered = true; entered; ) {
      entered = false;
      for (const seat of this.#withHeld) {
        const code = refusalOf(seat, frozen);
        const before = seat.held;
        seat.held = code ? [] : before.filter((message) => !enter(message));
        if (code) for (const message of before) refuse(message, code);
        else if (seat.held.length < before.length) entered = true;
        if (seat.held.length === 0) this.#withHeld.delete(seat);
      }
    }
    return admission;
  }

  /**
   * What builds on something that is not here stays outside the document: applied, Yjs would keep it where neither the
   * log nor other members see it, and it would be confirmed and lost.
   */
  #setAside(message: Message, admission: Admission): void {
    if (message.seat.gone) return;
    message.seat.held.push(message);
    this.#withHeld.add(message.seat);
    admission.setAside.push(message);
    if (!admission.touched.has(message.seat)) admission.touched.set(message.seat, 0);
  }
}

function refusalOf(seat: Seat, frozen: boolean): RefusedCode | null {
  if (frozen) return REFUSED.FROZEN;
  return seat.member.access.write ? null : REFUSED.READ_ONLY;
}
