import { type Block, runsFromMarkup, type TextDoc } from "../../shared/text/model";
import type { SeedBlock, SeedEdit } from "./shapes";

export function toBlock({ id, kind, level, text }: SeedBlock): Block {
  return { id, kind, level, runs: runsFromMarkup(text) };
}

/** The text as an amendment's edits would have it. @throws naming the edit that does not apply */
export function applyEdits(blocks: readonly SeedBlock[], edits: readonly SeedEdit[]): TextDoc {
  let now = [...blocks];
  for (const edit of edits) {
    const id = edit.op === "insert_after" ? edit.after : edit.block;
    const at = now.findIndex((block) => block.id === id);
    const block = now[at];
    if (!block) throw new Error(`no block ${id} to ${edit.op}`);
    if (edit.op === "delete") now = now.filter((one) => one !== block);
    else if (edit.op === "insert_after") now = now.toSpliced(at + 1, 0, edit.block);
    else now = now.with(at, { ...block, text: replaceOnce(block.text, edit) });
  }
  return { blocks: now.map(toBlock) };
}

function replaceOnce(text: string, edit: Extract<SeedEdit, { op: "replace" }>): string {
  if (edit.find === "" && edit.at === "end") return text + edit.with;
  const parts = text.split(edit.find);
  if (parts.length !== 2) throw new Error(`"${edit.find}" does not stand exactly once in ${edit.block}`);
  return parts.join(edit.with);
}
