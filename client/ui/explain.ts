import i18next from "i18next";
import type { errors } from "../i18n/en-common";
import { useTranslation } from "../i18n/use-translation";
import { useNames } from "./names";

type Said = { code: string; rule?: string | null; detail?: Record<string, unknown> };

/** One plain sentence for a refusal or failure: what happened, and what can be done. */
export function useExplain(): (said: Said) => string {
  const { t } = useTranslation("errors");
  const { t: common } = useTranslation("common");
  const names = useNames();
  return ({ code, detail = {} }) => {
    const state = typeof detail.state === "string" ? detail.state : "";
    if (code === "wrong_state" && i18next.exists(`names:amendment.${state}`))
      return common("standsNow", { state: names.amendment(state) });
    if (code === "wrong_state" && detail.adopted === 0) return common("notImplied");
    const known = i18next.exists(`errors:${code}`) || i18next.exists(`errors:${code}_other`);
    const key = (known ? code : "unknown") as keyof typeof errors & "unknown";
    const count = Number(detail.open ?? detail.brackets ?? detail.missing ?? 0);
    const paragraphs = Array.isArray(detail.paragraphs) ? detail.paragraphs : [];
    const languages = Array.isArray(detail.languages) ? detail.languages : [];
    return t(key, {
      code,
      count,
      present: String(detail.present ?? "–"),
      needed: String(detail.needed ?? "–"),
      stage: names.standing(String(detail.stage ?? ""), detail.outcome ? String(detail.outcome) : null),
      state,
      paragraphs: paragraphs.map(String).join(", "),
      languages: languages.map((language) => names.language(String(language))).join(", "),
    });
  };
}
