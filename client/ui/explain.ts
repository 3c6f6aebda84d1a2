import i18next from "i18next";
import type { errors } from "../i18n/en-common";
import { useTranslation } from "../i18n/use-translation";
import { useNames } from "./names";

type Said = { code: string; rule?: string | null; detail?: Record<string, unknown> };

function listed(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(", ") : "";
}

/** One plain sentence for a refusal or failure: what happened, and what can be done. */
export function useExplain(): (said: Said) => string {
  const { t } = useTranslation("errors");
  const { t: common } = useTranslation("common");
  const names = useNames();
  const nameOfState = (state: string) => {
    if (i18next.exists(`names:amendment.${state}`)) return names.amendment(state);
    return i18next.exists(`names:vote.${state}`) ? names.vote(state) : null;
  };
  return ({ code, detail = {} }) => {
    const state = typeof detail.state === "string" ? detail.state : "";
    const tag = typeof detail.tag === "string" ? detail.tag : "";
    if (code === "wrong_state") {
      const stands = nameOfState(state);
      if (stands && tag) return common("tagStandsNow", { tag, state: stands });
      if (stands) return common("standsNow", { state: stands });
    }
    if (code === "wrong_state" && detail.adopted === 0) return common("notImplied");
    if (code === "question_pending" && tag) return common("tagPending", { tag });
    if (code === "not_its_turn" && tag) return common("tagBefore", { tag });
    if (code === "amendment_does_not_fit" && typeof detail.by === "string")
      return common("displaced", {
        by: detail.by,
        state: names.amendment(String(detail.stands)),
        paragraphs: listed(detail.paragraphs),
      });
    const known = i18next.exists(`errors:${code}`) || i18next.exists(`errors:${code}_other`);
    const key = (known ? code : "unknown") as keyof typeof errors & "unknown";
    const count = Number(detail.open ?? detail.brackets ?? detail.missing ?? 0);
    const languages = Array.isArray(detail.languages) ? detail.languages : [];
    return t(key, {
      code,
      count,
      present: String(detail.present ?? "–"),
      needed: String(detail.needed ?? "–"),
      stage: names.standing(String(detail.stage ?? ""), detail.outcome ? String(detail.outcome) : null),
      state,
      paragraphs: listed(detail.paragraphs),
      languages: languages.map((language) => names.language(String(language))).join(", "),
    });
  };
}
