import i18next, { type TFunction } from "i18next";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { en } from "./en";

type Part = keyof typeof en;
type Translation<P extends Part> = { t: TFunction<P>; i18n: typeof i18next };

const Language = createContext("en");

/** Whoever shows words shows them anew when the language changes. */
export function Languages({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(i18next.language);
  useEffect(() => {
    i18next.on("languageChanged", setLanguage);
    return () => i18next.off("languageChanged", setLanguage);
  }, []);
  return <Language value={language}>{children}</Language>;
}

const made = new Map<string, Translation<Part>>();

/**
 * The words of one part of the screens. Made once for each part and language: a list of a thousand rows asks for them ten thousand times,
 * which is why this is not react-i18next's, who copies i18next each time.
 */
export function useTranslation<P extends Part = "common">(part?: P): Translation<P> {
  const language = useContext(Language);
  const key = `${language} ${part}`;
  const known = made.get(key) ?? { t: i18next.getFixedT(language, part ?? "common"), i18n: i18next };
  made.set(key, known as Translation<Part>);
  return known as Translation<P>;
}
