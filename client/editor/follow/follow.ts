import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { personKey } from "../../collab/presence";
import { placeOfCursor } from "../cursors";

type Presence = { user?: unknown; cursor?: { head?: unknown } | null };

/** Where somebody's cursor stands; null: it is not in the text, or in words that have not arrived here. */
export function cursorOf(state: EditorState, awareness: Awareness, key: string): number | null {
  const fragment: Y.XmlFragment = ySyncPluginKey.getState(state).type;
  for (const [client, presence] of awareness.getStates() as Map<number, Presence>) {
    if (client === awareness.clientID || personKey(presence.user) !== key || !presence.cursor) continue;
    const place = placeOfCursor(state.doc, fragment, presence.cursor.head);
    if (place !== null) return place;
  }
  return null;
}

/** Above and below this much of the window the text is under bars, or nearly out of sight. */
const MARGIN_ABOVE = 0.2;
const MARGIN_BELOW = 0.25;
const RESTING_PLACE = 0.4;

/** Keys that scroll. The others do nothing outside the text, and in it they type. */
const SCROLLS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "]);
/** What scrolls by itself, beside the text. */
const BESIDE = ".drafting-outline, .popover, .sheet";

/**
 * Keeps somebody's cursor in sight until the reader writes, scrolls or presses Escape (`onStop`). `onSight`: whether there is a
 * cursor to follow. Returns how to end it.
 */
export function follow(
  view: EditorView,
  { awareness, doc }: { awareness: Awareness; doc: Y.Doc },
  key: string,
  { onSight, onStop }: { onSight: (inSight: boolean) => void; onStop: () => void },
): () => void {
  let frame = 0;
  let last: number | null = null;
  const look = () => {
    frame = 0;
    if (view.isDestroyed) return;
    const place = cursorOf(view.state, awareness, key);
    onSight(place !== null);
    if (place !== null && place !== last) keepInSight(view, place);
    last = place;
  };
  // Words and the cursor behind them come in messages of their own, and the screen draws them when it can.
  const lookSoon = () => {
    frame ||= requestAnimationFrame(look);
  };
  const onKey = (event: KeyboardEvent) => {
    const inText = event.target instanceof Node && view.dom.contains(event.target);
    const onPage = inText || event.target === document.body;
    if (event.key === "Escape" || (onPage && SCROLLS.has(event.key))) onStop();
  };
  const onMove = (event: Event) => {
    if (!(event.target instanceof Element && event.target.closest(BESIDE))) onStop();
  };
  const onPress = (event: PointerEvent) => {
    const onScrollBar = event.clientX >= document.documentElement.clientWidth;
    if (onScrollBar || (event.target instanceof Node && view.dom.contains(event.target))) onStop();
  };
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("keydown", onKey, { signal });
  addEventListener("wheel", onMove, { signal, passive: true });
  addEventListener("touchmove", onMove, { signal, passive: true });
  addEventListener("pointerdown", onPress, { signal });
  view.dom.addEventListener("beforeinput", onStop, { signal });
  awareness.on("change", lookSoon);
  doc.on("update", lookSoon);
  lookSoon();
  return () => {
    cancelAnimationFrame(frame);
    listening.abort();
    awareness.off("change", lookSoon);
    doc.off("update", lookSoon);
  };
}

function keepInSight(view: EditorView, place: number): void {
  const { top } = view.coordsAtPos(place);
  if (top > innerHeight * MARGIN_ABOVE && top < innerHeight * (1 - MARGIN_BELOW)) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: top - innerHeight * RESTING_PLACE, behavior: still ? "instant" : "smooth" });
}
