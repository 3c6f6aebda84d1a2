import { CLOSE } from "../../../shared/api/close-codes";
import type { TextDoc } from "../../../shared/text/model";
import type { CollabLimits } from "../limits";
import { RoomLog } from "../log/log";
import type { RoomRecord, RoomStore } from "../log/store";
import type { Meter } from "../meter";
import type { LinkedRoom, RoomLink } from "../nodes/link";
import { type Admission, Intake } from "../text/intake";
import { type Entered, LiveText, TextBroken } from "../text/live-text";
import { Scratch } from "../text/scratch";
import type { UpdateFacts } from "../text/update";
import { Pace } from "../wire/pace";
import { undoneFrame } from "../wire/protocol";
import type { Message, RoomAccess, Seat } from "../wire/seat";
import { settle } from "../wire/settle";
import { Audience } from "./audience";
import { Follower } from "./follower";
import type { SharedPresence } from "./presence";
import { savedWhenCommitted, turnBack } from "./told";

export type RoomPorts = {
  store: RoomStore;
  limits: CollabLimits;
  meter: Meter;
  now(): number;
  warn(error: unknown, message: string): void;
  /** To the other nodes that have the room open. */
  link: RoomLink | null;
  /** The room serves no more and its members are being closed: forget it. */
  failed(room: Room, error: Error): void;
};

/** Since the room was loaded. */
export type RoomCounts = { flushes: number; commits: number; refused: number; setAside: number };

/**
 * The authority over one live text: it queues what members send, applies it in one transaction a flush, sends the
 * result to everybody in one buffer, and tells authors what is committed. It knows neither sockets nor SQL.
 */
export class Room implements LinkedRoom {
  readonly text: LiveText;
  readonly scratch = new Scratch();
  readonly counts: RoomCounts = { flushes: 0, commits: 0, refused: 0, setAside: 0 };
  readonly log: RoomLog;
  readonly audience: Audience;
  /** By `ports.now`. */
  lastEditAt: number;
  lastUsedAt: number;
  recordedSeq: number;
  readonly #record: RoomRecord;
  readonly #ports: RoomPorts;
  readonly #intake: Intake;
  readonly #pace: Pace;
  readonly #follower: Follower;
  #frozen: boolean;
  #holds = 0;
  #failed = false;
  /** When the oldest message came that no flush has taken up. */
  #waitingSince: number | null = null;

