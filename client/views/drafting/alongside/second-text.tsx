import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useState } from "react";
import type { InstrumentView } from "../../../../shared/api/views/instruments";
import type { Language } from "../../../../shared/text/model";
import { useMe } from "../../../app/session";
import { useWords, wordsIn } from "../../../app/words";
import { LeaveGuard } from "../../../collab/leave-guard";
import type { PresenceUser } from "../../../collab/presence-color";
import { RoomTrouble } from "../../../collab/room-trouble";
import { SavedStatus } from "../../../collab/saved-status";
import { useRoom } from "../../../collab/use-room";
import { TextEditor } from "../../../editor/text-editor";
import { useTranslation } from "../../../i18n/use-translation";
import { useNames } from "../../../ui/names";
import { useAgreement } from "../use-agreement";
import { ConcordanceRail } from "./concordance-rail";
import { useAligned } from "./use-aligned";
import "./alongside.css";

type Props = {
  instrument: InstrumentView;
  language: Language;
  user: PresenceUser;
  /** The text that it stands beside. */
  first: { language: Language; view: EditorView; state: EditorState; editable: boolean };
};

/** A second language beside the first, paragraph by paragraph, and between them how the translation stands to its source. */
export function SecondText({ instrument, language, user, first }: Props) {
  const { t } = useTranslation("drafting");
  const names = useNames();
  const words = useWords();
  const me = useMe();
  const text = instrument.texts.find((one) => one.language === language);
  const canWrite = text?.writable.ok === true;
  const opened = useRoom(text?.room ?? null, {
    person: me.person.id,
    mayWrite: canWrite,
    user: canWrite ? user : null,
  });
  const { room, status, reopen } = opened;
  const [view, setView] = useState<EditorView | null>(null);
  const [state, setState] = useState<EditorState | null>(null);
  const heights = useAligned(first.view, view);
  const elsewhere = useAgreement(instrument, language);
  const editable =
    canWrite && (status.kind === "saved" || status.kind === "saving" || status.kind === "offline");

  const isSource = (one: Language) => one === instrument.sourceLanguage;
  const translation = isSource(first.language) ? language : first.language;
  const translated = instrument.texts.find((one) => one.language === translation);
  const [original, own] = isSource(first.language) ? [first, { view, state, editable }] : [{ state }, first];
  const hasSource = isSource(first.language) || isSource(language);
  return (
    <>
      {hasSource && translated && original.state && own.state ? (
        <ConcordanceRail
          instrument={instrument}
          text={translated}
          source={original.state}
          translation={own.state}
          writable={own.editable ? own.view : null}
          heights={heights}
        />
      ) : (
        <div className="concordance-rail" />
      )}
      <section
        className="drafting-text"
        data-column="second"
        lang={language}
        aria-label={names.language(language)}
      >
        <p className="second-head small">
          <span>{names.language(language)}</span> <SavedStatus status={status} writable={canWrite} />
        </p>
        <RoomTrouble of={opened} onReopen={reopen} />
        <LeaveGuard status={status} />
        {room && (
          <TextEditor
            room={room}
            language={language}
            editable={editable}
            label={t("textOf", { title: words(instrument.title), language: names.language(language) })}
            proposer={me.person.delegation ? wordsIn(me.person.delegation.name, language) : me.person.name}
            onState={setState}
            onView={setView}
            elsewhere={elsewhere}
            debated={instrument.stage !== "zero_draft"}
            anchors={false}
          />
        )}
      </section>
    </>
  );
}
