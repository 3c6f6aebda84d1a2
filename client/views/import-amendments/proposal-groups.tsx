import { useId } from "react";
import type { AmendmentImport } from "../../../shared/api/import-amendments";
import { useTranslation } from "../../i18n/use-translation";
import { DelegationSelect, ProposalCard, SourceSelect } from "./proposal-card";
import { type Choice, groupsOf } from "./proposals";

type Props = {
  preview: AmendmentImport;
  choices: readonly Choice[];
  usualReasons: string;
  onUsualReasons: (reasons: string) => void;
  onChange: (choices: Choice[]) => void;
};

/** The amendments author by author; for a list, line by line. What holds for all of a group is said once. */
export function ProposalGroups({ preview, choices, usualReasons, onUsualReasons, onChange }: Props) {
  const { t } = useTranslation("importAmendments");
  const reasonsId = useId();
  const set = (places: readonly number[], change: Partial<Choice>) =>
    onChange(choices.map((one, i) => (places.includes(i) ? { ...one, ...change } : one)));
  const needReasons = choices.some(({ isTaken, rationale }) => isTaken && rationale.trim() === "");
  return (
    <>
      {needReasons && choices.length > 1 && (
        <div className="field import-hint">
          <label htmlFor={reasonsId}>{t("usualReasons")}</label>
          <textarea
            id={reasonsId}
            className="input"
            rows={2}
            maxLength={10_000}
            value={usualReasons}
            onChange={(event) => onUsualReasons(event.target.value)}
          />
        </div>
      )}
      {groupsOf(choices).map(({ by, places }) => (
        <section key={by ?? ""} className="stack" aria-label={by ?? t("lines")}>
          <div className="import-group-head">
            <h3>{by === null ? t("lines") : t("revisionsOf", { name: by || t("unnamed") })}</h3>
            {preview.delegations.length > 1 && places.length > 1 && (
              <div className="import-choices">
                <DelegationSelect
                  label={t("allProposedBy")}
                  value={onlyOne(places.map((i) => choices[i]?.delegation ?? ""))}
                  delegations={preview.delegations}
                  onChange={(delegation) => delegation !== "" && set(places, { delegation, refused: null })}
                />
                <SourceSelect
                  label={t("allFrom")}
                  value={onlyOne(places.map((i) => choices[i]?.source ?? ""))}
                  onChange={(source) => set(places, { source })}
                />
              </div>
            )}
          </div>
          <ol className="import-cards">
            {places.map((i) => {
              const choice = choices[i];
              return (
                choice && (
                  <ProposalCard
                    key={i}
                    choice={choice}
                    language={preview.language}
                    delegations={preview.delegations}
                    onChange={(change) => set([i], change)}
                  />
                )
              );
            })}
          </ol>
        </section>
      ))}
    </>
  );
}

/** What all of them have; "" where they differ. */
function onlyOne<T extends string>(values: readonly T[]): T | "" {
  const [first] = values;
  return first !== undefined && values.every((one) => one === first) ? first : "";
}
