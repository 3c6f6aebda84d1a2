import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { InstrumentView } from "../../../../shared/api/views/instruments";
import type { Language, TextDoc } from "../../../../shared/text/model";
import { textDocFromNode } from "../../../../shared/text/schema";
import { readTextDoc } from "../../../../shared/text/yjs";
import { useMe } from "../../../app/session";
import type { Room } from "../../../collab/room";
import { useRoom } from "../../../collab/use-room";
import { currentBlock } from "../../../editor/structure-commands";
import { useTranslation } from "../../../i18n/use-translation";
import { Runs } from "../../together/runs";
import { ParagraphState } from "./paragraph-state";
import { useConcordance } from "./use-concordance";

type Props = {
  instrument: InstrumentView;
  language: Language;
  /** The text on the screen, which is written in. */
  first: { language: Language; view: EditorView; state: EditorState; editable: boolean };
  /** There is something to write in the text now. */
  onBegun: () => void;
};

/** On a narrow screen, instead of a second column: each paragraph of the other language with the one of the open text below it. */
export function Pairs({ instrument, language, first, onBegun }: Props) {
  const { t } = useTranslation("drafting");
  const me = useMe();
  const room = instrument.texts.find((one) => one.language === language)?.room ?? null;
  const opened = useRoom(room, { person: me.person.id, mayWrite: false, user: null });
  const other = useTextOf(opened.room);
  const state = useDeferredValue(first.state);
  const here = useMemo(() => textDocFromNode(state.doc), [state]);
  if (!other) return <p role="status">{t("opening")}</p>;
  const isSource = (one: Language) => one === instrument.sourceLanguage;
  const [translation, own, source] = isSource(first.language)
    ? [language, other, here]
    : [first.language, here, other];
  const text = instrument.texts.find((one) => one.language === translation);
  if (!text) return null;
  return (
    <List
      {...{ instrument, text, own, source, here, other, language, first, onBegun }}
      hasSource={isSource(first.language) || isSource(language)}
    />
  );
}

type ListProps = Props & {
  text: InstrumentView["texts"][number];
  own: TextDoc;
  source: TextDoc;
  here: TextDoc;
  other: TextDoc;
  hasSource: boolean;
};

function List(props: ListProps) {
  const { instrument, text, own, source, here, other, language, first, onBegun, hasSource } = props;
  const list = useRef<HTMLOListElement>(null);
  const paragraphs = useConcordance(instrument, text, own, source);
  const isThere = paragraphs !== null;
  const current = String(currentBlock(first.state)?.node.attrs.id ?? "");
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the cursor was as the list came up.
  useEffect(() => {
    const rows = [...(list.current?.children ?? [])];
    rows.find((row) => row instanceof HTMLElement && row.dataset.block === current)?.scrollIntoView();
  }, [isThere]);
  if (!paragraphs) return null;
  const words = ({ blocks }: TextDoc, id: string) => blocks.find((block) => block.id === id)?.runs ?? [];
  return (
    <ol ref={list} className="pairs">
      {paragraphs.map(({ id, ...paragraph }) => (
        <li key={id} data-block={id} data-state={paragraph.state} aria-current={id === current}>
          <p className="row small">
            <a className="num" href={`#${id}`}>
              {paragraph.path}
            </a>
            {hasSource && (
              <ParagraphState
                {...{ instrument, text, id, own, source, onBegun }}
                {...paragraph}
                writable={first.editable && own === here ? first.view : null}
              />
            )}
          </p>
          <p lang={language}>
            <Runs runs={words(other, id)} />
          </p>
          <p lang={first.language} className="muted">
            <Runs runs={words(here, id)} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** The text of a room as it is now; null until it is there. */
function useTextOf(room: Room | null): TextDoc | null {
  const [text, setText] = useState<TextDoc | null>(null);
  useEffect(() => {
    if (!room) return;
    const read = () => setText(readTextDoc(room.doc));
    read();
    room.doc.on("update", read);
    return () => room.doc.off("update", read);
  }, [room]);
  return useDeferredValue(text);
}
