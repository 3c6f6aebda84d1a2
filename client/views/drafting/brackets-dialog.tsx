import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Dialog } from "radix-ui";
import { type ReactElement, useEffect, useRef } from "react";
import type { Language } from "../../../shared/text/model";
import { type BracketStack, bracketStacks, settle, stackAt } from "../../editor/bracket-stacks";
import { numbersOf } from "../../editor/numbering-plugin";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { useToast } from "../../ui/toast";

type Props = {
  open: boolean;
  onOpen: (open: boolean) => void;
  trigger: ReactElement;
  view: EditorView;
  state: EditorState;
  language: Language;
  editable: boolean;
};

/** Everything that stands in brackets, to be settled by choosing: the words that stay, or none. */
export function BracketsDialog({ open, onOpen, trigger, view, state, language, editable }: Props) {
  const { t } = useTranslation("drafting");
  const { t: common } = useTranslation("common");
  const list = useRef<HTMLOListElement>(null);
  const stacks = bracketStacks(state.doc);
  const numbers = numbersOf(state.doc, language);

  // The button that settled something is gone with it: the keyboard goes on at the next one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the number of them that takes buttons away
  useEffect(() => {
    if (!open || document.activeElement !== document.body) return;
    const dialog = list.current?.closest('[role="dialog"]');
    (list.current?.querySelector("button") ?? dialog?.querySelector("button"))?.focus();
  }, [open, stacks.length]);

  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog bracket-list"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            const here = stackAt(state);
            const at = stacks.findIndex(
              ({ alternatives }) => alternatives[0]?.from === here?.alternatives[0]?.from,
            );
            const button = list.current?.children[at]?.querySelector("button");
            if (!button) return;
            event.preventDefault();
            button.focus();
          }}
        >
          <Dialog.Title asChild>
            <h2>{t("bracketList.title")}</h2>
          </Dialog.Title>
          <p className="small muted">
            {stacks.length === 0
              ? t("bracketList.none")
              : t(`bracketList.${editable ? "intro" : "readOnly"}`)}
          </p>
          <ol ref={list} className="stack">
            {stacks.map((stack) => (
              <li key={stack.alternatives.map(({ id, from }) => `${id} ${from}`).join()}>
                <a
                  className="num"
                  href={`#${stack.block}`}
                  onClick={() => onOpen(false)}
                  aria-label={`${t("bracketList.show")}: ${numbers.get(stack.block)?.path ?? ""}`}
                >
                  {numbers.get(stack.block)?.path}
                </a>
                <Alternatives stack={stack} view={view} language={language} editable={editable} />
              </li>
            ))}
          </ol>
          <div className="actions">
            <Dialog.Close asChild>
              <Button>{common("close")}</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type AlternativesProps = { stack: BracketStack; view: EditorView; language: Language; editable: boolean };

function Alternatives({ stack, view, language, editable }: AlternativesProps) {
  const { t } = useTranslation("drafting");
  const say = useToast();
  const choose = (keep: string | null) => {
    if (!settle(stack, keep)(view.state, view.dispatch)) say(t("bracketList.moved"));
  };
  return (
    <>
      <ul>
        {stack.alternatives.map(({ id, from, text, proposer }) => (
          <li key={`${id} ${from}`} className="row">
            <span lang={language} className="bracketed-words">
              [{text}]
            </span>
            <span className="small muted">{proposer && t("bracketList.by", { proposer })}</span>
            {editable && (
              <Button onClick={() => choose(id)} aria-label={`${t("bracketList.keep")} “${text}”`}>
                {t("bracketList.keep")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {editable && (
        <Button tone="quiet" onClick={() => choose(null)}>
          {t(stack.alternatives.length > 1 ? "bracketList.drop" : "bracketList.dropOne")}
        </Button>
      )}
    </>
  );
}
