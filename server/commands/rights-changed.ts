import { selectRoomNames } from "../db/instruments";
import { answeredLater } from "../db/pool";
import type { Context } from "./context";
import type { Unit } from "./transact";

/**
 * Once the command is committed, whoever has a room of this instrument open is asked for their rights again: in its
 * languages, and in the drafts of its amendments, which the stage opens and closes, too. With rooms held still by the
 * command, what comes meanwhile waits for the answers and is judged by them.
 */
export async function rightsChanged(context: Context, unit: Unit, instrumentId: string): Promise<void> {
  const rooms = selectRoomNames(unit.tx, instrumentId);
  await answeredLater(unit.tx, rooms);
  unit.afterCommit(async () => context.deps.rooms.reauthorise(...(await rooms)));
}
