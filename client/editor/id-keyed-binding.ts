import { Fragment, type Node, Slice } from "prosemirror-model";
import type { EditorState, Plugin, Transaction } from "prosemirror-state";
import { Transform } from "prosemirror-transform";
import {
  getRelativeSelection,
  type ProsemirrorBinding,
  updateYFragment,
  ySyncPlugin,
  ySyncPluginKey,
} from "y-prosemirror";
import * as Y from "yjs";
import { familyEnd } from "../../shared/text/family";
import { isAgreedNode } from "./agreed-lock";
import { shapesOf } from "./structure-commands";

/**
 * y-prosemirror's sync plugin, writing local changes into Yjs by block id.
 *
 * The stock binding compares the two documents from both ends and rewrites everything between by position: a block
 * that moves makes every block it passes take its neighbour's words and id, and deletes what others are typing
 * there. Here a block is found by its id, wherever it stands, and only the blocks that changed are touched. The
 * way from Yjs to the screen, the selection and undo stay the stock ones. `mapping` comes with the first document, from
 * `initProseMirrorDoc`.
 */
export function idKeyedSync(fragment: Y.XmlFragment, mapping: ProsemirrorBinding["mapping"]): Plugin {
  const plugin: Plugin = ySyncPlugin(fragment, { mapping });
  // The plugin keeps one binding for its whole life and hands it out as part of its initial state.
  const initial: { binding: ProsemirrorBinding } = plugin.spec.state?.init.call(
    plugin,
    {},
    {} as EditorState,
  );
  const { binding } = initial;
  binding._prosemirrorChanged = (doc: Node) => {
    binding.doc.transact(() => {
      const state: EditorState = binding.prosemirrorView.state;
      updateBlocks(binding, doc, () => familyAtSelection(state));
      binding.beforeTransactionSelection = selectionToKeep(binding, state);
    }, ySyncPluginKey);
  };
  // What others change arrives as a whole new document; only the part that differs is put in, so that decorations
  // elsewhere move along instead of being looked for again.
  const stockTr = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(binding), "_tr");
  Object.defineProperty(binding, "_tr", {
    get: () => {
      const tr: Transaction = stockTr?.get?.call(binding);
      tr.replace = (from, to, slice) => narrowReplace(tr, from, to ?? from, slice ?? Slice.empty);
      return tr;
    },
  });
  // It would measure the page for each change of others, to keep the cursor in sight: browsers hold on to what is seen by themselves,
  // and where they do not, ProseMirror does.
  binding._isLocalCursorInView = () => false;
  // Bound to the document only when the view comes.
  binding.beforeAllTransactions = () => {
    if (binding.beforeTransactionSelection !== null || !binding.prosemirrorView) return;
    binding.beforeTransactionSelection = selectionToKeep(binding, binding.prosemirrorView.state);
  };
  return plugin;
}

/** As `tr.replace` of whole blocks; blocks that are the same at both ends are left alone. */
function narrowReplace(tr: Transaction, from: number, to: number, slice: Slice): Transaction {
  const replace = (start: number, end: number, content: Slice) =>
    Transform.prototype.replace.call(tr, start, end, content) as Transaction;
  if (from !== 0 || to !== tr.doc.content.size || slice.openStart + slice.openEnd > 0) {
    return replace(from, to, slice);
  }
  const before = tr.doc.children;
  const after = slice.content.content;
  let left = 0;
  let start = 0;
  while (left < before.length && left < after.length && before[left] === after[left]) {
    start += before[left]?.nodeSize ?? 0;
    left += 1;
  }
  let right = 0;
  let end = to;
  const most = Math.min(before.length, after.length) - left;
  while (right < most && before[before.length - 1 - right] === after[after.length - 1 - right]) {
    end -= before[before.length - 1 - right]?.nodeSize ?? 0;
    right += 1;
  }
  const [old, young] = [before.slice(left, before.length - right), after.slice(left, after.length - right)];
  const isSameBlocks =
    old.length === young.length &&
    old.every((node, i) => young[i] !== undefined && node.sameMarkup(young[i]));
  if (isSameBlocks) {
    // From the last to the first, so that the places of those before stay right.
    for (let i = old.length - 1, at = end; i >= 0; i -= 1) {
      at -= (old[i] as Node).nodeSize;
      const words = changedWords(old[i] as Node, young[i] as Node);
      if (words) replace(at + 1 + words.from, at + 1 + words.to, words.slice);
    }
    return tr;
  }
  return replace(start, end, new Slice(Fragment.fromArray(young), 0, 0));
}

/** Null when the words are the same. */
function changedWords(before: Node, after: Node): { from: number; to: number; slice: Slice } | null {
  const from = before.content.findDiffStart(after.content);
  const last = before.content.findDiffEnd(after.content);
  if (from === null || last === null) return null;
  // Where letters repeat, what is the same at both ends overlaps.
  const overlap = Math.max(0, from - Math.min(last.a, last.b));
  return {
    from,
    to: last.a + overlap,
    slice: new Slice(after.content.cut(from, last.b + overlap), 0, 0),
  };
}

type RelativeSelection = ReturnType<typeof getRelativeSelection>;

/**
 * The selection, to be found again after other people's changes. A cursor holds on to the letter before it: the stock
 * one holds on to what follows, so that two people who type at the same place are pushed behind each other's letters
 * and their words are shuffled.
 */
