import { useState } from "react";
import type { CirculationView } from "../../../shared/api/circulation";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import { useApi, useCommand } from "../../app/api";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { Redline } from "../../ui/redline";
import { useToast } from "../../ui/toast";
import { DistanceLine } from "../tracker/distance";
import { Translate } from "./translate";

type InLanguage = CirculationView[number];
type Translation = NonNullable<InLanguage["translation"]>;

/** What an amendment changes, in each language it was circulated in, and for those who may where another one is added. */
export function ProposedChange({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  const { t: tt } = useTranslation("together");
  const names = useNames();
  const { data: circulation = [] } = useApi("circulation", { amendment: amendment.id });
  const [chosen, choose] = useState(amendment.language);
  const [translating, translate] = useState<InLanguage["language"] | null>(null);
  const circulated = circulation.filter(({ translation }) => translation !== null);
  const shown = circulated.find(({ language }) => language === chosen);
  const form = circulation.find(({ language }) => language === translating);
  return (
    <section aria-labelledby="change" className="stack amendment-change">
      <h2 id="change">
        {amendment.parent ? tt("againstParent", { tag: amendment.parent.tag }) : t("change")}
      </h2>
      {circulated.length > 0 && (
        <fieldset className="row language-switch">
          <legend className="visually-hidden">{t("inLanguage")}</legend>
          {[amendment.language, ...circulated.map(({ language }) => language)].map((language) => (
            <label key={language} className="row small">
              <input
                type="radio"
                name={`language of ${amendment.id}`}
                checked={language === (shown?.language ?? amendment.language)}
                onChange={() => choose(language)}
              />
              {language === amendment.language
                ? t("original", { language: names.language(language) })
                : names.language(language)}
            </label>
          ))}
        </fieldset>
      )}
      {shown?.translation ? (
        <InTranslation amendment={amendment} language={shown.language} translation={shown.translation} />
      ) : (
        <AsSubmitted amendment={amendment} />
      )}
      <div className="row">
        {circulation
          .filter(({ permission, language }) => permission.ok && language !== translating)
          .map(({ language, translation }) => (
            <Button key={language} onClick={() => translate(language)}>
              {t(translation ? "translateAgain" : "translate", { language: names.language(language) })}
            </Button>
          ))}
      </div>
      {form?.permission.ok && (
        <Translate
          key={form.language}
          amendment={amendment}
          into={form}
          onDone={(isCirculated) => {
            translate(null);
            if (isCirculated) choose(form.language);
          }}
        />
      )}
    </section>
  );
}

function AsSubmitted({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  const names = useNames();
  const number = amendment.baseVersion.number;
  return (
    <>
      <Redline blocks={amendment.redline} language={amendment.language} onlyChanges />
      <p className="small muted">
        {amendment.form === null
          ? t("noForm", { number })
          : amendment.parent
            ? t("contextParent", { tag: amendment.parent.tag, form: names.form(amendment.form) })
            : t("context", { number, form: names.form(amendment.form) })}
      </p>
      {amendment.distance && (
        <p className="small muted">
          <DistanceLine distance={amendment.distance} />
        </p>
      )}
    </>
  );
}

function InTranslation(props: {
  amendment: AmendmentView;
  language: InLanguage["language"];
  translation: Translation;
}) {
  const say = useToast();
  const apply = useCommand("apply-translation");
  const { id, tag } = props.amendment;
  const { t } = useTranslation("amendment");
  const names = useNames();
  const clock = useClock();
  const { redline, rationale, by, at, isCurrent, putIn, stands } = props.translation;
  const language = names.language(props.language);
  const when = clock.dayAndHour(at);
  return (
    <>
      {!isCurrent && (
        <p>
          <span aria-hidden="true">⚠ </span>
          {t("notCurrent")}
        </p>
      )}
      <Redline blocks={redline} language={props.language} onlyChanges />
      {stands && <p className="small muted">{t("stands", { language })}</p>}
      {putIn && (
        <div className="act">
          <Act
            permission={putIn}
            label={t("putIn", { language })}
            onAct={async () => {
              const { number } = await apply.mutateAsync({ amendment: id, language: props.language });
              say(t("putInDone", { tag, language, number }));
            }}
          />
          {putIn.ok && <p className="small muted">{t("putInHint")}</p>}
        </div>
      )}
      <h3>{t("rationaleIn", { language })}</h3>
      <p className="prose" lang={props.language}>
        {rationale}
      </p>
      <p className="small muted">
        {by ? t("translatedBy", { language, name: by, when }) : t("translatedBySystem", { language, when })}
      </p>
    </>
  );
}
