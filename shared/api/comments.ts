import { z } from "zod";
import { anchorShape } from "../text/anchor-shape";
import { languageShape } from "../text/model";
import { delegationShape, permissionShape, wordsShape } from "./views/common";

/** How long a comment's author may change its words; afterwards others may have acted on them. */
export const EDIT_MINUTES = 15;

const at = z.iso.datetime();

export const personShape = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.string(),
  delegation: delegationShape.nullable(),
});
export type PersonView = z.infer<typeof personShape>;

export const commentShape = z.object({
  id: z.uuid(),
  author: personShape,
  /** null: taken back by its author. */
  words: z.string().nullable(),
  /** People that its words name, as `@` and their name. */
  mentions: z.array(z.object({ id: z.uuid(), name: z.string() })),
  writtenAt: at,
  editedAt: at.nullable(),
  /** Until when the reader may still change it; null: never, or not theirs. */
  editableUntil: at.nullable(),
  isOwn: z.boolean(),
});
export type CommentView = z.infer<typeof commentShape>;

export const threadShape = z.object({
  id: z.uuid(),
  /** Of the text that it was begun on: beside another language it stands at the paragraph of the same id. */
  language: languageShape,
  anchor: anchorShape,
  /** The words it was begun on, as they were then. */
  quote: z.string(),
  resolved: z.object({ at, by: z.string() }).nullable(),
  comments: z.array(commentShape).min(1),
});
export type ThreadView = z.infer<typeof threadShape>;

/** All threads of an instrument in every language, or of one draft, oldest first. `permission`: to write, resolve and reopen. */
export const threadsShape = z.object({ permission: permissionShape, threads: z.array(threadShape) });

/** What is said about a submitted amendment, oldest first. `about` null: the amendment as a whole. */
export const discussionShape = z.object({
  permission: permissionShape,
  threads: z.array(
    threadShape.pick({ id: true, resolved: true, comments: true }).extend({
      about: z.object({ block: z.string(), path: z.string(), quote: z.string() }).nullable(),
    }),
  ),
});
export type DiscussionView = z.infer<typeof discussionShape>;

/** A comment that names the reader and still waits for them: not answered by them, its thread not resolved. */
export const mentionShape = z.object({
  comment: z.uuid(),
  thread: z.uuid(),
  instrument: z.string(),
  title: wordsShape,
  language: languageShape,
  /** About this amendment, or beside its draft; null: beside the text. */
  amendment: z.object({ id: z.uuid(), tag: z.string(), isDraft: z.boolean() }).nullable(),
  by: personShape,
  words: z.string(),
  quote: z.string(),
  writtenAt: at,
});
export type MentionView = z.infer<typeof mentionShape>;
