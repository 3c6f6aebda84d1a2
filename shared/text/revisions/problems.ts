/** Why something of a revised file is in no proposal. Apart from what finds them: screens only need the names. */
export const REVISION_PROBLEMS = [
  "differs",
  "only_in_file",
  "only_in_version",
  "stands_elsewhere",
  "not_placed",
  "on_others",
  "within_others",
  "number_typed",
  "comment",
  "no_revisions",
] as const;
