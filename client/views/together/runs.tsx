import type { Run } from "../../../shared/text/model";

/** Words with their emphasis and brackets. */
export function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map(({ text, marks }, index) => {
    const bracket = marks.find((mark) => mark.type === "bracket");
    let words = <>{text}</>;
    if (marks.some(({ type }) => type === "strong")) words = <strong>{words}</strong>;
    if (marks.some(({ type }) => type === "em")) words = <em>{words}</em>;
    // Runs have no identity of their own; their place among the others is it.
    const key = `${index} ${text.length}`;
    return (
      <span key={key} className={bracket ? "bracketed" : undefined} title={bracket?.proposer}>
        {bracket ? <>[{words}]</> : words}
      </span>
    );
  });
}
