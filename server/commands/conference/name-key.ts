import { successionPreimage } from "../../../shared/records/signatures";
import { selectOptionalNamedKey } from "../../db/checkpoints";
import { lockLedger } from "../../db/ledger";
import type { Context, Deps } from "../context";
import { transact } from "../transact";

/**
 * Puts on the record which key signs it from now on, when that is another one than before; `endorsed` is the word of the key
 * before, if this server still has it. Called at each start.
 */
export async function nameKey(deps: Deps, conferenceId: string): Promise<void> {
  const context: Context = { deps, conferenceId, person: null, actor: null, repeat: null };
  await transact(context, async (unit) => {
    // Two servers that start together name it once.
    const { slug } = await lockLedger(unit.tx, conferenceId);
    const previous = await selectOptionalNamedKey(unit.tx, conferenceId);
    const { key } = deps.signer;
    if (previous !== key) {
      const endorsed = previous && deps.signer.signAs(previous, successionPreimage(slug, previous, key));
      unit.record("key.named", key, { previous, endorsed }, null);
    }
    return { ok: true, answer: null };
  });
}
