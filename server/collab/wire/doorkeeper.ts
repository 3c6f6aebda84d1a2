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

/** One that hangs must not keep everybody out: after this long another is put beside it. */
const HANGS_AFTER_MS = 100;
const MAX_UNDER_WAY = 2;
/** After an answer, for more to come. */
const GATHER_MS = 15;

type Door = {
  waiting: Question[];
  underWay: number;
  putAt: number;
  next: NodeJS.Timeout | null;
};

/**
 * Asks who may enter a room. The first is asked about at once; who comes while a question about the room is under way, or
 * shortly after, is asked about together: when the stage moves, all five hundred people in a text are, and one by one their
 * questions would take longer than the change of the stage itself; when a server comes back, they would be a third of the
 * time until all are in again. Each is answered from what was read after they asked.
 */
export class Doorkeeper {
  readonly #authorise: Authorise;
  readonly #failed: (error: unknown, roomName: string) => void;
  readonly #doors = new Map<string, Door>();

  constructor(authorise: Authorise, failed: (error: unknown, roomName: string) => void) {
    this.#authorise = authorise;
    this.#failed = failed;
  }

  ask(request: IncomingMessage, roomName: string): Promise<Authorisation> {
    return new Promise((answered) => {
      let door = this.#doors.get(roomName);
      if (!door) {
        door = { waiting: [], underWay: 0, putAt: 0, next: null };
        this.#doors.set(roomName, door);
      }
      door.waiting.push({ request, answered });
      if (door.next !== null) return;
      if (door.underWay === 0) this.#later(door, roomName, 0);
      else if (door.underWay < MAX_UNDER_WAY)
        this.#later(door, roomName, door.putAt + HANGS_AFTER_MS - performance.now());
    });
  }

  #later(door: Door, roomName: string, ms: number): void {
    if (door.next !== null) clearTimeout(door.next);
    door.next = setTimeout(() => this.#put(door, roomName), ms);
  }

  #put(door: Door, roomName: string): void {
    door.next = null;
    const questions = door.waiting.splice(0);
    if (questions.length === 0) {
      if (door.underWay === 0) this.#doors.delete(roomName);
      return;
    }
    door.underWay++;
    door.putAt = performance.now();
    void this.#answer(questions, roomName).finally(() => {
      door.underWay--;
      this.#later(door, roomName, GATHER_MS);
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
