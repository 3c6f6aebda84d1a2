import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { isAgreed } from "../../shared/rules/paragraphs";
import { asStatus } from "../../shared/text/schema";
import { isFromYjs } from "./block-ids";

/**
 * Keeps this window from changing what is agreed. What another one does all the same is the server's to put back: a change
 * that comes from Yjs is in the text already and is never refused here.
 */
export function agreedLock(onRefused: () => void): Plugin {
  return new Plugin({
    filterTransaction(tr, state) {
      if (!tr.docChanged || isFromYjs(tr) || !touchesAgreed(state.doc, tr.doc)) return true;
      onRefused();
      return false;
    },
  });
}

export function isAgreedNode(node: Node): boolean {
  return isAgreed(asStatus(node.attrs.status));
}

/** Whether an agreed paragraph is changed or gone, or one became agreed. */
export function touchesAgreed(before: Node, after: Node): boolean {
  const agreed = new Map<string, Node>();
  after.forEach((node) => {
    if (isAgreedNode(node)) agreed.set(String(node.attrs.id), node);
  });
  let count = 0;
  let isTouched = false;
  before.forEach((node) => {
    if (!isAgreedNode(node)) return;
    count += 1;
    const now = agreed.get(String(node.attrs.id));
    if (!now || (now !== node && !now.eq(node))) isTouched = true;
  });
  return isTouched || agreed.size !== count;
}