  constructor(record: RoomRecord, loaded: Awaited<ReturnType<RoomStore["load"]>>, ports: RoomPorts) {
    this.#record = record;
    this.#ports = ports;
    this.#frozen = record.frozen;
    this.recordedSeq = record.recordedSeq;
    this.lastEditAt = this.lastUsedAt = ports.now();
    this.text = new LiveText(loaded, {
      tidied: () => this.audience.tidied(),
      broken: (error) => this.#broken(error),
    });
    this.audience = new Audience(
      {
        text: this.text,
        limits: ports.limits,
        now: ports.now,
        presenceChanged: () => this.#schedule(ports.limits.presenceMs),
      },
      loaded,
    );
    this.#intake = new Intake(this.text, (client, seat) => this.audience.isAnothers(client, seat));
    this.#pace = new Pace(ports.limits.flushDuty, () => this.flush());
    const bytes = loaded.updates.reduce((sum, update) => sum + update.length, 0);
    this.log = new RoomLog(
      { lastSeq: loaded.lastSeq, rows: loaded.updates.length, bytes },
      {
        roomId: record.id,
        store: ports.store,
        limits: ports.limits,
        isShared: () => ports.link?.hasPeers ?? false,
        encodeState: () => this.text.encode(),
        failed: (error) => this.fail(error),
        warn: ports.warn,
        wrote: (seq, row, ms) => {
          this.counts.commits++;
          ports.meter.committed(ms);
          ports.link?.wrote(seq, row);
          if (this.log.isBehind) this.#schedule();
        },
      },
    );
    this.#follower = new Follower({
      roomId: record.id,
      store: ports.store,
      log: this.log,
      text: this.text,
      hasFailed: () => this.#failed,
      entered: (update) => this.#broadcast([update], null, null),
      broken: (error) => this.#broken(error),
      warn: ports.warn,
    });
  }

  get name(): string {
    return this.#record.name;
  }
  get id(): string {
    return this.#record.id;
  }
  get schemaVersion(): number {
    return this.#record.schemaVersion;
  }
  get isFrozen(): boolean {
    return this.#frozen;
  }
  get hasFailed(): boolean {
    return this.#failed;
  }
  get lastSeq(): number {
    return this.log.lastSeq;
  }
  get isUnrecorded(): boolean {
    return this.log.lastSeq > this.recordedSeq;
  }
  /** Nobody is here and nothing is on its way. */
  get isAtRest(): boolean {
    return this.audience.isEmpty && this.#intake.isEmpty && this.log.isIdle && this.#holds === 0;
  }

  readText(): TextDoc {
    return this.text.read();
  }

  leave(seat: Seat): void {
    if (seat.gone) return;
    seat.gone = true;
    this.#intake.leave(seat);
    this.lastUsedAt = this.#ports.now();
    this.audience.leave(seat);
  }

  /** To be called when a member's access has changed. */
  accessChanged(seat: Seat, before: RoomAccess): void {
    if (seat.gone) return;
    this.audience.accessChanged(seat, before);
    // What waits of it is refused.
    if (before.write && !seat.member.access.write) this.#schedule();
  }

  receiveDocument(seat: Seat, update: Uint8Array, facts: UpdateFacts): void {
    if (this.#failed) return;
    this.#waitingSince ??= performance.now();
    this.#intake.add(seat.receive(update, facts));
    this.#schedule();
  }

  /** Brings a member that has missed frames up to date. */
  resync(seat: Seat): void {
    if (!seat.gone && !this.#failed && this.#unpack()) this.audience.resync(seat);
  }

  /** Whether blocks came, went or moved since it was last asked. */
  takeBlocksMoved(): boolean {
    return this.text.takeBlocksMoved();
  }

  /** `withinMs`: for what may go along with something more urgent: a cursor comes right after the words that moved it. */
  #schedule(withinMs = 0): void {
    if (!this.#failed && this.#holds === 0) this.#pace.schedule(withinMs);
  }

  /** Applies, broadcasts and logs what is queued. */
  flush(): void {
    if (this.#failed || !this.#unpack()) return;
    const startedAt = performance.now();
    this.counts.flushes++;
    const followed = this.#follower.follow();
    const admission = this.#intake.take(this.#frozen);
    const entered = this.#enter(admission.admitted);
    if (!entered || this.#failed) return;
    const presence = this.audience.takePresence();
    const sources = new Set(entered.update ? entered.sources : []);
    if (presence) sources.add(presence.sole);
    if (followed) sources.add(null);
    const [sole = null] = sources.size === 1 ? sources : [];
    this.#broadcast([followed, entered.update], presence?.frame ?? null, sole);
    if (presence && presence.here.length > 0) this.#ports.link?.presence(presence.here);
    this.#commit(admission.touched, entered);
    this.#turnBack(admission);
    // After the change that puts it back: whoever reads it finds the paragraph as it was.
    for (const [seat, paragraphs] of entered.undone)
      if (!seat.gone) seat.member.send(undoneFrame(paragraphs));
    const costMs = performance.now() - startedAt;
    this.#pace.flushed(startedAt, costMs);
    this.#ports.meter.flushed(costMs);
  }

  /** @returns false when what was loaded cannot be read: the room has failed */
  #unpack(): boolean {
    try {
      this.text.unpack();
      return true;
    } catch (error) {
      this.#broken(error);
      return false;
    }
  }

  #enter(admitted: readonly Message[]): Entered | null {
    try {
      const entered = this.text.enter(admitted);
      for (const { seat } of entered.unapplied)
        seat.member.close(CLOSE.BAD_FRAME, "the update cannot be applied");
      return entered;
    } catch (error) {
      this.#broken(error);
      return null;
    }
  }

  #broken(error: unknown): void {
    if (!(error instanceof TextBroken)) throw error;
    error.culprit?.seat.member.close(CLOSE.BAD_FRAME, "the update cannot be applied");
    this.fail(error);
  }

  #broadcast(updates: Array<Uint8Array | null>, presence: Buffer | null, except: unknown): void {
    const news = updates.filter((update) => update !== null);
    if (news.length > 0) this.lastEditAt = this.#ports.now();
    this.audience.broadcast(news, presence, except);
  }

  /** Logs the update; authors are told once it, and all before it, is committed. */
  #commit(touched: ReadonlyMap<Seat, number>, { update, authors }: Entered): void {
    if (!update && touched.size === 0) return;
    const tellSaved = savedWhenCommitted(touched);
    const since = this.#waitingSince;
    this.#waitingSince = null;
    this.log.add({
      update,
      authors,
      committed: () => {
        tellSaved();
        if (since !== null) this.#ports.meter.saved(performance.now() - since);
      },
    });
  }

  #turnBack(admission: Admission): void {
    turnBack(admission, {
      refused: (code) => {
        this.counts.refused++;
        this.#ports.meter.refused(code);
      },
      setAside: () => this.counts.setAside++,
      whole: () => this.audience.whole,
      askMissing: (seat) => this.audience.askMissing(seat),
      maxHeldBytes: this.#ports.limits.maxHeldBytes,
    });
  }

  /** Reads what other nodes have written and takes it up at once, also while the room is held. */
  catchUp(): Promise<void> {
    return this.#follower.catchUp();
  }

  /** From now until `release`, nothing enters the document but what a holder writes. Several may hold. */
  hold(): void {
    this.#holds++;
    this.#pace.cancel();
    this.audience.flush();
  }

  release(): void {
    this.#holds--;
    this.lastUsedAt = this.#ports.now();
    this.#schedule();
  }

  /**
   * Holds the room once what its members have sent is in it (at most `settleMs` are waited for that) and committed.
   * Who finds it held already finds the text that the other holder has: nothing more is let in.
   */
  async holdSettled(settleMs: number): Promise<void> {
    await settle(this.audience.writers, settleMs);
    this.hold();
    try {
      if (this.#holds === 1) this.flush();
      await this.log.settled();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** For another node that is about to write here. */
  async standStill(): Promise<number> {
    await this.holdSettled(this.#ports.limits.settleMs);
    return this.log.lastSeq;
  }

  heardRow(seq: number, bytes: Uint8Array | null): void {
    if (this.#failed || seq <= this.log.lastSeq) return;
    this.log.heard(seq, bytes);
    this.#schedule();
  }

  heardPresence(node: string, entries: SharedPresence[]): void {
    this.audience.heardPresence(node, entries);
  }

  nodeLeft(node: string): void {
    this.audience.nodeLeft(node);
  }

  presenceHere(): SharedPresence[] {
    return this.audience.presenceHere();
  }

  /** Another node has frozen the room, or thawed it. */
  recordChanged(): void {
    this.#ports.store.find(this.name).then(
      (record) => {
        if (record) this.setFrozen(record.frozen);
      },
      (error: unknown) => this.#ports.warn(error, "reading a room's row failed"),
    );
  }

  /** Takes up a row that the holder of the room has committed to its log. */
  applyWritten(seq: number, bytes: Uint8Array): void {
    if (this.#failed) return;
    this.#ports.link?.wrote(seq, bytes);
    this.#follower.written(seq, bytes);
  }

  /** Read-only for everybody, or no more. The database holds it to be so: what it does not take is refused whatever is said here. */
  setFrozen(frozen: boolean): void {
    this.#frozen = frozen;
  }

  /** `setFrozen`, and the other nodes are told. */
  setFrozenEverywhere(frozen: boolean): void {
    this.setFrozen(frozen);
    this.#ports.link?.changed();
  }

  /** Gives the room up: what the log holds is loaded anew, and clients send again what was not confirmed. */
  fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#pace.cancel();
    this.#intake.clear();
    this.audience.stop();
    this.log.stop(error);
    for (const member of this.audience.members) member.close(CLOSE.RETRY, "try again");
    this.#ports.failed(this, error);
  }
}
