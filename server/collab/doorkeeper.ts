import type { IncomingMessage } from "node:http";
import { CLOSE } from "../../shared/api/close-codes";
import type { RoomAccess } from "./seat";
import type { Session } from "./socket";

export type Authorisation =
  | { ok: true; person: { id: string; name: string }; session: Session; access: RoomAccess }
  | { ok: false; closeCode: number; reason: string };

/** Answers from what the requests carry (cookie, origin) and the rights as they are now; one answer each, in order. */
export type Authorise = (requests: IncomingMessage[], roomName: string) => Promise<Authorisation[]>;

type Question = { request: IncomingMessage; answered(answer: Authorisation): void };

/**
 * Asks who may enter a room. Who asks in one turn of the event loop is asked about together: when the stage moves, all five
 * hundred people in a text are, and one by one their questions would take longer than the change of the stage itself.
 */
export class Doorkeeper {
  readonly #authorise: Authorise;
  readonly #failed: (error: unknown, roomName: string) => void;
  readonly #waiting = new Map<string, Question[]>();

  constructor(authorise: Authorise, failed: (error: unknown, roomName: string) => void) {
    this.#authorise = authorise;
    this.#failed = failed;
  }

  ask(request: IncomingMessage, roomName: string): Promise<Authorisation> {
    return new Promise((answered) => {
      const waiting = this.#waiting.get(roomName);
      if (waiting) {
        waiting.push({ request, answered });
        return;
      }
      this.#waiting.set(roomName, [{ request, answered }]);
      setImmediate(() => void this.#put(roomName));
    });
  }

  async #put(roomName: string): Promise<void> {
    const questions = this.#waiting.get(roomName) ?? [];
    this.#waiting.delete(roomName);
    let answers: Authorisation[] = [];
    try {
      answers = await this.#authorise(
        questions.map(({ request }) => request),
        roomName,
      );
    } catch (error) {
      this.#failed(error, roomName);
    }
    const failure: Authorisation = { ok: false, closeCode: CLOSE.RETRY, reason: "try again" };
    for (const [i, { answered }] of questions.entries()) answered(answers[i] ?? failure);
  }
}
