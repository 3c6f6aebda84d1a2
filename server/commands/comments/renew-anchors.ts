import { Places } from "../../../shared/text/anchors";
import { selectOptionalAmendmentOfRoom } from "../../db/amendments";
import {
  type PlacedThreadRow,
  selectThreadsOfDraft,
  selectThreadsOfText,
  updateThreadAnchor,
} from "../../db/comments";
import { selectOptionalTextOfRoom } from "../../db/instruments";
import type { Db } from "../../db/rows";
import type { Deps } from "../context";

/**
 * Has the threads of a text, or of a draft, hold on to the letters where they are now. Needed when blocks were split, joined or moved: what
 * is made anew is found by its words only, and somebody may change those next. No act of anybody: not on the record.
 */
export async function renewAnchors({ pool, rooms }: Deps, room: string): Promise<void> {
  const threads = await threadsOfRoom(pool, room);
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

async function threadsOfRoom(db: Db, room: string): Promise<PlacedThreadRow[]> {
  const text = await selectOptionalTextOfRoom(db, room);
  if (text) return selectThreadsOfText(db, text.id);
  const amendment = await selectOptionalAmendmentOfRoom(db, room);
  return amendment ? selectThreadsOfDraft(db, amendment.id) : [];
}
