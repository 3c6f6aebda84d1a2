import type { VersionSummary } from "../../../shared/api/views";
import { useNames } from "../../ui/names";

/** What somebody called the version; the decided text is called after its outcome, which is a word of ours. */
export function useVersionLabel(): (version: VersionSummary) => string {
  const names = useNames();
  return ({ label, reason }) => (reason === "adopted" ? names.outcome(label) : label);
}
