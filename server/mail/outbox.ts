import type { Pool } from "pg";
import type { Logger } from "pino";
import {
  type ClaimedMail,
  claimMails,
  markMailsFailed,
  markMailsSent,
  putOffMails,
} from "../db/notifications";
import { composeLetter } from "./letter";

/** Takes a letter to the mail server. @throws what it was refused with, or that nobody answered */
export type Mailer = {
  send(letter: { to: string; subject: string; text: string }): Promise<void>;
  close(): void;
};

/** For what another server has written, or nobody could take. */
const LOOK_MS = 15_000;
/** At least half of it is left when a letter is begun: longer than a mail server that answers at all takes to answer. */
const LEASE_MS = 120_000;
const AT_ONCE = 100;
/** Half a minute, then twice as long each time: the last is tried some four hours after the first. */
const FIRST_PAUSE_MS = 30_000;
const ATTEMPTS = 10;

/**
 * Sends what people are told by e-mail, once it is committed: rows of the database are what is to be sent, and each is claimed
 * by one server. It may go out twice when a server stops between sending and noting it, and is never lost.
 */
export class Outbox {
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #again = false;

  constructor(
    private readonly parts: {
      pool: Pool;
      mailer: Mailer;
      log: Logger;
      baseUrl(): string;
      now(): Date;
    },
  ) {}

  start(): void {
    this.#timer = setInterval(() => this.wake(), LOOK_MS);
    this.#timer.unref();
    this.wake();
  }

  /** Something was just committed. */
  wake(): void {
    if (this.#timer === null) return;
    this.#again = true;
    this.#working ??= this.#work()
      .catch((error: unknown) => this.parts.log.warn({ err: error }, "sending e-mail failed"))
      .finally(() => {
        this.#working = null;
        if (this.#again) this.wake();
      });
  }

  async #work(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      while (await this.#sendDue());
    }
  }

  /** @returns whether there may be more */
  async #sendDue(): Promise<boolean> {
    const { pool, now } = this.parts;
    const at = now();
    let until = new Date(at.getTime() + LEASE_MS);
    const due = await claimMails(pool, at, until, AT_ONCE);
    const letters = byPerson(due);
    for (const [i, items] of letters.entries()) {
      // Stopping: what is left goes out once the claim on it has run out.
      if (this.#timer === null) return false;
      const leftMs = until.getTime() - now().getTime();
      // It has run out: another server may be sending them.
      if (leftMs <= 0) return true;
      if (leftMs < LEASE_MS / 2) {
        until = new Date(now().getTime() + LEASE_MS);
        await putOffMails(pool, idsOf(letters.slice(i).flat()), until);
      }
      await this.#send(items);
    }
    return due.length === AT_ONCE;
  }

  async #send(items: ClaimedMail[]): Promise<void> {
    const { pool, mailer, now, baseUrl, log } = this.parts;
    const [first] = items;
    if (!first) return;
    const ids = idsOf(items);
    // The address was taken back meanwhile.
    if (first.address === null) return markMailsFailed(pool, ids, now());
    try {
      await mailer.send({ to: first.address, ...composeLetter(items, baseUrl()) });
    } catch (error) {
      const attempts = Math.min(...items.map((item) => item.attempts));
      const isLast = attempts >= ATTEMPTS || isRefused(error);
      const pauseMs = FIRST_PAUSE_MS * 2 ** (attempts - 1);
      if (isLast) await markMailsFailed(pool, ids, now());
      else await putOffMails(pool, ids, new Date(now().getTime() + pauseMs));
      log.warn({ err: error, mails: ids, isLast }, "an e-mail was not taken");
      return;
    }
    await markMailsSent(pool, ids, now());
  }

  /** The letter that is being sent is sent out. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#again = false;
    await this.#working;
    this.parts.mailer.close();
  }
}

/** The mail server will not take it however often it is asked. */
function isRefused(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === "number" && responseCode >= 500 && responseCode < 600;
}

function idsOf(items: readonly ClaimedMail[]): number[] {
  return items.map(({ mail }) => mail);
}

function byPerson(due: readonly ClaimedMail[]): ClaimedMail[][] {
  const groups = new Map<string, ClaimedMail[]>();
  for (const one of due) groups.set(one.personId, [...(groups.get(one.personId) ?? []), one]);
  return [...groups.values()];
}
