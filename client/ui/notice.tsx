import type { ReactNode } from "react";
import { failureOf } from "../app/api";
import { useTranslation } from "../i18n/use-translation";
import { Button } from "./button";
import { useExplain } from "./explain";
import { useNames } from "./names";

type Tone = "plain" | "refused" | "conflict" | "live";

export function Notice({
  tone = "plain",
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div className="notice" data-tone={tone}>
      {title && <p className="title">{title}</p>}
      {children}
    </div>
  );
}

export function RuleMark({ rule }: { rule: string | null | undefined }) {
  const { t } = useTranslation("common");
  return rule ? <span className="rule">{t("rule", { rule })}</span> : null;
}

type ConflictDetail = { kind: string; path: string; ours: string; theirs: string };

function conflictsOf(detail: Record<string, unknown> | undefined): ConflictDetail[] {
  const list = detail?.conflicts;
  if (!Array.isArray(list)) return [];
  return list.filter(
    (one): one is ConflictDetail => typeof one === "object" && one !== null && "path" in one && "kind" in one,
  );
}

/** What went wrong, in words, with the rule, the paragraphs concerned and the id to quote. Renders nothing without an error. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation("common");
  const explain = useExplain();
  const names = useNames();
  if (!error) return null;
  const failure = failureOf(error);
  const conflicts = conflictsOf(failure.detail);
  return (
    <div className="notice" data-tone="refused" role="alert">
      <p>
        {explain(failure)} <RuleMark rule={failure.rule} />
      </p>
      {conflicts.length > 0 && (
        <ul>
          {conflicts.map((one) => (
            <li key={`${one.path} ${one.kind}`}>
              <strong className="num">{one.path}</strong> {names.conflict(one.kind)}
            </li>
          ))}
        </ul>
      )}
      {failure.id && <p className="small muted">{t("quoteId", { id: failure.id })}</p>}
      {onRetry && (
        <div>
          <Button onClick={onRetry}>{t("tryAgain")}</Button>
        </div>
      )}
    </div>
  );
}
