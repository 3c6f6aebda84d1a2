import { useId } from "react";
import { useSearchParams } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { VersionSummary } from "../../../shared/api/views/versions";
import type { Language } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { Downloads } from "../../ui/downloads";
import { useNames } from "../../ui/names";
import { LanguageStatus } from "../languages/language-status";
import { Compared } from "./compared";
import { TimeLine } from "./time-line";
import "./versions.css";

function newestFirst(versions: readonly VersionSummary[]): VersionSummary[] {
  return [...versions].sort((a, b) => b.number - a.number);
}

function LanguageChoice(props: {
  instrument: InstrumentView;
  value: Language;
  onChange: (language: string) => void;
}) {
  const { t } = useTranslation("versions");
  const names = useNames();
  const id = useId();
  return (
    <div className="field version-language">
      <label htmlFor={id}>{t("language")}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.instrument.languages.map((language) => (
          <option key={language} value={language}>
            {names.language(language)}
          </option>
        ))}
      </select>
    </div>
  );
}

function VersionsOf({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("versions");
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("language");
  const language = instrument.languages.find((one) => one === wanted) ?? instrument.sourceLanguage;
  const versions = useApi("versions", { instrument: instrument.slug, language });

  const change = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  return (
    <div className="page versions">
      <Await of={versions}>
        {(data) => {
          const list = newestFirst(data);
          const [latest, before] = list;
          const to = list.find(({ id }) => id === search.get("to")) ?? latest;
          const from = list.find(({ id }) => id === search.get("from")) ?? before ?? latest;
          return (
            <>
              <aside className="versions-side stack">
                <LanguageChoice
                  instrument={instrument}
                  value={language}
                  onChange={(next) => change({ language: next, from: "", to: "" })}
                />
                <LanguageStatus instrument={instrument} />
                {list.length === 0 && <p className="muted">{t("none")}</p>}
                {list.length > 0 && (
                  <Downloads list="versions" instrument={instrument.slug} search={{ language }} />
                )}
                <TimeLine
                  instrument={instrument}
                  language={language}
                  versions={list}
                  from={from?.id ?? null}
                  to={to?.id ?? null}
                  onCompare={change}
                />
              </aside>
              <section className="stack" aria-label={t("compare")}>
                {from && to && (
                  <Compared versions={list} from={from} to={to} language={language} onChange={change} />
                )}
              </section>
            </>
          );
        }}
      </Await>
    </div>
  );
}

/** The time line of one language, and any two of its versions word by word. The choice stands in the address. */
export function Versions() {
  const slug = useInstrumentSlug();
  const instrument = useApi("instrument", { instrument: slug });
  return <Await of={instrument}>{(data) => <VersionsOf instrument={data} />}</Await>;
}
