import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import type { Anchor } from "../../shared/text/anchor-shape";
import { type Place, Places } from "../../shared/text/anchors";
import { readOwnSelection } from "./own-selection";
import { changedBlocks, isAlike, type PlacedBlock, placedBlocks } from "./redraw";

export type MarkedThread = { id: string; anchor: Anchor };

type Kept = MarkedThread & {
  /** The anchor that was given; `anchor` may be a newer one, for where its words were found. */
  given: Anchor;
  place: Place | null;
};
type Marks = { threads: readonly Kept[]; active: string | null; drawn: DecorationSet };
type Told = { threads?: readonly Kept[]; active?: string | null };

const key = new PluginKey<Marks>("comment-marks");

/** Long enough that typing is not held up by looking for threads, short enough that a split is followed at once. */
const LOOK_AGAIN_MS = 250;

/**
 * Underlines the words that comments are about. What is typed moves the marks along; those in paragraphs that have changed are
 * looked up in Yjs a moment after, since a split or a move makes blocks anew.
 */
export function commentMarks(ydoc: Y.Doc): Plugin<Marks> {
  return new Plugin<Marks>({
    key,
    state: {
      init: () => ({ threads: [], active: null, drawn: DecorationSet.empty }),
      apply: (tr, before) => next(tr, before),
    },
    props: {
      decorations(state) {
        return key.getState(state)?.drawn;
      },
    },
    view: () => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const changed = new Set<string>();
      return {
        update(view, before) {
          if (view.state.doc === before.doc || threadsIn(view.state).length === 0) return;
          for (const { node } of changedBlocks(before.doc, view.state.doc))
            changed.add(String(node.attrs.id));
          // Not put off by those who type on: twenty of them leave no pause.
          timer ??= setTimeout(() => {
            timer = undefined;
            if (!view.isDestroyed) lookAgain(view, ydoc, changed);
            changed.clear();
          }, LOOK_AGAIN_MS);
        },
        destroy: () => clearTimeout(timer),
      };
    },
  });
}

function threadsIn(state: EditorState): readonly Kept[] {
  return key.getState(state)?.threads ?? [];
}

/** At those whose paragraph has changed or is gone, and at what had no words to stand at. */
function lookAgain(view: EditorView, ydoc: Y.Doc, changed: ReadonlySet<string>): void {
  const marks = key.getState(view.state);
  if (!marks) return;
  const { doc } = view.state;
  const blocks = new Set(doc.children.map((node) => String(node.attrs.id)));
  const places = new Places(ydoc);
  const threads = marks.threads.map((thread) => {
    const { place } = thread;
    const isAsItWas =
      place !== null && place.found !== "paragraph" && blocks.has(place.block) && !changed.has(place.block);
    return isAsItWas ? thread : look(places, thread);
  });
  const isNews =
    threads.some((one, i) => one !== marks.threads[i]) ||
    drawn(doc, marks.drawn, threads, marks.active) !== marks.drawn;
  if (isNews) tell(view, { threads });
}

/** Says which threads there are, and which one the person is looking at. */
export function showThreads(
  view: EditorView,
  ydoc: Y.Doc,
  threads: readonly MarkedThread[],
  active: string | null,
): void {
  const known = new Map(threadsIn(view.state).map((one) => [one.id, one]));
  let places: Places | undefined;
  const kept = threads.map(({ id, anchor }): Kept => {
    const before = known.get(id);
    if (before && saysSame(before.given, anchor)) return before;
    places ??= new Places(ydoc);
    return look(places, { id, given: anchor, anchor, place: null });
  });
  tell(view, { threads: kept, active });
}

function tell(view: EditorView, told: Told): void {
  readOwnSelection(view);
  view.dispatch(view.state.tr.setMeta(key, told).setMeta("addToHistory", false));
}

/** Where each thread stands; null: its paragraph is gone. */
export function threadPlaces(state: EditorState): ReadonlyMap<string, Place | null> {
  return new Map(threadsIn(state).map(({ id, place }) => [id, place]));
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

function next(tr: Transaction, before: Marks): Marks {
  const told: Told | undefined = tr.getMeta(key);
  const moved = tr.docChanged ? before.drawn.map(tr.mapping, tr.doc) : before.drawn;
  if (!told) return { ...before, drawn: moved };
  const threads = told.threads ?? before.threads;
  const active = told.active === undefined ? before.active : told.active;
  return { threads, active, drawn: drawn(tr.doc, moved, threads, active) };
}

/** The same object when it stands where it stood. */
function look(places: Places, thread: Kept): Kept {
  const place = places.find(thread.anchor);
  // From now on by the letters found: the next change may be to these very words.
  const anchor = place?.found === "words" ? places.renewed(thread.anchor) : thread.anchor;
  return anchor === thread.anchor && saysSame(place, thread.place) ? thread : { ...thread, anchor, place };
}

/** `before` with what is not drawn as it should be drawn anew; `before` itself when there is nothing of the kind. */
function drawn(
  doc: Node,
  before: DecorationSet,
  threads: readonly Kept[],
  active: string | null,
): DecorationSet {
  const blocks = new Map(placedBlocks(doc).map((block) => [String(block.node.attrs.id), block]));
  const there = new Map(before.find().map((one) => [one.spec.thread, one]));
  const fresh: Decoration[] = [];
  for (const thread of threads) {
    const wanted = mark(blocks, thread, thread.id === active);
    const known = there.get(thread.id);
    if (wanted && known && isAlike(wanted, known)) there.delete(thread.id);
    else if (wanted) fresh.push(wanted);
  }
  const gone = [...there.values()];
  return gone.length + fresh.length === 0 ? before : before.remove(gone).add(doc, fresh);
}

function mark(
  blocks: ReadonlyMap<string, PlacedBlock>,
  { id, place }: Kept,
  isActive: boolean,
): Decoration | null {
  const block = place && blocks.get(place.block);
  if (!place || !block) return null;
  const { at, node } = block;
  const state = isActive ? " is-active" : "";
  const [from, to] = [at + 1 + place.from, Math.min(at + 1 + place.to, at + 1 + node.content.size)];
  if (from < to) {
    const attributes = { class: `commented${state}`, "data-thread": id };
    return Decoration.inline(from, to, attributes, { thread: id, key: attributes.class });
  }
  const attributes = { class: `commented-block${state}` };
  return Decoration.node(at, at + node.nodeSize, attributes, { thread: id, key: attributes.class });
}

function saysSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
