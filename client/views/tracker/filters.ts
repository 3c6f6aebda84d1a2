import type { AmendmentView } from "../../../shared/api/views";
import { holdsUpText } from "../../../shared/rules/amendments";

/** What the address says is wanted; an empty string: no matter. */
export type Filters = { state: string; paragraph: string; proponent: string; conflict: string };
export const NO_FILTERS: Filters = { state: "", paragraph: "", proponent: "", conflict: "" };

export function filtersFrom(search: URLSearchParams): Filters {
  return {
    state: search.get("state") ?? "",
    paragraph: search.get("paragraph") ?? "",
    proponent: search.get("proponent") ?? "",
    conflict: search.get("conflict") ?? "",
  };
}

export function undecided(amendment: AmendmentView): boolean {
  return holdsUpText(amendment.state as Parameters<typeof holdsUpText>[0]);
}

export function hasConflict(amendment: AmendmentView): boolean {
  return (amendment.conflicts?.length ?? 0) > 0 || amendment.collidesWith.length > 0;
}

function inState(amendment: AmendmentView, state: string): boolean {
  if (state === "") return true;
  if (state === "needs-decision") return undecided(amendment);
  if (state === "decided") return amendment.state !== "draft" && !undecided(amendment);
  return amendment.state === state;
}

export function matches(amendment: AmendmentView, filters: Filters): boolean {
  const { paragraph, proponent, conflict } = filters;
  return (
    inState(amendment, filters.state) &&
    (paragraph === "" || (amendment.anchor?.path ?? "-") === paragraph) &&
    (proponent === "" ||
      amendment.delegation.code === proponent ||
      amendment.sponsors.some(({ code }) => code === proponent)) &&
    (conflict === "" || hasConflict(amendment) === (conflict === "with"))
  );
}

const ORDER = ["Title", "Organ", "PP", "OP"];

function rank(path: string): number {
  const index = ORDER.findIndex((prefix) => path.startsWith(prefix));
  return index < 0 ? ORDER.length : index;
}

const inNumbers = new Intl.Collator("en", { numeric: true });

/** As paragraphs follow each other in a text: the preamble before the operative part, by number within. */
export function comparePaths(a: string, b: string): number {
  return rank(a) - rank(b) || inNumbers.compare(a, b);
}
