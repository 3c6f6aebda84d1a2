import { holdsUpText } from "../rules/amendments";
import type { AmendmentSummary } from "./views/amendments";

/** Which amendments of a list are wanted; an empty string: no matter. */
export type Filters = { state: string; paragraph: string; proponent: string; conflict: string };
export const NO_FILTERS: Filters = { state: "", paragraph: "", proponent: "", conflict: "" };

/** `given`: what an address says under each name. */
export function filtersFrom(given: { get(name: string): string | null }): Filters {
  return {
    state: given.get("state") ?? "",
    paragraph: given.get("paragraph") ?? "",
    proponent: given.get("proponent") ?? "",
    conflict: given.get("conflict") ?? "",
  };
}

export function undecided(amendment: Pick<AmendmentSummary, "state">): boolean {
  return holdsUpText(amendment.state as Parameters<typeof holdsUpText>[0]);
}

/** Of a list as well as on its own page. */
type Filtered = Pick<AmendmentSummary, "state" | "anchor" | "delegation" | "sponsors"> & {
  conflicts: readonly unknown[] | null;
  collidesWith: readonly unknown[];
};

export function hasConflict(amendment: Pick<Filtered, "conflicts" | "collidesWith">): boolean {
  return (amendment.conflicts?.length ?? 0) > 0 || amendment.collidesWith.length > 0;
}

function inState(amendment: Filtered, state: string): boolean {
  if (state === "") return true;
  if (state === "needs-decision") return undecided(amendment);
  if (state === "decided") return amendment.state !== "draft" && !undecided(amendment);
  return amendment.state === state;
}

export function matches(amendment: Filtered, filters: Filters): boolean {
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
