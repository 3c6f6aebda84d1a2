import type { Pool } from "pg";
import type { Doc } from "yjs";
import type { CommandAnswer, CommandBody, CommandName } from "../../shared/api/commands";
import type { ErrorCode } from "../../shared/api/errors";
import type { LiveEvent } from "../../shared/api/live";
import { hasVote } from "../../shared/rules/meeting/credentials";
import type { Actor } from "../../shared/rules/people";
import type { BlockId, BlockStatus, TextDoc } from "../../shared/text/model";
import type { PersonRecord } from "../db/people";

/** A live text held still: nobody's edits enter it until the lock is released. */
export type LockedRoom = {
  name: string;
  roomId: string;
  text: TextDoc;
  /** The number of the last row of the room's log that `text` holds. */
  lastSeq: number;
  /** Where agreement on each of its paragraphs stands. */
  statuses: ReadonlyMap<BlockId, BlockStatus>;
  prepare(
    target: TextDoc,
    statuses?: ReadonlyMap<BlockId, BlockStatus>,
  ): { bytes: Uint8Array; commit(seq: number): void };
  freezeOnRelease(): void;
  thawOnRelease(): void;
};

/** What commands ask of the room server. */
export type Rooms = {
  read(room: string): Promise<TextDoc>;
  /** Looks at the live text in the form it is typed in. `look` must change nothing. */
  inspect<T>(room: string, look: (doc: Doc) => T): Promise<T>;
  /** Room locks are always taken before the database's, so the two cannot wait for each other. */
  withLockedRooms<T>(rooms: string[], work: (rooms: LockedRoom[]) => Promise<T>): Promise<T>;
  /** None named: all. */
  reauthorise(...rooms: string[]): Promise<void>;
};

/** Closes and opens what the database must not tell, with a key that is not in it. `about` belongs to it: elsewhere it does not open. */
export type Seals = {
  seal(content: string, about: string): Uint8Array;
  open(sealed: Uint8Array, about: string): string;
};

/** Signs the record. `key` is the public one, in base64url; `signAs` speaks for an older key, null if this server has it not. */
export type Signer = {
  key: string;
  sign(utf8: string): string;
  signAs(key: string, utf8: string): string | null;
};

export type Deps = {
  pool: Pool;
  rooms: Rooms;
  now(): Date;
  newId(): string;
  /** One of `0 … count - 1`, by lot. */
  draw(count: number): number;
  seals: Seals;
  signer: Signer;
  /** Whether what people are told goes out by e-mail as well. */
  sendsMail: boolean;
  /** Acts just written to the ledger, for the screens of one conference. */
  publish(conferenceId: string, acts: LiveEvent[]): void;
};

/** Who acts; `person` null: the system itself (seeding, the room server). */
export type Context = {
  deps: Deps;
  conferenceId: string;
  person: PersonRecord | null;
  actor: Actor | null;
  /** The sender's idempotency key, the command it came with and the hash of the request. */
  repeat: { key: string; command: string; requestSha256: string } | null;
};

export type Failure = {
  ok: false;
  code: ErrorCode;
  rule: string | null;
  detail?: Record<string, unknown>;
};
export type Result<T> = { ok: true; answer: T } | Failure;

export type Handler<N extends CommandName> = (
  context: Context,
  body: CommandBody<N>,
) => Promise<Result<CommandAnswer<N>>>;

/**
 * Another node wrote into a text between its being read here and this command's transaction: what was decided on is
 * not what stands there. Nothing is written; the command can be sent again.
 */
export class TextMoved extends Error {
  override name = "TextMoved";
  /** By which the room server knows it, and tries again. */
  readonly code = "text_moved";
}

export function fail(code: ErrorCode, rule: string | null = null, detail?: Record<string, unknown>): Failure {
  return detail === undefined ? { ok: false, code, rule } : { ok: false, code, rule, detail };
}

export const DONE = { ok: true, answer: { ok: true } } as const;

export function actorOf(person: PersonRecord): Actor {
  return {
    personId: person.id,
    role: person.role,
    delegation: person.delegation && {
      id: person.delegation.id,
      code: person.delegation.code,
      // One whose credentials are not in order is entitled to nothing that needs a vote.
      voting: hasVote(person.delegation, person.delegation.credentials),
    },
    languages: person.languages,
  };
}
