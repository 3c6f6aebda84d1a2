import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import type { InstrumentView } from "../../../../shared/api/views";
import { type Language, languageShape } from "../../../../shared/text/model";
import { useMe } from "../../../app/session";

/** Below it there is no room for two columns that can be read. */
const WIDE = "(min-width: 900px)";
const NONE = "none";

function useIsWide(): boolean {
  const [isWide, setIsWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const look = () => setIsWide(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return isWide;
}

/**
 * The language beside the one that is open, as the address says; a translator has the source there unless they put it
 * away. null: none, or the screen is too narrow.
 */
export function useAlongside(
  instrument: InstrumentView,
  language: Language,
): { alongside: Language | null; choose: (language: Language | null) => void } {
  const { person } = useMe();
  const [params, setParams] = useSearchParams();
  const isWide = useIsWide();
  const asked = params.get("with");
  const usual = person.role === "translator" ? instrument.sourceLanguage : null;
  const wanted = asked === NONE ? null : (languageShape.safeParse(asked).data ?? usual);
  const isThere = instrument.texts.some((one) => one.language === wanted);
  const alongside = isWide && isThere && wanted !== language ? wanted : null;
  return {
    alongside,
    choose: (next) =>
      setParams(
        (now) => {
          now.set("with", next ?? NONE);
          return now;
        },
        { replace: true },
      ),
  };
}
