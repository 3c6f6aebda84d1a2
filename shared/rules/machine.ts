import { type Refusal, refuse } from "./refusal";

/** One thing that can happen: from where, when, under which condition, to where. `rule`: the one the row comes from. */
export type Row<S extends string, E extends string, G extends string> = {
  from: S;
  event: E;
  guard: G;
  to: S;
  rule: string | null;
};

export function rows<S extends string, E extends string, G extends string>(
  from: readonly S[],
  event: E,
  guard: G,
  to: S,
  rule: string | null = null,
): Row<S, E, G>[] {
  return from.map((state) => ({ from: state, event, guard, to, rule }));
}

/**
 * What `event` does in `state` by the table, `check` being asked for each row's guard: the first row whose guard holds,
 * else the first one's refusal. What the table lacks is `wrong_state`.
 */
export function step<S extends string, E extends string, G extends string>(
  table: ReadonlyArray<Row<S, E, G>>,
  state: S,
  event: E,
  check: (row: Row<S, E, G>) => Refusal | null,
): { ok: true; to: S } | Refusal {
  let refusal: Refusal | null = null;
  for (const row of table) {
    if (row.from !== state || row.event !== event) continue;
    const refused = check(row);
    if (refused === null) return { ok: true, to: row.to };
    refusal ??= refused;
  }
  return refusal ?? refuse("wrong_state", null, { state });
}
