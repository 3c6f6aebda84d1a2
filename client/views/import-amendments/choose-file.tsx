import { useId, useState } from "react";
import type { AmendmentImport } from "../../../shared/api/import-amendments";
import { MAX_IMPORT_BYTES } from "../../../shared/api/imports";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { type Language, languageShape } from "../../../shared/text/model";
import { previewAmendments, useApi } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { ErrorNotice } from "../../ui/notice";

export type ReadFile = { name: string; preview: AmendmentImport };

/** Which file, and against what it is read; read anew when any of it is chosen otherwise. */
export function ChooseFile({
  instrument,
  onRead,
}: {
  instrument: InstrumentView;
  onRead: (read: ReadFile | null) => void;
}) {
  const { t } = useTranslation("importAmendments");
  const { t: imports } = useTranslation("imports");
  const names = useNames();
  const ids = { language: useId(), version: useId(), file: useId() };
  const [language, setLanguage] = useState<Language>(instrument.sourceLanguage);
  const [version, setVersion] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const versions = useApi("versions", { instrument: instrument.slug, language });
  const isTooLarge = file !== null && file.size > MAX_IMPORT_BYTES;

  const read = async (chosen: File | null, asked: { language: Language; version: string }) => {
    setFile(chosen);
    setError(null);
    onRead(null);
    if (!chosen || chosen.size > MAX_IMPORT_BYTES) return;
    setReading(true);
    try {
      const { name } = chosen;
      const preview = await previewAmendments(chosen, { name, instrument: instrument.slug, ...asked });
      onRead({ name, preview });
    } catch (failure) {
      setError(failure);
    } finally {
      setReading(false);
    }
  };
  return (
    <div className="stack">
      <div className="import-choices">
        <div className="field">
          <label htmlFor={ids.language}>{t("language")}</label>
          <select
            id={ids.language}
            className="input"
            value={language}
            onChange={(event) => {
              const next = languageShape.parse(event.target.value);
              setLanguage(next);
              setVersion("");
              void read(file, { language: next, version: "" });
            }}
          >
            {instrument.languages.map((one) => (
              <option key={one} value={one}>
                {names.language(one)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={ids.version}>{t("against")}</label>
          <select
            id={ids.version}
            className="input"
            value={version}
            onChange={(event) => {
              setVersion(event.target.value);
              void read(file, { language, version: event.target.value });
            }}
          >
            <option value="">{t("foundByWords")}</option>
            {[...(versions.data ?? [])].reverse().map(({ id, number, label }) => (
              <option key={id} value={id}>
                {t("versionOption", { number, label })}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={ids.file}>{t("file")}</label>
          <input
            id={ids.file}
            className="input"
            type="file"
            accept=".docx,.csv,.tsv,.xlsx,.md,.markdown,.txt"
            onChange={(event) => void read(event.target.files?.[0] ?? null, { language, version })}
          />
        </div>
      </div>
      <p className="small">
        <a href="/api/imports/amendments/template.csv" download>
          {t("template")}
        </a>
      </p>
      <p role="status">{reading ? t("reading") : ""}</p>
      {isTooLarge && (
        <p className="notice" data-tone="refused" role="alert">
          {imports("tooLarge")}
        </p>
      )}
      <ErrorNotice error={error} />
    </div>
  );
}
