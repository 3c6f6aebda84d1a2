import type { BlockId, TextDoc } from "./model";

/** `blocks` are those it stands in, the first one first; `text` what stands inside, several stretches joined by a space. */
export type Bracket = { id: string; proposer: string; blocks: BlockId[]; text: string };

/** What is not agreed, in the order of the text: all runs with one bracket id are one bracket. */
export function brackets(doc: TextDoc): Bracket[] {
  const found = new Map<string, Bracket>();
  // The last place each bracket was seen open: a run directly after continues its text without a space.
  const open = new Map<string, string>();
  for (const block of doc.blocks) {
    block.runs.forEach((run, i) => {
      for (const mark of run.marks) {
        if (mark.type !== "bracket") continue;
        const known = found.get(mark.id);
        if (!known) {
          const { id, proposer } = mark;
          found.set(id, { id, proposer, blocks: [block.id], text: run.text });
        } else {
          known.text += (open.get(mark.id) === `${block.id} ${i - 1}` ? "" : " ") + run.text;
          if (!known.blocks.includes(block.id)) known.blocks.push(block.id);
        }
        open.set(mark.id, `${block.id} ${i}`);
      }
    });
  }
  return [...found.values()];
}

/** Whether the text is clean: no bracket left. */
export function isClean(doc: TextDoc): boolean {
  return !doc.blocks.some((block) =>
    block.runs.some((run) => run.marks.some((mark) => mark.type === "bracket")),
  );
}
