import { proposes, puts } from "../support/acts";
import { InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterAll(() => hall.stop());

type Choice = "yes" | "no" | "abstain";
const ORDER = ["KEN", "BRA", "FRA", "SEN", "IND", "JOR"];

/** Who looks at everything that the database has: each row with its place, and the rank of the transaction that wrote it. */
async function rowsOf(): Promise<Map<string, Array<{ row: string; place: string; by: number }>>> {
  const tables = await hall.sql<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const found = new Map<string, Array<{ row: string; place: string; by: number }>>();
  for (const { name } of tables)
    found.set(
      name,
      await hall.sql(
        `select t::text as row, t.ctid::text as place, t.xmin::text::bigint::int as by from ${name} t order by t.ctid`,
      ),
    );
  return found;
}

/** Voting from the first paper to the lock, with what it leaves behind: rows that are new, in the order in which they lie. */
async function tracesOf(choices: Record<string, Choice>, block: string): Promise<string[]> {
  const { amendment, tag } = await proposes(hall, hall.who("KEN"), {
    block,
    words: " Secretly.",
    sponsors: [],
  });
  const vote = await puts(hall, amendment);
  await hall.does(hall.who("chair"), "start-vote", { vote, method: "secret_ballot" });
  const before = await rowsOf();
  const newest = Math.max(...[...before.values()].flat().map(({ by }) => by));
  for (const [i, code] of ORDER.entries()) {
    const key = `paper-${i}-of-${vote}`;
    const body = { vote, choice: choices[code] };
    const { status } = await hall.post(hall.who(code), "cast-secret-ballot", body as never, {
      "idempotency-key": key,
    });
    expect(status).toBe(200);
  }
  const after = await rowsOf();
  const writers = [...new Set([...after.values()].flat().map(({ by }) => by))]
    .filter((by) => by > newest)
    .sort((a, b) => a - b);
  const known = new Map([
    [vote, "the vote"],
    [amendment, "the amendment"],
    [tag, "the tag"],
  ]);
  const people = await hall.sql<{ id: string; code: string }>(
    "select p.id, d.code from people p join delegations d on d.id = p.delegation_id union select id, code from delegations",
  );
  for (const { id, code } of people) known.set(id, code);
  const masked = (row: string) =>
    row
      .replaceAll(/\\\\x([0-9a-f]+)/g, (_, hex: string) => `${hex.length / 2} bytes`)
      .replaceAll(/[0-9a-f]{64}/g, "hash")
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => known.get(id) ?? "id")
      .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+\d\d)?/g, "time")
      // The numbers of entries go on from one vote to the next.
      .replaceAll(/""seq"":\d+/g, "number")
      .replace(/^\(id,\d+,/, "(id,number,")
      .replaceAll(/,\d+,hash/g, ",number,hash")
      .replaceAll(tag, "the tag");
  return [...after].flatMap(([name, rows]) =>
    rows
      .filter(({ by }) => by > newest)
      // The ledger's head and the vote's box are one row each, which every paper writes anew.
      .map(({ row, by }) => `${name} ${writers.indexOf(by)}: ${masked(row)}`),
  );
}

test("[R9] two secret ballots with the same sums and everybody's choice another leave the same rows, in the same order and by the same transactions", async () => {
  const first = await tracesOf(
    { KEN: "yes", BRA: "no", FRA: "yes", SEN: "abstain", IND: "yes", JOR: "no" },
    "op1",
  );
  const [open] = await hall.sql<{ id: string }>("select id from votes where state = 'open'");
  await hall.does(hall.who("chair"), "lock-vote", { vote: open?.id ?? "" });
  await hall.does(hall.who("chair"), "proclaim-vote", { vote: open?.id ?? "" });
  const second = await tracesOf(
    { KEN: "no", BRA: "yes", FRA: "abstain", SEN: "yes", IND: "no", JOR: "yes" },
    "op2",
  );
  expect(first.length).toBeGreaterThan(2 * ORDER.length);
  expect(first.filter((row) => row.startsWith("secret_participants"))).toHaveLength(ORDER.length);
  expect(second).toEqual(first);
  // Nobody's choice is in any of them.
  for (const row of first) expect(row).not.toMatch(/"choice"|abstain|\byes\b/);
  expect(hall.complaints).toEqual([]);
});
