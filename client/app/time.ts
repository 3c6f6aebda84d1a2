import { useTranslation } from "../i18n/use-translation";
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

type Format = Intl.DateTimeFormatOptions;
const HOUR = { hourCycle: "h23", hour: "2-digit", minute: "2-digit" } as const satisfies Format;
const EXACT = { ...HOUR, second: "2-digit", timeZoneName: "short" } as const satisfies Format;
const DAY_AND_HOUR = {
  ...HOUR,
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZoneName: "short",
} as const satisfies Format;
const DAY = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" } as const satisfies Format;

function clockOf(locale: string, timeZone: string): Clock {
  /** Made when it is first needed: to make one takes a browser as long as to draw ten rows. */
  const inFormat = (format: Format) => {
    let made: Intl.DateTimeFormat | undefined;
    return (iso: string) => {
      made ??= new Intl.DateTimeFormat(locale, { timeZone, ...format });
      return made.format(new Date(iso));
    };
  };
  const day = inFormat(DAY);
  return {
    exact: inFormat(EXACT),
    hour: inFormat(HOUR),
    dayAndHour: inFormat(DAY_AND_HOUR),
    day: (date) => day(`${date}T00:00:00Z`),
  };
}

const clocks = new Map<string, Clock>();

/**
 * Times as the conference's own clock shows them, 24 hours: as on the public pages, and as they are spoken of in the room, also
 * for who follows from elsewhere.
 */
export function useClock(): Clock {
  const { i18n } = useTranslation();
  const { timeZone } = useMe().conference;
  const locale = i18n.language === "en" ? "en-GB" : i18n.language;
  const key = `${locale} ${timeZone}`;
  const clock = clocks.get(key) ?? clockOf(locale, timeZone);
  clocks.set(key, clock);
  return clock;
}
