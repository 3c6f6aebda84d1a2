import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { type Anchor, type Place, Places } from "../../shared/text/anchors";
import { readOwnSelection } from "./own-selection";

export type MarkedThread = { id: string; anchor: Anchor };

type Kept = MarkedThread & {
  /** The anchor that was given; `anchor` may be a newer one, for where its words were found. */
  given: Anchor;
  place: Place | null;
};
type Marks = { threads: readonly Kept[]; active: string | null; drawn: DecorationSet };
type Told = { threads?: readonly MarkedThread[]; active?: string | null };

const key = new PluginKey<Marks>("comment-marks");

/** Long enough that typing is not held up by looking for every thread, short enough that a split is followed at once. */
const LOOK_AGAIN_MS = 250;

/**
 * Underlines the words that comments are about. What is typed moves the marks along; the places are looked up in Yjs a moment
 * after, since a split or a move makes blocks anew.
 */
export function commentMarks(ydoc: Y.Doc): Plugin<Marks> {
  return new Plugin<Marks>({
    key,
    state: {
      init: () => ({ threads: [], active: null, drawn: DecorationSet.empty }),
      apply: (tr, before, _old, after) => next(ydoc, tr, before, after.doc),
    },
    props: {
      decorations(state) {
        return key.getState(state)?.drawn;
      },
    },
    view: () => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      return {
        update(view, before) {
          if (view.state.doc === before.doc || (key.getState(view.state)?.threads.length ?? 0) === 0) return;
          // Not put off by those who type on: twenty of them leave no pause.
          timer ??= setTimeout(() => {
            timer = undefined;
            if (!view.isDestroyed) tell(view, {});
          }, LOOK_AGAIN_MS);
        },
        destroy: () => clearTimeout(timer),
      };
    },
  });
}

/** Says which threads there are, and which one the person is looking at. */
export function showThreads(view: EditorView, threads: readonly MarkedThread[], active: string | null): void {
  tell(view, { threads, active });
}

function tell(view: EditorView, told: Told): void {
  readOwnSelection(view);
  view.dispatch(view.state.tr.setMeta(key, told).setMeta("addToHistory", false));
}

/** Where each thread stands; null: its paragraph is gone. */
export function threadPlaces(state: EditorState): ReadonlyMap<string, Place | null> {
  return new Map((key.getState(state)?.threads ?? []).map(({ id, place }) => [id, place]));
}

/** The thread whose words the cursor is in; the shortest, where several are. */
export function threadAtCursor(state: EditorState): string | null {
  const { from, to, empty } = state.selection;
  const around = key.getState(state)?.drawn.find(from, to, (spec) => typeof spec.thread === "string") ?? [];
  if (!empty) return null;
  const sorted = around.filter((one) => one.from < one.to).sort((a, b) => a.to - a.from - (b.to - b.from));
  const thread: unknown = sorted[0]?.spec.thread;
  return typeof thread === "string" ? thread : null;
}

/** Selects the words of a thread and brings them into sight. */
export function goToThread(view: EditorView, id: string): void {
  const [mark] =
    key.getState(view.state)?.drawn.find(undefined, undefined, (spec) => spec.thread === id) ?? [];
  const place = threadPlaces(view.state).get(id);
  const element = mark
    ? view.domAtPos(mark.from + 1).node
    : [...view.dom.children].find((child) => child.id === place?.block);
  const target = element instanceof Element ? element : element?.parentElement;
  target?.scrollIntoView({ block: "center" });
}

/** A fresh anchor on the selected words, as far as they stand in one paragraph; else on the paragraph with the cursor. */
export function anchorAtSelection(ydoc: Y.Doc, state: EditorState): Anchor | null {
  const { $from, from, to } = state.selection;
  if ($from.depth === 0) return null;
  const block = $from.node(1);
  const places = new Places(ydoc);
  if (!places.has(String(block.attrs.id))) return null;
  const start = $from.start(1);
  const end = Math.min(to, start + block.content.size);
  return places.anchorAt(String(block.attrs.id), from - start, Math.max(from, end) - start);
}

function next(ydoc: Y.Doc, tr: Transaction, before: Marks, doc: Node): Marks {
  const told: Told | undefined = tr.getMeta(key);
  const active = told?.active === undefined ? before.active : told.active;
  if (!told) {
    return tr.docChanged ? { ...before, drawn: before.drawn.map(tr.mapping, tr.doc) } : before;
  }
  const places = new Places(ydoc);
  const known = new Map(before.threads.map((one) => [one.id, one]));
  const threads = (told?.threads ?? before.threads).map(({ id, anchor }) => {
    const kept = known.get(id);
    const isNews = told?.threads !== undefined && JSON.stringify(kept?.given) !== JSON.stringify(anchor);
    return look(places, {
      id,
      given: isNews || !kept ? anchor : kept.given,
      anchor: isNews || !kept ? anchor : kept.anchor,
    });
  });
  return { threads, active, drawn: draw(doc, threads, active) };
}

function look(places: Places, thread: Omit<Kept, "place">): Kept {
  const place = places.find(thread.anchor);
  // From now on by the letters found: the next change may be to these very words.
  const anchor = place?.found === "words" ? places.renewed(thread.anchor) : thread.anchor;
  return { ...thread, anchor, place };
}

function draw(doc: Node, threads: readonly Kept[], active: string | null): DecorationSet {
  const starts = new Map<string, { at: number; node: Node }>();
  doc.forEach((node, at) => {
    starts.set(String(node.attrs.id), { at, node });
  });
  const decorations = threads.flatMap(({ id, place }) => {
    const block = place && starts.get(place.block);
    if (!place || !block) return [];
    const { at, node } = block;
    const isActive = id === active ? " is-active" : "";
    const [from, to] = [at + 1 + place.from, Math.min(at + 1 + place.to, at + 1 + node.content.size)];
    if (from >= to)
      return [
        Decoration.node(at, at + node.nodeSize, { class: `commented-block${isActive}` }, { thread: id }),
      ];
    return [
      Decoration.inline(from, to, { class: `commented${isActive}`, "data-thread": id }, { thread: id }),
    ];
  });
  return DecorationSet.create(doc, decorations);
}
