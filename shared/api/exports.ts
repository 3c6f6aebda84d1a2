/**
 * Lists that can be taken away as a file: `GET /api/lists/<list>.<format>?instrument=`, amendments and conflicts with the tracker's filters,
 * versions with `language=`.
 */
export const LISTS = [
  "amendments",
  "conflicts",
  "votes",
  "ballots",
  "versions",
  "delegations",
  "record",
] as const;
export type ListName = (typeof LISTS)[number];

export const LIST_FORMATS = ["csv", "xlsx"] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];
