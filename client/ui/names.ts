import i18next from "i18next";
import type { names } from "../i18n/en-common";
import { useTranslation } from "../i18n/use-translation";

type Group = keyof typeof names;

/** Names of states, stages and other values of data as people read them; an unknown value is shown as it is. */
export function useNames() {
  const { t } = useTranslation("names");
  const of = (group: Group) => (value: string) => {
    const key = `${group}.${value.replaceAll(".", "-")}`;
    if (!i18next.exists(`names:${key}`)) return value.replaceAll(/[-_.]/g, " ");
    return t(key as never) as string;
  };
  const stage = of("stage");
  const outcome = of("outcome");
  return {
    stage,
    outcome,
    /** How far a text has come, or how it ended. */
    standing: (at: string, ended: string | null) => (ended ? outcome(ended) : stage(at)),
    amendment: of("amendment"),
    form: of("form"),
    source: of("source"),
    vote: of("vote"),
    result: of("result"),
    majority: of("majority"),
    choice: of("choice"),
    language: of("language"),
    role: of("role"),
    conflict: of("conflict"),
    change: of("change"),
    act: of("act"),
    reason: of("reason"),
    region: of("region"),
    kind: of("kind"),
    programme: of("programme"),
  };
}
