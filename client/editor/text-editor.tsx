import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "../../shared/text/model";
import type { Room } from "../collab/provider";
import { createEditor, randomBlockId } from "./create-editor";
import { Toolbar } from "./toolbar";
import "./editor.css";

type Props = {
  room: Room;
  language: Language;
  editable: boolean;
  label: string;
  /** Name that stands beside brackets made here. */
  proposer: string;
  /** At most once a frame, however fast the text changes. */
  onState: (state: EditorState) => void;
};

/** The text of a loaded room, live; with a toolbar when it may be changed. */
export function TextEditor({ room, language, editable, label, proposer, onState }: Props) {
  const { t } = useTranslation("drafting");
  const helpId = useId();
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [state, setState] = useState<EditorState | null>(null);
  // Read by the editor at the time of use: a change of these must not tear down the view and with it undo.
  const latest = useRef({ editable, proposer, onState });
  latest.current = { editable, proposer, onState };

  useEffect(() => {
    if (!place.current) return;
    let frame = 0;
    let newest: EditorState | null = null;
    const report = () => {
      frame = 0;
      if (!newest) return;
      setState(newest);
      latest.current.onState(newest);
    };
    const made = createEditor(place.current, {
      room,
      language,
      label,
      describedBy: helpId,
      createId: randomBlockId,
      proposer: () => latest.current.proposer,
      isEditable: () => latest.current.editable,
      onChange: (next) => {
        newest = next;
        frame ||= requestAnimationFrame(report);
      },
    });
    setView(made);
    goToAddress(made);
    return () => {
      cancelAnimationFrame(frame);
      setView(null);
      made.destroy();
    };
  }, [room, language, label, helpId]);

  // The view asks `isEditable` only when its state is set.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `editable` is what `isEditable` reads.
  useEffect(() => {
    view?.updateState(view.state);
  }, [view, editable]);

  return (
    <div className="editor" data-editable={editable}>
      {editable && view && state && <Toolbar view={view} state={state} proposer={proposer} />}
      <p id={helpId} className="visually-hidden">
        {editable ? t("keyHelp") : t("readOnly")}
      </p>
      <div ref={place} className="editor-place" />
    </div>
  );
}

/** An address that ends in a paragraph's id leads there, once the paragraph exists: the browser looked too early. */
function goToAddress(view: EditorView): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const paragraph = [...view.dom.children].find((child) => child.id === id);
  if (id === "" || !paragraph) return;
  location.replace(location.hash);
  paragraph.scrollIntoView({ block: "center" });
}
