import { Pace } from "./pace";
import type { Member, Seat } from "./seat";

/** Members that are written to in one go: few enough that the last does not wait long for the first. */
const LANE_SIZE = 128;
/** Of the newest cost in the running one: a flush that the system interrupted must not slow down those after it. */
const WEIGHT = 0.2;

/** Some of a room's members, and what they have not been sent yet. */
class Lane {
  readonly seats = new Set<Seat>();
  /** What a flush takes, a running mean. */
  costMs = 0;
  readonly #pace: Pace;
  readonly #costOfAllMs: () => number;
  #frames: Buffer[] = [];
  #except: unknown = null;

  constructor(duty: number, costOfAllMs: () => number) {
    this.#pace = new Pace(duty, () => this.flush());
    this.#costOfAllMs = costOfAllMs;
  }

  queue(frames: Buffer, except: unknown): void {
    this.#except = this.#frames.length === 0 || this.#except === except ? except : null;
    this.#frames.push(frames);
    this.#pace.schedule();
  }

  flush(): void {
    const [first, ...more] = this.#frames;
    if (!first) return;
    this.#pace.cancel();
    this.#frames = [];
    const startedAt = performance.now();
    const frames = more.length > 0 ? Buffer.concat([first, ...more]) : first;
    for (const seat of this.seats) {
      if (seat.synced && seat.member !== this.#except) seat.member.send(frames);
    }
    this.costMs += WEIGHT * (performance.now() - startedAt - this.costMs);
    this.#pace.flushed(startedAt, this.#costOfAllMs());
  }

  stop(): void {
    this.#pace.cancel();
    this.#frames = [];
  }
}

/**
 * Who is in a room, in lanes that are written to each in its turn. Writers have lanes of their own, before those of readers:
 * they wait for each other's words; readers only watch.
 */
export class Lanes {
  readonly #duty: number;
  #writers: Lane[] = [];
  #readers: Lane[] = [];
  readonly #laneOf = new Map<Seat, Lane>();

  /** `duty`: the share of the event loop that writing to all of them may take. */
  constructor(duty: number) {
    this.#duty = duty;
  }

  get size(): number {
    return this.#laneOf.size;
  }

  get members(): Member[] {
    return [...this.#laneOf.keys()].map((seat) => seat.member);
  }

  seatOf(member: unknown): Seat | null {
    for (const seat of this.#laneOf.keys()) if (seat.member === member) return seat;
    return null;
  }

  get writers(): Member[] {
    return this.#writers.flatMap(({ seats }) => [...seats].map((seat) => seat.member));
  }

  /** Puts a seat where its member's access belongs; also when that has changed. */
  place(seat: Seat): void {
    this.flush(seat);
    this.remove(seat);
    const lanes = seat.member.access.write ? this.#writers : this.#readers;
    let lane = lanes.find(({ seats }) => seats.size < LANE_SIZE);
    if (!lane) {
      lane = new Lane(this.#duty, () => this.#costMs());
      lanes.push(lane);
    }
    lane.seats.add(seat);
    this.#laneOf.set(seat, lane);
  }

  remove(seat: Seat): void {
    const lane = this.#laneOf.get(seat);
    this.#laneOf.delete(seat);
    lane?.seats.delete(seat);
    if (lane?.seats.size !== 0) return;
    lane.stop();
    this.#writers = this.#writers.filter((one) => one !== lane);
    this.#readers = this.#readers.filter((one) => one !== lane);
  }

  /** To all who have had the document, but one; soon. */
  send(frames: Buffer, except: unknown): void {
    for (const lane of this.#writers) lane.queue(frames, except);
    for (const lane of this.#readers) lane.queue(frames, except);
  }

  /** What waits for this seat, or for anybody, goes out now. */
  flush(seat?: Seat): void {
    if (seat) this.#laneOf.get(seat)?.flush();
    else for (const lane of [...this.#writers, ...this.#readers]) lane.flush();
  }

  stop(): void {
    for (const lane of [...this.#writers, ...this.#readers]) lane.stop();
  }

  #costMs(): number {
    let costMs = 0;
    for (const lane of this.#writers) costMs += lane.costMs;
    for (const lane of this.#readers) costMs += lane.costMs;
    return costMs;
  }
}
