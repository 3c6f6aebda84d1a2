import { useDeferredValue, useId, useMemo, useState } from "react";
import type { NumberedBlock } from "../../../shared/api/views/versions";
import { formOf, makePatch } from "../../../shared/text/make-patch";
import { type BlockId, blockHead, type Language, type TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import { TYPED_CHANGES, type Typed, type TypedChange, typedText } from "../../../shared/text/together/typed";
import { randomBlockId } from "../../editor/random-block-id";
import { useTranslation } from "../../i18n/use-translation";
import { Badge } from "../../ui/badge";
import { useNames } from "../../ui/names";
import { Redline } from "../../ui/redline";
import { liveRedline } from "./live-redline";
import "./propose.css";

/** What is amended as it stands: a version, or for an amendment to an amendment what that one proposes. */
export type Amended = { version: string; blocks: readonly NumberedBlock[] };

type Given = {
  language: Language;
  /** null: not there yet. */
  amended: Amended | null;
  /** Those that may be chosen; all where it is left out. */
  among?: ReadonlySet<BlockId>;
  /** The paragraph that it is about unless another one is chosen. */
  first: BlockId | null;
};

export const wordsOf = ({ runs }: Pick<NumberedBlock, "runs">) => runs.map(({ text }) => text).join("");
const OPTION_LENGTH = 48;
const opening = (words: string) =>
  words.length > OPTION_LENGTH ? `${words.slice(0, OPTION_LENGTH).trimEnd()} …` : words;

/** It comes after the dialog has opened: until then the focus is on what is there already. */
const takeFocus = (list: HTMLSelectElement | null) => list?.focus();

/** A change of one paragraph, typed into a form. */
export function useTypedChange({ language, amended: given, among, first }: Given) {
  const { t } = useTranslation("drafting");
  const [chosen, choose] = useState<BlockId | null>(null);
  const [change, setChange] = useState<TypedChange>("reword");
  /** What was typed is about the words that were there then, whatever becomes of them meanwhile. */
  const [held, hold] = useState<Amended | null>(null);
  const [typed, setTyped] = useState<Partial<Record<TypedChange, string>>>({});
  const [newId, setNewId] = useState(randomBlockId);

  const amended = held ?? given;
  const paragraphs = (amended?.blocks ?? []).filter(
    (block) => block.runs.length > 0 && (among?.has(block.id) ?? true),
  );
  const paragraph = paragraphs.find((block) => block.id === (chosen ?? first)) ?? null;
  const words = typed[change] ?? (paragraph && change === "reword" ? wordsOf(paragraph) : "");
  const before = useMemo(
    (): TextDoc => ({
      blocks: (amended?.blocks ?? []).map((block) => ({ ...blockHead(block), runs: block.runs })),
    }),
    [amended],
  );
  const block = paragraph?.id ?? null;
  const asked = useMemo(
    (): Typed | null => (block === null ? null : { change, block, words, newId }),
    [block, change, words, newId],
  );
  // Typing comes first; the redline follows as fast as the machine allows.
  const shown = useDeferredValue(asked);
  const { redline, patch } = useMemo(() => {
    const after =
      shown && before.blocks.some((one) => one.id === shown.block)
        ? typedText(before, shown, language)
        : before;
    return { redline: liveRedline(before, after, language), patch: makePatch(before, after) };
  }, [before, shown, language]);

  return {
    language,
    amended,
    paragraphs,
    paragraph,
    change,
    words,
    redline,
    patch,
    /** Why it cannot be sent yet; null: it can. */
    missing:
      paragraph === null
        ? t("inForm.waitParagraph")
        : patch === null
          ? t(change === "reword" ? "inForm.waitChange" : "inForm.waitWords")
          : null,
    /** What is to be sent, of all that was typed; null: nothing is changed. */
    made(): { baseVersion: string; patch: Patch } | null {
      const final = asked && makePatch(before, typedText(before, asked, language));
      return final && amended && { baseVersion: amended.version, patch: final };
    },
    choose(id: BlockId) {
      choose(id);
      setTyped(({ after }) => ({ after }));
      hold(null);
    },
    become: setChange,
    type(said: string) {
      hold(amended);
      setTyped({ ...typed, [change]: said });
    },
    /** Once it was sent, where the form can be opened again. */
    forget() {
      choose(null);
      setChange("reword");
      setTyped({});
      hold(null);
      setNewId(randomBlockId());
    },
  };
}

type FieldsProps = {
  typed: ReturnType<typeof useTypedChange>;
  /** What is to be known about the paragraph before it is amended here. */
  note?: string | null;
  takesFocus?: boolean;
};

/** Which paragraph, what becomes of it, and how that reads. */
export function TypedChangeFields({ typed, note, takesFocus = false }: FieldsProps) {
  const { t } = useTranslation("drafting");
  const names = useNames();
  const id = useId();
  const { language, paragraph, change, patch } = typed;
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-paragraph`}>{t("inForm.paragraph")}</label>
        <select
          id={`${id}-paragraph`}
          ref={takesFocus ? takeFocus : undefined}
          className="input"
          value={paragraph?.id ?? ""}
          aria-describedby={`${id}-note`}
          onChange={(event) => typed.choose(event.target.value)}
        >
          {paragraph === null && <option value="">{t("inForm.choose")}</option>}
          {typed.paragraphs.map((block) => (
            <option key={block.id} value={block.id}>
              {t("inForm.option", { path: block.path, words: opening(wordsOf(block)) })}
            </option>
          ))}
        </select>
        <p id={`${id}-note`} className="small">
          {note}
        </p>
      </div>
      {paragraph && (
        <>
          <fieldset className="field in-form-changes">
            <legend className="label">{t("inForm.what")}</legend>
            {TYPED_CHANGES.map((one) => (
              <label key={one}>
                <input
                  type="radio"
                  name={`${id}-change`}
                  checked={change === one}
                  onChange={() => typed.become(one)}
                />
                {t(`inForm.change.${one}`)}
              </label>
            ))}
          </fieldset>
          {change !== "strike" && (
            <div className="field">
              <label htmlFor={`${id}-words`}>{t(`inForm.words.${change}`)}</label>
              <textarea
                id={`${id}-words`}
                className="input"
                lang={language}
                rows={6}
                value={typed.words}
                onChange={(event) => typed.type(event.target.value)}
              />
            </div>
          )}
          <section className="stack in-form-preview" aria-label={t("propose.yourChanges")}>
            <p className="row">
              <span className="label">{t("propose.yourChanges")}</span>
              {patch && <Badge>{names.form(formOf(patch, language))}</Badge>}
            </p>
            <Redline blocks={typed.redline} language={language} size="small" />
          </section>
        </>
      )}
    </>
  );
}
