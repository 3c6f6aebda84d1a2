import { parentPort } from "node:worker_threads";
import { inThisThread } from "./readers";
import { FileRefused } from "./refused";
import type { Answer, Asked } from "./thread-of-its-own";

// The program of the thread in which one file is read.

parentPort?.once("message", async ({ reader, file, given }: Asked) => {
  const read = inThisThread[reader] as (file: Buffer, ...given: readonly unknown[]) => Promise<unknown>;
  // What goes from thread to thread arrives as bytes.
  const whole = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  parentPort?.postMessage(
    await read(whole, ...given).then(
      (found): Answer => ({ found }),
      (error: unknown): Answer => {
        if (error instanceof FileRefused) return { refused: error.code, why: error.message };
        throw error;
      },
    ),
  );
});
