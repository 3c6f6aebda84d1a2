import type { ConflictView } from "../../../shared/api/views/amendments";
import { useNames } from "../../ui/names";
import "./amendment.css";

/** Where two do not go together, each place in the words of both. */
export function ConflictList({
  title,
  conflicts,
  ours,
  theirs,
}: {
  title: React.ReactNode;
  conflicts: ConflictView[];
  /** Whose words they are. */
  ours: string;
  theirs: string;
}) {
  const names = useNames();
  return (
    <div className="stack conflict-group">
      <h3>{title}</h3>
      <ul className="stack">
        {conflicts.map((one) => (
          <li key={`${one.block} ${one.kind}`}>
            <p>
              <span aria-hidden="true">⚠ </span>
              <strong className="num">{one.path}</strong> {names.conflict(one.kind)}
            </p>
            {(one.ours || one.theirs) && (
              <dl className="conflict-words">
                <dt>{ours}</dt>
                <dd>{one.ours || "–"}</dd>
                <dt>{theirs}</dt>
                <dd>{one.theirs || "–"}</dd>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
