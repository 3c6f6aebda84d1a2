import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useDeferredValue, useMemo } from "react";
import type { InstrumentView } from "../../../../shared/api/views/instruments";
import { textDocFromNode } from "../../../../shared/text/schema";
import { useTranslation } from "../../../i18n/use-translation";
import { ParagraphState } from "./paragraph-state";
import type { Heights } from "./use-aligned";
import { useConcordance } from "./use-concordance";

type Props = {
  instrument: InstrumentView;
  text: InstrumentView["texts"][number];
  source: EditorState;
  translation: EditorState;
  /** Where a missing paragraph can be begun; null: not by this person, or not now. */
  writable: EditorView | null;
  heights: Heights;
};

/** Between the two languages: how each paragraph stands to its source, what changed there, and the translator's word. */
export function ConcordanceRail({ instrument, text, source, translation, writable, heights }: Props) {
  const { t } = useTranslation("languages");
  const [now, then] = [useDeferredValue(translation), useDeferredValue(source)];
  const own = useMemo(() => textDocFromNode(now.doc), [now]);
  const theirs = useMemo(() => textDocFromNode(then.doc), [then]);
  const paragraphs = useConcordance(instrument, text, own, theirs);
  if (!paragraphs) return <div className="concordance-rail" />;
  return (
    <ol className="concordance-rail" aria-label={t("rail")}>
      {paragraphs.map(({ id, ...paragraph }) => (
        <li key={id} style={{ top: heights.get(id) ?? 0 }} data-state={paragraph.state}>
          <ParagraphState {...{ instrument, text, id, own, writable }} {...paragraph} source={theirs} />
        </li>
      ))}
    </ol>
  );
}
