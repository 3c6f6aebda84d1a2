import { HEMICYCLE_SIZE, hemicycle, hemicycleSeats } from "../../shared/pictures/hemicycle";

test("any body has as many places as members, none touching another, all inside the picture", () => {
  for (const count of [...Array(111).keys(), 193, 200, 300]) {
    const { seats, radius } = hemicycleSeats(count);
    expect(seats).toHaveLength(count);
    let nearest = Number.POSITIVE_INFINITY;
    for (const [i, a] of seats.entries())
      for (const b of seats.slice(i + 1)) nearest = Math.min(nearest, Math.hypot(a.x - b.x, a.y - b.y));
    const inside = seats.every(
      ({ x, y }) =>
        x - radius > 0 &&
        x + radius < HEMICYCLE_SIZE.width &&
        y - radius > 0 &&
        y + radius < HEMICYCLE_SIZE.height,
    );
    expect({ count, inside, apart: nearest > 2 * radius }).toEqual({ count, inside: true, apart: true });
  }
});

test("from left to right: yes, abstentions, who took no part, no; each counted once", () => {
  const { paths } = hemicycle({ yes: 40, no: 19, abstain: 10 }, 96);
  expect(paths.map(({ stance, count }) => [stance, count])).toEqual([
    ["yes", 40],
    ["abstain", 10],
    ["none", 27],
    ["no", 19],
  ]);
  const first = (d: string) => Number(/M(-?[\d.]+)/.exec(d)?.[1]);
  const [yes, , , no] = paths;
  expect(first(yes?.d ?? "")).toBeLessThan(first(no?.d ?? ""));
  for (const { d, count } of paths) expect(d.match(/a/g) ?? []).toHaveLength(2 * count);
});

test("more votes than members are shown all the same, and nobody votes in an empty picture", () => {
  expect(hemicycle({ yes: 3, no: 0, abstain: 0 }, 2).paths.map(({ count }) => count)).toEqual([3, 0, 0, 0]);
  expect(hemicycle({ yes: 0, no: 0, abstain: 0 }, 0).paths.every(({ d }) => d === "")).toBe(true);
});
