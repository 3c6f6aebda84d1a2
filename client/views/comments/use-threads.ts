import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import type { ThreadView } from "../../../shared/api/comments";
import type { Permission } from "../../../shared/api/views/common";
import type { Anchor } from "../../../shared/text/anchor-shape";
import { Places } from "../../../shared/text/anchors";
import type { Language } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import type { Room } from "../../collab/room";
import {
  anchorAtSelection,
  goToThread,
  showThreads,
  threadAtCursor,
  threadPlaces,
} from "../../editor/comment-marks";
import { numbersShown } from "../../editor/numbering-plugin";
import { saysSame, useKept } from "../../ui/kept";

export type Paragraph = { id: string; path: string; words: string };
/** `block` null: without a place. `isLost`: only the paragraph is left of it. */
/** `amendment`: comments beside its draft, among its sponsors. */
export type AboutText = { instrument: string; language: Language; amendment?: string };
export type ThreadPlace = { block: string | null; from: number; path: string; isLost: boolean };
export type PlacedThread = { thread: ThreadView; place: ThreadPlace };

export type Threads = {
  permission: Permission;
  /** Those to be shown, in the order of the text; without a place: last. */
  placed: readonly PlacedThread[];
  resolvedCount: number;
  showsResolved: boolean;
  showResolved: (shown: boolean) => void;
  active: string | null;
  focus: (thread: string | null) => void;
  /** To the words of a thread, with the keyboard in the text. */
  leave: (thread: string) => void;
  /** What a comment is being begun on. */
  draft: Anchor | null;
  begin: () => void;
  chooseParagraph: (block: string) => void;
  /** `thread`: the one that was begun, or null when it was not. */
  endDraft: (thread: string | null) => void;
  paragraphs: readonly Paragraph[];
};

const REFUSED: Permission = { ok: false, code: "not_allowed", rule: null };
const NONE: readonly ThreadView[] = [];
const FIRST_WORDS = 40;

/** The threads beside a text, where each stands in it now, and the keys that lead through them. */
export function useThreads(
  about: AboutText,
  room: Room | null,
  view: EditorView | null,
  state: EditorState | null,
  /** A comment is begun or asked for: where there is no room beside the text they must first be shown. */
  onBegin: () => void,
): Threads {
  const { data } = useApi("comments", about);
  const [search] = useSearchParams();
  const asked = search.get("thread");
  const [focused, focus] = useState<string | null>(asked);
  const [showsResolved, showResolved] = useState(false);
  const [draft, setDraft] = useState<Anchor | null>(null);
  const threads = data?.threads ?? NONE;
  const shown = useMemo(
    () => threads.filter(({ id, resolved }) => showsResolved || resolved === null || id === asked),
    [threads, showsResolved, asked],
  );
  const atCursor = state && threadAtCursor(state);
  const active = focused ?? atCursor;
  // Whoever moves on in the text has left the card.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the moving that counts.
  useEffect(() => {
    if (view?.hasFocus()) focus(null);
  }, [atCursor]);

  // What was said beside another language is about words that do not stand here.
  const own = useMemo(
    () => shown.filter(({ language }) => language === about.language),
    [shown, about.language],
  );
  useEffect(() => {
    if (room && view && !view.isDestroyed) showThreads(view, room.doc, own, active);
  }, [room, view, own, active]);
  useEffect(() => {
    if (view && asked && shown.some(({ id }) => id === asked)) goToThread(view, asked);
  }, [view, asked, shown]);

  const now = useMemo(() => {
    if (!state) return [];
    const numbers = numbersShown(state);
    return state.doc.children.map((node): Paragraph => {
      const id = String(node.attrs.id);
      const words = node.textBetween(0, Math.min(node.content.size, FIRST_WORDS));
      return { id, path: numbers.get(id)?.path ?? "", words };
    });
  }, [state]);
  const paragraphs = useKept(
    now,
    ({ id }) => id,
    (a, b) => a.path === b.path && a.words === b.words,
  );
  const placed = useKept(
    useMemo(
      () => place(shown, state, paragraphs, about.language),
      [shown, state, paragraphs, about.language],
    ),
    ({ thread }) => thread.id,
    (before, after) => before.thread === after.thread && saysSame(before.place, after.place),
  );

  const mayWrite = data?.permission.ok === true;
  const begin = useCallback(() => {
    if (!room || !view || !mayWrite) return;
    setDraft(anchorAtSelection(room.doc, view.state));
    onBegin();
  }, [room, view, mayWrite, onBegin]);
  const leave = useCallback(
    (thread: string) => {
      focus(null);
      if (!view) return;
      const block = own.some(({ id }) => id === thread)
        ? null
        : shown.find(({ id }) => id === thread)?.anchor.block;
      if (block) document.getElementById(block)?.scrollIntoView({ block: "nearest" });
      else goToThread(view, thread);
      view.focus();
    },
    [view, own, shown],
  );
  const open = useCallback(
    (thread: string) => {
      focus(thread);
      onBegin();
    },
    [onBegin],
  );
  useThreadKeys(begin, open, placed, active);

  const chooseParagraph = useCallback(
    (block: string) => {
      // It may have been struck out by somebody while the list was open.
      const places = room && new Places(room.doc);
      if (places?.has(block)) setDraft(places.anchorAt(block, 0, 0));
    },
    [room],
  );
  const endDraft = useCallback(
    (thread: string | null) => {
      setDraft(null);
      if (thread) focus(thread);
      else view?.focus();
    },
    [view],
  );
  // The same object until something of it changes: hundreds of cards hang on it, and the screen is drawn for each key.
  return useMemo(
    () => ({
      permission: data?.permission ?? REFUSED,
      placed,
      resolvedCount: threads.filter(({ resolved }) => resolved !== null).length,
      showsResolved,
      showResolved,
      active,
      focus,
      leave,
      draft,
      begin,
      chooseParagraph,
      endDraft,
      paragraphs,
    }),
    [
      data?.permission,
      placed,
      threads,
      showsResolved,
      active,
      leave,
      draft,
      begin,
      chooseParagraph,
      endDraft,
      paragraphs,
    ],
  );
}

