import { type ReactNode, useId, useState } from "react";
import { useNavigate } from "react-router";
import type { ConferenceView } from "../../../shared/api/views/conference";
import { type Language, languageShape } from "../../../shared/text/model";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useNames } from "../../ui/names";

/** The secretariat begins an instrument; then comes the file that it is to start from. */
export function NewInstrument({ conference }: { conference: ConferenceView }) {
  const { t } = useTranslation("imports");
  const names = useNames();
  const navigate = useNavigate();
  const create = useCommand("create-instrument");
  const [titles, setTitles] = useState<Partial<Record<Language, string>>>({});
  const [verb, setVerb] = useState<"adopt" | "approve">("adopt");
  const [symbol, setSymbol] = useState("");
  const [source, setSource] = useState<Language>("en");
  const titleOf = (language: Language) => titles[language]?.trim() || undefined;
  if (!permission(conference.permissions, "create_instrument").ok) return null;
  const send = async () => {
    const { instrument } = await create.mutateAsync({
      title: { en: titleOf("en") ?? "", zh: titleOf("zh"), fr: titleOf("fr"), es: titleOf("es") },
      verb,
      symbol: symbol.trim(),
      sourceLanguage: source,
    });
    await navigate(`/app/${instrument}/import/${source}`);
  };
  return (
    <FormDialog
      trigger={<Button>{t("new")}</Button>}
      title={t("new")}
      action={t("create")}
      ready={titleOf("en") !== undefined && symbol.trim().length > 1}
      onSend={send}
    >
      {conference.languages.map((language) => (
        <Field key={language} label={t("titleIn", { language: names.language(language) })}>
          {(id) => (
            <input
              id={id}
              className="input"
              lang={language}
              required={language === "en"}
              maxLength={300}
              value={titles[language] ?? ""}
              onChange={(event) => setTitles({ ...titles, [language]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t("symbol")}>
        {(id) => (
          <input
            id={id}
            className="input"
            maxLength={64}
            value={symbol}
            onChange={(event) => setSymbol(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("verb")}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={verb}
            onChange={(event) => setVerb(event.target.value === "approve" ? "approve" : "adopt")}
          >
            <option value="adopt">{t("adopt")}</option>
            <option value="approve">{t("approve")}</option>
          </select>
        )}
      </Field>
      <Field label={t("source")}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={source}
            onChange={(event) => setSource(languageShape.parse(event.target.value))}
          >
            {conference.languages.map((language) => (
              <option key={language} value={language}>
                {names.language(language)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
