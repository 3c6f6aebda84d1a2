export type Concordance = "source" | "concordant" | "stale" | "unsigned";

/**
 * Whether a language version is known to say what the source says: its translator signed for exactly these two texts.
 * `signed` holds the hashes signed for; null: never. One changed character on either side makes it stale.
 */
export function concordanceOf(facts: {
  isSource: boolean;
  sha256: string;
  sourceSha256: string;
  signed: { sha256: string; sourceSha256: string } | null;
}): Concordance {
  if (facts.isSource) return "source";
  if (!facts.signed) return "unsigned";
  const same = facts.signed.sha256 === facts.sha256 && facts.signed.sourceSha256 === facts.sourceSha256;
  return same ? "concordant" : "stale";
}
