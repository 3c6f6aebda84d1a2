import type { z } from "zod";
import type {
  InvitationView,
  mailSettingsShape,
  NotificationView,
  notificationsShape,
  unreadShape,
} from "../../shared/api/notifications";
import { selectInvitations } from "../db/invitations";
import { countUnread, type NotificationRow, selectNotifications } from "../db/notifications";
import { selectEmail } from "../db/people";
import { tagOf } from "./instrument-summary";
import type { Viewer } from "./viewer";

/** Older ones are on the record. */
const SHOWN = 200;

function present(row: NotificationRow): NotificationView {
  const { amendmentId, threadId, language } = row;
  return {
    seq: row.seq,
    kind: row.kind,
    at: row.at,
    read: row.readAt !== null,
    by: row.by && (row.byDelegation ? `${row.by} (${row.byDelegation})` : row.by),
    instrument: { slug: row.instrument, title: row.title },
    amendment:
      amendmentId === null ? null : { id: amendmentId, tag: tagOf(row.number), isDraft: row.number === null },
    thread: threadId === null || language === null ? null : { id: threadId, language },
  };
}

export async function readNotifications({
  pool,
  person,
}: Viewer): Promise<z.infer<typeof notificationsShape>> {
  const [unread, latest] = await Promise.all([
    countUnread(pool, person.id),
    selectNotifications(pool, person.id, SHOWN),
  ]);
  return { unread, latest: latest.map(present) };
}

export async function readUnread({ pool, person }: Viewer): Promise<z.infer<typeof unreadShape>> {
  return { unread: await countUnread(pool, person.id) };
}

/** Invitations that wait for the reader's delegation, the latest first. */
export async function readInvitations({ pool, person }: Viewer): Promise<InvitationView[]> {
  if (!person.delegation) return [];
  return (await selectInvitations(pool, person.delegation.id)).map(
    ({ amendmentId, number, state, instrument, title, delegation, invitedAt }) => ({
      amendment: { id: amendmentId, tag: tagOf(number), isDraft: state === "draft" },
      instrument: { slug: instrument, title },
      delegation,
      invitedAt,
    }),
  );
}

export async function readMailSettings({
  pool,
  person,
  sendsMail,
}: Viewer): Promise<z.infer<typeof mailSettingsShape>> {
  return { address: await selectEmail(pool, person.id), isSent: sendsMail };
}
