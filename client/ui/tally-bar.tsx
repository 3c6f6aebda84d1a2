import type { TallyView } from "../../shared/api/views/common";
import { useTranslation } from "../i18n/use-translation";

type TallyBarProps = {
  tally: TallyView;
  /** Yes votes needed with the tally as it is; null: not yet known. */
  needed: number | null;
  /** Members present: the full length of the bar. */
  present: number;
};

function percent(part: number, whole: number): string {
  return `${whole > 0 ? Math.min(100, (100 * part) / whole) : 0}%`;
}

/** Yes, no and abstentions as they come in, with the line that yes must reach. */
export function TallyBar({ tally, needed, present }: TallyBarProps) {
  const { t } = useTranslation("common");
  const whole = Math.max(present, tally.yes + tally.no + tally.abstain, needed ?? 0, 1);
  const at = needed === null ? 0 : needed / whole;
  const spoken = t("tallySpoken", { ...tally, needed: needed ?? "–" });
  return (
    <div className="tally">
      <dl className="tally-figures" data-testid="tally">
        <div>
          <dt>{t("yes")}</dt>
          <dd data-testid="tally-yes">{tally.yes}</dd>
        </div>
        <div>
          <dt>{t("no")}</dt>
          <dd data-testid="tally-no">{tally.no}</dd>
        </div>
        <div>
          <dt>{t("abstain")}</dt>
          <dd data-testid="tally-abstain">{tally.abstain}</dd>
        </div>
      </dl>
      <div className="tally-bar" role="img" aria-label={spoken}>
        <div className="tally-fill">
          <span className="tally-yes" style={{ width: percent(tally.yes, whole) }} />
          <span className="tally-no" style={{ width: percent(tally.no, whole) }} />
          <span className="tally-abstain" style={{ width: percent(tally.abstain, whole) }} />
        </div>
        {needed !== null && (
          <div
            className="tally-threshold"
            data-side={at > 0.85 ? "right" : at < 0.15 ? "left" : "middle"}
            style={{ left: percent(needed, whole) }}
          >
            <span>{t("needed", { count: needed })}</span>
          </div>
        )}
      </div>
    </div>
  );
}

/** `40 – 19 – 10`, always set the same way. */
export function TallyFigures({ tally }: { tally: TallyView }) {
  const { t } = useTranslation("common");
  return (
    <span className="num" title={t("tallyOrder")}>
      {tally.yes} – {tally.no} – {tally.abstain}
    </span>
  );
}

/** How many members are present, and whether they may decide (Rule Q2). */
export function QuorumMeter({
  present,
  members,
  needed,
}: {
  present: number;
  members: number;
  needed: number;
}) {
  const { t } = useTranslation("common");
  const met = present >= needed;
  return (
    <div className="presence-meter">
      <span>{t("presentOf", { present, members })}</span>
      <div className="presence-track" aria-hidden="true">
        <div className="fill" style={{ width: percent(present, members) }} />
        <div className="mark" style={{ left: percent(needed, members) }} />
      </div>
      <span>
        {met ? t("quorumMet", { needed }) : t("quorumMissing", { needed, missing: needed - present })}{" "}
        <span className="rule">{t("rule", { rule: "Q2" })}</span>
      </span>
    </div>
  );
}
