import type { CommandBody } from "../../../shared/api/commands";
import type { AmendmentSource, ProposalView } from "../../../shared/api/import-amendments";

/** A proposal of the file as the person at the screen has put it right. `delegation` "": not chosen yet. */
export type Choice = Omit<ProposalView, "delegation"> & {
  isTaken: boolean;
  delegation: string;
  /** Why the server did not take it. */
  refused: { code: string; rule: string | null; detail?: Record<string, unknown> } | null;
};

export function choicesOf(proposals: readonly ProposalView[]): Choice[] {
  return proposals.map((one) => ({
    ...one,
    delegation: one.delegation ?? "",
    isTaken: true,
    refused: null,
  }));
}

/** Whose revisions they are, or null for the lines of a list: in the order of the file. */
export function groupsOf(choices: readonly Choice[]): { by: string | null; places: number[] }[] {
  const groups = new Map<string | null, number[]>();
  choices.forEach(({ by }, i) => {
    groups.set(by, [...(groups.get(by) ?? []), i]);
  });
  return [...groups].map(([by, places]) => ({ by, places }));
}

/** What keeps it from being brought in, as counts; all zero: nothing. */
export function missingIn(choices: readonly Choice[], usualReasons: string) {
  const taken = choices.filter(({ isTaken }) => isTaken);
  return {
    taken: taken.length,
    delegations: taken.filter(({ delegation }) => delegation === "").length,
    reasons: taken.filter(({ rationale }) => reasonsOf(rationale, usualReasons) === "").length,
  };
}

function reasonsOf(rationale: string, usual: string): string {
  return rationale.trim() || usual.trim();
}

type Sent = CommandBody<"import-amendments">["amendments"];

/** `placeOf`: where in the file it stood, in words for the record. */
export function sentOf(
  choices: readonly Choice[],
  usualReasons: string,
  placeOf: (choice: Choice) => string,
): Sent {
  return choices
    .filter(({ isTaken }) => isTaken)
    .map((one) => ({
      delegation: one.delegation,
      source: one.source as AmendmentSource,
      patch: one.patch,
      rationale: reasonsOf(one.rationale, usualReasons),
      sponsors: one.sponsors.filter((code) => code !== one.delegation),
      place: placeOf(one).slice(0, 200),
    }));
}

/** The refusals of the server, each at the proposal that it is about: `at` counts those that were sent. */
export function withRefusals(choices: readonly Choice[], detail: unknown): Choice[] {
  const refusals = Array.isArray(detail) ? detail : [];
  let at = -1;
  return choices.map((one) => {
    if (!one.isTaken) return { ...one, refused: null };
    at += 1;
    const found = refusals.find((refusal) => refusal?.at === at);
    return { ...one, refused: found ?? null };
  });
}
