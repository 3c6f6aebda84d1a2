import { uint32 } from "lib0/random";
import * as Y from "yjs";
import { writeDecision } from "../../../shared/text/decided";
import type { BlockId, BlockStatus, TextDoc } from "../../../shared/text/model";

/**
 * Where a decision is written before it is committed: a second copy of a room's text. It stays for the next decision, which then has only
 * to bring it up to date: to copy a whole text takes longer than all else that is done to it.
 */
export class Scratch {
  #copy: Y.Doc | null = null;

  /**
   * One update that turns `text` into `target`, under client ids that nothing else uses. `keep` is for after it entered the text;
   * without it the next change starts from a new copy.
   */
  change(
    text: Y.Doc,
    target: TextDoc,
    statuses?: ReadonlyMap<BlockId, BlockStatus>,
  ): { update: Uint8Array; keep(): void } {
    const copy = this.#copy ?? new Y.Doc();
    this.#copy = null;
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(text, Y.encodeStateVector(copy)));
    copy.clientID = uint32();
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array) => updates.push(update);
    copy.on("update", collect);
    // Yjs tidies formats after an update of others, as an update of its own: written as if by others, that is part of this one.
    Y.transact(
      copy,
      () => {
        writeDecision(copy, target, statuses);
        // Else Yjs takes us for a second peer with its own client id, and says so on the console.
        copy.clientID = uint32();
      },
      null,
      false,
    );
    copy.off("update", collect);
    return {
      update: Y.mergeUpdates(updates),
      keep: () => {
        this.#copy = copy;
      },
    };
  }
}
