import { makePatch } from "../../../shared/text/make-patch";
import { type Block, type BlockKind, blockText, runsFromMarkup } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";

/** What an amendment does to a text, as somebody would say it. */
export type Edit =
  | { in: string; put: string; for: string }
  | { in: string; add: string }
  | { strike: string }
  | { after: string; insert: { id: string; kind: BlockKind; level: number; text: string } };

function editOne(blocks: Block[], edit: Edit): Block[] {
  const id = "in" in edit ? edit.in : "strike" in edit ? edit.strike : edit.after;
  const at = blocks.findIndex((block) => block.id === id);
  const block = blocks[at];
  if (!block) throw new Error(`There is no paragraph ${id}.`);
  if ("strike" in edit) return blocks.toSpliced(at, 1);
  if ("insert" in edit) {
    const { text, ...head } = edit.insert;
    return blocks.toSpliced(at + 1, 0, { ...head, runs: runsFromMarkup(text) });
  }
  const { runs } = block;
  if ("add" in edit) {
    const last = runs.at(-1);
    const plain = last !== undefined && last.marks.length === 0;
    const added = plain
      ? runs.with(-1, { ...last, text: last.text + edit.add })
      : [...runs, { text: edit.add, marks: [] }];
    return blocks.with(at, { ...block, runs: added });
  }
  const found = runs.filter(({ text }) => text.includes(edit.for));
  if (found.length !== 1) throw new Error(`"${edit.for}" does not stand once in ${id}: ${blockText(block)}`);
  const put = runs.map((run) => ({ ...run, text: run.text.replace(edit.for, edit.put) }));
  return blocks.with(at, { ...block, runs: put.filter(({ text }) => text !== "") });
}

/** @throws naming the paragraph where an edit finds nothing to do */
export function patchOf(blocks: readonly Block[], edits: readonly Edit[]): Patch {
  const patch = makePatch({ blocks: [...blocks] }, { blocks: edits.reduce(editOne, [...blocks]) });
  if (!patch) throw new Error("The edits change nothing.");
  return patch;
}
