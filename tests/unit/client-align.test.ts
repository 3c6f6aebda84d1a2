import { alignColumns, type Placed } from "../../client/views/drafting/alongside/align";

/** Columns of paragraphs with these heights, one below the other. */
function column(...paragraphs: [string, number][]): Placed[] {
  let top = 0;
  return paragraphs.map(([id, height]) => {
    const placed = { id, top };
    top += height;
    return placed;
  });
}

/** Where paragraphs begin once room is left. */
function tops(placed: Placed[], padding: Map<string, number>): Record<string, number> {
  let added = 0;
  return Object.fromEntries(
    placed.map(({ id, top }) => {
      const at = top + added;
      added += padding.get(id) ?? 0;
      return [id, at];
    }),
  );
}

function aligned(left: Placed[], right: Placed[]) {
  const padding = alignColumns(left, right);
  return { left: tops(left, padding.left), right: tops(right, padding.right) };
}

test("paragraphs of one id begin level, whichever is longer", () => {
  const at = aligned(column(["a", 10], ["b", 30], ["c", 10]), column(["a", 20], ["b", 10], ["c", 40]));
  expect(at).toEqual({ left: { a: 0, b: 20, c: 50 }, right: { a: 0, b: 20, c: 50 } });
});

test("what only one column has takes its room, and those after it are level again", () => {
  const at = aligned(column(["a", 10], ["new", 30], ["b", 10]), column(["a", 10], ["b", 10]));
  expect(at.left).toMatchObject({ new: 10, b: 40 });
  expect(at.right).toEqual({ a: 0, b: 40 });
});

test("paragraphs that stand in another order there do not tear the rest apart", () => {
  const at = aligned(
    column(["a", 10], ["b", 10], ["c", 10], ["d", 10]),
    column(["a", 10], ["c", 10], ["b", 10], ["d", 20]),
  );
  const level = Object.keys(at.left).filter((id) => at.left[id] === at.right[id]);
  expect(level).toEqual(expect.arrayContaining(["a", "d"]));
  expect(level).toHaveLength(3);
});

test("columns without anything in common are left as they are", () => {
  const padding = alignColumns(column(["a", 10]), column(["b", 10]));
  expect([padding.left.size, padding.right.size]).toEqual([0, 0]);
});
