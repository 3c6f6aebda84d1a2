import { useId, useState } from "react";
import type { DelegationRow } from "../../../shared/api/views/conference";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { contains } from "../../ui/contains";
import "./invitations.css";

type Props = {
  delegations: readonly DelegationRow[];
  /** Codes of delegations, in the order they were chosen. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  help: string;
};

/** Voting delegations with a search; what is chosen stays in sight whatever is searched for. */
export function SponsorPicker({ delegations, chosen, onChange, help }: Props) {
  const { t } = useTranslation("invitations");
  const words = useWords();
  const searchId = useId();
  const [search, setSearch] = useState("");
  const nameOf = (code: string) => {
    const found = delegations.find((one) => one.code === code);
    return found ? words(found.name) : code;
  };
  const matching = delegations
    .map((one) => ({ code: one.code, name: words(one.name) }))
    .filter((one) => contains(one.name, search) || contains(one.code, search))
    .sort((a, b) => a.name.localeCompare(b.name));
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);

  return (
    <fieldset className="sponsor-picker">
      <legend>{t("cosponsors")}</legend>
      <p className="small muted">
        {help} <span role="status">{t("chosen", { count: chosen.length })}</span>
      </p>
      {chosen.length > 0 && (
        <ul className="row">
          {chosen.map((code) => (
            <li key={code}>
              <button
                type="button"
                className="badge sponsor-chip"
                aria-label={t("leaveOut", { name: nameOf(code) })}
                onClick={() => toggle(code)}
              >
                {nameOf(code)} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="field">
        <label htmlFor={searchId}>{t("search")}</label>
        <input
          id={searchId}
          type="search"
          className="input"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="sponsor-list">
        {matching.map((one) => (
          <label key={one.code} className="sponsor">
            <input type="checkbox" checked={chosen.includes(one.code)} onChange={() => toggle(one.code)} />
            {one.name}
          </label>
        ))}
        {matching.length === 0 && <p className="muted">{t("noneOfThatName")}</p>}
      </div>
    </fieldset>
  );
}

/** Folded away in a form: most of those who take the short way come alone. */
export function FoldedSponsors({ label, ...picker }: Props & { label: string }) {
  const { t } = useTranslation("invitations");
  const count = picker.chosen.length;
  return (
    <details
      onKeyDown={(event) => {
        // Looks for a delegation: it does not submit.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <summary>
        {label} <span className="small muted">{count > 0 && t("chosen", { count })}</span>
      </summary>
      <SponsorPicker {...picker} />
    </details>
  );
}
