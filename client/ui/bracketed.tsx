import type { ReactNode } from "react";
import type { Mark } from "../../shared/text/model";

type Marked = { marks: readonly Mark[] };
type Bracket = Extract<Mark, { type: "bracket" }>;

export function bracketOf(marked: Marked | undefined): Bracket | undefined {
  return marked?.marks.find((mark): mark is Bracket => mark.type === "bracket");
}

/** A stretch of `stretches` in its bracket, if it stands in one: the signs once around all of the bracket, and after it, in words, who proposes it. */
export function Bracketed({
  stretches,
  at,
  children,
}: {
  stretches: readonly Marked[];
  at: number;
  children: ReactNode;
}) {
  const bracket = bracketOf(stretches[at]);
  if (!bracket) return children;
  const opens = bracketOf(stretches[at - 1])?.id !== bracket.id;
  const closes = bracketOf(stretches[at + 1])?.id !== bracket.id;
  return (
    <span className="bracketed">
      {opens && "["}
      {children}
      {closes && <>]{bracket.proposer && <span className="bracket-proposer">{bracket.proposer}</span>}</>}
    </span>
  );
}
