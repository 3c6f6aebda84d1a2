import { Together } from "../db/together";
import type { Context, Deps, Result } from "./context";

/** One command of many, and whose it is. */
export type Asked<B> = { context: Context; body: B };

type Settled<T> = { result: Result<T> } | { error: unknown };

/** When so many fail one after the other it is not for what they ask: the database is away, and each would wait for it in vain. */
const NOT_THEIRS = 3;

/**
 * A command that very many give at the same moment. Those that wait while others are carried out go into one transaction: each one's own
 * would queue for the ledger, and five hundred ballots in ten seconds would wait for seconds.
 *
 * `about`: only those of one matter go together, and of each person and delegation one. Where they fail together each is carried out alone.
 */
export function gathered<B, T>(
  about: (body: B) => string,
  carryOut: (asked: [Asked<B>, ...Asked<B>[]]) => Promise<Result<T>[]>,
): (context: Context, body: B) => Promise<Result<T>> {
  const queues = new WeakMap<Deps, Together<Asked<B>, Result<T>>>();

  async function carryOutAll(asked: Asked<B>[]): Promise<Promise<Result<T>>[]> {
    const settled = new Map<Asked<B>, Settled<T>>();
    for (const together of parted(asked, about)) {
      try {
        const results = await carryOut(together);
        for (const [i, one] of together.entries()) settled.set(one, { result: results[i] as Result<T> });
      } catch (error) {
        let inARow = 0;
        for (const one of together) {
          const its = together.length > 1 && inARow < NOT_THEIRS ? await alone(one) : { error };
          inARow = "error" in its ? inARow + 1 : 0;
          settled.set(one, its);
        }
      }
    }
    return asked.map(async (one) => {
      const its = settled.get(one);
      if (its && "result" in its) return its.result;
      throw its?.error ?? new Error("a command was not carried out");
    });
  }

  async function alone(one: Asked<B>): Promise<Settled<T>> {
    try {
      const [result] = await carryOut([one]);
      return { result: result as Result<T> };
    } catch (error) {
      return { error };
    }
  }

  return (context, body) => {
    let queue = queues.get(context.deps);
    if (!queue) {
      queue = new Together(carryOutAll);
      queues.set(context.deps, queue);
    }
    return queue.get({ context, body });
  };
}

/** In their order: a later one of the same delegation is decided on what the earlier has left. */
function parted<B>(asked: Asked<B>[], about: (body: B) => string): Array<[Asked<B>, ...Asked<B>[]]> {
  const parts: Array<{ matter: string; of: Set<string>; asked: [Asked<B>, ...Asked<B>[]] }> = [];
  for (const one of asked) {
    const { conferenceId, person, actor } = one.context;
    const matter = `${conferenceId} ${about(one.body)}`;
    const who = [person?.id ?? "", actor?.delegation?.id ?? ""];
    const part = parts.find((it) => it.matter === matter && !who.some((id) => it.of.has(id)));
    if (part) {
      part.asked.push(one);
      for (const id of who) part.of.add(id);
    } else parts.push({ matter, of: new Set(who), asked: [one] });
  }
  return parts.map((part) => part.asked);
}
