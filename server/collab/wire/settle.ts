import type { Member } from "./seat";

/**
 * Waits until what people typed before has arrived. Messages and pongs keep their order: whoever answers the ping has
 * sent all of it. Slow ones are not waited for; theirs is applied after the lock.
 */
export async function settle(writers: readonly Member[], settleMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, settleMs);
  });
  await Promise.race([Promise.all(writers.map((member) => member.ping())), late]);
  clearTimeout(timer);
}
