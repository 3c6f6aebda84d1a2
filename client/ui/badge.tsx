import type { ReactNode } from "react";
import { useNames } from "./names";

export type BadgeTone = "plain" | "live" | "agreed" | "refused" | "bracket" | "conflict";

export function Badge({ tone = "plain", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  );
}

/** How far an instrument has come; its outcome once it is decided. */
export function StageBadge({ stage, outcome }: { stage: string; outcome: string | null }) {
  const names = useNames();
  if (outcome) {
    const good = outcome === "adopted" || outcome === "approved";
    const tone = outcome === "deferred" ? "bracket" : "refused";
    return (
      <Badge tone={good ? "agreed" : tone}>
        {good && <span aria-hidden="true">✓</span>} {names.outcome(outcome)}
      </Badge>
    );
  }
  return <Badge tone={stage === "final_question" ? "live" : "plain"}>{names.stage(stage)}</Badge>;
}

const AMENDMENT_TONES: Record<string, BadgeTone> = {
  voting: "live",
  adopted: "agreed",
  incorporated: "agreed",
  rejected: "refused",
  inadmissible: "refused",
  needs_rebase: "conflict",
};

export function AmendmentBadge({ state }: { state: string }) {
  const names = useNames();
  return <Badge tone={AMENDMENT_TONES[state] ?? "plain"}>{names.amendment(state)}</Badge>;
}
