import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export type Clock = {
  /** 16:42:07 */
  exact: (iso: string) => string;
  /** 16:42 */
  hour: (iso: string) => string;
  /** 22 Oct 2013, 16:42 */
  dayAndHour: (iso: string) => string;
  /** Tuesday, 22 October, from a calendar date such as 2013-10-22 */
  day: (date: string) => string;
};

/** Times as people on the spot read them: their own clock, 24 hours. */
export function useClock(): Clock {
  const { i18n } = useTranslation();
  const locale = i18n.language === "en" ? "en-GB" : i18n.language;
  return useMemo(() => {
    const exact = new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" });
    const hour = new Intl.DateTimeFormat(locale, { timeStyle: "short", hourCycle: "h23" });
    const both = new Intl.DateTimeFormat(locale, {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
    });
    const day = new Intl.DateTimeFormat(locale, {
      weekday: "long",
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    });
    return {
      exact: (iso) => exact.format(new Date(iso)),
      hour: (iso) => hour.format(new Date(iso)),
      dayAndHour: (iso) => both.format(new Date(iso)),
      day: (date) => day.format(new Date(`${date}T00:00:00Z`)),
    };
  }, [locale]);
}
