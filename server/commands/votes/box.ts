import type { Tally } from "../../../shared/rules/counting";

/** The numbers are padded: a sealed box says nothing by its length. */
export const EMPTY_BOX = written({ yes: 0, no: 0, abstain: 0 });

export function written(tally: Tally): Record<keyof Tally, string> {
  const pad = (count: number) => String(count).padStart(9, "0");
  return { yes: pad(tally.yes), no: pad(tally.no), abstain: pad(tally.abstain) };
}

export function readBox(content: string): Tally {
  const { yes, no, abstain } = JSON.parse(content) as Record<keyof Tally, string>;
  return { yes: Number(yes), no: Number(no), abstain: Number(abstain) };
}

export function aboutBox(voteId: string, round: number): string {
  return `box ${voteId} ${round}`;
}
