import { AMENDMENT_SOURCES, type AmendmentSource } from "../../shared/api/import-amendments";
import type { Words } from "../../shared/api/views/common";

/** Who there is to be named: delegations, and whom people belong to. */
export type Known = {
  delegations: readonly { code: string; name: Words }[];
  people: readonly { name: string; delegation: string | null }[];
};

function plain(said: string): string {
  return said
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * The delegation that a file names: by its code, by its name in one of the languages, by the name of somebody who is of it, or by its name
 * among other words ("Delegation of Kenya"). null: none, or not one alone.
 */
export function delegationNamed(said: string, { delegations, people }: Known): string | null {
  const words = plain(said);
  if (words === "") return null;
  const byCode = delegations.find(({ code }) => code === said.trim().toUpperCase());
  if (byCode) return byCode.code;
  const named = delegations.flatMap(({ code, name }) =>
    Object.values(name)
      .filter((one) => one !== undefined)
      .map((one) => ({ code, name: plain(one) })),
  );
  const exact = named.find(({ name }) => name === words);
  if (exact) return exact.code;
  const person = people.filter(({ name }) => plain(name) === words);
  if (person.length > 0) return person.length === 1 ? (person[0]?.delegation ?? null) : null;
  const within = named
    .filter(({ name }) => name !== "" && ` ${words} `.includes(` ${name} `))
    .sort((a, b) => b.name.length - a.name.length);
  // Of Guinea and Papua New Guinea the longer one is meant.
  const [longest] = within;
  const rivals = new Set(within.filter(({ name }) => !longest?.name.includes(name)).map(({ code }) => code));
  return longest && rivals.size === 0 ? longest.code : null;
}

const FORUMS: readonly [AmendmentSource, RegExp][] = [
  ["mayors-forum", /\b(mayors?|maires|alcaldes)\b|市长/],
  ["forum-africa", /\b(africa|african|afrique|africano)\b|非洲/],
  ["forum-arab-states", /\b(arab|arabes|arabe|arabs)\b|阿拉伯/],
  ["forum-asia-pacific", /\b(asia|asian|asie|pacific|pacifique|pacifico)\b|亚洲|亚太/],
  ["forum-latin-america-caribbean", /\b(latin|latine|latina|caribbean|caraibes|caribe)\b|拉丁美洲|加勒比/],
  ["forum-europe-north-america", /\b(europe|european|europa)\b|欧洲/],
];

/** The forum that a file names, by the record's own word for it or by its region; null: none. */
export function sourceNamed(said: string): AmendmentSource | null {
  const words = plain(said);
  const code = AMENDMENT_SOURCES.find((source) => plain(source) === words);
  return code ?? FORUMS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
