import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { absolutePositionToRelativePosition, ySyncPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { afterPaint } from "../ui/after-paint";
import { isFromYjs } from "./block-ids";
import { readOwnSelection } from "./own-selection";

type Drawn = { set: DecorationSet; presence: number };
type Shown = { user?: unknown; cursor?: { anchor: unknown; head: unknown } | null };

const key = new PluginKey<Drawn>("cursors");

/**
 * Other people's cursors: a bar in their colour with their name on it; and ours, told to them. y-prosemirror's plugin does the same,
 * and looks for each cursor by walking through all of the text: once for each letter that twenty people type, that is most of what a
 * screen does. Here what came with one another is drawn once, with the letters it came with.
 */
export function cursors(fragment: Y.XmlFragment, awareness: Awareness): Plugin<Drawn> {
  let presence = 0;
  const draw = (doc: Node): Drawn => ({ set: drawAll(doc, fragment, awareness), presence });
  return new Plugin<Drawn>({
    key,
    state: {
      init: (_config, state) => draw(state.doc),
      apply(tr, before) {
        if (isFromYjs(tr) || tr.getMeta(key)) return draw(tr.doc);
        return tr.docChanged ? { ...before, set: before.set.map(tr.mapping, tr.doc) } : before;
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.set,
    },
    view(view) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const onPresence = (changes: Record<"added" | "updated" | "removed", number[]>) => {
        if (Object.values(changes).every((ids) => ids.every((id) => id === awareness.clientID))) return;
        presence += 1;
        timer ??= setTimeout(() => {
          timer = undefined;
          if (view.isDestroyed || key.getState(view.state)?.presence === presence) return;
          readOwnSelection(view);
          view.dispatch(view.state.tr.setMeta(key, true));
        });
      };
      // The letter is painted first, and of several places in between only the last is told.
      const own = afterPaint(() => {
        if (!view.isDestroyed) tellOwn(view, fragment, awareness);
      });
      const tell = own.soon;
      awareness.on("change", onPresence);
      view.dom.addEventListener("focusin", tell);
      view.dom.addEventListener("focusout", tell);
      return {
        update: tell,
        destroy() {
          clearTimeout(timer);
          own.cancel();
          view.dom.removeEventListener("focusin", tell);
          view.dom.removeEventListener("focusout", tell);
          awareness.off("change", onPresence);
          awareness.setLocalStateField("cursor", null);
        },
      };
    },
  });
}

function drawAll(doc: Node, fragment: Y.XmlFragment, awareness: Awareness): DecorationSet {
  const places = startsOf(doc, fragment);
  const decorations: Decoration[] = [];
  for (const [client, state] of awareness.getStates()) {
    const { cursor, user } = state as Shown;
    if (client === awareness.clientID || !cursor) continue;
    const anchor = placeOf(cursor.anchor, fragment, places, doc);
    const head = placeOf(cursor.head, fragment, places, doc);
    if (anchor === null || head === null) continue;
    const { name, color } = shown(user);
    decorations.push(
      Decoration.widget(head, () => bar(name, color), {
        key: `${client} ${name} ${color}`,
        side: 10,
        relaxedSide: true,
      }),
    );
    if (anchor === head) continue;
    decorations.push(
      Decoration.inline(
        Math.min(anchor, head),
        Math.max(anchor, head),
        { class: "selection", style: `--presence: ${color}` },
        { inclusiveEnd: true, inclusiveStart: false },
      ),
    );
  }
  return DecorationSet.create(doc, decorations);
}

/** Where in the document a cursor stands that somebody told of; null: not in the text, or in words that have not arrived here. */
export function placeOfCursor(doc: Node, fragment: Y.XmlFragment, position: unknown): number | null {
  return placeOf(position, fragment, startsOf(doc, fragment), doc);
}

/** Where each block begins. The document and the fragment have the same blocks in the same order. */
function startsOf(doc: Node, fragment: Y.XmlFragment): Map<unknown, number> {
  const blocks = fragment.toArray();
  const starts = new Map<unknown, number>();
  doc.forEach((_node, at, i) => {
    starts.set(blocks[i], at);
  });
  return starts;
}

/** null for letters that are not in the text (yet, or any more), and for what is no position: it comes from other browsers. */
function placeOf(
  position: unknown,
  fragment: Y.XmlFragment,
  starts: ReadonlyMap<unknown, number>,
  doc: Node,
): number | null {
  const found = resolve(position, fragment.doc);
  if (!found) return null;
  const { type, index } = found;
  if (type === fragment) return starts.get(fragment.get(index)) ?? doc.content.size;
  const block = type instanceof Y.XmlText ? type.parent : type;
  const start = starts.get(block);
  if (start === undefined) return null;
  const offset = type instanceof Y.XmlText ? lengthBefore(type) + index : 0;
  return start + 1 + Math.min(offset, doc.nodeAt(start)?.content.size ?? 0);
}

function resolve(position: unknown, ydoc: Y.Doc | null): Y.AbsolutePosition | null {
  if (!ydoc || typeof position !== "object" || position === null) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    return Y.createAbsolutePositionFromRelativePosition(relative, ydoc);
  } catch {
    return null;
  }
}

/** Letters of the same block that stand in texts before this one. */
function lengthBefore(text: Y.XmlText): number {
  let length = 0;
  for (let one = text.prevSibling; one; one = one.prevSibling)
    if (one instanceof Y.XmlText) length += one.length;
  return length;
}

/** Tells the others where our cursor is, while the text has the focus. */
function tellOwn(view: EditorView, fragment: Y.XmlFragment, awareness: Awareness): void {
  const told = (awareness.getLocalState() as Shown | null)?.cursor ?? null;
  if (!view.hasFocus()) {
    if (told) awareness.setLocalStateField("cursor", null);
    return;
  }
  const { anchor, head } = relativeSelection(view.state, fragment);
  if (told && isSame(told.anchor, anchor) && isSame(told.head, head)) return;
  awareness.setLocalStateField("cursor", { anchor, head });
}

function relativeSelection(state: EditorState, fragment: Y.XmlFragment) {
  const { mapping } = ySyncPluginKey.getState(state).binding;
  const { selection } = state;
  const anchor: Y.RelativePosition = absolutePositionToRelativePosition(selection.anchor, fragment, mapping);
  const head = selection.empty
    ? anchor
    : absolutePositionToRelativePosition(selection.head, fragment, mapping);
  return { anchor, head: head as Y.RelativePosition };
}

function isSame(told: unknown, now: Y.RelativePosition): boolean {
  return Y.compareRelativePositions(Y.createRelativePositionFromJSON(told), now);
}

function bar(name: string, color: string): HTMLElement {
  const made = document.createElement("span");
  made.className = "cursor";
  made.style.setProperty("--presence", color);
  const label = document.createElement("span");
  label.className = "cursor-name";
  label.textContent = name;
  // Word joiners keep the bar from standing alone on a line.
  made.append("\u2060", label, "\u2060");
  return made;
}

/** Presence comes from other browsers: only a plain name and a colour get through. */
function shown(user: unknown): { name: string; color: string } {
  const { name, color } = (user ?? {}) as { name?: unknown; color?: unknown };
  return {
    name: typeof name === "string" ? name.slice(0, 60) : "",
    color: typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color) ? color : "#6b7280",
  };
}
