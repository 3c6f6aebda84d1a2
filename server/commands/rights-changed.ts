import { selectRoomNames } from "../db/instruments";
import type { Context } from "./context";
import type { Unit } from "./transact";

/**
 * Once the command is committed, whoever has a room of this instrument open is asked for their rights again: in its
 * languages, and in the drafts of its amendments, which the stage opens and closes, too. With rooms held still by the
 * command, what comes meanwhile waits for the answers and is judged by them.
 */
export async function rightsChanged(context: Context, unit: Unit, instrumentId: string): Promise<void> {
  const rooms = await selectRoomNames(unit.tx, instrumentId);
  unit.afterCommit(() => context.deps.rooms.reauthorise(...rooms));
}
