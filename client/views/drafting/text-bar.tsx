import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Popover } from "radix-ui";
import { memo, useEffect, useRef, useState } from "react";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { Language } from "../../../shared/text/model";
import { type AgreementElsewhere, numbersShown } from "../../editor/numbering-plugin";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { BracketsDialog } from "./brackets-dialog";
import { bracketsByBlock } from "./outline-items";
import { ParagraphActs } from "./paragraph-acts";
import { ReferenceDialog } from "./reference-dialog";
import { useCurrentParagraph } from "./use-current-paragraph";
import "./text-bar.css";

type Props = {
  instrument: InstrumentView;
  language: Language;
  view: EditorView;
  state: EditorState;
  editable: boolean;
  amendments: readonly AmendmentSummary[];
  elsewhere: AgreementElsewhere | null;
  lines: boolean;
  onLines: (shown: boolean) => void;
};

type Open = "paragraph" | "brackets" | "reference" | null;

/** Keys of this bar (shortcuts.ts prints them). In the text and around it, or nowhere: what a reader clicks takes no focus. Not in a dialog's fields. */
function opens(event: KeyboardEvent): Open {
  if (event.isComposing) return null;
  if (event.key === "F9") return "brackets";
  const inText =
    event.target instanceof Element &&
    (event.target.closest(".drafting-columns") !== null || event.target.matches("body, main"));
  if (!inText) return null;
  if (event.key === "Enter" && event.altKey) return "paragraph";
  return event.key === "k" && (event.ctrlKey || event.metaKey) ? "reference" : null;
}

/** What concerns the text as a whole, and the paragraph in hand: its agreement, the brackets left, the numbers of lines. */
export const TextBar = memo(function TextBar(props: Props) {
  const { instrument, language, view, state, editable, amendments, elsewhere, lines, onLines } = props;
  const { t } = useTranslation("drafting");
  const [open, setOpen] = useState<Open>(null);
  const current = useCurrentParagraph(view, state, editable);
  /** At the paragraph, where it was asked for; at the button, which may be far from the paragraph. */
  const anchor = useRef<Element | null>(null);
  const path = current ? (numbersShown(state).get(current)?.path ?? "") : "";
  const count = bracketsByBlock(state).length;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const asked = opens(event);
      if (!asked || (asked === "reference" && !editable)) return;
      event.preventDefault();
      if (asked === "paragraph") askAtParagraph();
      else setOpen(asked);
    };
    const askAtParagraph = () => {
      const paragraph = current === null ? null : document.getElementById(current);
      paragraph?.scrollIntoView({ block: "nearest" });
      anchor.current = paragraph;
      setOpen("paragraph");
    };
    // Its number, in the margin, opens what can be done to a paragraph.
    const onClick = (event: MouseEvent) => {
      const paragraph = event.target instanceof Element ? event.target.closest(".text > p") : null;
      if (!paragraph || paragraph !== event.target) return;
      const gutter = Number.parseFloat(getComputedStyle(paragraph).paddingLeft);
      if (event.clientX >= paragraph.getBoundingClientRect().left + gutter) return;
      anchor.current = paragraph;
      setOpen("paragraph");
    };
    addEventListener("keydown", onKey);
    view.dom.addEventListener("click", onClick);
    return () => {
      removeEventListener("keydown", onKey);
      view.dom.removeEventListener("click", onClick);
    };
  }, [view, editable, current]);

  const only = (what: Open) => ({
    open: open === what,
    onOpen: (isOpen: boolean) => setOpen(isOpen ? what : null),
  });
  return (
    <div className="text-bar row">
      <Popover.Root open={open === "paragraph"} onOpenChange={only("paragraph").onOpen}>
        <Popover.Trigger asChild>
          <Button
            tone="quiet"
            onClick={({ currentTarget }) => {
              anchor.current = currentTarget;
            }}
          >
            {path || t("paragraph.title")} ▾
          </Button>
        </Popover.Trigger>
        <Popover.Anchor virtualRef={anchor as React.RefObject<Element>} />
        <Popover.Portal>
          <Popover.Content
            className="popover"
            align="start"
            aria-label={t("paragraph.title")}
            onCloseAutoFocus={(event) => {
              if (!editable) return;
              event.preventDefault();
              view.focus();
            }}
          >
            {current ? (
              <ParagraphActs
                id={current}
                {...{ instrument, language, view, state, editable, amendments, elsewhere }}
                onDone={() => setOpen(null)}
              />
            ) : (
              <p className="small muted">{t("paragraph.none")}</p>
            )}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <BracketsDialog
        {...only("brackets")}
        {...{ view, state, language, editable }}
        trigger={<Button tone="quiet">{count === 0 ? t("noBrackets") : t("brackets", { count })}</Button>}
      />
      {editable && (
        <Button tone="quiet" onClick={() => setOpen("reference")}>
          {t("reference.title")}
        </Button>
      )}
      <Button tone="quiet" className="lines-toggle" aria-pressed={lines} onClick={() => onLines(!lines)}>
        {t("lineNumbers")}
      </Button>
      <ReferenceDialog {...only("reference")} {...{ view, state, language }} />
    </div>
  );
});
