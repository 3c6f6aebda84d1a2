import { type ReactNode, useDeferredValue, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { NumberedBlock } from "../../../shared/api/views";
import { formOf, makePatch } from "../../../shared/text/make-patch";
import { type BlockId, blockHead, type Language, type TextDoc } from "../../../shared/text/model";
import { TYPED_CHANGES, type Typed, type TypedChange, typedText } from "../../../shared/text/together/typed";
import { useApi, useCommand } from "../../app/api";
import { useMe } from "../../app/session";
import { randomBlockId } from "../../editor/random-block-id";
import { Badge } from "../../ui/badge";
import { FormDialog } from "../../ui/dialog";
import { Loading } from "../../ui/loading";
import { useNames } from "../../ui/names";
import { Redline } from "../../ui/redline";
import { useToast } from "../../ui/toast";
import { SponsorPicker } from "../invitations/sponsor-picker";
import { liveRedline } from "./live-redline";
import "./propose.css";

/** What is amended as it stands: a version, or for an amendment to an amendment what that one proposes. */
export type Amended = { version: string; blocks: readonly NumberedBlock[] };

type Props = {
  trigger: ReactNode;
  title: string;
  hint: string;
  instrument: string;
  language: Language;
  /** null: not there yet. */
  amended: Amended | null;
  /** An amendment that this one amends (Rule A9). */
  amends?: string;
  /** Those that may be chosen; all where it is left out. */
  among?: ReadonlySet<BlockId>;
  /** The paragraph that it is about unless another one is chosen. */
  first: BlockId | null;
  /** What is to be known about a paragraph before it is amended here. */
  note?: (block: BlockId, words: string) => string | null;
  onOpen?: () => void;
};

export const wordsOf = ({ runs }: Pick<NumberedBlock, "runs">) => runs.map(({ text }) => text).join("");
const OPTION_LENGTH = 48;
const opening = (words: string) =>
  words.length > OPTION_LENGTH ? `${words.slice(0, OPTION_LENGTH).trimEnd()} …` : words;

/** It comes after the dialog has opened: until then the focus is on what is there already. */
const takeFocus = (list: HTMLSelectElement | null) => list?.focus();

/** An amendment without a room of its own: one paragraph, what becomes of it, why and with whom. Submitted at once. */
export function InForm(props: Props) {
  const { trigger, title, hint, instrument, language, amends, among, first, note, onOpen } = props;
  const { t } = useTranslation("drafting");
  const names = useNames();
  const navigate = useNavigate();
  const say = useToast();
  const propose = useCommand("propose-amendment");
  const id = useId();
  const [chosen, choose] = useState<BlockId | null>(null);
  const [change, setChange] = useState<TypedChange>("reword");
  /** What was typed is about the words that were there then, whatever becomes of them meanwhile. */
  const [held, hold] = useState<Amended | null>(null);
  const [typed, setTyped] = useState<Partial<Record<TypedChange, string>>>({});
  const [newId] = useState(randomBlockId);
  const [why, setWhy] = useState("");
  const [sponsors, setSponsors] = useState<string[]>([]);

  const amended = held ?? props.amended;
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
      shown && before.blocks.some((block) => block.id === shown.block)
        ? typedText(before, shown, language)
        : before;
    return { redline: liveRedline(before, after, language), patch: makePatch(before, after) };
  }, [before, shown, language]);

  const send = async () => {
    const final = asked && makePatch(before, typedText(before, asked, language));
    if (!final || !amended) return;
    const made = await propose.mutateAsync({
      instrument,
      baseVersion: amended.version,
      ...(amends === undefined ? {} : { amends }),
      patch: final,
      rationale: why.trim(),
      sponsors,
    });
    say(t("propose.submitted", { tag: made.tag }));
    await navigate(`/app/${instrument}/amendments/${made.amendment}`);
  };
  const said = paragraph && note?.(paragraph.id, wordsOf(paragraph));
  const missing =
    paragraph === null
      ? t("inForm.waitParagraph")
      : patch === null
        ? t(change === "reword" ? "inForm.waitChange" : "inForm.waitWords")
        : why.trim() === ""
          ? t("propose.waitRationale")
          : null;
  return (
    <FormDialog
      trigger={trigger}
      title={title}
      action={t("propose.submit")}
      ready={missing === null}
      onOpen={onOpen}
      onSend={send}
    >
      <p className="small muted">{hint}</p>
      {amended === null ? (
        <Loading />
      ) : (
        <>
          <div className="field">
            <label htmlFor={`${id}-paragraph`}>{t("inForm.paragraph")}</label>
            <select
              id={`${id}-paragraph`}
              ref={takeFocus}
              className="input"
              value={paragraph?.id ?? ""}
              aria-describedby={`${id}-note`}
              onChange={(event) => {
                choose(event.target.value);
                setTyped(({ after }) => ({ after }));
                hold(null);
              }}
            >
              {paragraph === null && <option value="">{t("inForm.choose")}</option>}
              {paragraphs.map((block) => (
                <option key={block.id} value={block.id}>
                  {t("inForm.option", { path: block.path, words: opening(wordsOf(block)) })}
                </option>
              ))}
            </select>
            <p id={`${id}-note`} className="small">
              {said}
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
                      onChange={() => setChange(one)}
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
                    value={words}
                    onChange={(event) => {
                      hold(amended);
                      setTyped({ ...typed, [change]: event.target.value });
                    }}
                  />
                </div>
              )}
              <section className="stack in-form-preview" aria-label={t("propose.yourChanges")}>
                <p className="row">
                  <span className="label">{t("propose.yourChanges")}</span>
                  {patch && <Badge>{names.form(formOf(patch, language))}</Badge>}
                </p>
                <Redline blocks={redline} language={language} size="small" />
              </section>
            </>
          )}
          <div className="field">
            <label htmlFor={`${id}-why`}>{t("propose.rationale")}</label>
            <textarea
              id={`${id}-why`}
              className="input"
              rows={3}
              maxLength={10_000}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
          <Sponsors chosen={sponsors} onChange={setSponsors} />
          <p className="small muted" role="status">
            {missing}
          </p>
        </>
      )}
    </FormDialog>
  );
}

/** Folded away: most of those who take the short way come alone. */
function Sponsors({ chosen, onChange }: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { t } = useTranslation("invitations");
  const { person } = useMe();
  const { data = [] } = useApi("delegations", {});
  const others = data.filter(({ voting, code }) => voting && code !== person.delegation?.code);
  return (
    <details
      onKeyDown={(event) => {
        // Looks for a delegation: it does not submit.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <summary>
        {t("invite")}{" "}
        <span className="small muted">{chosen.length > 0 && t("chosen", { count: chosen.length })}</span>
      </summary>
      <SponsorPicker delegations={others} chosen={chosen} onChange={onChange} help={t("inviteAtOnceHint")} />
    </details>
  );
}
