import { useTranslation } from "react-i18next";
import type { InstrumentView } from "../../../shared/api/views";
import { useCommand } from "../../app/api";
import { notNow } from "../../app/permissions";
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
  const isSource = text.language === instrument.sourceLanguage;
  // The others are signed off against the source; the source itself needs nobody's word to go on.
  if (isSource) return null;
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
            <Badge tone={TONES[text.concordance]}>
              {text.concordance === "concordant" && <span aria-hidden="true">✓</span>}
              {text.concordance === "stale" && <span aria-hidden="true">⚠</span>} {t(text.concordance)}
            </Badge>
            <SignOff instrument={instrument} text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}
