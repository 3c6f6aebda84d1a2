import type { Pool } from "pg";
import type { Permission } from "../../shared/api/views/common";
import type { Actor, BodySlug } from "../../shared/rules/people";
import { may, type Situation } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import type { BlockId, BlockStatus, TextDoc } from "../../shared/text/model";
import { selectBody, selectOptionalPresence } from "../db/conferences";
import type { InstrumentRow } from "../db/instruments";
import type { PersonRecord } from "../db/people";
import type { Db } from "../db/rows";
import type { Coalesced } from "./coalesced";
import type { PlacementCache } from "./placements";

/** Who looks, and what reads are made with. `sendsMail`: people are told by e-mail as well; `readText` gives the live text of a room, `readStatuses` how far its paragraphs are agreed. */
export type Viewer = {
  pool: Pool;
  now(): Date;
  readText(room: string): Promise<TextDoc>;
  readStatuses(room: string): Promise<ReadonlyMap<BlockId, BlockStatus>>;
  placements: PlacementCache;
  /** What is the same for everybody who asks. Its keys begin with the name of the read. */
  shared: Coalesced;
  sendsMail: boolean;
  conferenceId: string;
  person: PersonRecord;
  actor: Actor;
};

/** What a part of a read that is the same for everybody is made with. */
export type Everybody = Omit<Viewer, "person" | "actor">;

/** The same answers the server enforces, for the screen to show: one per act. */
export function permissions(
  actor: Actor,
  instrument: InstrumentRow,
  acts: readonly Act[],
  extra: Partial<Situation> = {},
): Record<string, Permission> {
  return Object.fromEntries(
    acts.map((act) => [
      act,
      may(actor, act, {
        stage: instrument.stage,
        outcome: instrument.outcome,
        sourceLanguage: instrument.sourceLanguage,
        ...extra,
      }),
    ]),
  );
}

/** Whether the person's delegation is a voting member of the body. */
export async function isMember(
  db: Db,
  conferenceId: string,
  actor: Actor | null,
  body: BodySlug,
): Promise<boolean> {
  if (!actor?.delegation) return false;
  const { id } = await selectBody(db, conferenceId, body);
  return (await selectOptionalPresence(db, id, actor.delegation.id)) !== null;
}
