import { type ReactNode, useId, useState } from "react";
import { BODY_SLUGS } from "../../../shared/rules/people";
import type { PresetKey } from "../../../shared/rules/preset-values";
import { MAJORITIES, METHODS, type Preset, type Share, type Sides } from "../../../shared/rules/presets";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { MINUTE_MS, shareKey } from "./value-text";

const SHARES: readonly Share[] = [
  { numerator: 1, denominator: 4, strict: false },
  { numerator: 1, denominator: 3, strict: false },
  { numerator: 1, denominator: 2, strict: false },
  { numerator: 1, denominator: 2, strict: true },
  { numerator: 2, denominator: 3, strict: false },
  { numerator: 3, denominator: 4, strict: false },
];

type FieldProps = {
  preset: Preset;
  field: PresetKey;
  /** What the field is, for those who hear it. */
  label: string;
  bodyName: (slug: string) => string;
  onChange(change: Partial<Preset>): void;
};

/** One value of the rules, to be changed. */
export function ValueField({ preset, field, label, bodyName, onChange }: FieldProps): ReactNode {
  const { t } = useTranslation("rules");
  const names = useNames();
  const put = (value: unknown) => onChange({ [field]: value } as Partial<Preset>);
  switch (field) {
    case "debateQuorum":
      return BODY_SLUGS.map((slug) => (
        <ShareField
          key={slug}
          label={`${label}, ${bodyName(slug)}`}
          shown={bodyName(slug)}
          value={preset.debateQuorum[slug]}
          onChange={(share) => put({ ...preset.debateQuorum, [slug]: share })}
        />
      ));
    case "decisionQuorum":
      return <ShareField label={label} value={preset.decisionQuorum} onChange={put} />;
    case "tie":
      return (
        <Choice
          label={label}
          value={preset.tie}
          onChange={(one) => put(one)}
          options={["rejected", "second_vote"]}
        >
          {(one) => t(`tie.${one}`)}
        </Choice>
      );
    case "amendmentsFollowProposal":
      return (
        <Choice
          label={label}
          value={preset.amendmentsFollowProposal ? "yes" : "no"}
          onChange={(one) => put(one === "yes")}
          options={["yes", "no"]}
        >
          {(one) => t(one)}
        </Choice>
      );
    case "lateAmendments":
      return (
        <Choice
          label={label}
          value={preset.lateAmendments}
          onChange={(one) => put(one)}
          options={["waiver", "refused"]}
        >
          {(one) => t(`late.${one}`)}
        </Choice>
      );
    case "division":
      return (
        <Choice
          label={label}
          value={preset.division}
          onChange={(one) => put(one)}
          options={["on_request", "vote_on_objection"]}
        >
          {(one) => t(`division.${one}`)}
        </Choice>
      );
    case "proposalMajority":
    case "reconsiderationMajority":
    case "closeDebateMajority":
      return (
        <Choice label={label} value={preset[field]} onChange={put} options={MAJORITIES}>
          {(one) => names.majority(one)}
        </Choice>
      );
    case "reconsiderationSpeakers":
    case "adjournDebateSpeakers":
    case "closeDebateSpeakers":
      return <SidesField label={label} value={preset[field]} onChange={put} />;
    case "methods":
      return <MethodsField label={label} value={preset.methods} onChange={put} />;
    case "speakingMs":
      return (
        <NumberField
          label={label}
          value={preset.speakingMs / MINUTE_MS}
          step={0.5}
          onChange={(minutes) => put(Math.round(minutes * MINUTE_MS))}
        />
      );
    case "repliesMs":
      return <RepliesField label={label} value={preset.repliesMs} onChange={put} />;
    case "secondersNeeded":
    case "rollCallRequests":
      return <NumberField label={label} value={preset[field]} onChange={put} />;
  }
}

