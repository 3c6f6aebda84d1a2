import type { Node } from "prosemirror-model";
import { type Command, Plugin } from "prosemirror-state";
import { type Language, PROVISIONAL_KINDS, type ProvisionalKind } from "../../shared/text/model";
import { isNumbered, provisionalInDebate } from "../../shared/text/provisional";
import { asKind, asProvisional, blockHeadFromNode } from "../../shared/text/schema";
import { isAgreedNode } from "./agreed-lock";
import { isFromYjs } from "./block-ids";
import { currentBlock } from "./structure-commands";

/** While a text is debated, paragraphs that are new, or newly of their kind, leave the numbers of the others alone. */
export function provisionalNumbers(language: Language, isDebated: () => boolean): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, after) => {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some(isFromYjs) || !isDebated())
        return null;
      const rankOf = new Map(before.doc.children.map((node) => [idOf(node), rank(node)]));
      const named = after.doc.children.filter((node) => idOf(node) !== "");
      const asBefore = named.filter((node) => rankOf.get(idOf(node)) === rank(node));
      if (asBefore.length === named.length) return null;
      const known = new Set(asBefore.map(idOf));
      const provisional = provisionalInDebate(known, named.map(blockHeadFromNode), language);
      if (provisional.size === 0) return null;
      const tr = after.tr;
      after.doc.forEach((node, at) => {
        if (provisional.has(idOf(node))) tr.setNodeAttribute(at, "provisional", "bis");
      });
      return tr;
    },
  });
}

/** Who is made another kind, or goes another level deep, is counted among others from then on. */
function rank({ attrs }: Node): string {
  return `${attrs.kind} ${attrs.level}`;
}

function idOf(node: Node): string {
  return String(node.attrs.id ?? "");
}

/** null: numbered like the rest. Not for kinds that have no number. */
export function setProvisional(provisional: ProvisionalKind | null): Command {
  return (state, dispatch) => {
    const block = currentBlock(state);
    if (!block || isAgreedNode(block.node) || !isNumbered(asKind(block.node.attrs.kind))) return false;
    if ((asProvisional(block.node.attrs.provisional) ?? null) === provisional) return false;
    dispatch?.(state.tr.setNodeAttribute(block.at, "provisional", provisional));
    return true;
  };
}

export const NUMBERINGS: readonly (ProvisionalKind | null)[] = [null, ...PROVISIONAL_KINDS];
