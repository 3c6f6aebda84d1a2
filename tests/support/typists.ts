import type * as Y from "yjs";
import type { BareClient } from "./collab-kit";
import type { Random } from "./random";

const MARK = /\[\d+\.\d+\]/g;

type Edit = { typist: BareClient; ordinal: number; mark: string; takesOut: boolean };

/**
 * Typists put marks into a text that occur once, and sometimes take one out again; kept is what they were told is saved.
 * Two write in one paragraph as often as not, but a mark is one insertion and so stays in one piece.
 */
export class Typists {
  /** For each mark of which somebody was told "saved", whether it must be there. */
  readonly promised = new Map<string, "there" | "gone">();
  readonly #random: Random;
  #underWay: Edit[] = [];
  #round = 0;
  #marks = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  begin(): void {
    this.#round++;
    this.#underWay = [];
  }

  /** Some of them type a mark each, one perhaps takes one out. */
  type(typists: readonly BareClient[]): void {
    for (const typist of typists) {
      // Closing, it sends nothing any more.
      if (typist.ws.readyState !== typist.ws.OPEN || this.#random.chance(0.6)) continue;
      const text = this.#paragraphOf(typist);
      const mark = this.#random.chance(0.12) ? this.#oneToTakeOut(text) : null;
      if (mark) {
        this.promised.delete(mark);
        text.delete(text.toString().indexOf(mark), mark.length);
        this.#sent(typist, mark, true);
      } else {
        const made = `[${this.#round}.${this.#marks++}]`;
        text.insert(this.#random.chance(0.5) ? 0 : text.length, made);
        this.#sent(typist, made, false);
      }
    }
  }

  /** Takes in what the typists were told meanwhile. */
  settle(): void {
    this.#underWay = this.#underWay.filter(({ typist, ordinal, mark, takesOut }) => {
      if (typist.saved < ordinal) return true;
      this.promised.set(mark, takesOut ? "gone" : "there");
      return false;
    });
  }

  /** Promises that this text breaks. */
  broken(text: string): string[] {
    const marks = new Set(text.match(MARK));
    return [...this.promised].flatMap(([mark, state]) =>
      marks.has(mark) === (state === "there") ? [] : [`${mark} is not ${state}`],
    );
  }

  /** Of the marks that were put in and of which nobody was told anything, how many are there and how many are not. */
  unpromised(text: string): { kept: number; lost: number } {
    const marks = new Set(text.match(MARK));
    const put = this.#underWay.filter(({ takesOut }) => !takesOut);
    const kept = put.filter(({ mark }) => marks.has(mark)).length;
    return { kept, lost: put.length - kept };
  }

  #sent(typist: BareClient, mark: string, takesOut: boolean): void {
    this.#underWay.push({ typist, ordinal: typist.sent, mark, takesOut });
  }

  #paragraphOf({ doc }: BareClient): Y.XmlText {
    const fragment = doc.getXmlFragment("prosemirror");
    const block = fragment.get(this.#random.below(fragment.length)) as Y.XmlElement;
    return block.get(0) as Y.XmlText;
  }

  #oneToTakeOut(text: Y.XmlText): string | null {
    const marks: string[] = text.toString().match(MARK) ?? [];
    const known = marks.filter((mark) => this.promised.get(mark) === "there");
    return known.length > 0 ? this.#random.pick(known) : null;
  }
}
