/** Why a line of a list is no proposal. Apart from what finds them: screens only need the names. */
export const LIST_PROBLEMS = [
  "columns_missing",
  "column_unknown",
  "target_missing",
  "target_unknown",
  "target_ambiguous",
  "action_unknown",
  "text_missing",
  "where_missing",
  "words_not_found",
  "words_ambiguous",
  "text_differs",
  "notation_unclear",
  "nothing_changes",
  "other_language",
] as const;
