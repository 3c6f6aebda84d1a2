import type { Nodes } from "../../bus/nodes";
import { RoomNotFound, type RoomRecord, type RoomStore, RoomsFull, RoomUnavailable } from "../log/store";
import type { Meter } from "../meter";
import { RoomLink } from "../nodes/link";
import { Keeper, type KeeperPorts } from "./keeper";
import { NameLocks } from "./name-locks";
import { Room, type RoomCounts } from "./room";

export type RoomsPorts = Omit<KeeperPorts, "isUnused" | "forget"> & {
  store: RoomStore;
  meter: Meter;
  /** null: there is no other node. */
  nodes: Nodes | null;
};

/** How long a room waits for the bus before it opens: what it misses then, it reads when it next looks. */
const LISTEN_MS = 500;

/** The rooms that are open here: each is loaded once, and let go when nobody uses it. */
export class Rooms {
  readonly #ports: RoomsPorts;
  readonly #open = new Map<string, Room>();
  readonly #loading = new Map<string, Promise<Room>>();
  readonly #locks = new NameLocks();
  readonly #keeper: Keeper;
  readonly #links = new Map<Room, RoomLink>();
  #closing = false;
  #comparedAt: number;
  readonly #past: RoomCounts = { flushes: 0, commits: 0, refused: 0, setAside: 0 };

