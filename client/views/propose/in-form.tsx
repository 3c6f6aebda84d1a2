import { type ReactNode, useId, useState } from "react";
import { useNavigate } from "react-router";
import type { BlockId, Language } from "../../../shared/text/model";
import { useApi, useCommand } from "../../app/api";
import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { FormDialog } from "../../ui/dialog";
import { Loading } from "../../ui/loading";
import { useToast } from "../../ui/toast";
import { FoldedSponsors } from "../invitations/sponsor-picker";
import { type Amended, TypedChangeFields, useTypedChange, wordsOf } from "./typed-change";

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

/** An amendment without a room of its own: one paragraph, what becomes of it, why and with whom. Submitted at once. */
export function InForm(props: Props) {
  const { trigger, title, hint, instrument, language, amended, amends, among, first, note, onOpen } = props;
  const { t } = useTranslation("drafting");
  const { t: tt } = useTranslation("invitations");
  const { person } = useMe();
  const { data: delegations = [] } = useApi("delegations", {});
  const others = delegations.filter(({ voting, code }) => voting && code !== person.delegation?.code);
  const navigate = useNavigate();
  const say = useToast();
  const propose = useCommand("propose-amendment");
  const id = useId();
  const typed = useTypedChange({ language, amended, first, ...(among ? { among } : {}) });
  const [why, setWhy] = useState("");
  const [sponsors, setSponsors] = useState<string[]>([]);

  const send = async () => {
    const made = typed.made();
    if (!made) return;
    const answer = await propose.mutateAsync({
      instrument,
      ...made,
      ...(amends === undefined ? {} : { amends }),
      rationale: why.trim(),
      sponsors,
    });
    say(t("propose.submitted", { tag: answer.tag }));
    await navigate(`/app/${instrument}/amendments/${answer.amendment}`);
  };
  const { paragraph } = typed;
  const missing = typed.missing ?? (why.trim() === "" ? t("propose.waitRationale") : null);
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
      {typed.amended === null ? (
        <Loading />
      ) : (
        <>
          <TypedChangeFields
            typed={typed}
            note={paragraph && note?.(paragraph.id, wordsOf(paragraph))}
            takesFocus
          />
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
          <FoldedSponsors
            label={tt("invite")}
            delegations={others}
            chosen={sponsors}
            onChange={setSponsors}
            help={tt("inviteAtOnceHint")}
          />
          <p className="small muted" role="status">
            {missing}
          </p>
        </>
      )}
    </FormDialog>
  );
}
