// NUL is refused by Postgres; half of a surrogate pair has no UTF-8, so the record could not be hashed.
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** The places of a parsed body, as `patch.changes.0.after`, whose text holds a character that cannot be kept. */
export function unstorablePlaces(value: unknown, place = ""): string[] {
  if (typeof value === "string") return UNSTORABLE.test(value) ? [place] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    unstorablePlaces(member, place === "" ? name : `${place}.${name}`),
  );
}
