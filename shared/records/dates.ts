import type { Language } from "../text/model";

export const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-CN", fr: "fr", es: "es" };

/**
 * From the first day of a conference to its last, both as `2013-10-21`, in words. Chinese is put together here: the platform's
 * long range has slashes in it.
 */
export function daysInWords(
  language: Language,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
): string {
  const [first, last] = [startsOn, endsOn].map((day) => new Date(`${day}T00:00:00Z`)) as [Date, Date];
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" });
  if (language !== "zh" || startsOn === endsOn) return format.formatRange(first, last);
  const from = format.format(first);
  const to = format.format(last);
  const same = /^\d+年\d+月/.exec(from)?.[0] ?? "";
  return `${from}至${same && to.startsWith(same) ? to.slice(same.length) : to}`;
}
