import { type Mark, normaliseMarks, type Run } from "../model";

/** How a paragraph is set in a file: equal looks are equal strings. "" for an ordinary one. `depth` counts lists within lists, from 0. */
export type Look = { sign: string; depth: number };

type Emphasis = { em: boolean; strong: boolean };

/** Words under one set of revisions. Those that one put in and another struck out name both. */
export type MarkedRun = Emphasis & {
  text: string;
  insertedBy: string | null;
  deletedBy: string | null;
  /** Whose change of the emphasis is tracked, and how it was before. */
  restyled: (Emphasis & { by: string }) | null;
  /** Ids of the comments beside it. */
  comments: readonly string[];
};

export type MarkedParagraph = {
  look: Look;
  /** Whose change of the look is tracked, and how it was before. */
  reshaped: { by: string; before: Look } | null;
  runs: MarkedRun[];
  /** Of the break after it: a paragraph is split by putting one in, and joined with the next by striking it out. */
  breakInsertedBy: string | null;
  breakDeletedBy: string | null;
};

/** A text as a word processor keeps it with revisions tracked: nothing accepted, nothing rejected. */
export type MarkedText = {
  paragraphs: MarkedParagraph[];
  comments: { id: string; by: string; words: string }[];
};

/** A stretch of a paragraph as it is seen. `from`: where it stands in the original, by paragraph and UTF-16 offset; null: put in. */
export type Piece = {
  run: MarkedRun;
  text: string;
  from: { paragraph: number; at: number } | null;
};
/** `ends`: the paragraph of the file whose end it has. */
export type SeenParagraph = { look: Look; ends: MarkedParagraph; pieces: Piece[] };

export function textOfSeen({ pieces }: SeenParagraph): string {
  return pieces.map(({ text }) => text).join("");
}

/** Everybody who revised something, in the order in which they first did. */
export function authorsOf({ paragraphs }: MarkedText): string[] {
  const names = new Set<string>();
  for (const { runs, reshaped, breakInsertedBy, breakDeletedBy } of paragraphs) {
    for (const { insertedBy, deletedBy, restyled } of runs)
      for (const name of [insertedBy, deletedBy, restyled?.by]) if (name != null) names.add(name);
    for (const name of [reshaped?.by, breakInsertedBy, breakDeletedBy]) if (name != null) names.add(name);
  }
  return [...names];
}

/**
 * The text as it would read with all revisions of `author` accepted and everybody else's rejected; null: with all rejected. A
 * paragraph that is joined with the next takes that one's look, as in Word. Paragraphs without words are among them.
 */
export function seenBy({ paragraphs }: MarkedText, author: string | null): SeenParagraph[] {
  const seen: SeenParagraph[] = [];
  let pieces: Piece[] = [];
  let original = 0;
  let at = 0;
  for (const paragraph of paragraphs) {
    for (const run of paragraph.runs) {
      const wasThere = run.insertedBy === null;
      const stays = (wasThere || run.insertedBy === author) && (author === null || run.deletedBy !== author);
      if (stays) pieces.push({ run, text: run.text, from: wasThere ? { paragraph: original, at } : null });
      if (wasThere) at += run.text.length;
    }
    const { breakInsertedBy, breakDeletedBy, look, reshaped } = paragraph;
    const wasThere = breakInsertedBy === null;
    if ((wasThere || breakInsertedBy === author) && (author === null || breakDeletedBy !== author)) {
      const isNow = reshaped === null || reshaped.by === author;
      seen.push({ look: isNow ? look : reshaped.before, ends: paragraph, pieces });
      pieces = [];
    }
    if (wasThere) {
      original += 1;
      at = 0;
    }
  }
  const last = paragraphs.at(-1);
  if (pieces.length > 0 && last) seen.push({ look: last.look, ends: last, pieces });
  return seen;
}

/** The run as words of a text of ours; `keep`: marks it has beside its emphasis. */
export function runOf({ em, strong }: Emphasis, text: string, keep: readonly Mark[] = []): Run {
  const marks: Mark[] = [...keep];
  if (em) marks.push({ type: "em" });
  if (strong) marks.push({ type: "strong" });
  return { text, marks: normaliseMarks(marks) };
}
