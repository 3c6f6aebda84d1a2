import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { ErrorNotice } from "../../ui/notice";
import { useSending } from "../../ui/use-sending";
import { MentionField } from "./mention-field";
import { mentionsIn } from "./mentions-in";
import { usePeopleToName } from "./people-to-name";

type Props = {
  label: string;
  action: string;
  initial?: string;
  autoFocus?: boolean;
  onSend: (words: string, mentions: string[]) => Promise<unknown>;
  onCancel: () => void;
  children?: ReactNode;
};

/** Where a comment, an answer or a correction is written. Escape leaves it, as long as nothing is in it. */
export function CommentForm({
  label,
  action,
  initial = "",
  autoFocus = true,
  onSend,
  onCancel,
  children,
}: Props) {
  const { t } = useTranslation("common");
  const people = usePeopleToName();
  const [words, setWords] = useState(initial);
  const { busy, error, send: sendOnce } = useSending();
  const isReady = words.trim() !== "" && !busy;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Once it stands where it belongs: the browser brings only the field into sight, which may be all but its first line.
    const frame = requestAnimationFrame(() => form.current?.scrollIntoView({ block: "nearest" }));
    return () => cancelAnimationFrame(frame);
  }, []);

  const send = async () => {
    if (!isReady) return;
    const named = mentionsIn(words, people).map(({ id }) => id);
    if (await sendOnce(() => onSend(words.trim(), named))) setWords("");
  };
  return (
    <form
      ref={form}
      className="comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || words.trim() !== initial) return;
        event.stopPropagation();
        onCancel();
      }}
    >
      {children}
      <MentionField
        label={label}
        value={words}
        onChange={setWords}
        onSend={() => void send()}
        autoFocus={autoFocus}
      />
      <ErrorNotice error={error} />
      <div className="row">
        <Button type="submit" tone="primary" aria-disabled={!isReady}>
          {action}
        </Button>
        <Button tone="quiet" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
