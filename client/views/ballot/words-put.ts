import type { DiffBlock } from "../../../shared/api/views/redline";
import type { VoteView } from "../../../shared/api/views/votes";

/** Of an amendment's changes those that are before the body: the part that is voted, or the whole without what was rejected. */
export function changesPut(redline: readonly DiffBlock[], { part, division }: VoteView): DiffBlock[] {
  if (part) return redline.filter(({ id }) => part.blocks.includes(id));
  const parts = division?.parts ?? [];
  const rejected = parts.filter(({ carried }) => carried === false).flatMap(({ blocks }) => blocks);
  return redline.filter(({ id }) => !rejected.includes(id));
}
