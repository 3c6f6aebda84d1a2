import { useId, useMemo, useState } from "react";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi, useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { NotPossible } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { FoldedSponsors } from "../invitations/sponsor-picker";
import { TypedChangeFields, useTypedChange } from "../propose/typed-change";

/** What a delegation proposes from the floor, taken down for it by those who keep the debate (Rule A13). */
export function TakeDown({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("desk");
  const may = permission(instrument.permissions, "take_down_amendment");
  if (!may.ok) return <NotPossible refused={may} label={t("takeDown")} />;
  return <TakeDownForm instrument={instrument} />;
}

function TakeDownForm({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("desk");
  const { t: tt } = useTranslation("invitations");
  const wordsIn = useWords();
  const say = useToast();
  const takeDown = useCommand("take-down-amendment");
  const { data: delegations = [] } = useApi("delegations", {});
  const { sourceLanguage: language, texts } = instrument;
  const latest = texts.find((one) => one.language === language)?.latestVersion;
  const [opened, setOpened] = useState(false);
  const { data: version } = useApi(
    "version",
    { version: latest?.id ?? "" },
    { enabled: opened && latest !== undefined, keepsLast: true },
  );
  const id = useId();
  const [delegation, setDelegation] = useState("");
  const [why, setWhy] = useState("");
  const [sponsors, setSponsors] = useState<string[]>([]);
  const amended = useMemo(() => version && { version: version.id, blocks: version.blocks }, [version]);
  const typed = useTypedChange({ language, amended: amended ?? null, first: null });

  const entitled = delegations
    .filter(({ seated }) => seated)
    .sort((a, b) => wordsIn(a.name).localeCompare(wordsIn(b.name)));
  const missing = delegation === "" ? t("takeDownWait") : typed.missing;

  const send = async () => {
    const made = typed.made();
    if (!made) return;
    const { tag } = await takeDown.mutateAsync({
      instrument: instrument.slug,
      delegation,
      ...made,
      rationale: why.trim(),
      sponsors,
    });
    typed.forget();
    setDelegation("");
    setWhy("");
    setSponsors([]);
    say(t("takeDownDone", { tag }));
  };
  return (
    <FormDialog
      trigger={<Button>{t("takeDown")}</Button>}
      title={t("takeDownTitle")}
      action={t("takeDownAction")}
      ready={missing === null}
      onOpen={() => setOpened(true)}
      onSend={send}
    >
      <p className="small muted">
        {t("takeDownHint", { version: latest?.number ?? "" })} <RuleMark rule="A13" />
      </p>
      <div className="field">
        <label htmlFor={`${id}-delegation`}>{t("takeDownFor")}</label>
        <select
          id={`${id}-delegation`}
          className="input"
          required
          value={delegation}
          onChange={(event) => {
            setDelegation(event.target.value);
            setSponsors(sponsors.filter((code) => code !== event.target.value));
          }}
        >
          <option value="">{t("takeDownChoose")}</option>
          {entitled.map(({ code, name }) => (
            <option key={code} value={code}>
              {wordsIn(name)}
            </option>
          ))}
        </select>
      </div>
      <TypedChangeFields typed={typed} />
      <div className="field">
        <label htmlFor={`${id}-why`}>{t("takeDownWhy")}</label>
        <textarea
          id={`${id}-why`}
          className="input"
          rows={2}
          maxLength={10_000}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </div>
      <FoldedSponsors
        label={tt("cosponsors")}
        delegations={entitled.filter(({ code }) => code !== delegation)}
        chosen={sponsors}
        onChange={setSponsors}
        help={t("takeDownSponsors")}
      />
      <p className="small muted" role="status">
        {missing}
      </p>
    </FormDialog>
  );
}
