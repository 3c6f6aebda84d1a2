import { useCallback, useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import type { InstrumentView } from "../../../../shared/api/views/instruments";
import { type Language, languageShape } from "../../../../shared/text/model";
import { useMe } from "../../../app/session";

/** Below it there is no room for two columns that can be read (drafting.css has the same). */
const WIDE = "(min-width: 801px)";
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

export type Alongside = {
  /** The other language that was chosen; null: none. */
  other: Language | null;
  isWide: boolean;
  /** The one in the column beside; null: none, or the screen is too narrow for two columns. */
  alongside: Language | null;
  choose: (language: Language | null) => void;
};

/**
 * The language beside the one that is open, as the address says; a translator has the source there unless they put it
 * away.
 */
export function useAlongside(instrument: InstrumentView, language: Language): Alongside {
  const { person } = useMe();
  const [params, setParams] = useSearchParams();
  const isWide = useIsWide();
  const asked = params.get("with");
  const usual = person.role === "translator" ? instrument.sourceLanguage : null;
  const wanted = asked === NONE ? null : (languageShape.safeParse(asked).data ?? usual);
  const isThere = instrument.texts.some((one) => one.language === wanted);
  const other = isThere && wanted !== language ? wanted : null;
  const choose = useCallback(
    (next: Language | null) =>
      setParams(
        (now) => {
          now.set("with", next ?? NONE);
          return now;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { alongside: isWide ? other : null, isWide, other, choose };
}
