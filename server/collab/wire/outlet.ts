import type { Duplex } from "node:stream";

/**
 * What a socket's stream does for one write that the system takes at once (queue, callback, tick) costs as much as the system
 * call, and a room writes some ten thousand times a second. So what can be taken at once is given to the handle under the
 * stream; whatever cannot goes the usual way. Where Node has its insides elsewhere, everything does.
 */
type Handle = { writeBuffer(request: object, bytes: Buffer): number };
type Binding = {
  WriteWrap: new () => { oncomplete?: () => void; buffer?: Buffer };
  streamBaseState: Int32Array;
  kLastWriteWasAsync: number;
};

const binding = findBinding();
/** Used again until one of them is kept by a write that goes on in the background. */
let request = binding && new binding.WriteWrap();

/** What is not taken at once of a larger one would be more than may wait uncounted; most texts are smaller. */
const MAX_DIRECT_BYTES = 256 * 1024;

/** The way out to one client. */
export class Outlet {
  readonly #socket: Duplex & { _handle?: Handle | null };
  readonly #isPlain: boolean;
  /** The rest of a write is with the system's loop: what follows queues behind it, where it is counted. */
  #isBehind = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
    const handle = this.#socket._handle;
    this.#isPlain = handle?.constructor.name === "TCP" && typeof handle.writeBuffer === "function";
  }

  /** What waits here for the client to read. */
  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  /** `bytes` must not change any more. @returns false when enough is queued to look at `queuedBytes` */
  write(bytes: Buffer): boolean {
    const handle = this.#socket._handle;
    if (
      !binding ||
      !request ||
      !handle ||
      !this.#isPlain ||
      this.#isBehind ||
      bytes.length > MAX_DIRECT_BYTES ||
      this.#socket.writableLength > 0
    )
      return this.#socket.write(bytes);
    const error = handle.writeBuffer(request, bytes);
    if (error !== 0) {
      this.#socket.destroy(new Error(`Writing to a socket failed (${error}).`));
    } else if (binding.streamBaseState[binding.kLastWriteWasAsync]) {
      this.#isBehind = true;
      request.buffer = bytes;
      request.oncomplete = () => {
        this.#isBehind = false;
      };
      request = new binding.WriteWrap();
    }
    return true;
  }
}

function findBinding(): Binding | null {
  const { binding: find } = process as unknown as { binding?(name: string): Partial<Binding> };
  try {
    const { WriteWrap, streamBaseState, kLastWriteWasAsync } = find?.("stream_wrap") ?? {};
    if (!WriteWrap || !streamBaseState || kLastWriteWasAsync === undefined) return null;
    return { WriteWrap, streamBaseState, kLastWriteWasAsync };
  } catch {
    return null;
  }
}
