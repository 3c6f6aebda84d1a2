/** How a member of the body stood to a question. `none`: took no part (Rule R6). */
export type Stance = "yes" | "abstain" | "none" | "no";

/** From left to right: yes and no face each other. */
const FROM_LEFT: readonly Stance[] = ["yes", "abstain", "none", "no"];

export const HEMICYCLE_SIZE = { width: 1000, height: 540 } as const;
const OUTER = 450;
const INNER = 180;
const CENTRE = { x: HEMICYCLE_SIZE.width / 2, y: 495 };

export type Seat = { x: number; y: number };

function radii(rows: number): number[] {
  const step = rows === 1 ? 0 : (OUTER - INNER) / (rows - 1);
  return Array.from({ length: rows }, (_, row) => OUTER - row * step);
}

/** Distance between neighbours, in and across rows. */
function pitch(rows: number): number {
  return rows === 1 ? 110 : Math.min(110, (OUTER - INNER) / (rows - 1));
}

function capacity(radius: number, apart: number): number {
  return Math.floor((Math.PI * radius) / apart) + 1;
}

/**
 * `count` places in half a circle, from left to right whatever their row, in units of `HEMICYCLE_SIZE`; `radius`: of one
 * place, so that neighbours do not touch.
 */
export function hemicycleSeats(count: number): { seats: Seat[]; radius: number } {
  let rows = 1;
  const room = () => radii(rows).reduce((sum, radius) => sum + capacity(radius, pitch(rows)), 0);
  while (room() < count) rows++;
  const apart = pitch(rows);
  const free = radii(rows).map((radius) => ({ radius, places: capacity(radius, apart), taken: 0 }));
  // Each place goes where the row is emptiest for its length: all rows end up equally full.
  for (let placed = 0; placed < count; placed++) {
    const row = free
      .filter(({ places, taken }) => taken < places)
      .reduce((a, b) => ((b.taken + 0.5) / b.places < (a.taken + 0.5) / a.places ? b : a));
    row.taken++;
  }
  const seats = free.flatMap(({ radius, taken }) =>
    Array.from({ length: taken }, (_, i) => {
      const angle = taken === 1 ? Math.PI / 2 : Math.PI * (1 - i / (taken - 1));
      return { angle, x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y - radius * Math.sin(angle) };
    }),
  );
  seats.sort((a, b) => b.angle - a.angle || a.x - b.x);
  return { seats: seats.map(({ x, y }) => ({ x, y })), radius: Math.min(apart * 0.38, 40) };
}

/** Each stance is a shape of its own: the picture is read in grey. */
function shapeOf(stance: Stance, { x, y }: Seat, radius: number): string {
  const at = (value: number) => String(Math.round(value * 10) / 10);
  const ring = (r: number) =>
    `M${at(x - r)} ${at(y)}a${at(r)} ${at(r)} 0 1 0 ${at(2 * r)} 0a${at(r)} ${at(r)} 0 1 0 ${at(-2 * r)} 0`;
  const k = radius * 0.5;
  switch (stance) {
    case "yes":
      return ring(radius);
    case "no":
      return `${ring(radius)}M${at(x - k)} ${at(y - k)}l${at(2 * k)} ${at(2 * k)}m0 ${at(-2 * k)}l${at(-2 * k)} ${at(2 * k)}`;
    case "abstain":
      return `${ring(radius)}M${at(x - k)} ${at(y)}l${at(2 * k)} 0`;
    case "none":
      return ring(radius * 0.35);
  }
}

/** The sign of a stance beside its name: within a square of 24 around the origin. */
export function seatSign(stance: Stance): string {
  return shapeOf(stance, { x: 0, y: 0 }, 8);
}

/**
 * A vote as half a circle of its members: one path for each stance, in SVG's terms. `yes` is to be filled, the others
 * drawn as lines of `stroke`. `members`: at least as many as took part.
 */
export function hemicycle(
  tally: { yes: number; no: number; abstain: number },
  members: number,
): { stroke: number; paths: Array<{ stance: Stance; count: number; d: string }> } {
  const counts = { ...tally, none: Math.max(0, members - tally.yes - tally.no - tally.abstain) };
  const { seats, radius } = hemicycleSeats(counts.yes + counts.no + counts.abstain + counts.none);
  let taken = 0;
  const paths = FROM_LEFT.map((stance) => {
    const theirs = seats.slice(taken, taken + counts[stance]);
    taken += counts[stance];
    return {
      stance,
      count: counts[stance],
      d: theirs.map((seat) => shapeOf(stance, seat, radius)).join(""),
    };
  });
  return { stroke: Math.round(radius * 2.2) / 10, paths };
}
