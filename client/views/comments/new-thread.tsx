import { useId } from "react";
import type { Anchor } from "../../../shared/text/anchor-shape";
import { useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { CommentForm } from "./comment-form";
import type { AboutText, Paragraph } from "./use-threads";

type Props = AboutText & {
  anchor: Anchor;
  paragraphs: readonly Paragraph[];
  /** Another paragraph was chosen, as a whole. */
  onParagraph: (block: string) => void;
  onDone: (thread: string | null) => void;
};

/** A comment being begun: on the selected words, or on a paragraph that is chosen here without a mouse. */
export function NewThread({
  instrument,
  language,
  amendment,
  anchor,
  paragraphs,
  onParagraph,
  onDone,
}: Props) {
  const { t } = useTranslation("comments");
  const add = useCommand("add-comment");
  const selectId = useId();
  const isWhole = anchor.start === null;
  return (
    <div className="thread-card" data-active="true">
      <CommentForm
        label={t("comment")}
        action={t("send")}
        onCancel={() => onDone(null)}
        onSend={async (words, mentions) => {
          const { thread } = await add.mutateAsync({
            instrument,
            language,
            anchor,
            words,
            mentions,
            ...(amendment === undefined ? {} : { amendment }),
          });
          onDone(thread);
        }}
      >
        {!isWhole && (
          <p className="thread-quote small" lang={language}>
            {anchor.quote}
          </p>
        )}
        <div className="field">
          <label htmlFor={selectId}>{t("about")}</label>
          <select
            id={selectId}
            className="input"
            value={isWhole ? anchor.block : ""}
            onChange={(event) => onParagraph(event.target.value)}
          >
            {!isWhole && <option value="">{t("selectedWords")}</option>}
            {paragraphs.map(({ id, path, words }) => (
              <option key={id} value={id}>
                {`${path} ${words}`.trim() || t("paragraph")}
              </option>
            ))}
          </select>
        </div>
      </CommentForm>
    </div>
  );
}
