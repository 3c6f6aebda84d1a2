import { Fragment, type Node, Slice } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { ySyncPluginKey } from "y-prosemirror";

/** Ids this window has seen in the document: what is pasted with one of them was cut here and keeps it. */
const key = new PluginKey<ReadonlySet<string>>("block-ids");

/**
 * Gives blocks an id as they are made, and a new one to each copy. Changes that come from Yjs are left alone: a
 * duplicate born of two people's edits is the server's to repair, or two repairs would fight.
 */
export function blockIds(createId: () => string): Plugin<ReadonlySet<string>> {
  return new Plugin<ReadonlySet<string>>({
    key,
    state: {
      init: (_config, state) => withIdsOf(new Set(), state.doc),
      apply: (tr, seen, _before, after) => (tr.docChanged ? withIdsOf(seen, after.doc) : seen),
    },
    props: {
      // An id from another document says nothing here, or worse: it names another paragraph in the other languages.
      transformPasted: (slice, view) => {
        const seen = key.getState(view.state) ?? new Set();
        const blocks = slice.content.content.map((node) =>
          node.type.name !== "block" || seen.has(idOf(node)) ? node : withId(node, ""),
        );
        return new Slice(Fragment.fromArray(blocks), slice.openStart, slice.openEnd);
      },
    },
    appendTransaction: (transactions, before, after) => {
      const changed = transactions.some((tr) => tr.docChanged);
      if (!changed || transactions.some(isFromYjs)) return null;
      return giveIds(transactions, before, after, createId);
    },
  });
}

export function isFromYjs(tr: Transaction): boolean {
  return tr.getMeta(ySyncPluginKey)?.isChangeOrigin === true;
}

function giveIds(
  transactions: readonly Transaction[],
  before: EditorState,
  after: EditorState,
  createId: () => string,
): Transaction | null {
  const places = new Map<string, number[]>();
  after.doc.forEach((node, at) => {
    if (node.type.name !== "block") return;
    places.set(idOf(node), [...(places.get(idOf(node)) ?? []), at]);
  });
  const lacking = [...(places.get("") ?? [])];
  places.delete("");
  const copied = [...places].filter(([, at]) => at.length > 1);
  if (lacking.length === 0 && copied.length === 0) return null;

  const origins = copied.length === 0 ? new Map<string, number>() : whereOldBlocksWent(transactions, before);
  for (const [id, at] of copied) {
    const keeper = keeperAmong(at, after, origins.get(id));
    lacking.push(...at.filter((place) => place !== keeper));
  }
  const tr = after.tr;
  for (const at of lacking) tr.setNodeAttribute(at, "id", createId());
  return tr;
}

/**
 * Which of several blocks with one id is the original: where the old block went. A block split at its very start
 * leaves nothing in front; its words, and the id with them, are in the next one.
 */
function keeperAmong(
  places: readonly number[],
  after: EditorState,
  origin: number | undefined,
): number | undefined {
  const hasWords = (at: number) => (after.doc.nodeAt(at)?.content.size ?? 0) > 0;
  if (origin !== undefined && places.includes(origin) && hasWords(origin)) return origin;
  return places.find(hasWords) ?? places[0];
}

function whereOldBlocksWent(transactions: readonly Transaction[], before: EditorState): Map<string, number> {
  const mapping = new Mapping();
  for (const tr of transactions) mapping.appendMapping(tr.mapping);
  const places = new Map<string, number>();
  before.doc.forEach((node, at) => {
    places.set(idOf(node), mapping.map(at, 1));
  });
  return places;
}

function withIdsOf(seen: ReadonlySet<string>, doc: Node): ReadonlySet<string> {
  const fresh: string[] = [];
  doc.forEach((node) => {
    if (!seen.has(idOf(node))) fresh.push(idOf(node));
  });
  return fresh.length === 0 ? seen : new Set([...seen, ...fresh]);
}

function idOf(node: Node): string {
  return String(node.attrs.id ?? "");
}

function withId(node: Node, id: string): Node {
  return node.type.create({ ...node.attrs, id }, node.content, node.marks);
}
