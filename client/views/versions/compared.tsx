import { ToggleGroup } from "radix-ui";
import { useId } from "react";
import { useSearchParams } from "react-router";
import type { VersionSummary } from "../../../shared/api/views/versions";
import type { Language } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { Button } from "../../ui/button";
import { Redline } from "../../ui/redline";
import { Origins } from "./origins";
import { useVersionLabel } from "./version-label";

type Choice = (changes: Record<string, string>) => void;

function Pick(props: {
  label: string;
  value: string;
  versions: VersionSummary[];
  onChange: (id: string) => void;
}) {
  const { t } = useTranslation("versions");
  const labelOf = useVersionLabel();
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
        {props.versions.map((version) => (
          <option key={version.id} value={version.id}>
            {t("version", { number: version.number })} · {labelOf(version)}
          </option>
        ))}
      </select>
    </div>
  );
}

type ComparedProps = {
  versions: VersionSummary[];
  from: VersionSummary;
  to: VersionSummary;
  language: Language;
  onChange: Choice;
};

/** Two versions, word by word. */
export function Compared({ versions, from, to, language, onChange }: ComparedProps) {
  const { t } = useTranslation("versions");
  const { t: tt } = useTranslation("together");
  const slug = useInstrumentSlug();
  const [search] = useSearchParams();
  const comparison = useApi("compare", { from: from.id, to: to.id });
  const chosen = search.get("show");
  return (
    <>
      <div className="compare-tools">
        <Pick
          label={t("from")}
          value={from.id}
          versions={versions}
          onChange={(id) => onChange({ from: id, to: to.id })}
        />
        <Pick
          label={t("to")}
          value={to.id}
          versions={versions}
          onChange={(id) => onChange({ from: from.id, to: id })}
        />
        <Button onClick={() => onChange({ from: to.id, to: from.id })}>{t("swap")}</Button>
        <ToggleGroup.Root
          className="toggle"
          type="single"
          aria-label={t("showing")}
          value={chosen === "all" || chosen === "origins" ? chosen : "changes"}
          onValueChange={(value) => value && onChange({ show: value === "changes" ? "" : value })}
        >
          <ToggleGroup.Item value="changes">{t("changesOnly")}</ToggleGroup.Item>
          <ToggleGroup.Item value="all">{t("wholeText")}</ToggleGroup.Item>
          <ToggleGroup.Item value="origins">{tt("origins")}</ToggleGroup.Item>
        </ToggleGroup.Root>
      </div>
      {chosen === "origins" ? (
        <Origins version={to} slug={slug} language={language} />
      ) : (
        <Await of={comparison}>
          {(data) => {
            const same = data.blocks.every(({ change }) => change === "same");
            return (
              <>
                <p className="muted" role="status">
                  {from.id === to.id ? t("onlyOne") : same ? t("same") : t("counts", data.counts)}
                </p>
                <Redline blocks={data.blocks} language={language} onlyChanges={chosen !== "all" && !same} />
              </>
            );
          }}
        </Await>
      )}
    </>
  );
}
