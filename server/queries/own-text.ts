import { selectAmendmentStates, selectOptionalAmendment } from "../db/amendments";
import { selectDivision } from "../db/divisions";
import { selectAmendedSinceTabled } from "../db/instruments";
import type { Db } from "../db/rows";
import { selectTextSponsors } from "../db/sponsors";
import { selectVote, type VoteRow } from "../db/votes";

/** Whose own text is voted on, by their codes, and whether it was amended (Rules A8, R10). */
export type OwnText = { sponsors: string[]; amended: boolean };

/** Of an amendment its proposer's and co-sponsors', of a text its delegations'; a part of either is voted as the whole is. */
export async function readOwnText(db: Db, vote: VoteRow): Promise<OwnText> {
  const whole =
    vote.subject === "part" && vote.divisionId
      ? await selectVote(db, (await selectDivision(db, vote.divisionId)).voteId)
      : vote;
  const amendment = whole.amendmentId ? await selectOptionalAmendment(db, whole.amendmentId) : null;
  if (amendment) {
    const states = await selectAmendmentStates(db, whole.instrumentId);
    return {
      sponsors: [amendment.delegation, ...amendment.sponsors].map(({ code }) => code),
      amended: states.some(({ parentId, state }) => parentId === amendment.id && state === "adopted"),
    };
  }
  if (whole.subject !== "final") return { sponsors: [], amended: false };
  const { delegations } = await selectTextSponsors(db, whole.instrumentId);
  return {
    sponsors: delegations.map(({ code }) => code),
    amended: await selectAmendedSinceTabled(db, whole.instrumentId),
  };
}
