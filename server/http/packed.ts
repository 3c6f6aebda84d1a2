import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Request, Response } from "express";

const pack = promisify(gzip);

/** Smaller ones are hardly smaller when packed. */
const MIN_LENGTH = 1_024;
/** Of the texts by which packed answers are found again; beyond it all are forgotten, and made anew when they are asked for. */
const MAX_KEPT_LENGTH = 4 * 1024 * 1024;
/** When a vote opens a thousand answers are sent within a second: at this level for a third of the work, a tenth larger. */
export const LEVEL = 2;

/**
 * JSON answers, each packed once for all who are given the same: when a vote opens, five hundred delegations ask at the same moment and most
 * are told exactly the same.
 */
export class Packed {
  readonly #kept = new Map<string, Promise<Buffer>>();
  /** Of answers that are given again as the very same object, which nobody changes: they are not even written as JSON again. */
  readonly #given = new WeakMap<object, Promise<Buffer>>();
  #keptLength = 0;

  async send(request: Request, response: Response, answer: object): Promise<void> {
    response.type("json").vary("accept-encoding");
    const takesPacked = Boolean(request.acceptsEncodings("gzip"));
    let packed = takesPacked ? this.#given.get(answer) : undefined;
    if (!packed) {
      const json = JSON.stringify(answer);
      if (json.length < MIN_LENGTH || !takesPacked) {
        response.end(json);
        return;
      }
      packed = this.#pack(json);
      this.#given.set(answer, packed);
    }
    const bytes = await packed;
    response.set("content-encoding", "gzip").set("content-length", String(bytes.length)).end(bytes);
  }

  #pack(json: string): Promise<Buffer> {
    const known = this.#kept.get(json);
    if (known) return known;
    if (this.#keptLength + json.length > MAX_KEPT_LENGTH) {
      this.#kept.clear();
      this.#keptLength = 0;
    }
    const packed = pack(json, { level: LEVEL });
    this.#kept.set(json, packed);
    this.#keptLength += json.length;
    return packed;
  }
}
