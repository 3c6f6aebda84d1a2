import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useMemo } from "react";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { Permission } from "../../../shared/api/views/common";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { decideParagraph, standingOf } from "../../../shared/rules/paragraphs";
import type { Language } from "../../../shared/text/model";
import { asProvisional, textDocFromNode } from "../../../shared/text/schema";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { isAgreedNode } from "../../editor/agreed-lock";
import { type AgreementElsewhere, numbersOf } from "../../editor/numbering-plugin";
import { NUMBERINGS, setProvisional } from "../../editor/provisional-numbers";
import { useTranslation } from "../../i18n/use-translation";
import { Act, Label } from "../../ui/act";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { useToast } from "../../ui/toast";
import { ProposeInForm } from "../propose/propose-in-form";
import { bracketsByBlock, statusOf } from "./outline-items";

const EVENTS = ["agree_ad_ref", "agree", "reopen"] as const;
const ACT_OF = {
  agree_ad_ref: "mark_paragraph",
  agree: "agree_paragraph",
  reopen: "mark_paragraph",
} as const;
const NUMBERING_KEYS = { bis: "numberingBis", alt: "numberingAlt" } as const;

type Props = {
  id: string;
  instrument: InstrumentView;
  language: Language;
  view: EditorView;
  state: EditorState;
  editable: boolean;
  amendments: readonly AmendmentSummary[];
  elsewhere: AgreementElsewhere | null;
  onDone: () => void;
};

/** What can be done to one paragraph as a whole: its agreement, its number, its address. */
export function ParagraphActs({
  id,
  instrument,
  language,
  view,
  state,
  editable,
  amendments,
  elsewhere,
  onDone,
}: Props) {
  const { t } = useTranslation("drafting");
  const names = useNames();
  const say = useToast();
  const mark = useCommand("set-paragraph-status");
  const from = useMemo(() => ({ block: id, live: textDocFromNode(state.doc) }), [id, state.doc]);
  const node = state.doc.children.find((one) => one.attrs.id === id);
  if (!node) return null;
  const status = statusOf(node, elsewhere);
  const brackets = bracketsByBlock(state).filter((block) => block === id).length;
  const path = numbersOf(state.doc, language).get(id)?.path ?? "";
  const standing = t(`status.${standingOf(status, brackets)}`);
  const touching = amendments.filter(({ touches }) => touches.includes(id));
  const answerTo = (event: (typeof EVENTS)[number]): Permission | null => {
    const decision = decideParagraph(status, event, { brackets, openAmendments: touching.length });
    if (!decision.ok && decision.code === "wrong_state") return null;
    const right = permission(instrument.permissions, ACT_OF[event]);
    return right.ok ? decision : right;
  };
  return (
    <div className="stack paragraph-acts">
      {elsewhere ? (
        <>
          <h3>
            {t("paragraph.actsElsewhere", { path, standing, language: names.language(elsewhere.language) })}
          </h3>
          <p className="small muted">
            {t("paragraph.elsewhere", { language: names.language(elsewhere.language) })}
          </p>
        </>
      ) : (
        <h3>{t("paragraph.acts", { path, standing })}</h3>
      )}
      {!elsewhere &&
        EVENTS.map((event) => {
          const answer = answerTo(event);
          return (
            answer && (
              <Act
                key={event}
                permission={answer}
                label={t(`paragraph.${event}`)}
                about={path}
                onAct={async () => {
                  await mark.mutateAsync({ instrument: instrument.slug, blocks: [id], event });
                  say(t(`paragraph.done_${event}`, { path }));
                  onDone();
                }}
              />
            )
          );
        })}
      {!elsewhere && status === "agreed" && <p className="small muted">{t("paragraph.closed")}</p>}
      {editable && !isAgreedNode(node) && (
        <label className="row small">
          {t("paragraph.numbering")}
          <select
            className="input"
            value={asProvisional(node.attrs.provisional) ?? ""}
            onChange={(event) => {
              const chosen = NUMBERINGS.find((one) => (one ?? "") === event.target.value) ?? null;
              setProvisional(chosen)(view.state, view.dispatch);
            }}
          >
            {NUMBERINGS.map((one) => (
              <option key={one ?? ""} value={one ?? ""}>
                {t(`paragraph.${one ? NUMBERING_KEYS[one] : "numberingPlain"}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ProposeInForm
        instrument={instrument}
        language={language}
        label={<Label text={t("inForm.openHere")} about={path} />}
        from={from}
      />
      <CopyLink id={id} path={path} onDone={onDone} />
    </div>
  );
}

/** The address names the paragraph and not its number: it stays right whatever is put in before it. */
function CopyLink({ id, path, onDone }: { id: string; path: string; onDone: () => void }) {
  const { t } = useTranslation("drafting");
  const say = useToast();
  const address = `${location.origin}${location.pathname}#${id}`;
  // Without https, as on a conference's own network, browsers give pages no clipboard.
  if (!navigator.clipboard) return <a href={`#${id}`}>{t("paragraph.link")}</a>;
  return (
    <Button
      onClick={() =>
        void navigator.clipboard.writeText(address).then(() => {
          say(t("paragraph.linkCopied", { path }));
          onDone();
        })
      }
    >
      {t("paragraph.copyLink")}
    </Button>
  );
}
