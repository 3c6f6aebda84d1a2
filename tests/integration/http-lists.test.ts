import readXlsxFile from "read-excel-file/node";
import { decides, proposes } from "../support/acts";
import { asError, InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const get = (whom: string | null, file: string, query: Record<string, string> = {}) =>
  hall.request(
    whom === null ? null : hall.who(whom),
    "GET",
    `/api/lists/${file}?${new URLSearchParams(query)}`,
  );
const linesOf = (body: unknown) =>
  String(body)
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split("\r\n");
const declaration = { instrument: "declaration" };

test("the amendments, as the tracker shows them with the same filters; no drafts", async () => {
  const { tag } = await proposes(hall, hall.who("KEN"), {
    block: "op1-a",
    words: " =Now.",
    sponsors: ["BRA"],
  });
  await hall.does(hall.who("KEN"), "start-amendment", { instrument: "declaration", language: "en" });
  const all = await get("observer", "amendments.csv", declaration);
  expect(all.status).toBe(200);
  expect(all.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(all.headers.get("content-disposition")).toBe('attachment; filename="declaration-amendments.csv"');
  expect(all.headers.get("cache-control")).toBe("no-store");
  expect(all.headers.get("x-content-type-options")).toBe("nosniff");
  const listed = await hall.reads(hall.who("observer"), "amendments", declaration);
  expect(linesOf(all.body)).toHaveLength(1 + listed.length);
  const open = await get("observer", "amendments.csv", { ...declaration, state: "open", proponent: "BRA" });
  const [, line, ...rest] = linesOf(open.body);
  expect(rest).toEqual([]);
  expect(line).toContain(`${tag},OP 1 (a),Open,Insert,Kenya,Brazil,Delegation,en,`);
  expect(line).toContain("[+ =Now.+]");
});

test("what collides, pair by pair, as the tracker shows it with the same filters", async () => {
  const one = await proposes(hall, hall.who("KEN"), { block: "op2-a", words: " Everywhere." });
  const other = await proposes(hall, hall.who("BRA"), { block: "op2-a", words: " Always." });
  const line = `${one.tag},Kenya,Open,${other.tag},Brazil,Open,OP 2 (a): both insert at the same place`;
  const found = linesOf((await get("observer", "conflicts.csv", { ...declaration, proponent: "BRA" })).body);
  expect(found.slice(1)).toEqual([line]);
  const none = linesOf((await get("observer", "conflicts.csv", { ...declaration, proponent: "FRA" })).body);
  expect(none).not.toContain(line);
});

test("votes, and votes by delegation; of a secret ballot only who took part", async () => {
  const { amendment, tag } = await proposes(hall, hall.who("KEN"), { block: "op1-b", words: " Now." });
  await decides(hall, amendment, { KEN: "yes", BRA: "yes", FRA: "no", SEN: "abstain" });
  const votes = linesOf((await get("KEN", "votes.csv", declaration)).body);
  expect(votes.find((line) => line.startsWith(tag))).toContain(",2,1,1,");
  const ballots = linesOf((await get("KEN", "ballots.csv", declaration)).body);
  const rows = new Map(ballots.map((line) => [line.split(",")[0], line.split(",").at(-1)]));
  expect([rows.get("Kenya"), rows.get("France"), rows.get("Senegal"), rows.get("Algeria")]).toEqual([
    "Yes",
    "No",
    "Abstain",
    "",
  ]);
});

test("the versions of a language, and the whole record, entry by entry", async () => {
  const versions = await hall.reads(hall.who("KEN"), "versions", declaration, { language: "en" });
  const lines = linesOf((await get("KEN", "versions.csv", { ...declaration, language: "en" })).body);
  expect(lines).toHaveLength(1 + versions.length);
  expect(lines[1]).toContain(`1,en,${versions[0]?.label},`);
  expect(lines[1]).toContain(versions[0]?.sha256);
  const { total, head } = await hall.reads(hall.who("KEN"), "record");
  const record = linesOf((await get("observer", "record.csv")).body).slice(1);
  expect(record.map((line) => Number(line.split(",")[0]))).toEqual(
    Array.from({ length: total }, (_, at) => at + 1),
  );
  expect(record.at(-1)).toContain(head);
  expect(record.find((line) => line.includes("Amendment submitted"))).toContain("A-1 · declaration");
});

test("a workbook holds the same as the CSV", async () => {
  const csv = linesOf((await get("KEN", "delegations.csv")).body);
  const response = await fetch(`${hall.url}/api/lists/delegations.xlsx`, {
    headers: { cookie: hall.who("KEN").cookie },
  });
  expect(response.headers.get("content-type")).toContain("spreadsheetml");
  const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()));
  const rows = sheet?.data ?? [];
  expect(rows).toHaveLength(csv.length);
  expect(rows[0]).toEqual(csv[0]?.split(","));
});

test("no list without a sign-in, of an unknown name or format, of no instrument, or with a filter there is not", async () => {
  expect(asError(await get(null, "amendments.csv", declaration)).code).toBe("sign_in_required");
  for (const file of ["people.csv", "amendments.exe", "amendments", "..%2f..%2fetc"])
    expect(asError(await get("KEN", file, declaration)).code).toBe("not_found");
  for (const file of ["amendments.csv", "votes.xlsx", "ballots.csv"])
    expect(asError(await get("KEN", file, { instrument: "nothing" })).code).toBe("not_found");
  expect(asError(await get("KEN", "votes.csv", { ...declaration, secret: "1" })).code).toBe(
    "invalid_request",
  );
});
