import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ErrorCode } from "../../shared/api/errors";
import type { Readers } from "./readers";
import { FileRefused } from "./refused";

export type Asked = { reader: keyof Readers; file: Uint8Array; given: readonly unknown[] };
export type Answer = { found: unknown } | { refused: ErrorCode; why: string };

/** Twice what a Word file with 12 MB of XML took, which is far above any instrument. */
const LIMITS = { ms: 25_000, memoryMiB: 1_024 };

/**
 * Reads each file in a thread of its own: a Word file can hold a hundred times what its words need, and nobody else waits for
 * it. One after the other, so that memory is bounded. `program`: the built thread.ts, and what it is told.
 */
export function inThreads(program: readonly [string, ...string[]], limits = LIMITS): Readers {
  let last: Promise<unknown> = Promise.resolve();
  const read = (asked: Asked) => {
    const next = last.then(() => readInThread(program, asked, limits));
    last = next.catch(() => {});
    return next;
  };
  // What a thread answers is what the reader of that name gives.
  return {
    text: (file, ...given) => read({ reader: "text", file, given }),
    revised: (file) => read({ reader: "revised", file, given: [] }),
    list: (file, ...given) => read({ reader: "list", file, given }),
  } as Readers;
}

async function readInThread(
  [program, ...argv]: readonly [string, ...string[]],
  asked: Asked,
  { ms, memoryMiB }: typeof LIMITS,
): Promise<unknown> {
  const worker = new Worker(program, {
    argv,
    resourceLimits: { maxOldGenerationSizeMb: memoryMiB },
    // The server's own flags are about its own memory.
    execArgv: [],
  });
  const tooMuch = (why: string) => new FileRefused("file_takes_too_long", why);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  try {
    worker.postMessage(asked);
    const [answer] = (await once(worker, "message", { signal: late.signal })) as [Answer];
    if ("refused" in answer) throw new FileRefused(answer.refused, answer.why);
    return answer.found;
  } catch (error) {
    if (late.signal.aborted) throw tooMuch(`more than ${ms} ms`);
    if ((error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY")
      throw tooMuch(`more than ${memoryMiB} MiB`);
    throw error;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
