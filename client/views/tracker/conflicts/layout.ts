import type { Pair } from "../../../../shared/api/amendment-pairs";
import type { AmendmentSummary } from "../../../../shared/api/views/amendments";
import type { ConflictKind } from "../../../../shared/text/patch";
import { comparePaths } from "../compare-paths";

/** In pixels of the picture. */
export const NODE = { width: 60, height: 26, step: 76 };
const LABEL_WIDTH = 104;
const ARC = { least: 16, step: 9, most: 70 };
const LANE_GAP = 18;
const ABOVE = 6;

export type Node = { amendment: AmendmentSummary; x: number; y: number; collidesWith: string[] };
export type Edge = {
  pair: Pair;
  kinds: ConflictKind[];
  path: string;
  /** Where its letter stands. */
  x: number;
  y: number;
};
export type Lane = { path: string; y: number };
export type Layout = { width: number; height: number; lanes: Lane[]; nodes: Node[]; edges: Edge[] };

/**
 * Where everything stands: one row a paragraph, in the order of the text, and in it its amendments by number. The same pairs always
 * make the same picture, and one more amendment moves only what stands after it.
 */
export function layOut(pairs: readonly Pair[]): Layout {
  const members = new Map<string, AmendmentSummary>();
  for (const { one, other } of pairs) for (const each of [one, other]) members.set(each.id, each);
  const order = [...members.values()].sort((a, b) => compareNumbers(a.number ?? "", b.number ?? ""));
  const byPath = new Map<string, AmendmentSummary[]>();
  for (const one of order) {
    const path = one.anchor?.path ?? "";
    byPath.set(path, [...(byPath.get(path) ?? []), one]);
  }
  const paths = [...byPath.keys()].sort(comparePaths);
  const place = new Map<string, { lane: number; at: number }>();
  paths.forEach((path, lane) => {
    byPath.get(path)?.forEach((one, at) => {
      place.set(one.id, { lane, at });
    });
  });
  const placeOf = ({ id }: AmendmentSummary) => place.get(id) as { lane: number; at: number };

  // A row is as high as the furthest of its arcs reaches.
  const reach = paths.map(() => 0);
  for (const { one, other } of pairs) {
    const [a, b] = [placeOf(one), placeOf(other)];
    if (a.lane === b.lane) reach[a.lane] = Math.max(reach[a.lane] as number, arc(Math.abs(a.at - b.at)));
  }
  const lanes: Lane[] = [];
  let y = 0;
  paths.forEach((path, i) => {
    y += (reach[i] as number) + ABOVE;
    lanes.push({ path, y: y + NODE.height / 2 });
    y += NODE.height + LANE_GAP;
  });

  const spotOf = (one: AmendmentSummary) => {
    const { lane, at } = placeOf(one);
    return { x: LABEL_WIDTH + at * NODE.step + NODE.width / 2, y: lanes[lane]?.y ?? 0 };
  };
  const rivals = new Map<string, string[]>();
  const note = (one: AmendmentSummary, other: AmendmentSummary) =>
    rivals.set(one.id, [...(rivals.get(one.id) ?? []), other.tag]);
  const edges = pairs.map((pair): Edge => {
    const { one, other, places } = pair;
    note(one, other);
    note(other, one);
    const kinds = [...new Set(places.map(({ kind }) => kind))];
    return { pair, kinds, ...lineBetween(spotOf(one), spotOf(other)) };
  });
  const widest = Math.max(0, ...paths.map((path) => byPath.get(path)?.length ?? 0));
  return {
    width: LABEL_WIDTH + widest * NODE.step,
    height: y,
    lanes,
    nodes: order.map((amendment) => ({
      amendment,
      ...spotOf(amendment),
      collidesWith: rivals.get(amendment.id) ?? [],
    })),
    edges,
  };
}

function arc(distance: number): number {
  return Math.min(ARC.most, ARC.least + ARC.step * distance);
}

type Spot = { x: number; y: number };

/** In one row an arc above it; between two rows a curve from the foot of the upper to the head of the lower. */
function lineBetween(a: Spot, b: Spot): { path: string; x: number; y: number } {
  if (a.y === b.y) {
    const top = a.y - NODE.height / 2;
    const high = arc(Math.abs(a.x - b.x) / NODE.step);
    const apex = top - high;
    const [from, to] = a.x < b.x ? [a.x, b.x] : [b.x, a.x];
    // Beside the middle, so that lines to both sides do not leave from one spot.
    const [start, end] = [from + 8, to - 8];
    return {
      path: `M ${start} ${top} C ${start} ${apex}, ${end} ${apex}, ${end} ${top}`,
      x: (start + end) / 2,
      y: top - high * 0.75,
    };
  }
  const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
  const from = upper.y + NODE.height / 2;
  const to = lower.y - NODE.height / 2;
  const middle = (from + to) / 2;
  return {
    path: `M ${upper.x} ${from} C ${upper.x} ${middle}, ${lower.x} ${middle}, ${lower.x} ${to}`,
    x: (upper.x + lower.x) / 2,
    y: middle,
  };
}

/** `9` before `15`, `15` before `15.1`. */
function compareNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map((number) => number.split(".").map(Number)) as [number[], number[]];
  return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0);
}
