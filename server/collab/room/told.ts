import { CLOSE, type RefusedCode } from "../../../shared/api/close-codes";
import type { Admission } from "../text/intake";
import { refusedFrame, savedFrame } from "../wire/protocol";
import type { Seat } from "../wire/seat";

/** To be called once what these members have sent (and how many bytes of it) is committed: each is told how far it is saved. */
export function savedWhenCommitted(touched: ReadonlyMap<Seat, number>): () => void {
  const owed = [...touched].map(([seat, bytes]) => ({ seat, bytes, upTo: seat.confirmable }));
  return () => {
    for (const { seat, bytes, upTo } of owed) {
      if (!seat.gone && seat.confirm(upTo, bytes) && seat.member.access.write) {
        seat.member.send(savedFrame(upTo));
      }
    }
  };
}

type Answers = {
  refused(code: RefusedCode): void;
  setAside(): void;
  /** Frames of the whole text, to start afresh from. */
  whole(): Buffer;
  askMissing(seat: Seat): void;
  maxHeldBytes: number;
};

/** Tells those whose messages did not enter what became of them. */
export function turnBack({ refused, setAside }: Admission, answers: Answers): void {
  const astray = new Set<Seat>();
  for (const { message, code } of refused) {
    answers.refused(code);
    astray.add(message.seat);
    if (message.seat.gone || message.seat.member.send(refusedFrame(message.ordinal, code))) continue;
    // Too slow to be told. It starts afresh, and what it tries again is refused in its turn.
    message.seat.member.close(CLOSE.RETRY, "not reading");
  }
  for (const seat of astray) if (!seat.gone) seat.member.send(answers.whole());
  const asking = new Set<Seat>();
  for (const { seat } of setAside) {
    answers.setAside();
    if (seat.heldBytes > answers.maxHeldBytes) {
      seat.member.close(CLOSE.RETRY, "what these edits build on is missing");
    } else if (seat.held.length === 1) asking.add(seat);
  }
  for (const seat of asking) answers.askMissing(seat);
}
