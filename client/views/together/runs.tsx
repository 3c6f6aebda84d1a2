import type { Run } from "../../../shared/text/model";
import { Bracketed } from "../../ui/bracketed";

/** Words with their emphasis and brackets. */
export function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map(({ text, marks }, index) => {
    let words = <>{text}</>;
    if (marks.some(({ type }) => type === "strong")) words = <strong>{words}</strong>;
    if (marks.some(({ type }) => type === "em")) words = <em>{words}</em>;
    // Runs have no identity of their own; their place among the others is it.
    const key = `${index} ${text.length}`;
    return (
      <Bracketed key={key} stretches={runs} at={index}>
        {words}
      </Bracketed>
    );
  });
}