function place(
  threads: readonly ThreadView[],
  state: EditorState | null,
  paragraphs: readonly Paragraph[],
  language: Language,
): PlacedThread[] {
  const places = state ? threadPlaces(state) : new Map<string, null>();
  const orderOf = new Map(paragraphs.map(({ id }, i) => [id, i]));
  const placed = threads.flatMap((thread): PlacedThread[] => {
    if (thread.language !== language) {
      const path = paragraphs[orderOf.get(thread.anchor.block) ?? -1]?.path;
      // Where the paragraph does not exist there is nothing to stand beside.
      if (path === undefined) return [];
      return [{ thread, place: { block: thread.anchor.block, from: 0, path, isLost: false } }];
    }
    const found = places.get(thread.id) ?? null;
    const path = paragraphs[orderOf.get(found?.block ?? "") ?? -1]?.path ?? "";
    const isLost = found?.found === "paragraph";
    return [{ thread, place: { block: found?.block ?? null, from: found?.from ?? 0, path, isLost } }];
  });
  const order = ({ place: { block } }: PlacedThread) => orderOf.get(block ?? "") ?? paragraphs.length;
  return placed.sort((a, b) => order(a) - order(b) || a.place.from - b.place.from);
}

/** Control or Command, Alt and M begins a comment; F8 goes to the next one, with Shift to the one before. */
function useThreadKeys(
  begin: () => void,
  /** For a thread that is not on screen. */
  open: (thread: string) => void,
  placed: readonly PlacedThread[],
  active: string | null,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code === "KeyM" && event.altKey && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        begin();
        return;
      }
      if (event.key !== "F8" || placed.length === 0) return;
      event.preventDefault();
      const at = placed.findIndex(({ thread }) => thread.id === active);
      const next = at < 0 ? (event.shiftKey ? placed.length - 1 : 0) : at + (event.shiftKey ? -1 : 1);
      const target = placed[(next + placed.length) % placed.length];
      if (!target) return;
      // Beside the text, or in the sheet that comes up where there is no room beside it.
      const cards = document.querySelectorAll<HTMLElement>(`[data-card="${target.thread.id}"]`);
      const onScreen = [...cards].find((card) => card.offsetParent !== null);
      if (onScreen) onScreen.focus();
      else open(target.thread.id);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [begin, open, placed, active]);
}
