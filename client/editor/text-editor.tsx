import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { memo, startTransition, useEffect, useId, useMemo, useRef, useState } from "react";
import type { NotTaken } from "../../shared/text/html-paragraphs";
import type { Language } from "../../shared/text/model";
import type { Room } from "../collab/room";
import { useTranslation } from "../i18n/use-translation";
import { contains } from "../ui/contains";
import { useToast } from "../ui/toast";
import { createEditor } from "./create-editor";
import { findState } from "./find/find";
import { FindPanel } from "./find/find-panel";
import { findFromOutside } from "./keys";
import { type Action, actionsFor, likelyFirst } from "./menus/actions";
import { runFromSlash, slashState } from "./menus/slash";
import { SlashPopup } from "./menus/slash-popup";
import { type AgreementElsewhere, numbersShown, refreshNumbering } from "./numbering-plugin";
import { readOwnSelection } from "./own-selection";
import { randomBlockId } from "./random-block-id";
import { Toolbar } from "./toolbar";
import type { Spared } from "./undo/own-undo";
import { WordCount } from "./word-count";
import "./editor.css";

type Props = {
  room: Room;
  language: Language;
  editable: boolean;
  label: string;
  /** Name that stands beside brackets made here. */
  proposer: string;
  /** Whether new paragraphs leave the numbers of the others alone. */
  debated: boolean;
  /** For a text that follows another: where agreement on its paragraphs stands there. */
  elsewhere?: AgreementElsewhere | null;
  /** When the writing pauses, and now and then while it does not. */
  onState: (state: EditorState) => void;
  /** The view, for what stands beside the text; null when it is gone. */
  onView?: (view: EditorView | null) => void;
  /** False for the second text of a page: addresses lead to the paragraphs of the first. */
  anchors?: boolean;
};

/** What stands beside the text follows in the pauses between words, and at the latest after so long. */
const PAUSE_MS = 120;
const LONGEST_WAIT_MS = 1_000;

