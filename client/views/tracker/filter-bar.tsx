import { useDeferredValue, useId } from "react";
import type { Filters } from "../../../shared/api/amendment-filters";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { DelegationView } from "../../../shared/api/views/common";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { comparePaths } from "./compare-paths";

type Choice = { value: string; label: string };

function Filter(props: {
  label: string;
  value: string;
  choices: Choice[];
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation("tracker");
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">{t("all")}</option>
        {props.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

type FilterBarProps = {
  amendments: AmendmentSummary[];
  filters: Filters;
  onChange: (name: keyof Filters, value: string) => void;
  onClear: () => void;
};

const NONE: AmendmentSummary[] = [];

export function FilterBar({ amendments: all, filters, onChange, onClear }: FilterBarProps) {
  const { t } = useTranslation("tracker");
  const words = useWords();
  const names = useNames();
  // Hundreds of choices that nobody sees before one of them is opened: the list itself is painted before.
  const amendments = useDeferredValue(all, NONE);

  const states = [...new Set(amendments.map(({ state }) => state))].map((state) => ({
    value: state,
    label: names.amendment(state),
  }));
  const paths = [...new Set(amendments.map(({ anchor }) => anchor?.path ?? "-"))].sort(comparePaths);
  const delegations = new Map<string, DelegationView>();
  for (const one of amendments) {
    for (const delegation of [one.delegation, ...one.sponsors]) delegations.set(delegation.code, delegation);
  }
  const proponents = [...delegations.values()]
    .map(({ code, name }) => ({ value: code, label: words(name) }))
    .sort((a, b) => a.label.localeCompare(b.label));

  return (
    <search className="filter-bar" aria-label={t("filters")}>
      <Filter
        label={t("state")}
        value={filters.state}
        choices={[
          { value: "needs-decision", label: t("needsDecision") },
          { value: "decided", label: t("decided") },
          ...states,
        ]}
        onChange={(value) => onChange("state", value)}
      />
      <Filter
        label={t("paragraph")}
        value={filters.paragraph}
        choices={paths.map((path) => ({ value: path, label: path === "-" ? t("noParagraph") : path }))}
        onChange={(value) => onChange("paragraph", value)}
      />
      <Filter
        label={t("proponent")}
        value={filters.proponent}
        choices={proponents}
        onChange={(value) => onChange("proponent", value)}
      />
      <Filter
        label={t("conflict")}
        value={filters.conflict}
        choices={[
          { value: "with", label: t("withConflict") },
          { value: "without", label: t("withoutConflict") },
        ]}
        onChange={(value) => onChange("conflict", value)}
      />
      {Object.values(filters).some(Boolean) && (
        <Button tone="quiet" onClick={onClear}>
          {t("clear")}
        </Button>
      )}
    </search>
  );
}
