import type { Node } from "prosemirror-model";
import { type Command, Plugin } from "prosemirror-state";
import {
  type BlockKind,
  type Language,
  PROVISIONAL_KINDS,
  type ProvisionalKind,
} from "../../shared/text/model";
import { asKind, asProvisional } from "../../shared/text/schema";
import { isAgreedNode } from "./agreed-lock";
import { isFromYjs } from "./block-ids";
import { numbersOf } from "./numbering-plugin";
import { currentBlock } from "./structure-commands";

const NUMBERED: ReadonlySet<BlockKind> = new Set([
  "preambular",
  "operative",
  "point",
  "heading",
  "area",
  "feature",
  "measure",
]);

/**
 * While a text is debated, a new paragraph that would give another number to a paragraph people speak about takes a provisional
 * one (2 *bis*). At the end of a list nobody's number changes, and it takes the next.
 */
export function provisionalNumbers(language: Language, isDebated: () => boolean): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, after) => {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some(isFromYjs) || !isDebated())
        return null;
      const known = new Set(before.doc.children.map(idOf));
      const isNew = (node: Node) => idOf(node) !== "" && !known.has(idOf(node));
      const fresh: number[] = [];
      after.doc.forEach((node, at) => {
        if (isNew(node) && NUMBERED.has(asKind(node.attrs.kind)) && !node.attrs.provisional) fresh.push(at);
      });
      if (fresh.length === 0) return null;
      const then = numbersOf(before.doc, language);
      const now = numbersOf(after.doc, language);
      if (![...known].some((id) => now.has(id) && now.get(id)?.path !== then.get(id)?.path)) return null;
      const tr = after.tr;
      for (const at of fresh) tr.setNodeAttribute(at, "provisional", "bis");
      return tr;
    },
  });
}

function idOf(node: Node): string {
  return String(node.attrs.id ?? "");
}

/** null: numbered like the rest. Not for kinds that have no number. */
export function setProvisional(provisional: ProvisionalKind | null): Command {
  return (state, dispatch) => {
    const block = currentBlock(state);
    if (!block || isAgreedNode(block.node) || !NUMBERED.has(asKind(block.node.attrs.kind))) return false;
    if ((asProvisional(block.node.attrs.provisional) ?? null) === provisional) return false;
    dispatch?.(state.tr.setNodeAttribute(block.at, "provisional", provisional));
    return true;
  };
}

export const NUMBERINGS: readonly (ProvisionalKind | null)[] = [null, ...PROVISIONAL_KINDS];