/** The text of a loaded room, live; with a toolbar when it may be changed. */
export const TextEditor = memo(function TextEditor(props: Props) {
  const { room, language, editable, label, proposer, debated, elsewhere = null } = props;
  const { onState, onView, anchors = true } = props;
  const { t } = useTranslation("drafting");
  const { t: writing } = useTranslation("writing");
  const helpId = useId();
  const listId = useId();
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [state, setState] = useState<EditorState | null>(null);
  const bracketName = useRef(proposer);
  bracketName.current = proposer;
  const actions = useMemo(
    () => actionsFor(t, { createId: randomBlockId, proposer: () => bracketName.current }),
    [t],
  );
  const say = useToast();
  const sayNotTaken = (what: NotTaken) => {
    const named = (["tables", "images", "footnotes"] as const)
      .filter((kind) => what[kind] > 0)
      .map((kind) => writing(`notTakenKinds.${kind}`, { count: what[kind] }));
    say(writing("notTaken", { what: named.join(", ") }));
  };
  const saySpared = ({ why, block }: Spared, numbers: ReturnType<typeof numbersShown>) =>
    say(writing(`spared.${why}`, { path: numbers.get(block)?.path || writing("spared.aParagraph") }));
  // Read by the editor at the time of use: a change of these must not tear down the view and with it undo.
  const latest = useRef({
    editable,
    debated,
    elsewhere,
    onState,
    onView,
    actions,
    sayNotTaken,
    saySpared,
    say,
    t,
  });
  latest.current = { editable, debated, elsewhere, onState, onView, actions, sayNotTaken, saySpared, say, t };
  const dragLabel = writing("dragHandle");

  useEffect(() => {
    if (!place.current) return;
    let frame = 0;
    let newest: EditorState | null = null;
    let pause: ReturnType<typeof setTimeout> | undefined;
    let toldAt = performance.now();
    let wasOpen = false;
    // The next letter interrupts what is drawn beside the text.
    const tell = () => {
      toldAt = performance.now();
      startTransition(() => {
        setState(newest);
        if (newest) latest.current.onState(newest);
      });
    };
    const report = () => {
      frame = 0;
      // The letter is painted first.
      startTransition(() => setState(newest));
    };
    const made = createEditor(place.current, {
      room,
      language,
      label,
      describedBy: helpId,
      createId: randomBlockId,
      proposer: () => bracketName.current,
      isEditable: () => latest.current.editable,
      isDebated: () => latest.current.debated,
      onAgreed: () => latest.current.say(latest.current.t("agreedLocked")),
      onSpared: (spared) => latest.current.saySpared(spared, numbersShown(made.state)),
      standing: (id, status) => {
        const { elsewhere, t: say } = latest.current;
        if (!elsewhere) return say(`standing.${status}`);
        const there = say(`standing.${elsewhere.statuses.get(id) ?? "open"}`);
        return there && say("standingElsewhere", { there, sign: say(`languageSigns.${elsewhere.language}`) });
      },
      goneLabel: latest.current.t("referenceGone"),
      slash: {
        count: (query) => latest.current.actions.filter(({ label }) => contains(label, query)).length,
        run: (inView, query, chosen) => {
          const action = matching(inView.state, latest.current.actions, query)[chosen];
          if (action) runFromSlash(inView, action.command);
        },
        listId,
        entryId: (place) => `${listId}-${place}`,
      },
      dragLabel,
      anchors,
      onNotTaken: (what) => latest.current.sayNotTaken(what),
      onChange: (next) => {
        const isFirst = newest === null;
        newest = next;
        // What is open at the letters follows each of them.
        const isOpen = findState(next) !== null || slashState(next) !== null;
        if (isOpen || wasOpen) frame ||= requestAnimationFrame(report);
        wasOpen = isOpen;
        clearTimeout(pause);
        pause = setTimeout(tell, isFirst || performance.now() - toldAt > LONGEST_WAIT_MS ? 0 : PAUSE_MS);
      },
    });
    setView(made);
    // Not a moment after the text, which the tools would push down.
    setState(made.state);
    latest.current.onView?.(made);
    if (anchors) goToAddress(made);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(pause);
      setView(null);
      latest.current.onView?.(null);
      made.destroy();
    };
  }, [room, language, label, helpId, listId, dragLabel, anchors]);

  // The view asks `isEditable` only when its state is set.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `editable` is what `isEditable` reads.
  useEffect(() => {
    if (!view) return;
    readOwnSelection(view);
    view.updateState(view.state);
  }, [view, editable]);

  useEffect(() => {
    if (!view || !anchors) return;
    const onKey = (event: KeyboardEvent) => {
      if (findFromOutside(view, event)) event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [view, anchors]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `elsewhere` is what `standing` reads.
  useEffect(() => {
    if (view) refreshNumbering(view);
  }, [view, elsewhere]);

  return (
    <div className="editor" data-editable={editable} data-follows={elsewhere !== null}>
      {editable && view && state && <Toolbar view={view} state={state} actions={actions} />}
      {view && state && <FindPanel view={view} state={state} editable={editable} />}
      <p id={helpId} className="visually-hidden">
        {editable ? t("keyHelp") : t("readOnly")}
      </p>
      <div ref={place} className="editor-place" />
      {state && <WordCount state={state} language={language} />}
      {editable && view && state && (
        <SlashPopup
          view={view}
          state={state}
          matching={(query) => matching(state, actions, query)}
          listId={listId}
          entryId={(at) => `${listId}-${at}`}
          onRun={(action) => runFromSlash(view, action.command)}
        />
      )}
    </div>
  );
});

function matching({ doc }: EditorState, actions: readonly Action[], query: string): Action[] {
  return likelyFirst(
    doc,
    actions.filter((action) => contains(action.label, query)),
  );
}

/** An address that ends in a paragraph's id leads there, once the paragraph exists: the browser looked too early. */
function goToAddress(view: EditorView): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const paragraph = [...view.dom.children].find((child) => child.id === id);
  if (id === "" || !paragraph) return;
  // Marks it as what the address means. Come from within the app, that would be one more navigation, which ends at the top.
  if (history.state?.key === undefined) location.replace(location.hash);
  paragraph.scrollIntoView({ block: "center" });
}
