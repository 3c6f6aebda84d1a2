import { useMemo } from "react";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { Language } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import type { AgreementElsewhere } from "../../editor/numbering-plugin";

/** null for the language that is negotiated in: its own paragraphs say it. */
export function useAgreement(instrument: InstrumentView, language: Language): AgreementElsewhere | null {
  const { sourceLanguage, slug } = instrument;
  const follows = language !== sourceLanguage;
  const { data } = useApi("agreement", { instrument: slug }, { enabled: follows });
  return useMemo(
    () => (follows ? { language: sourceLanguage, statuses: new Map(Object.entries(data ?? {})) } : null),
    [follows, sourceLanguage, data],
  );
}
