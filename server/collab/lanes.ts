import type { Member, Seat } from "./seat";

/** Who is in a room, in two lanes: writers first, who wait for each other's words; readers only watch. */
export class Lanes {
  readonly #writers = new Set<Seat>();
  readonly #readers = new Set<Seat>();

  get size(): number {
    return this.#writers.size + this.#readers.size;
  }

  get members(): Member[] {
    return [...this.#writers, ...this.#readers].map((seat) => seat.member);
  }

  get writers(): Member[] {
    return [...this.#writers].map((seat) => seat.member);
  }

  /** Puts a seat where its member's access belongs; also when that has changed. */
  place(seat: Seat): void {
    this.remove(seat);
    (seat.member.access.write ? this.#writers : this.#readers).add(seat);
  }

  remove(seat: Seat): void {
    this.#writers.delete(seat);
    this.#readers.delete(seat);
  }

  /** To all who have had the document, but one. */
  send(frames: Buffer, except: unknown): void {
    for (const lane of [this.#writers, this.#readers]) {
      for (const seat of lane) if (seat.synced && seat.member !== except) seat.member.send(frames);
    }
  }
}
