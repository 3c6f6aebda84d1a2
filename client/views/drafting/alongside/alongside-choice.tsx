import { useId } from "react";
import type { InstrumentView } from "../../../../shared/api/views/instruments";
import { type Language, languageShape } from "../../../../shared/text/model";
import { useTranslation } from "../../../i18n/use-translation";
import { useNames } from "../../../ui/names";

type Props = {
  instrument: InstrumentView;
  language: Language;
  alongside: Language | null;
  onChoose: (language: Language | null) => void;
};

/** Which language stands beside the text; not shown where there is no room for two. */
export function AlongsideChoice({ instrument, language, alongside, onChoose }: Props) {
  const { t } = useTranslation("languages");
  const names = useNames();
  const id = useId();
  return (
    <span className="alongside-choice">
      <label htmlFor={id} className="small muted">
        {t("alongside")}
      </label>
      <select
        id={id}
        className="input"
        value={alongside ?? ""}
        onChange={(event) => onChoose(languageShape.safeParse(event.target.value).data ?? null)}
      >
        <option value="">{t("alongsideNone")}</option>
        {instrument.languages
          .filter((one) => one !== language)
          .map((one) => (
            <option key={one} value={one}>
              {names.language(one)}
            </option>
          ))}
      </select>
    </span>
  );
}
