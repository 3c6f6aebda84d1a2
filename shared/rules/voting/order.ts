import { type Refusal, refuse } from "../refusal";

/** What the order of voting has to be told about an amendment; distance and relations come from the comparison of the texts. */
export type Candidate = {
  id: string;
  /** Order of submission: 1, 2, 3 … */
  number: number;
  /** How far removed in substance from the text: a whole number, larger is further. The text engine's measure, or the chair's. */
  distance: number;
  /** The amendment that this one amends (Rule A9); null: it amends the text. */
  parent: string | null;
  /** A whole text of its own beside others: those are taken in order of submission (Rule A12). */
  competing?: boolean;
  /** Amendments without which this one cannot be understood. */
  after?: readonly string[];
};

export type Place = {
  id: string;
  /** Why it stands here: an id of RULES.md, or `dependency`. */
  because: "A3" | "A9" | "A12" | "dependency";
};

/**
 * The order the rules suggest: furthest removed first, then the next furthest (Rule A3); amendments to an amendment
 * right before it (Rule A9); competing proposals in order of submission (Rule A12); what another presupposes before it.
 * Where all is equal the earlier submission comes first. Only a suggestion: the chair confirms (Rule A4).
 */
export function suggestOrder(candidates: readonly Candidate[]): Place[] {
  const byId = new Map(candidates.map((one) => [one.id, one]));
  const places: Place[] = [];
  const placed = new Set<string>();
  const entered = new Set<string>();

  const place = (one: Candidate, because: Place["because"]): void => {
    // Entered and not yet placed: a circle, which one of its members has to open.
    if (placed.has(one.id) || entered.has(one.id)) return;
    entered.add(one.id);
    for (const id of one.after ?? []) {
      const needed = byId.get(id);
      if (needed) place(needed, "dependency");
    }
    for (const sub of sorted(candidates.filter(({ parent }) => parent === one.id))) place(sub, "A9");
    placed.add(one.id);
    places.push({ id: one.id, because });
  };

  for (const one of sorted(candidates.filter(({ parent }) => parent === null || !byId.has(parent))))
    place(one, one.competing ? "A12" : "A3");
  return places;
}

function sorted(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => {
    if (a.competing && b.competing) return a.number - b.number;
    return b.distance - a.distance || a.number - b.number;
  });
}

/** Whether the chair's order can be confirmed: each open amendment once, and none before one that amends it (Rules A4, A9). */
export function checkOrder(
  order: readonly string[],
  candidates: readonly Pick<Candidate, "id" | "parent">[],
): { ok: true } | Refusal {
  const missing = candidates.filter(({ id }) => !order.includes(id)).map(({ id }) => id);
  const unknown = order.filter((id) => !candidates.some((one) => one.id === id));
  const twice = order.filter((id, i) => order.indexOf(id) !== i);
  if (missing.length > 0 || unknown.length > 0 || twice.length > 0)
    return refuse("order_not_confirmed", "A4", { missing, unknown, twice });
  const late = candidates.find(
    ({ id, parent }) =>
      parent !== null && order.includes(parent) && order.indexOf(id) > order.indexOf(parent),
  );
  return late ? refuse("sub_amendment_first", "A9", { late: late.id }) : { ok: true };
}

/**
 * The one to be put now (Rule A4): the first of the confirmed order that is still open. `open`: all amendments to the text that
 * can be put. One alone needs no order. `confirmed` null: the chair has confirmed none. null: no order has all of them.
 */
export function nextToPut(open: readonly string[], confirmed: readonly string[] | null): string | null {
  if (open.length <= 1) return open[0] ?? null;
  const placed = new Set(confirmed);
  if (!confirmed || !open.every((id) => placed.has(id))) return null;
  const waiting = new Set(open);
  return confirmed.find((id) => waiting.has(id)) ?? null;
}

/** Whether it is the one to be put now; `next` as `nextToPut` says it, of all that wait. */
export function hasTurn(id: string, next: string | null): { ok: true } | Refusal {
  if (next === null) return refuse("order_not_confirmed", "A4");
  return next === id ? { ok: true } : refuse("not_its_turn", "A4", { next });
}

/** Both in one, of a single amendment, whether or not it is among `open`. */
export function isNext(
  id: string,
  open: readonly string[],
  confirmed: readonly string[] | null,
): { ok: true } | Refusal {
  return hasTurn(id, nextToPut(open.includes(id) ? open : [id, ...open], confirmed));
}

export type Implication = { adopted: string; excludes: string };

/**
 * What is proposed not to be put once `decided` is decided: only an adoption implies a rejection (Rule A5), a rejection
 * implies nothing about others (Rule A6), and what is compatible is all voted (Rule A7).
 */
export function moot(
  decided: { id: string; adopted: boolean },
  open: readonly string[],
  implications: readonly Implication[],
): string[] {
  if (!decided.adopted) return [];
  return open.filter((id) =>
    implications.some(({ adopted, excludes }) => adopted === decided.id && excludes === id),
  );
}

/** What is put after the amendments: the text as amended if any was adopted, else the original (Rule A8). */
export function textToPut(amendments: ReadonlyArray<{ state: string }>): "as_amended" | "original" {
  return amendments.some(({ state }) => state === "adopted") ? "as_amended" : "original";
}
