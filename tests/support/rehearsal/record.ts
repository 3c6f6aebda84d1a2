import { createHash } from "node:crypto";
import type { Pool } from "pg";
import type { LedgerRow } from "../../../shared/api/views/record";
import { blockText, LANGUAGES } from "../../../shared/text/model";
import type { Day } from "./day";

/** The whole record, the first entry first. */
export async function entriesOf(day: Day): Promise<LedgerRow[]> {
  const entries: LedgerRow[] = [];
  for (let before = ""; ; ) {
    const page = await day.reads("secretariat", "record", {}, before === "" ? {} : { before });
    entries.push(...page.entries);
    const last = page.entries.at(-1);
    if (!last || entries.length >= page.total) return entries.reverse();
    before = String(last.seq);
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const IMPORTED = /\bi[0-9a-f]{32}\b/g;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** How long somebody spoke, and which key this server signs with. */
const OF_THE_RUN = /"spokeMs":\d+|(?<="act":"key\.named","subject":)"[^"]+"/g;
const HASH = /\b[0-9a-f]{64}\b/g;

/** Acts of a roll-call, which come in the order that the lot gave it. */
const OF_THE_LOT = new Set(["ballot.cast", "roll_call.passed"]);

/**
 * What the record tells, without what differs from one day to the next: times, the chain, and ids, which become the number of
 * their first appearance. Hashes of texts in which ids stand go too; texts are compared by their words.
 */
export function told(entries: readonly LedgerRow[]): string[] {
  const seen = new Map<string, string>();
  const named = (id: string) => {
    const known = seen.get(id) ?? `#${seen.size + 1}`;
    seen.set(id, known);
    return known;
  };
  const lots = new Set(
    entries
      .filter(
        ({ act, data }) => act === "vote.started" && (data as { method?: string }).method === "roll_call",
      )
      .map(({ subject }) => subject),
  );
  for (const { act, subject } of entries) if (act === "roll_call.begun") lots.add(subject);
  const lines = entries.map(({ act, subject, actor, data }) => {
    const { drawn: _byLot, ...rest } = data as Record<string, unknown>;
    const line = JSON.stringify({ act, subject, actor, data: rest });
    return {
      key: OF_THE_LOT.has(act) && lots.has(subject) ? `${subject} ${(rest.delegation as string) ?? ""}` : "",
      line: line.replaceAll(MOMENT, "…").replaceAll(HASH, "…").replaceAll(OF_THE_RUN, "…"),
    };
  });
  return inOneOrder(lines).map((line) => line.replaceAll(UUID, named).replaceAll(IMPORTED, named));
}

/** What the lot has ordered, by delegation; all else as it came. */
function inOneOrder(lines: readonly { key: string; line: string }[]): string[] {
  const ordered: string[] = [];
  for (let i = 0; i < lines.length; ) {
    let end = i + 1;
    if (lines[i]?.key) while (lines[end]?.key) end++;
    ordered.push(
      ...lines
        .slice(i, end)
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ line }) => line),
    );
    i = end;
  }
  return ordered;
}

/** Every version of every text that was ever fixed, in words. */
export async function textsOf(day: Day, instruments: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const instrument of instruments)
    for (const language of LANGUAGES)
      for (const { id, number, reason } of await day.reads(
        "secretariat",
        "versions",
        { instrument },
        { language },
      )) {
        const { blocks } = await day.reads("secretariat", "version", { version: id });
        const words = blocks.map((block) => `${block.path}: ${blockText(block)}`).join("\n");
        texts.push(`${instrument} ${language} ${number} ${reason}\n${words}`);
      }
  return texts;
}

type Row = {
  id: string;
  method: string | null;
  yes: number | null;
  no: number | null;
  abstain: number | null;
};

/** Votes whose tally in the database is not the sum of what was cast, told by the rows of both. */
export async function miscounted(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<
    Row & { cast: Record<string, number> | null; took: number; hands: string | null }
  >(
    `select v.id, v.method, v.yes, v.no, v.abstain,
       (select json_object_agg(choice, n) from (select choice, count(*)::int as n from ballots b
          where b.vote_id = v.id and b.round = v.round group by choice) c) as cast,
       (select count(*)::int from secret_participants s where s.vote_id = v.id) as took
     from votes v where v.yes is not null`,
  );
  return rows.flatMap(({ id, method, yes, no, abstain, cast, took }) => {
    const counted = `${yes}-${no}-${abstain}`;
    const there =
      method === "secret_ballot"
        ? took === (yes ?? 0) + (no ?? 0) + (abstain ?? 0)
        : method === "show_of_hands"
          ? cast === null
          : counted === `${cast?.yes ?? 0}-${cast?.no ?? 0}-${cast?.abstain ?? 0}`;
    return there ? [] : [`${id}: ${method} ${counted}, cast ${JSON.stringify(cast)}, ${took} took part`];
  });
}

/** Entries that do not hash to what stands beside them, or do not name the one before. */
export async function unchained(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ seq: string; entry: string; prev: string; hash: string }>(
    "select seq, entry, prev, hash from ledger order by seq",
  );
  return rows.flatMap(({ seq, entry, prev, hash }, i) => {
    const follows = prev === (rows[i - 1]?.hash ?? "0".repeat(64)) && Number(seq) === i + 1;
    return follows && createHash("sha256").update(entry).digest("hex") === hash ? [] : [Number(seq)];
  });
}
