import { makePatch } from "../../shared/text/make-patch";
import { type Block, type Run, runsFromMarkup, type TextDoc } from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";

/** A paragraph; `*…*` in its words is emphasis. */
export function block(id: string, text: string | Run[], more: Partial<Block> = {}): Block {
  const runs = typeof text === "string" ? runsFromMarkup(text) : text;
  return { id, kind: "operative", level: 0, runs, ...more };
}

/** Paragraphs by id, in order. */
export function textOf(paragraphs: Record<string, string>): TextDoc {
  return { blocks: Object.entries(paragraphs).map(([id, words]) => block(id, words)) };
}

/** What turns the one text into the other; throws when nothing does. */
export function patchBetween(base: TextDoc, proposed: TextDoc): Patch {
  const patch = makePatch(base, proposed);
  if (!patch) throw new Error("Nothing was changed");
  return patch;
}

/** “id: words” of every paragraph; brackets as people see them. */
export function linesOf(doc: TextDoc): string[] {
  return doc.blocks.map(({ id, runs }) => {
    const words = runs.map(({ text, marks }) => {
      const bracket = marks.find((mark) => mark.type === "bracket");
      return bracket ? `[${bracket.proposer}: ${text}]` : text;
    });
    return `${id}: ${words.join("")}`;
  });
}
