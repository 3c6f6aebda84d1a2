import { z } from "zod";
import { languageShape } from "../text/model";
import { delegationShape, wordsShape } from "./views/common";

const at = z.iso.datetime();

/** What people are told of, in the order of their importance where one entry of the record tells somebody twice. */
export const NOTICE_KINDS = [
  "mentioned",
  "invited",
  "drafted",
  "submitted",
  "ruled_admissible",
  "ruled_inadmissible",
  "called",
  "taken_back",
  "adopted",
  "rejected",
  "not_put",
  "lapsed",
  "withdrawn",
  "needs_rebase",
  "translation_misfit",
  "revised",
  "incorporated",
  "reconsidered",
  "joined",
  "declined",
  "left",
  "discussed",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** `seq`: the entry of the record it is about. */
export const notificationShape = z.object({
  seq: z.int(),
  kind: z.enum(NOTICE_KINDS),
  at,
  read: z.boolean(),
  /** Who did it, in words of the record; null: the system. */
  by: z.string().nullable(),
  instrument: z.object({ slug: z.string(), title: wordsShape }),
  amendment: z.object({ id: z.uuid(), tag: z.string(), isDraft: z.boolean() }).nullable(),
  /** A comment beside the text in this language. */
  thread: z.object({ id: z.uuid(), language: languageShape }).nullable(),
});
export type NotificationView = z.infer<typeof notificationShape>;

/** The latest of them, newest first, and how many are unread in all. */
export const notificationsShape = z.object({ unread: z.int(), latest: z.array(notificationShape) });

export const unreadShape = z.object({ unread: z.int() });

/** An invitation to sponsor that waits for the answer of the reader's delegation. */
export const invitationShape = z.object({
  amendment: z.object({ id: z.uuid(), tag: z.string(), isDraft: z.boolean() }),
  instrument: z.object({ slug: z.string(), title: wordsShape }),
  delegation: delegationShape,
  invitedAt: at,
});
export type InvitationView = z.infer<typeof invitationShape>;

/** `address` null: none is known, nothing is sent. `isSent`: this server sends e-mail at all. */
export const mailSettingsShape = z.object({ address: z.string().nullable(), isSent: z.boolean() });
