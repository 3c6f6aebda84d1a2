import { QUERIES, type QueryName } from "../../shared/api/routes";
import { PRESETS, type Preset } from "../../shared/rules/presets";
import { type Act, RIGHTS } from "../../shared/rules/rights-table";
import { givesTurn, proposes, puts } from "../support/acts";
import { InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const secretariat = () => hall.who("secretariat");
const rules = (whom = "KEN") => hall.reads(hall.who(whom), "rules");
const problems = async () => (await hall.reads(secretariat(), "verification")).problems;
const OWN: Preset = {
  ...PRESETS["unesco-committee"],
  decisionQuorum: { numerator: 1, denominator: 3, strict: false },
  proposalMajority: "two_thirds",
  secondersNeeded: 1,
};

test("without a copy of its own a conference has the rules of the preset it names, for everybody to read", async () => {
  expect(await rules("observer")).toMatchObject({
    preset: PRESETS["un-conference"],
    revision: 0,
    opened: false,
    permissions: { change_rules: { ok: false, code: "not_allowed" } },
  });
  expect((await rules("secretariat")).permissions.change_rules).toEqual({ ok: true });
});

test("only the secretariat lays them down, whole, and who changes them names the ones that were read", async () => {
  const body = { preset: OWN, revision: 0 };
  for (const whom of ["chair", "rapporteur", "KEN"])
    await hall.refuses("not_allowed", () => hall.post(hall.who(whom), "change-rules", body));
  const { name: _, ...without } = OWN;
  for (const preset of [without, { ...OWN, tie: "casting_vote" }, { ...OWN, methods: [] }])
    await hall.refuses(
      "invalid_request",
      () => hall.post(secretariat(), "change-rules", { preset, revision: 0 } as never),
      { detail: expect.anything() },
    );
  expect(await hall.does(secretariat(), "change-rules", body as never)).toEqual({ revision: 1 });
  await hall.refuses("rules_changed", () => hall.post(secretariat(), "change-rules", body as never), {
    detail: { revision: 1, by: secretariat().name },
  });
  expect(await rules()).toMatchObject({ preset: OWN, revision: 1, changedBy: secretariat().name });
});

test("the record says who laid down what, and holds the values in force", async () => {
  const { entries } = await hall.reads(hall.who("KEN"), "record");
  expect(entries[0]).toMatchObject({
    act: "rules.changed",
    actor: { role: "secretariat" },
    data: { revision: 1, preset: OWN },
  });
  const data = entries[0]?.data as { changed: string[] } | undefined;
  expect(data?.changed).toEqual(
    expect.arrayContaining(["decisionQuorum", "proposalMajority", "secondersNeeded", "division"]),
  );
  expect(await problems()).toEqual([]);
  await hall.tamper("update conference_rules set preset = jsonb_set(preset, '{secondersNeeded}', '0')");
  expect(await problems()).toMatchObject([{ problem: "rules" }]);
  await hall.tamper("update conference_rules set preset = jsonb_set(preset, '{secondersNeeded}', '1')");
  expect(await problems()).toEqual([]);
});

test("[A14] what is done is done under them: one seconder is needed now", async () => {
  await hall.refuses(
    "not_sponsored_enough",
    async () => {
      const { baseVersion, patch } = await (await import("../support/acts")).addition(
        hall,
        "declaration",
        "op3",
        " So be it.",
      );
      const body = { instrument: "declaration", baseVersion, patch, rationale: "Because", sponsors: [] };
      return hall.post(hall.who("KEN"), "propose-amendment", body);
    },
    { detail: expect.anything(), rule: "A14" },
  );
});

test("a ruling opens the conference: from then on they stand, and the verifier finds a change that was made behind it", async () => {
  await hall.does(secretariat(), "change-rules", {
    preset: { ...OWN, secondersNeeded: 0 } as never,
    revision: 1,
  });
  const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op1", words: " Soon.", open: true });
  expect((await rules()).opened).toBe(true);
  await hall.refuses("rules_frozen", () =>
    hall.post(secretariat(), "change-rules", { preset: PRESETS["un-ga"] as never, revision: 2 }),
  );
  await givesTurn(hall, amendment);
  const vote = await puts(hall, amendment);
  const view = await hall.reads(hall.who("KEN"), "vote", { vote });
  // A third of the committee's members decides, as it was laid down, and the amendment needs what its proposal needs.
  expect(view).toMatchObject({ majority: "two_thirds", decisionQuorum: Math.ceil(view.members / 3) });
  expect(await problems()).toEqual([]);
});

test("anybody reads them, in four languages, with what differs from the preset", async () => {
  const read = async (address: string) => String((await hall.request(null, "GET", address)).body);
  const en = await read("/beijing-2013/rules/en");
  expect(en).toContain("these rules stand");
  expect(en).toContain("2 values differ");
  expect(en).toContain("≠ Members present to decide");
  expect(en).toContain("there: more than half");
  expect(en).toContain("two thirds of those present and voting");
  expect(await read("/beijing-2013/rules/zh")).toContain("教科文组织委员会");
  for (const language of ["zh", "fr", "es"])
    expect(await read(`/beijing-2013/rules/${language}`)).not.toMatch(/undefined|\{\w+\}/);
  expect(await read("/")).toContain("/beijing-2013/rules");
  expect((await hall.request(null, "GET", "/elsewhere/rules")).status).toBe(404);
});

test("every read asks whether its reader may", async () => {
  const acts: Act[] = ["read_text", "read_amendments", "read_record", "read_reports", "read_comments"];
  const ID = "00000000-0000-4000-8000-000000000000";
  const query: Partial<Record<QueryName, string>> = {
    "what-if": "?amendments=1",
    comments: "?language=en",
    concordance: "?language=fr",
    compare: `?from=${ID}&to=${ID}`,
  };
  const addresses = (Object.keys(QUERIES) as QueryName[]).map((name) => {
    const path = QUERIES[name].path.replace(":instrument", "declaration").replace(":body", "plenary");
    return `${path.replace(":language", "en").replaceAll(/:\w+/g, ID)}${query[name] ?? ""}`;
  });
  addresses.push("/api/lists/delegations.csv", "/api/lists/amendments.csv?instrument=declaration");
  addresses.push("/api/live", `/api/reports/${ID}/en/page`, `/api/reports/${ID}/en/report.pdf`);
  const kept = new Map(acts.map((act) => [act, RIGHTS[act]]));
  try {
    for (const act of acts) RIGHTS[act] = {};
    const allowed: string[] = [];
    for (const address of addresses) {
      const { status } = await hall.request(hall.who("KEN"), "GET", address);
      if (status !== 403) allowed.push(`${address} ${status}`);
    }
    expect(allowed).toEqual([]);
  } finally {
    for (const [act, grants] of kept) RIGHTS[act] = grants;
  }
  expect((await hall.request(hall.who("KEN"), "GET", "/api/record")).status).toBe(200);
});
