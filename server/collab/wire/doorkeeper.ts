import type { IncomingMessage } from "node:http";
import { CLOSE } from "../../../shared/api/close-codes";
import type { RoomAccess } from "./seat";
import type { Session } from "./socket";

export type Authorisation =
  | { ok: true; person: { id: string; name: string }; session: Session; access: RoomAccess }
  | { ok: false; closeCode: number; reason: string };

/** Answers from what the requests carry (cookie, origin) and the rights as they are now; one answer each, in order. */
export type Authorise = (requests: IncomingMessage[], roomName: string) => Promise<Authorisation[]>;

type Question = { request: IncomingMessage; answered(answer: Authorisation): void };

/** One that hangs must not keep everybody out. */
const MAX_UNDER_WAY = 2;

/**
 * Asks who may enter a room. Who asks in one turn of the event loop, or while two questions about the room are under way, is
 * asked about together: when the stage moves, all five hundred people in a text are, and one by one their questions would
 * take longer than the change of the stage itself. Each is answered from what was read after they asked.
 */
export class Doorkeeper {
  readonly #authorise: Authorise;
  readonly #failed: (error: unknown, roomName: string) => void;
  readonly #doors = new Map<string, { waiting: Question[]; underWay: number }>();

  constructor(authorise: Authorise, failed: (error: unknown, roomName: string) => void) {
    this.#authorise = authorise;
    this.#failed = failed;
  }

  ask(request: IncomingMessage, roomName: string): Promise<Authorisation> {
    return new Promise((answered) => {
      let door = this.#doors.get(roomName);
      if (!door) {
        door = { waiting: [], underWay: 0 };
        this.#doors.set(roomName, door);
      }
      door.waiting.push({ request, answered });
      if (door.waiting.length === 1 && door.underWay < MAX_UNDER_WAY) setImmediate(() => this.#put(roomName));
    });
  }

  #put(roomName: string): void {
    const door = this.#doors.get(roomName);
    if (!door || door.underWay >= MAX_UNDER_WAY) return;
    const questions = door.waiting.splice(0);
    if (questions.length === 0) {
      if (door.underWay === 0) this.#doors.delete(roomName);
      return;
    }
    door.underWay++;
    void this.#answer(questions, roomName).finally(() => {
      door.underWay--;
      this.#put(roomName);
    });
  }

  async #answer(questions: Question[], roomName: string): Promise<void> {
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
