import { useId, useState } from "react";
import { AMENDMENT_SOURCES, type AmendmentSource } from "../../../shared/api/import-amendments";
import type { DelegationView } from "../../../shared/api/views/common";
import type { DelegationRow } from "../../../shared/api/views/conference";
import type { Language } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Label } from "../../ui/act";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useExplain } from "../../ui/explain";
import { useNames } from "../../ui/names";
import { RuleMark } from "../../ui/notice";
import { Redline } from "../../ui/redline";
import { SponsorPicker } from "../invitations/sponsor-picker";
import type { Choice } from "./proposals";

type Props = {
  choice: Choice;
  language: Language;
  /** For whom it may be brought in; one: nothing is to be chosen. */
  delegations: readonly DelegationView[];
  onChange: (change: Partial<Choice>) => void;
};

/** One amendment as it would come in: what it changes, for whom, from where, with whom and why. */
export function ProposalCard({ choice, language, delegations, onChange }: Props) {
  const { t } = useTranslation("importAmendments");
  const names = useNames();
  const explain = useExplain();
  const ids = { head: useId(), take: useId(), rationale: useId() };
  const { isTaken, refused } = choice;
  const name = choice.path ?? t("wholeText");
  return (
    <li
      className="import-card"
      data-left-out={!isTaken}
      data-refused={refused !== null}
      aria-labelledby={ids.head}
    >
      <div className="row import-card-head">
        <input
          id={ids.take}
          type="checkbox"
          checked={isTaken}
          onChange={(event) => onChange({ isTaken: event.target.checked, refused: null })}
        />
        <label htmlFor={ids.take} id={ids.head}>
          <strong className="num">{name}</strong> <span className="visually-hidden">{t("bringIn")}</span>
        </label>
        <Badge>{names.form(choice.form)}</Badge>
        {choice.line !== null && <span className="small muted num">{t("line", { line: choice.line })}</span>}
        {!isTaken && <span className="small muted">{t("leftOut")}</span>}
      </div>
      {refused && (
        <p className="notice" data-tone="refused">
          {explain(refused)} <RuleMark rule={refused.rule} />
        </p>
      )}
      <Redline blocks={choice.redline} language={language} size="small" />
      {isTaken && (
        <div className="import-fields">
          {delegations.length > 1 && <Whose choice={choice} delegations={delegations} onChange={onChange} />}
          <div className="field import-rationale">
            <label htmlFor={ids.rationale}>{t("rationale")}</label>
            <textarea
              id={ids.rationale}
              className="input"
              rows={2}
              maxLength={10_000}
              value={choice.rationale}
              onChange={(event) => onChange({ rationale: event.target.value })}
            />
          </div>
          <CoSponsors choice={choice} onChange={onChange} />
        </div>
      )}
    </li>
  );
}

function Whose({ choice, delegations, onChange }: Omit<Props, "language">) {
  const { t } = useTranslation("importAmendments");
  return (
    <>
      <DelegationSelect
        label={t("proposedBy")}
        value={choice.delegation}
        delegations={delegations}
        onChange={(delegation) => onChange({ delegation, refused: null })}
      />
      <SourceSelect label={t("source")} value={choice.source} onChange={(source) => onChange({ source })} />
    </>
  );
}

/** "" where none is chosen: said beside it, since nothing is guessed. */
export function DelegationSelect(props: {
  label: string;
  value: string;
  delegations: readonly DelegationView[];
  onChange: (code: string) => void;
}) {
  const { label, value, delegations, onChange } = props;
  const { t } = useTranslation("importAmendments");
  const words = useWords();
  const id = useId();
  const sorted = delegations
    .map(({ code, name }) => ({ code, name: words(name) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value}
        data-missing={value === ""}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t("choose")}</option>
        {sorted.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

export function SourceSelect(props: {
  label: string;
  value: AmendmentSource | "";
  onChange: (source: AmendmentSource) => void;
}) {
  const { label, value, onChange } = props;
  const { t } = useTranslation("importAmendments");
  const names = useNames();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value}
        onChange={(event) => {
          const source = AMENDMENT_SOURCES.find((one) => one === event.target.value);
          if (source) onChange(source);
        }}
      >
        {value === "" && <option value="">{t("various")}</option>}
        {AMENDMENT_SOURCES.map((one) => (
          <option key={one} value={one}>
            {names.source(one)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Those that the file names are asked when it comes in; names that are no delegation's are said. */
function CoSponsors({ choice, onChange }: Pick<Props, "choice" | "onChange">) {
  const { t } = useTranslation("importAmendments");
  const words = useWords();
  const delegations = useApi("delegations", {});
  const voting = (delegations.data ?? []).filter(
    (one: DelegationRow) => one.voting && one.code !== choice.delegation,
  );
  const [chosen, setChosen] = useState<string[]>([]);
  const nameOf = (code: string) => {
    const found = voting.find((one) => one.code === code);
    return found ? words(found.name) : code;
  };
  return (
    <div className="import-sponsors">
      <span className="small muted">
        {choice.sponsors.length === 0
          ? t("noSponsors")
          : t("sponsors", { names: choice.sponsors.map(nameOf).join(", ") })}
      </span>
      <FormDialog
        title={t("changeSponsors")}
        action={t("done")}
        trigger={
          <Button tone="quiet" onClick={() => setChosen(choice.sponsors)}>
            <Label text={t("changeSponsors")} about={choice.path ?? undefined} />
          </Button>
        }
        onSend={async () => onChange({ sponsors: chosen })}
      >
        <SponsorPicker delegations={voting} chosen={chosen} onChange={setChosen} help={t("sponsorsHint")} />
      </FormDialog>
      {choice.unknown.length > 0 && (
        <p className="small import-unknown">
          <span aria-hidden="true">⚠</span> {t("unknownNames", { names: choice.unknown.join(", ") })}
        </p>
      )}
    </div>
  );
}