function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: readonly T[];
  onChange(value: T): void;
  children(option: T): string;
}) {
  const { label, value, options, onChange, children } = props;
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={({ target }) => {
        const chosen = options.find((one) => one === target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {options.map((one) => (
        <option key={one} value={one}>
          {children(one)}
        </option>
      ))}
    </select>
  );
}

function ShareField(props: { label: string; shown?: string; value: Share; onChange(value: Share): void }) {
  const { label, shown, value, onChange } = props;
  const { t, i18n } = useTranslation("rules");
  const key = shareKey(value);
  const shares = SHARES.some((one) => shareKey(one) === key) ? SHARES : [...SHARES, value];
  return (
    <span className="row">
      {shown && <span aria-hidden="true">{shown}</span>}
      <Choice
        label={label}
        value={key}
        options={shares.map(shareKey)}
        onChange={(chosen) => onChange(shares.find((one) => shareKey(one) === chosen) ?? value)}
      >
        {(one) => (i18n.exists(`rules:share.${one}`) ? t(`share.${one}` as never) : one)}
      </Choice>
    </span>
  );
}

function NumberField(props: { label: string; value: number; step?: number; onChange(value: number): void }) {
  const { label, value, step = 1, onChange } = props;
  return (
    <input
      className="input num rules-number"
      type="number"
      aria-label={label}
      min={0}
      step={step}
      value={Number.isNaN(value) ? "" : value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
    />
  );
}

function SidesField(props: { label: string; value: Sides; onChange(value: Sides): void }) {
  const { label, value, onChange } = props;
  const { t } = useTranslation("rules");
  return (
    <span className="row">
      <span aria-hidden="true">{t("forSide")}</span>
      <NumberField
        label={`${label}: ${t("forSide")}`}
        value={value.for}
        onChange={(count) => onChange({ ...value, for: count })}
      />
      <span aria-hidden="true">{t("againstSide")}</span>
      <NumberField
        label={`${label}: ${t("againstSide")}`}
        value={value.against}
        onChange={(count) => onChange({ ...value, against: count })}
      />
    </span>
  );
}

type Methods = Preset["methods"];

function MethodsField(props: { label: string; value: Methods; onChange(value: Methods): void }) {
  const { label, value, onChange } = props;
  const { t } = useTranslation("rules");
  const name = useId();
  const [first] = value;
  return (
    <fieldset className="stack rules-methods">
      <legend className="visually-hidden">{label}</legend>
      {METHODS.map((method) => (
        <span key={method} className="row">
          <label className="row">
            <input
              type="checkbox"
              checked={value.includes(method)}
              onChange={({ target }) =>
                onChange(target.checked ? [...value, method] : value.filter((one) => one !== method))
              }
            />
            {t(`method.${method}`)}
          </label>
          {value.includes(method) && (
            <label className="row small muted">
              <input
                type="radio"
                name={name}
                checked={method === first}
                onChange={() => onChange([method, ...value.filter((one) => one !== method)])}
              />
              {t("firstMethod")}
              <span className="visually-hidden">: {t(`method.${method}`)}</span>
            </label>
          )}
        </span>
      ))}
    </fieldset>
  );
}

function RepliesField(props: {
  label: string;
  value: readonly number[];
  onChange(value: readonly number[]): void;
}) {
  const { label, value, onChange } = props;
  const written = value.map((ms) => ms / MINUTE_MS).join(", ");
  const [text, setText] = useState(written);
  const minutes = (words: string) =>
    words.split(/[,;\s]+/).flatMap((one) => (one === "" ? [] : [Number(one)]));
  const isSame = minutes(text).join() === value.map((ms) => ms / MINUTE_MS).join();
  return (
    <input
      className="input num rules-number"
      inputMode="decimal"
      aria-label={label}
      value={isSame ? text : written}
      onChange={({ target }) => {
        setText(target.value);
        onChange(minutes(target.value).map((one) => Math.round(one * MINUTE_MS)));
      }}
    />
  );
}
