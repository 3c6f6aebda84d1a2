import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { Pair } from "../../../../shared/api/amendment-pairs";
import { CONFLICT_KINDS, type ConflictKind } from "../../../../shared/text/patch";
import { useTranslation } from "../../../i18n/use-translation";
import { useNames } from "../../../ui/names";
import { type Edge, layOut, NODE, type Node } from "./layout";

/** A letter and a dash for each kind, so that the picture can be read without colour. */
const SIGNS: Record<ConflictKind, string> = {
  same_words: "W",
  same_insertion_point: "I",
  edit_against_delete: "D",
  move_against_move: "M",
  structure_against_move: "S",
  kind_against_kind: "K",
};

function Line({ edge, isDim, onOpen }: { edge: Edge; isDim: boolean; onOpen: () => void }) {
  const names = useNames();
  const { kinds, path, x, y, pair } = edge;
  const [first] = kinds;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list below has a link for each
    <g className="graph-line" data-kind={first} data-dim={isDim || undefined} onClick={onOpen}>
      <title>{`${pair.one.tag} – ${pair.other.tag}: ${kinds.map(names.conflict).join("; ")}`}</title>
      <path className="graph-near" d={path} />
      <path className="graph-stroke" d={path} />
      <text x={x} y={y} dy="0.35em">
        {kinds.map((kind) => SIGNS[kind]).join("")}
      </text>
    </g>
  );
}

type SpotProps = {
  node: Node;
  page: string;
  isOutside: boolean;
  isDim: boolean;
  onLook(id: string | null): void;
};

function Spot({ node, page, isOutside, isDim, onLook }: SpotProps) {
  const { t } = useTranslation("tracker");
  const { amendment, x, y, collidesWith } = node;
  const { id, tag, anchor } = amendment;
  return (
    <Link
      to={`${page}/${id}`}
      className="graph-node"
      data-outside={isOutside || undefined}
      data-dim={isDim || undefined}
      aria-label={t("node", { tag, path: anchor?.path ?? t("noParagraph"), tags: collidesWith.join(", ") })}
      onFocus={() => onLook(id)}
      onBlur={() => onLook(null)}
      onPointerEnter={() => onLook(id)}
      onPointerLeave={() => onLook(null)}
    >
      <rect
        x={x - NODE.width / 2}
        y={y - NODE.height / 2}
        width={NODE.width}
        height={NODE.height}
        rx={NODE.height / 2}
      />
      <text x={x} y={y} dy="0.35em">
        {tag}
      </text>
    </Link>
  );
}

type ConflictGraphProps = { pairs: readonly Pair[]; page: string; shown: ReadonlySet<string> };

/** Which amendments collide, as rows of the text. What it shows the list of pairs says in words. */
export function ConflictGraph({ pairs, page, shown }: ConflictGraphProps) {
  const { t } = useTranslation("tracker");
  const names = useNames();
  const navigate = useNavigate();
  const [looked, setLooked] = useState<string | null>(null);
  const { width, height, lanes, nodes, edges } = layOut(pairs);
  const isOf = ({ pair }: Edge, id: string) => pair.one.id === id || pair.other.id === id;
  const near = new Set(
    looked
      ? edges.filter((edge) => isOf(edge, looked)).flatMap(({ pair }) => [pair.one.id, pair.other.id])
      : [],
  );
  const kinds = CONFLICT_KINDS.filter((kind) => edges.some((edge) => edge.kinds.includes(kind)));
  return (
    <div className="conflict-graph">
      <p className="small muted">{t("graphIs")}</p>
      <ul className="graph-legend small">
        {kinds.map((kind) => (
          <li key={kind} data-kind={kind}>
            <svg width="36" height="12" aria-hidden="true">
              <path className="graph-stroke" d="M 0 6 H 36" />
            </svg>
            <strong>{SIGNS[kind]}</strong> {names.conflict(kind)}
          </li>
        ))}
        {nodes.some(({ amendment }) => !shown.has(amendment.id)) && (
          <li className="muted">{t("graphOthers")}</li>
        )}
      </ul>
      <div className="graph-frame">
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <title>{t("graph")}</title>
          {lanes.map(({ path, y }) => (
            <g key={path} className="graph-lane">
              <line x1={0} x2={width} y1={y + NODE.height / 2 + 9} y2={y + NODE.height / 2 + 9} />
              <text x={0} y={y} dy="0.35em">
                {path || t("noParagraph")}
              </text>
            </g>
          ))}
          <g>
            {edges.map((edge) => (
              <Line
                key={`${edge.pair.one.id} ${edge.pair.other.id}`}
                edge={edge}
                isDim={looked !== null && !isOf(edge, looked)}
                onOpen={() => void navigate(`${page}/${edge.pair.one.id}/with/${edge.pair.other.id}`)}
              />
            ))}
          </g>
          {nodes.map((node) => (
            <Spot
              key={node.amendment.id}
              node={node}
              page={page}
              isOutside={!shown.has(node.amendment.id)}
              isDim={looked !== null && looked !== node.amendment.id && !near.has(node.amendment.id)}
              onLook={setLooked}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}
