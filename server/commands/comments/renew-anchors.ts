import { Places } from "../../../shared/text/anchors";
import { selectThreads, updateThreadAnchor } from "../../db/comments";
import { selectOptionalTextOfRoom } from "../../db/instruments";
import type { Deps } from "../context";

/**
 * Has the threads of a text hold on to the letters where they are now. Needed when blocks were split, joined or moved: what
 * is made anew is found by its words only, and somebody may change those next. No act of anybody: not on the record.
 */
export async function renewAnchors({ pool, rooms }: Deps, room: string): Promise<void> {
  const text = await selectOptionalTextOfRoom(pool, room);
  if (!text) return;
  const threads = await selectThreads(pool, text.id);
  if (threads.length === 0) return;
  const renewed = await rooms.inspect(room, (doc) => {
    const places = new Places(doc);
    return threads.map(({ anchor }) => places.renewed(anchor));
  });
  for (const [i, { id, anchor }] of threads.entries()) {
    const fresh = renewed[i];
    if (fresh && fresh !== anchor) await updateThreadAnchor(pool, id, anchor, fresh);
  }
}
