import type { CollabLimits } from "../limits";
import type { LiveText, Logged } from "../text/live-text";
import { Lanes } from "../wire/lanes";
import { type PresenceEntry, savedFrame, step1Frame, updateFrame } from "../wire/protocol";
import { type Member, type RoomAccess, Seat } from "../wire/seat";
import { Snapshots } from "../wire/snapshots";
import { Presence, type SharedPresence } from "./presence";

type AudiencePorts = {
  text: LiveText;
  limits: CollabLimits;
  now(): number;
  /** There is presence to be told of, before long. */
  presenceChanged(): void;
};

/** Who is in a room and shows themselves there, and what each of them has been told. */
export class Audience {
  readonly #ports: AudiencePorts;
  readonly #presence: Presence;
  readonly #snapshots: Snapshots;
  readonly #lanes: Lanes;
  #renewAt: number | null = null;

  /** `loaded`: what the text is made of. */
  constructor(ports: AudiencePorts, loaded: Logged) {
    this.#ports = ports;
    this.#presence = new Presence(ports.limits);
    this.#snapshots = new Snapshots(ports.text, loaded);
    this.#lanes = new Lanes(ports.limits.flushDuty);
  }

  get isEmpty(): boolean {
    return this.#lanes.size === 0;
  }
  get peopleShown(): number {
    return this.#presence.size;
  }
  get members(): Member[] {
    return this.#lanes.members;
  }
  get writers(): Member[] {
    return this.#lanes.writers;
  }
  /** Frames that bring an empty document to the current state. */
  get whole(): Buffer {
    return this.#snapshots.whole();
  }

  join(member: Member): Seat {
    const seat = new Seat(member, this.#ports.limits.maxUnsavedBytes);
    this.#lanes.place(seat);
    this.askMissing(seat);
    return seat;
  }

  leave(seat: Seat): void {
    this.#lanes.remove(seat);
    this.#hide(seat);
  }

  accessChanged(seat: Seat, before: RoomAccess): void {
    const { access } = seat.member;
    this.#lanes.place(seat);
    if (before.presence && !access.presence) this.#hide(seat);
    // It may hold what was refused before.
    if (!before.write && access.write) this.askMissing(seat);
  }

  #hide(seat: Seat): void {
    if (this.#presence.leave(seat.member, this.#ports.now())) this.#ports.presenceChanged();
  }

  askMissing(seat: Seat): void {
    seat.member.send(step1Frame(this.#ports.text.encodeVector()));
  }

  /** To be called when unpacking has tidied the text up. */
  tidied(): void {
    this.#snapshots.forget();
  }

  /** @returns false when the state vector cannot be read */
  receiveStep1(seat: Seat, stateVector: Uint8Array): boolean {
    const answer = this.#snapshots.since(stateVector);
    if (!answer) return false;
    // What its lane still holds is in the answer already.
    this.#lanes.flush(seat);
    const isNew = !seat.synced;
    seat.synced = true;
    seat.member.send(answer);
    if (isNew) this.sendPresence(seat);
    return true;
  }

  /** @returns why the connection must be closed, if it must */
  receivePresence(seat: Seat, entries: readonly PresenceEntry[]): "bad" | "large" | null {
    const { limits, now, presenceChanged } = this.#ports;
    if (!seat.member.access.presence) return null;
    const outcome = this.#presence.update(seat.member, entries, now());
    if (outcome === "bad" || outcome === "large") return outcome;
    if (outcome === "changed") presenceChanged();
    else if (outcome === "renewed") this.#renewAt ??= now() + limits.renewalMs;
    return null;
  }

  sendPresence(seat: Seat): void {
    const present = this.#presence.all();
    if (present) seat.member.send(present);
  }

  /** Brings a member that has missed frames up to date: one snapshot stands for the whole backlog. */
  resync(seat: Seat): void {
    if (seat.synced) {
      this.#lanes.flush(seat);
      if (!seat.member.send(this.whole)) return;
      this.sendPresence(seat);
    }
    if (seat.saved > 0) seat.member.send(savedFrame(seat.saved));
  }

  /**
   * A client id is that of the connection whose presence goes by it. Once that has delivered what it had, everything new
   * under its id comes from it first. Before, others may bring back what they saw of it and we have lost.
   */
  isAnothers(client: number, seat: Seat): boolean {
    const owner = this.#presence.ownerOf(client);
    if (!owner || owner.person.id === seat.member.person.id) return false;
    return this.#lanes.seatOf(owner)?.hasDelivered ?? false;
  }

  /** What changed in who is here, since the last call. */
  takePresence(): ReturnType<Presence["takeChanges"]> {
    this.#renewAt = null;
    return this.#presence.takeChanges();
  }

  /** The same bytes for everybody. Who alone said all of it need not hear it again. */
  broadcast(updates: readonly Uint8Array[], presence: Buffer | null, except: unknown): void {
    const frames: Buffer[] = [];
    for (const update of updates) {
      const frame = updateFrame(update);
      this.#snapshots.broadcast(frame);
      frames.push(frame);
    }
    if (presence) frames.push(presence);
    const [first] = frames;
    if (first) this.#lanes.send(frames.length === 1 ? first : Buffer.concat(frames), except);
  }

  /** What waits for anybody goes out now. */
  flush(): void {
    this.#lanes.flush();
  }

  /** To be called now and then. */
  tidy(): void {
    const now = this.#ports.now();
    this.#presence.tidy(now);
    if (this.#renewAt !== null && now >= this.#renewAt) this.#ports.presenceChanged();
  }

  heardPresence(node: string, entries: SharedPresence[]): void {
    if (this.#presence.updateFrom(node, entries, this.#ports.now())) this.#ports.presenceChanged();
  }

  nodeLeft(node: string): void {
    if (this.#presence.leaveNode(node, this.#ports.now())) this.#ports.presenceChanged();
  }

  presenceHere(): SharedPresence[] {
    return this.#presence.ofThisNode();
  }

  stop(): void {
    this.#lanes.stop();
  }
}
