import type { CDPSession, Page } from "playwright-core";
import type { Peers } from "./peers";

/** What the peers type in an hour, so many times as fast. */
const MINUTES = 60;
const HURRY = 20;
const READINGS = 6;

/** MiB in use after a collection: before, and after each ten minutes of the hour. `seconds`: how long it took. */
export type HeapOver = { heapMiB: number[]; edits: number; seconds: number };

/** Of the page that looks on while the peers type `keysPerSecond` each; ends when it shows what they typed last. */
export async function heapOver(page: Page, peers: Peers, keysPerSecond: number): Promise<HeapOver> {
  const session = await page.context().newCDPSession(page);
  const heapMiB = [await used(session)];
  const all = peers.count * keysPerSecond * 60 * MINUTES;
  const from = peers.typed();
  const begun = Date.now();
  peers.type(keysPerSecond * HURRY);
  for (let reading = 1; reading <= READINGS; reading += 1) {
    while (peers.typed() - from < (all * reading) / READINGS)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (reading === READINGS) {
      peers.type(0);
      await caughtUp(page, peers);
    }
    heapMiB.push(await used(session));
    console.error(
      `${(reading * MINUTES) / READINGS} minutes: ${heapMiB.at(-1)} MiB, ${Date.now() - begun} ms`,
    );
  }
  return { heapMiB, edits: peers.typed() - from, seconds: Math.round((Date.now() - begun) / 1000) };
}

/** A page that fell behind would be measured with half an hour. */
async function caughtUp(page: Page, peers: Peers): Promise<void> {
  await page.waitForFunction(
    (blocks) =>
      blocks.every(([at, words]) => document.querySelectorAll(".text > p")[at]?.textContent?.includes(words)),
    peers.last(),
    { timeout: 60_000 },
  );
}

async function used(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return Math.round((usedSize / 2 ** 20) * 10) / 10;
}
