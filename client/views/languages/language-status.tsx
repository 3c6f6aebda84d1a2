import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi, useCommand } from "../../app/api";
import { notNow } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Badge, type BadgeTone } from "../../ui/badge";
import { useNames } from "../../ui/names";
import { useToast } from "../../ui/toast";
import "./languages.css";

type Text = InstrumentView["texts"][number];

const TONES: Record<Text["concordance"], BadgeTone> = {
  source: "plain",
  concordant: "agreed",
  stale: "bracket",
  unsigned: "plain",
};

function SignOff({ instrument, text }: { instrument: InstrumentView; text: Text }) {
  const { t } = useTranslation("languages");
  const names = useNames();
  const say = useToast();
  const sign = useCommand("sign-off-language");
  const language = names.language(text.language);
  if (text.concordance === "concordant" || text.frozen) return null;
  if (!text.signOff.ok && !notNow(text.signOff)) return null;
  // The others are signed off against the source; the source itself needs nobody's word to go on.
  if (text.language === instrument.sourceLanguage) return null;
  return (
    <Act
      permission={text.signOff}
      label={t("signOff", { language })}
      confirm={{
        title: t("confirmTitle", { language }),
        body: <p>{t("confirmBody")}</p>,
        action: t("signOff", { language }),
      }}
      onAct={async () => {
        await sign.mutateAsync({ instrument: instrument.slug, language: text.language });
        say(t("done", { language }));
      }}
    />
  );
}

function Concordance({ text }: { text: Text }) {
  const { t } = useTranslation("languages");
  return (
    <Badge tone={TONES[text.concordance]}>
      {text.concordance === "concordant" && <span aria-hidden="true">✓</span>}
      {text.concordance === "stale" && <span aria-hidden="true">⚠</span>} {t(text.concordance)}
    </Badge>
  );
}

type StripProps = { instrument: InstrumentView; language: string };

/** One language beside its text, for who has to sign it off; nothing for the others. */
export function LanguageStrip({ instrument, language }: StripProps) {
  const { person } = useMe();
  if (person.role !== "translator" || language === instrument.sourceLanguage) return null;
  return <Strip instrument={instrument} language={language} />;
}

/** What is typed in the source is an act only when its room falls quiet. */
const LOOK_AGAIN_MS = 5_000;

function Strip({ instrument, language }: StripProps) {
  const { t } = useTranslation("languages");
  const names = useNames();
  useApi("instrument", { instrument: instrument.slug }, { everyMs: LOOK_AGAIN_MS });
  const text = instrument.texts.find((one) => one.language === language);
  if (!text) return null;
  return (
    <div className="language-strip">
      <span lang={text.language}>{names.language(text.language)}</span>
      <Concordance text={text} />
      {text.paragraphs && text.concordance !== "concordant" && (
        <span className="small muted">{t("paragraphs", text.paragraphs)}</span>
      )}
      <SignOff instrument={instrument} text={text} />
    </div>
  );
}

/** How the languages stand to the source, and the translator's word for it. */
export function LanguageStatus({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("languages");
  const names = useNames();
  return (
    <section className="stack" aria-labelledby="languages">
      <h2 id="languages">{t("title")}</h2>
      <ul className="languages">
        {instrument.texts.map((text) => (
          <li key={text.language} className="language">
            <span lang={text.language}>{names.language(text.language)}</span>
            <Concordance text={text} />
            <SignOff instrument={instrument} text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}
