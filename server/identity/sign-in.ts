import type { IncomingMessage } from "node:http";
import type { Pool } from "pg";
import {
  deleteSession,
  insertSession,
  lockOptionalLink,
  markLinkUsed,
  type PersonRecord,
  selectOptionalSessionPerson,
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

export async function signOut(pool: Pool, request: IncomingMessage): Promise<void> {
  const token = sessionToken(request);
  if (token !== null) await deleteSession(pool, hashToken(token));
}

/** The session cookie of a plain request or of a socket's upgrade; null when there is none. */
export function sessionToken(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === SESSION_COOKIE) return part.slice(at + 1).trim();
  }
  return null;
}

/** Who sends this request; null when nobody is signed in. */
export async function personOf(
  pool: Pool,
  request: IncomingMessage,
  now: Date,
): Promise<PersonRecord | null> {
  const token = sessionToken(request);
  return token === null ? null : selectOptionalSessionPerson(pool, hashToken(token), now);
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
