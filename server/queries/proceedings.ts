import { firstMotion } from "../../shared/rules/meeting/motions";
import type { Situation } from "../../shared/rules/rights";
import { type ProceedingsRow, selectProceedings } from "../db/motions";
import type { Db } from "../db/rows";

type InMeeting = Required<Pick<Situation, "sitting" | "pointPending" | "motionPending">>;

/** The motion, or the point of order, that something is about: it does not wait for itself. */
export type Matter = { motionId?: string | null; pointId?: string | null };

/** What comes first in a meeting before something that is about `matter`. */
export function inMeeting({ sitting, pointId, motions }: ProceedingsRow, matter: Matter = {}): InMeeting {
  const isProcedural = Boolean(matter.motionId || matter.pointId);
  return {
    sitting,
    pointPending: pointId !== null && pointId !== matter.pointId,
    motionPending: isProcedural ? null : (firstMotion(motions)?.kind ?? null),
  };
}

export async function readInMeeting(db: Db, bodyId: string, matter: Matter = {}): Promise<InMeeting> {
  return inMeeting(await selectProceedings(db, bodyId), matter);
}
