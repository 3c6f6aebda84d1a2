import { firstMotion } from "../../shared/rules/meeting/motions";
import type { Situation } from "../../shared/rules/rights";
import { type ProceedingsRow, selectProceedings } from "../db/motions";
import type { Db } from "../db/rows";

type InMeeting = Required<
  Pick<Situation, "sitting" | "pointPending" | "floorTaken" | "motionPending" | "reconsidering">
>;

/** The instrument, and the motion or the point of order, that something is about: these do not wait for themselves. */
export type Matter = { instrumentId?: string; motionId?: string | null; pointId?: string | null };

/** What comes first in a meeting before something that is about `matter`. */
export function inMeeting(
  { sitting, pointId, floorTaken, motions }: ProceedingsRow,
  matter: Matter = {},
): InMeeting {
  const isProcedural = Boolean(matter.motionId || matter.pointId);
  return {
    sitting,
    pointPending: pointId !== null && pointId !== matter.pointId,
    floorTaken,
    motionPending: isProcedural ? null : (firstMotion(motions)?.kind ?? null),
    reconsidering: motions.some(
      ({ kind, instrumentId }) => kind === "reconsider" && instrumentId === matter.instrumentId,
    ),
  };
}

export async function readInMeeting(db: Db, bodyId: string, matter: Matter = {}): Promise<InMeeting> {
  return inMeeting(await selectProceedings(db, bodyId), matter);
}
