import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { presence, step1, step2, update } from "./wire";

const KEYS_PER_SECOND = 5;

/** Types a mark into a paragraph of its own, and notes when it is called saved. */
export class Typist {
  readonly savedMs: number[] = [];
  sent = 0;
  readonly #ws: WebSocket;
  readonly #doc = new Y.Doc();
  readonly #index: number;
  readonly #pressedAt = new Map<number, number>();
  #documentMessages = 0;
  #saved = 0;
  #clock = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(url: string, cookie: string, index: number) {
    this.#index = index;
    this.#ws = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
    this.#ws.on("open", () => this.#ws.send(step1));
    this.#ws.on("close", (code) => {
      if (this.#timer) console.error(`an editor's socket was closed with ${code}`);
    });
  }

  /** Resolves once it has the text. What comes later is not applied: typing needs it not, and it would load the machine. */
  synced(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ws.on("error", reject);
      this.#ws.on("message", (data: Buffer) => {
        const decoder = decoding.createDecoder(new Uint8Array(data));
        const kind = decoding.readVarUint(decoder);
        if (kind === 100) this.#isSaved(decoding.readVarUint(decoder));
        if (kind !== 0) return;
        const step = decoding.readVarUint(decoder);
        if (step === 0) this.#sendDocument(step2);
        if (step !== 1) return;
        Y.applyUpdate(this.#doc, decoding.readVarUint8Array(decoder), this);
        this.#doc.on("update", (bytes: Uint8Array) => this.#sendDocument(update(bytes)));
        resolve();
      });
    });
  }

  #sendDocument(message: Uint8Array): void {
    this.#documentMessages++;
    this.#ws.send(message);
  }

  #isSaved(count: number): void {
    const now = performance.now();
    for (; this.#saved < count; this.#saved++) {
      const pressedAt = this.#pressedAt.get(this.#saved + 1);
      if (pressedAt !== undefined) this.savedMs.push(now - pressedAt);
      this.#pressedAt.delete(this.#saved + 1);
    }
  }

  get unsaved(): number {
    return this.#documentMessages - this.#saved;
  }

  /** Keys on its own beat: a slow server does not slow the typing. */
  start(keysPerSecond = KEYS_PER_SECOND): void {
    const gapMs = 1000 / keysPerSecond;
    const beat = () => {
      this.#timer = setTimeout(beat, gapMs * (0.8 + 0.4 * Math.random()));
      this.#press();
    };
    this.#timer = setTimeout(beat, gapMs * Math.random());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #press(): void {
    const blocks = this.#doc.getXmlFragment("prosemirror").toArray();
    const block = blocks[this.#index % blocks.length] as Y.XmlElement;
    this.#pressedAt.set(this.#documentMessages + 1, performance.now());
    (block.get(0) as Y.XmlText).insert(0, `~${process.hrtime.bigint()}!`);
    this.sent++;
    const item = { client: this.#doc.clientID, clock: this.sent };
    const at = { type: null, tname: null, item, assoc: 0 };
    this.#ws.send(
      presence(this.#doc.clientID, ++this.#clock, { user: {}, cursor: { anchor: at, head: at } }),
    );
  }

  leave(): void {
    this.#ws.terminate();
  }
}
