import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Popover } from "radix-ui";
import { useRef, useState } from "react";
import type { InstrumentView, SignedParagraphView } from "../../../../shared/api/views/instruments";
import type { ParagraphConcordance } from "../../../../shared/rules/concordance";
import type { Block, Language, TextDoc } from "../../../../shared/text/model";
import { nodeFromBlock } from "../../../../shared/text/schema";
import { useCommand } from "../../../app/api";
import { useClock } from "../../../app/time";
import { useTranslation } from "../../../i18n/use-translation";
import { Act } from "../../../ui/act";
import { Button } from "../../../ui/button";
import { Redline } from "../../../ui/redline";
import { useToast } from "../../../ui/toast";
import { liveRedline } from "../../propose/live-redline";

const SIGNS: Record<ParagraphConcordance, string> = { missing: "∅", draft: "○", stale: "⚠", concordant: "✓" };

type Props = {
  instrument: InstrumentView;
  text: InstrumentView["texts"][number];
  id: string;
  path: string;
  state: ParagraphConcordance;
  own: TextDoc;
  source: TextDoc;
  signed: SignedParagraphView | null;
  /** Where a missing paragraph can be begun; null: not by this person, or not now. */
  writable: EditorView | null;
  onBegun?: () => void;
};

/** How one paragraph stands to its source; it opens what changed there, and the translator's word. */
export function ParagraphState({
  instrument,
  text,
  id,
  path,
  state,
  own,
  source,
  signed,
  writable,
  onBegun,
}: Props) {
  const { t } = useTranslation("languages");
  const clock = useClock();
  const say = useToast();
  const mark = useCommand("mark-concordant");
  const [open, setOpen] = useState(false);
  const hasBegun = useRef(false);
  const find = ({ blocks }: TextDoc) => blocks.find((block) => block.id === id) ?? null;
  const [block, original] = [find(own), find(source)];
  const label = t(`state.${state}`);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button type="button" className="concordance" aria-label={t("openState", { path, state: label })}>
          <span aria-hidden="true">{SIGNS[state]}</span> {label}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="concordance-card stack"
          side="bottom"
          align="start"
          collisionPadding={12}
          onCloseAutoFocus={(event) => {
            if (!hasBegun.current) return;
            hasBegun.current = false;
            event.preventDefault();
            writable?.focus();
          }}
        >
          <h3>{t("openState", { path, state: label })}</h3>
          <What
            state={state}
            original={original}
            signed={signed}
            sourceLanguage={instrument.sourceLanguage}
          />
          {signed && (
            <p className="small muted">
              {t("confirmedBy", { by: signed.by, at: clock.dayAndHour(signed.at) })}
            </p>
          )}
          <div className="row">
            {state === "missing" && original && writable && !block && (
              <Button
                onClick={() => {
                  begin(writable, original, source);
                  hasBegun.current = true;
                  setOpen(false);
                  onBegun?.();
                }}
              >
                {t("addHere")}
              </Button>
            )}
            {(state === "draft" || state === "stale") && block && original && (
              <Act
                permission={text.signOff}
                label={t("markSame")}
                tone="primary"
                onAct={async () => {
                  await mark.mutateAsync({ instrument: instrument.slug, language: text.language, block: id });
                  setOpen(false);
                  say(t("marked", { path }));
                }}
              />
            )}
            <Popover.Close asChild>
              <Button tone="quiet">{t("close")}</Button>
            </Popover.Close>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function What({
  state,
  original,
  signed,
  sourceLanguage,
}: {
  state: ParagraphConcordance;
  original: Block | null;
  signed: SignedParagraphView | null;
  sourceLanguage: Language;
}) {
  const { t } = useTranslation("languages");
  switch (state) {
    case "missing":
      return <p>{t("missingHelp")}</p>;
    case "draft":
      return <p>{signed ? t("changedSince") : t("neverConfirmed")}</p>;
    case "concordant":
      return null;
    case "stale":
      if (!original || !signed) return <p>{t("sourceGone")}</p>;
      return (
        <>
          <p>{t("sourceThen", { by: signed.by })}</p>
          <Redline
            blocks={liveRedline({ blocks: [signed.source] }, { blocks: [original] }, sourceLanguage)}
            language={sourceLanguage}
            numbers={false}
          />
        </>
      );
  }
}

/** An empty paragraph of the same id and kind, after the one before which the source has it; the cursor goes there. */
function begin(view: EditorView, original: Block, source: TextDoc): void {
  const { doc, tr } = view.state;
  const ids = doc.children.map((node) => String(node.attrs.id));
  const at = source.blocks.findIndex((block) => block.id === original.id);
  const before = source.blocks.slice(0, at).findLast((block) => ids.includes(block.id));
  const place = before ? ids.indexOf(before.id) + 1 : 0;
  const position = doc.children.slice(0, place).reduce((sum, node) => sum + node.nodeSize, 0);
  tr.insert(position, nodeFromBlock({ ...original, runs: [] }));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, position + 1)).scrollIntoView());
}
