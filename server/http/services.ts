import type { IncomingMessage } from "node:http";
import type { Request, Response } from "express";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { may, READING } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { readStatuses } from "../../shared/text/yjs";
import { actorOf, type Deps } from "../commands/context";
import type { PersonRecord } from "../db/people";
import type { Together } from "../db/together";
import type { Prints } from "../exports/printed/prints";
import { isOwnOrigin, type SessionOf } from "../identity/sign-in";
import type { Readers } from "../imports/readers";
import type { LiveHub } from "../live/hub";
import type { Metrics } from "../metrics/metrics";
import type { Coalesced } from "../queries/coalesced";
import type { PlacementCache } from "../queries/placements";
import type { Viewer } from "../queries/viewer";
import type { Packed } from "./packed";
import { sendError } from "./respond";

/** What the routers are made with; wired in `app.ts`. */
export type Services = {
  pool: Pool;
  deps: Deps;
  live: LiveHub;
  /** Who sends a request; null: nobody who is signed in. */
  sessions: Together<IncomingMessage, SessionOf | null>;
  /** Ends what a session has open: its sockets and its live streams. To be called once it is deleted. */
  endSession(sessionId: string): void;
  /** How amendments stand to the texts, for the last few states of them. */
  placements: PlacementCache;
  /** Reads that are being made, for all who asked for them. */
  shared: Coalesced;
  packed: Packed;
  metrics: Metrics;
  log: Logger;
  publicUrl: string | null;
  /** Where the built browser application lies. */
  clientDir: string;
  /** Of the files that people send. */
  readers: Readers;
  /** Documents as files for paper. */
  prints: Prints;
  /** The serif that public pages are set in. */
  fontsDir: string;
};

/** The session of who asks, or null after the answer that signing in is needed. */
export async function requireSession(
  services: Services,
  request: Request,
  response: Response,
): Promise<SessionOf | null> {
  const session = await services.sessions.get(request);
  if (!session) sendError(response, "sign_in_required");
  return session;
}

export async function requirePerson(
  services: Services,
  request: Request,
  response: Response,
): Promise<PersonRecord | null> {
  return (await requireSession(services, request, response))?.person ?? null;
}

/** Who asks and may read what they ask for; null after the answer that they may not, or have to sign in. */
export async function requireReader(
  services: Services,
  act: Act,
  request: Request,
  response: Response,
): Promise<PersonRecord | null> {
  const person = await requirePerson(services, request, response);
  if (!person) return null;
  const answer = may(actorOf(person), act, READING);
  if (answer.ok) return person;
  sendError(response, answer.code, { rule: answer.rule, detail: answer.detail });
  return null;
}

export function requireOwnOrigin(services: Services, request: Request, response: Response): boolean {
  if (isOwnOrigin(request, services.publicUrl)) return true;
  sendError(response, "foreign_origin");
  return false;
}

export function viewerOf({ pool, deps, placements, shared }: Services, person: PersonRecord): Viewer {
  return {
    pool,
    now: deps.now,
    readText: (room) => deps.rooms.read(room),
    readStatuses: (room) => deps.rooms.inspect(room, readStatuses),
    placements,
    shared,
    sendsMail: deps.sendsMail,
    conferenceId: person.conferenceId,
    person,
    actor: actorOf(person),
  };
}
