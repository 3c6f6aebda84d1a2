import { useId } from "react";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";

const HOUR_MS = 3_600_000;
/** A month: nobody waits longer, and a slip of the finger does. */
const MOST_HOURS = 744;

/** When so many hours from now will be over; null: no such time. */
export function momentIn(hours: string): Date | null {
  const ms = Number(hours) * HOUR_MS;
  return hours.trim() !== "" && ms > 0 && ms <= MOST_HOURS * HOUR_MS ? new Date(Date.now() + ms) : null;
}

/** A deadline as hours from now, and said as the conference's own clock will show it. */
export function MomentField({ hours, onChange }: { hours: string; onChange: (hours: string) => void }) {
  const { t } = useTranslation("meeting");
  const clock = useClock();
  const id = useId();
  const moment = momentIn(hours);
  return (
    <div className="field">
      <label htmlFor={id}>{t("hours")}</label>
      <input
        id={id}
        className="input"
        type="number"
        min={0.05}
        max={MOST_HOURS}
        step="any"
        required
        value={hours}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="small muted num" role="status">
        {moment ? t("until", { time: clock.dayAndHour(moment.toISOString()) }) : t("noMoment")}
      </p>
    </div>
  );
}