function selectionToKeep(binding: ProsemirrorBinding, state: EditorState): RelativeSelection {
  const selection = getRelativeSelection(binding, state);
  if (!state.selection.empty || selection.type !== "text") return selection;
  const place = selection.head && Y.createAbsolutePositionFromRelativePosition(selection.head, binding.doc);
  if (!(place?.type instanceof Y.XmlText)) return selection;
  const held = Y.createRelativePositionFromTypeIndex(place.type, place.index, -1);
  return { ...selection, anchor: held, head: held };
}

type YBlock = Y.XmlElement;

/**
 * Makes the fragment equal to `doc`, by id. `movingNow` is the block the person is working on and what stands under it: when an
 * order can be reached by moving either these or what they pass, these are re-created (Yjs has no move), however many they are,
 * and not what another person may be typing in.
 */
export function updateBlocks(
  binding: ProsemirrorBinding,
  doc: Node,
  movingNow: () => ReadonlySet<Node>,
): void {
  const fragment = binding.type;
  if (binding.mapping.get(fragment) === doc) return;
  const before = fragment.toArray() as YBlock[];
  const after = doc.children;

  let left = 0;
  while (left < before.length && left < after.length && isSame(binding, before[left], after[left])) left += 1;
  let right = 0;
  while (
    right < before.length - left &&
    right < after.length - left &&
    isSame(binding, before[before.length - 1 - right], after[after.length - 1 - right])
  ) {
    right += 1;
  }

  const oldMiddle = before.slice(left, before.length - right);
  const newMiddle = after.slice(left, after.length - right);
  const pairs = pairById(binding, oldMiddle, newMiddle);
  const moving = newMiddle.length > 1 ? movingNow() : new Set();
  const weights = newMiddle.map((node) =>
    isAgreedNode(node) ? AGREED_WEIGHT : moving.has(node) ? 1 : moving.size + 1,
  );
  const staying = heaviestIncreasing(pairs, weights);

  const kept = new Set(newMiddle.flatMap((_, i) => (staying.has(i) ? [pairs[i]] : [])));
  for (let i = oldMiddle.length - 1; i >= 0; i -= 1) {
    if (kept.has(i)) continue;
    binding.mapping.delete(oldMiddle[i] as YBlock);
    fragment.delete(left + i, 1);
  }
  newMiddle.forEach((node, i) => {
    const pair = staying.has(i) ? pairs[i] : undefined;
    if (pair !== undefined) {
      const block = oldMiddle[pair] as YBlock;
      if (binding.mapping.get(block) !== node) updateYFragment(binding.doc, block, node, binding);
      return;
    }
    const block = new Y.XmlElement(node.type.name);
    // An empty text, even before there are words: two people who start an empty paragraph share it, and neither's
    // first words are lost to the other's.
    block.insert(0, [new Y.XmlText()]);
    fragment.insert(left + i, [block]);
    updateYFragment(binding.doc, block, node, binding);
  });
  binding.mapping.set(fragment, doc);
}

function isSame(binding: ProsemirrorBinding, block: YBlock | undefined, node: Node | undefined): boolean {
  return block !== undefined && node !== undefined && binding.mapping.get(block) === node;
}

/** An agreed paragraph is never re-created, whatever moves past it: that would be a change of it. */
const AGREED_WEIGHT = 1_000_000_000;

/** For each new block the index of the old one that it is: the very same node, else the first free one with its id. */
function pairById(
  binding: ProsemirrorBinding,
  before: YBlock[],
  after: readonly Node[],
): Array<number | undefined> {
  const byNode = new Map(before.map((block, i) => [binding.mapping.get(block), i]));
  const free = new Set(before.keys());
  const pairs: Array<number | undefined> = after.map((node) => {
    const i = byNode.get(node);
    if (i !== undefined && free.delete(i)) return i;
    return undefined;
  });
  const byId = new Map<string, number[]>();
  for (const i of free) {
    const id = before[i]?.getAttribute("id") ?? "";
    byId.set(id, [...(byId.get(id) ?? []), i]);
  }
  return pairs.map((pair, i) => {
    const node = after[i] as Node;
    if (pair !== undefined || node.type.name !== "block") return pair;
    return byId.get(String(node.attrs.id))?.shift();
  });
}

/**
 * Positions in `pairs` that may stay where they are: the increasing subsequence of greatest weight, so that as few
 * blocks as possible are re-created. Quadratic in the number of blocks between the first and the last change.
 */
export function heaviestIncreasing(
  pairs: ReadonlyArray<number | undefined>,
  weights: readonly number[],
): Set<number> {
  const best: number[] = [];
  const previous: Array<number | undefined> = [];
  let end: number | undefined;
  pairs.forEach((pair, i) => {
    best[i] = 0;
    if (pair === undefined) return;
    let from: number | undefined;
    for (let j = 0; j < i; j += 1) {
      const earlier = pairs[j];
      if (
        earlier !== undefined &&
        earlier < pair &&
        (best[j] as number) > (from === undefined ? 0 : (best[from] as number))
      ) {
        from = j;
      }
    }
    best[i] = (from === undefined ? 0 : (best[from] as number)) + (weights[i] as number);
    previous[i] = from;
    if (end === undefined || (best[i] as number) > (best[end] as number)) end = i;
  });
  const staying = new Set<number>();
  for (let i = end; i !== undefined; i = previous[i]) staying.add(i);
  return staying;
}

function familyAtSelection({ doc, selection: { $head } }: EditorState): ReadonlySet<Node> {
  if ($head.depth === 0) return new Set();
  const index = $head.index(0);
  return new Set(doc.children.slice(index, familyEnd(shapesOf(doc), index)));
}
