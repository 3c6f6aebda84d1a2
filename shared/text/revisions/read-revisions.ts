import { makePatch, touchedBlocks } from "../make-patch";
import type { BlockId, Language, TextDoc } from "../model";
import type { Patch } from "../patch";
import { authorsOf, type MarkedText } from "./marked";
import { readOriginals } from "./original";
import type { REVISION_PROBLEMS } from "./problems";
import { proposedBy } from "./propose";
import { splitPatch } from "./split";

/** One proposal of one author. `rationale`: what the same author said beside it in comments. */
export type RevisionProposal = { by: string; patch: Patch; rationale: string };

export type RevisionProblem = {
  problem: (typeof REVISION_PROBLEMS)[number];
  /** Whose revision or comment it is; null: nobody's. */
  by: string | null;
  block: BlockId | null;
  said: string;
};

/** What is proposed in a file of `version`, author by author, and all that is in no proposal. */
export function readRevisions(
  version: TextDoc,
  text: MarkedText,
  language: Language,
  newId: () => BlockId,
): { proposals: RevisionProposal[]; problems: RevisionProblem[] } {
  const originals = readOriginals(version, text, language);
  const problems: RevisionProblem[] = originals.untracked.map((one) => ({ ...one, by: null }));
  const proposals: RevisionProposal[] = [];
  const said = new Set<string>();
  const authors = authorsOf(text);
  for (const by of authors) {
    const proposed = proposedBy(by, version, text, originals, language, newId);
    problems.push(...proposed.unplaced.map((one) => ({ ...one, by, said: one.said.slice(0, 200) })));
    const whole = makePatch(version, proposed.text);
    if (!whole) continue;
    for (const patch of splitPatch(version, whole, proposed.ties, language)) {
      const beside = new Set(touchedBlocks(patch).flatMap((id) => [...(proposed.comments.get(id) ?? [])]));
      const own = text.comments.filter((one) => one.by === by && beside.has(one.id) && !said.has(one.id));
      for (const { id } of own) said.add(id);
      proposals.push({
        by,
        patch,
        rationale: own
          .map(({ words }) => words)
          .join("\n\n")
          .slice(0, 10_000),
      });
    }
  }
  for (const { id, by, words } of text.comments)
    if (!said.has(id)) problems.push({ problem: "comment", by, block: null, said: words.slice(0, 200) });
  if (authors.length === 0) problems.push({ problem: "no_revisions", by: null, block: null, said: "" });
  return { proposals, problems };
}