  constructor(ports: RoomsPorts) {
    this.#ports = ports;
    this.#comparedAt = ports.now();
    this.#keeper = new Keeper({
      ...ports,
      isUnused: (room) => room.isAtRest && !this.#locks.has(room.name),
      forget: (room) => this.#forget(room),
    });
    ports.nodes?.onArrived(() => this.#greet());
    ports.nodes?.onGone((node) => {
      for (const link of this.#links.values()) link.nodeGone(node);
    });
    ports.nodes?.bus.onGap(() => {
      this.#greet();
      void this.#compare();
    });
  }

  #greet(): void {
    for (const link of this.#links.values()) link.greet();
  }

  get size(): number {
    return this.#open.size;
  }

  get peopleShown(): number {
    let shown = 0;
    for (const room of this.#open.values()) shown += room.audience.peopleShown;
    return shown;
  }

  counts(): RoomCounts {
    const sum = { ...this.#past };
    for (const room of this.#open.values()) add(sum, room.counts);
    return sum;
  }

  /**
   * The room, loaded if need be. A room whose lock is held but which is not open (it failed meanwhile) is loaded after
   * the lock: what its holder is about to commit is part of it.
   * @throws RoomNotFound, RoomUnavailable, and what the store throws
   */
  async get(name: string): Promise<Room> {
    for (;;) {
      const open = this.#open.get(name);
      if (open) {
        open.lastUsedAt = this.#ports.now();
        return open;
      }
      const lock = this.#locks.end(name);
      if (!lock) return this.#load(name);
      await lock;
    }
  }

  /**
   * As `get`, for somebody who comes in and stays. The rooms of a server are limited for them alone: what the chair
   * decides must not wait for a visitor to leave. Makes room by letting go of what nobody uses, longest unused first.
   * @throws RoomsFull, and what `get` throws
   */
  async enter(name: string): Promise<Room> {
    const tried = new Set<Room>();
    while (!this.#open.has(name) && !this.#loading.has(name) && this.#isFull()) {
      const unused = this.#keeper.longestUnused(this.#open.values(), tried);
      if (!unused) throw new RoomsFull(`${this.#open.size} rooms are in use.`);
      tried.add(unused);
      await this.#keeper.letGo(unused);
    }
    return this.get(name);
  }

  #isFull(): boolean {
    return this.#open.size + this.#loading.size >= this.#ports.limits.maxRooms;
  }

  #load(name: string): Promise<Room> {
    const open = this.#open.get(name);
    if (open) return Promise.resolve(open);
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = this.#read(name).finally(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async #read(name: string): Promise<Room> {
    if (this.#closing) throw new RoomUnavailable("The server is closing.");
    const { store, limits, log, nodes } = this.#ports;
    const record: RoomRecord | null = await store.find(name);
    if (!record) throw new RoomNotFound(`There is no room ${name}.`);
    const link = nodes && new RoomLink(nodes, record.id, limits.holdMs);
    try {
      // Listening first: rows that others commit while we load are heard of.
      if (link) await within(LISTEN_MS, link.ready);
      const room = new Room(record, await store.load(record.id), {
        ...this.#ports,
        link,
        warn: (error, message) => log.warn({ err: error, room: name }, message),
        failed: (failed, error) => {
          log.error({ err: error, room: name }, "a room failed and will be loaded anew");
          this.#forget(failed);
        },
      });
      if (this.#closing) throw new RoomUnavailable("The server is closing.");
      this.#open.set(name, room);
      if (link) {
        this.#links.set(room, link);
        link.open(room);
      }
      return room;
    } catch (error) {
      link?.close();
      throw error;
    }
  }

  #forget(room: Room): void {
    if (this.#open.get(room.name) !== room) return;
    this.#open.delete(room.name);
    add(this.#past, room.counts);
    this.#links.get(room)?.close();
    this.#links.delete(room);
  }

  /** Has the other nodes let nothing into the room; `waitMs` at most are waited for their answers. */
  holdElsewhere(room: Room, waitMs: number): Promise<{ upTo: number; release(): void }> {
    return this.#links.get(room)?.hold(waitMs) ?? Promise.resolve({ upTo: 0, release: () => {} });
  }

  /**
   * Runs `work` while nobody else holds any of these rooms. Names must be sorted: two holders that want the same rooms
   * then wait for each other in one order.
   */
  async exclusively<T>(names: readonly string[], work: (rooms: Room[]) => Promise<T>): Promise<T> {
    const releases: Array<() => void> = [];
    try {
      for (const name of names) releases.push(await this.#locks.lock(name));
      const rooms: Room[] = [];
      for (const name of names) rooms.push(await this.#load(name));
      return await work(rooms);
    } finally {
      for (const release of releases) release();
    }
  }

  /** Reads what the room's log holds that the room does not, or gives it up when that cannot be done. */
  async verify(room: Room): Promise<void> {
    if (room.hasFailed) return;
    try {
      await room.catchUp();
    } catch (cause) {
      room.fail(new Error("The log could not be asked how far it goes.", { cause }));
    }
  }

  /** Whatever the bus has lost: what the database holds of the open rooms is taken up. */
  async #compare(): Promise<void> {
    this.#comparedAt = this.#ports.now();
    const open = [...this.#open.values()];
    if (open.length === 0) return;
    try {
      const heads = await this.#ports.store.heads(open.map(({ id }) => id));
      for (const room of open) {
        const head = heads.get(room.id);
        if (!head) continue;
        room.setFrozen(head.frozen);
        // Our own rows are known to the database before we hear that they are committed.
        if (room.log.isIdle) room.heardRow(head.lastSeq, null);
      }
    } catch (error) {
      this.#ports.log.warn({ err: error }, "asking how far the logs go failed; it will be tried again");
    }
  }

  isOpen(room: Room): boolean {
    return this.#open.get(room.name) === room;
  }

  /** To be called now and then. */
  tidy(): void {
    const { limits, now, nodes } = this.#ports;
    if (nodes && now() - this.#comparedAt >= limits.compareMs) void this.#compare();
    this.#keeper.tidy(this.#open.values());
  }

  /** Writes down what every room holds; loads none from now on. Members must be gone when it resolves, or be sent away. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#loading.values());
    await Promise.all([...this.#open.keys()].map((name) => this.#closeRoom(name)));
  }

  async #closeRoom(name: string): Promise<void> {
    const release = await this.#locks.lock(name);
    const room = this.#open.get(name);
    try {
      if (!room) return;
      room.flush();
      await room.log.settled();
      // From here on nothing enters: it could not be confirmed any more.
      room.hold();
    } catch (error) {
      this.#ports.log.error({ err: error, room: name }, "closing a room failed");
    } finally {
      // Before recording: its command may want the lock.
      release();
    }
    if (!room) return;
    try {
      await this.#keeper.writeDown(room);
    } catch (error) {
      this.#ports.log.error({ err: error, room: name }, "recording a room at the end failed");
    }
    this.#links.get(room)?.close();
    this.#links.delete(room);
  }
}

/** As soon as it is done, or after `ms` without it. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function add(sum: RoomCounts, counts: RoomCounts): void {
  sum.flushes += counts.flushes;
  sum.commits += counts.commits;
  sum.refused += counts.refused;
  sum.setAside += counts.setAside;
}
