import { useId, useState } from "react";
import type { RulesView } from "../../../shared/api/rules";
import type { ConferenceView } from "../../../shared/api/views/conference";
import { PRESET_KEYS, PRESET_VALUES, type PresetKey } from "../../../shared/rules/preset-values";
import {
  changedValues,
  PRESET_NAMES,
  PRESETS,
  type Preset,
  presetProblems,
} from "../../../shared/rules/presets";
import { useApi, useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Await } from "../../ui/await";
import { Button } from "../../ui/button";
import { PageTitle } from "../../ui/page-title";
import { useToast } from "../../ui/toast";
import { ValueField } from "./value-field";
import { useValueText } from "./value-text";
import "./rules.css";

/** The rules that the conference is held under: for everybody to read, and until it opens for the secretariat to lay down. */
export function Rules() {
  const { t } = useTranslation("rules");
  const rules = useApi("rules", {});
  const conference = useApi("conference", {});
  return (
    <div className="page">
      <PageTitle parts={[t("title")]} />
      <header className="stack">
        <h1>{t("title")}</h1>
        <p className="prose">{t("intro")}</p>
      </header>
      <Await of={conference}>
        {(about) => (
          <Await of={rules}>
            {(data) => <InForce key={data.revision} rules={data} conference={about} />}
          </Await>
        )}
      </Await>
    </div>
  );
}

function InForce({ rules, conference }: { rules: RulesView; conference: ConferenceView }) {
  const { t } = useTranslation("rules");
  const words = useWords();
  const clock = useClock();
  const mayChange = permission(rules.permissions, "change_rules").ok && !rules.opened;
  const [preset, setPreset] = useState<Preset>(rules.preset);
  const bodyName = (slug: string) => {
    const body = conference.bodies.find((one) => one.slug === slug);
    return body ? words(body.name) : slug;
  };
  const different = new Set(changedValues(PRESETS[preset.name], preset));
  const isChanged = preset.name !== rules.preset.name || changedValues(rules.preset, preset).length > 0;
  return (
    <div className="stack">
      <p>
        <strong>{rules.opened ? t("stand") : t("notYet")}</strong>{" "}
        <a href={`/${conference.slug}/rules`}>{t("publicPage")}</a>
      </p>
      {mayChange ? (
        <PresetChoice preset={preset} onChoose={setPreset} />
      ) : (
        <p>
          {t("copied")}: {t(`preset.${preset.name}`)}
        </p>
      )}
      <p className="muted">{different.size === 0 ? t("asIs") : t("differs", { count: different.size })}</p>
      {rules.changedAt && (
        <p className="small muted">
          {t("changedBy", { name: rules.changedBy ?? "", when: clock.dayAndHour(rules.changedAt) })}
        </p>
      )}
      <dl className="rules-list">
        {PRESET_KEYS.map((key) => (
          <Value
            key={key}
            field={key}
            preset={preset}
            differs={different.has(key)}
            bodyName={bodyName}
            onChange={mayChange ? (change) => setPreset({ ...preset, ...change }) : null}
          />
        ))}
      </dl>
      {mayChange && isChanged && (
        <LayDown rules={rules} preset={preset} onDiscard={() => setPreset(rules.preset)} />
      )}
    </div>
  );
}

function PresetChoice({ preset, onChoose }: { preset: Preset; onChoose(preset: Preset): void }) {
  const { t } = useTranslation("rules");
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("choose")}</label>
      <select
        id={id}
        className="input"
        value={preset.name}
        onChange={({ target }) => {
          const chosen = PRESET_NAMES.find((name) => name === target.value);
          if (chosen) onChoose(PRESETS[chosen]);
        }}
      >
        {PRESET_NAMES.map((name) => (
          <option key={name} value={name}>
            {t(`preset.${name}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

type ValueProps = {
  field: PresetKey;
  preset: Preset;
  /** From the preset that it was copied from. */
  differs: boolean;
  bodyName: (slug: string) => string;
  /** null: it can only be read. */
  onChange: ((change: Partial<Preset>) => void) | null;
};

function Value({ field, preset, differs, bodyName, onChange }: ValueProps) {
  const { t } = useTranslation("rules");
  const text = useValueText(bodyName);
  const { rules, sources } = PRESET_VALUES[field];
  const copied = PRESETS[preset.name];
  return (
    <div className="rules-value" data-differs={differs || undefined}>
      <dt>
        {t(`label.${field}`)}{" "}
        <span className="small muted">
          {[...rules, ...(differs ? [] : [t(`source.${sources[preset.name]}`)])].join(" · ")}
        </span>
      </dt>
      <dd className="stack">
        {onChange ? (
          <ValueField
            preset={preset}
            field={field}
            label={t(`label.${field}`)}
            bodyName={bodyName}
            onChange={onChange}
          />
        ) : (
          <span>{text(preset, field)}</span>
        )}
        {differs && (
          <span className="row small">
            <span>
              <span aria-hidden="true">≠ </span>
              {t("inPreset", { value: text(copied, field) })}
            </span>
            {onChange && (
              <Button tone="quiet" onClick={() => onChange({ [field]: copied[field] } as Partial<Preset>)}>
                {t("back")}
                <span className="visually-hidden">: {t(`label.${field}`)}</span>
              </Button>
            )}
          </span>
        )}
      </dd>
    </div>
  );
}

function LayDown(props: { rules: RulesView; preset: Preset; onDiscard(): void }) {
  const { rules, preset, onDiscard } = props;
  const { t } = useTranslation("rules");
  const say = useToast();
  const change = useCommand("change-rules");
  const problems = presetProblems(preset);
  const labels = [...new Set(problems.map(({ path }) => path.split(".")[0] as PresetKey))].map((key) =>
    t(`label.${key}`),
  );
  return (
    <div className="rules-act row">
      {problems.length > 0 ? (
        <p role="alert">{t("wrong", { places: labels.join("; ") })}</p>
      ) : (
        <Act
          permission={permission(rules.permissions, "change_rules")}
          label={t("save")}
          tone="primary"
          confirm={{ title: t("saveTitle"), body: <p>{t("saveBody")}</p>, action: t("save") }}
          onAct={async () => {
            const { methods, repliesMs } = preset;
            const sent = { ...preset, methods: [...methods], repliesMs: [...repliesMs] };
            await change.mutateAsync({ preset: sent, revision: rules.revision });
            say(t("saved"));
          }}
        />
      )}
      <Button onClick={onDiscard}>{t("discard")}</Button>
    </div>
  );
}
