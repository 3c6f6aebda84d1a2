import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "./session";

export type Clock = {
  /** 16:42:07 GMT+8 */
  exact: (iso: string) => string;
  /** 16:42 */
  hour: (iso: string) => string;
  /** 22 Oct 2013, 16:42 GMT+8 */
  dayAndHour: (iso: string) => string;
  /** Tuesday, 22 October, from a calendar date such as 2013-10-22 */
  day: (date: string) => string;
};

/**
 * Times as the conference's own clock shows them, 24 hours: as on the public pages, and as they are spoken of in the room, also
 * for who follows from elsewhere.
 */
export function useClock(): Clock {
  const { i18n } = useTranslation();
  const { timeZone } = useMe().conference;
  const locale = i18n.language === "en" ? "en-GB" : i18n.language;
  return useMemo(() => {
    const there = { timeZone, hourCycle: "h23", hour: "2-digit", minute: "2-digit" } as const;
    const exact = new Intl.DateTimeFormat(locale, { ...there, second: "2-digit", timeZoneName: "short" });
    const hour = new Intl.DateTimeFormat(locale, there);
    const both = new Intl.DateTimeFormat(locale, {
      ...there,
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZoneName: "short",
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
  }, [locale, timeZone]);
}
