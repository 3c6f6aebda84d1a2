import type { Words } from "../../shared/api/views/common";
import { useTranslation } from "../i18n/use-translation";

/** Words in the language of the interface, else in English. */
export function wordsIn(words: Words, language: string): string {
  const wanted = language.slice(0, 2);
  const found = wanted === "zh" || wanted === "fr" || wanted === "es" ? words[wanted] : words.en;
  return found ?? words.en;
}

export function useWords(): (words: Words) => string {
  const { i18n } = useTranslation();
  return (words) => wordsIn(words, i18n.language);
}
