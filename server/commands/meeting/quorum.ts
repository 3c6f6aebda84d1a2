import type { Preset } from "../../../shared/rules/presets";
import { debateQuorum, hasDebateQuorum } from "../../../shared/rules/quorum";
import type { BodyRow } from "../../db/conferences";
import { type Failure, fail } from "../context";

/** null: enough of its members are present to meet and debate (Rule Q1). */
export function withoutDebateQuorum({ present, members, slug }: BodyRow, preset: Preset): Failure | null {
  if (hasDebateQuorum(present, members, slug, preset)) return null;
  return fail("no_quorum", "Q1", { present, needed: debateQuorum(members, slug, preset) });
}
