import type { IncomingMessage } from "node:http";
import type { Pool } from "pg";
import { deleteAnswersBefore } from "../db/ledger";
import {
  deleteLinksSpentBefore,
  deleteSession,
  deleteSessionsEndedBefore,
  insertSession,
  lockOptionalLink,
  markLinkUsed,
  type PersonRecord,
  selectSessions,
} from "../db/people";
import { withTransaction } from "../db/pool";
import { hashToken, newToken } from "./tokens";

export const SESSION_COOKIE = "concord_session";
const SESSION_HOURS = 24 * 4;

export type SignIn =
  | { ok: true; token: string; expiresAt: Date }
  | { ok: false; code: "bad_link" | "link_expired" };

/** Turns a sign-in link into a session. A link that is not reusable works once. */
export async function signIn(pool: Pool, linkToken: string, now: Date): Promise<SignIn> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(linkToken)) return { ok: false, code: "bad_link" };
  return withTransaction(pool, async (tx) => {
    const link = await lockOptionalLink(tx, hashToken(linkToken));
    if (!link) return { ok: false, code: "bad_link" };
    if (link.expiresAt <= now.toISOString() || (link.usedAt !== null && !link.reusable))
      return { ok: false, code: "link_expired" };
    await markLinkUsed(tx, hashToken(linkToken), now);
    const token = newToken();
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000);
    await insertSession(tx, {
      tokenHash: hashToken(token),
      personId: link.personId,
      createdAt: now,
      expiresAt,
    });
    return { ok: true, token, expiresAt };
  });
}

/** Ends the session this request comes with. @returns its id; null when there is none */
export async function signOut(pool: Pool, request: IncomingMessage): Promise<string | null> {
  const token = sessionToken(request);
  if (token === null) return null;
  await deleteSession(pool, hashToken(token));
  return hashToken(token);
}

/**
 * How long after their end they are kept: an old link still answers that it has expired, and a command that is sent again
 * by a device that was away over night is still answered and not done twice.
 */
const KEPT_DAYS = { sessions: 0, links: 30, answers: 7 };

/** Deletes sessions that have ended, links that sign nobody in any more, and the answers kept for commands sent twice. */
export async function purge(pool: Pool, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000);
  await deleteSessionsEndedBefore(pool, before(KEPT_DAYS.sessions));
  await deleteLinksSpentBefore(pool, before(KEPT_DAYS.links));
  await deleteAnswersBefore(pool, before(KEPT_DAYS.answers));
}

/** The session cookie of a plain request or of a socket's upgrade; null when there is none. */
export function sessionToken(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === SESSION_COOKIE) return part.slice(at + 1).trim();
  }
  return null;
}

/** The longest that a timer of Node's can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * One sign-in of a person. `id` is the hash that the database keeps: known to nobody outside, and of no use to them.
 * `expiresInMs`: a timer may be set to it.
 */
export type SessionOf = { person: PersonRecord; id: string; expiresInMs: number };

/** The session that each request comes with; null where nobody is signed in. */
export async function sessionsOf(
  pool: Pool,
  requests: readonly IncomingMessage[],
  now: Date,
): Promise<(SessionOf | null)[]> {
  const ids = requests.map((request) => {
    const token = sessionToken(request);
    return token === null ? null : hashToken(token);
  });
  const known = ids.filter((id) => id !== null);
  const found = known.length > 0 ? await selectSessions(pool, [...new Set(known)], now) : new Map();
  return ids.map((id) => {
    const session = id === null ? undefined : found.get(id);
    if (id === null || !session) return null;
    const expiresInMs = Math.min(Date.parse(session.expiresAt) - now.getTime(), MAX_TIMER_MS);
    return { person: session.person, id, expiresInMs };
  });
}

/**
 * Whether a request that changes something, or opens a socket, comes from our own pages. Browsers always send an Origin
 * with these; programs that send none hold the cookie by themselves and cannot be tricked into sending it.
 */
export function isOwnOrigin(request: IncomingMessage, publicUrl: string | null): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (publicUrl !== null && origin === publicUrl) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
