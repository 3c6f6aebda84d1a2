import { z } from "zod";
import { blockIdShape } from "./model";

// Apart from what looks anchors up: whoever only passes them on should not have to load Yjs.

export const LONGEST_QUOTE = 400;
export const AROUND = 32;
const LONGEST_POSITION = 200;

const positionShape = z.base64().max(LONGEST_POSITION);

/**
 * A place in a live text: a stretch of words, or (`start` and `end` null) a paragraph as a whole. `start` and `end` are Yjs
 * relative positions. A block that is split, joined or moved is made anew, and with it the letters that they hold on to: then
 * the words are looked for by `quote` and by what stood `before` and `after` it.
 */
export const anchorShape = z.strictObject({
  block: blockIdShape,
  start: positionShape.nullable(),
  end: positionShape.nullable(),
  quote: z.string().max(LONGEST_QUOTE),
  before: z.string().max(AROUND),
  after: z.string().max(AROUND),
});
export type Anchor = z.infer<typeof anchorShape>;
