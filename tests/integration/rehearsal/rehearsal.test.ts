import { createHash } from "node:crypto";
import { verifySignature } from "../../../server/queries/verification-of-signatures";
import type { Verification } from "../../../shared/api/views/record";
import { verifyCertificate } from "../../../shared/records/verify-certificate";
import { Random } from "../../support/random";
import { Day, tallyOf } from "../../support/rehearsal/day";
import { Line, MOMENTS, type Strike, strikes } from "../../support/rehearsal/line";
import { entriesOf, miscounted, textsOf, told, unchained } from "../../support/rehearsal/record";
import { startServer } from "../../support/server";
import { afternoon } from "./afternoon";
import { adoptedDeclaration, approvedKeyFeatures, DECLARATION, KEY_FEATURES } from "./expected";

const KILLS = Number(process.env.REHEARSAL_KILLS ?? 50);
const SEED = Number(process.env.REHEARSAL_SEED ?? 1);

const INSTRUMENTS = ["declaration", "key-features", "resolution-on-the-next-conference"] as const;
const sha256Hex = (utf8: string | Uint8Array) => createHash("sha256").update(utf8).digest("hex");

/** Everything by which a day is remembered. */
type Day22 = Awaited<ReturnType<typeof play>>;

async function play(plan: ReadonlyMap<number, Strike> = new Map(), more = false) {
  const server = await startServer();
  try {
    const line = new Line(server, plan);
    const day = new Day(server, line);
    if (more) day.whileSilent = (vote, deadline) => line.strikeAtDeadline(day.pool, vote, deadline);
    const { report } = await afternoon(day);
    return { line, ...(await remember(day)), report };
  } finally {
    await server.stop();
  }
}

async function remember(day: Day) {
  const entries = await entriesOf(day);
  const latest = async (instrument: string) => {
    day.instrument = instrument;
    return (await day.latest()).blocks.map(({ runs }) => runs.map(({ text }) => text).join(""));
  };
  const outcomes: Record<string, string | null> = {};
  for (const instrument of INSTRUMENTS)
    outcomes[instrument] = (await day.reads("secretariat", "instrument", { instrument })).outcome;
  const votes = [];
  for (const instrument of INSTRUMENTS)
    votes.push(...(await day.reads("secretariat", "votes", { instrument })));
  const tallies = [];
  for (const { vote, method, ballots } of day.given) {
    const seen = await day.reads("secretariat", "vote", { vote });
    const cast = seen.ballots.map(({ delegation, choice }) => `${delegation.code} ${choice}`).sort();
    tallies.push({ given: { method, ballots }, tally: seen.tally, cast });
  }
  const certificate = await fetch(`${day.server.baseUrl}/beijing-2013/declaration/certificate.json`);
  const page = await fetch(`${day.server.baseUrl}/beijing-2013/reports/report-1/en`);
  return {
    entries,
    told: told(entries),
    texts: await textsOf(day, INSTRUMENTS),
    declaration: await latest("declaration"),
    keyFeatures: await latest("key-features"),
    outcomes,
    votes,
    tallies,
    miscounted: await miscounted(day.pool),
    unchained: await unchained(day.pool),
    verification: (await day.reads("secretariat", "verification")) as Verification,
    certificate: await certificate.text(),
    page: await page.text(),
  };
}

let quiet: Day22;
beforeAll(async () => {
  quiet = await play();
}, 120_000);

describe("the afternoon of 22 October", () => {
  test("what is adopted reads as the amendments that carried say, and as nothing else", () => {
    expect(quiet.outcomes).toEqual({
      declaration: "adopted",
      "key-features": "approved",
      "resolution-on-the-next-conference": "rejected",
    });
    expect(quiet.declaration).toEqual(adoptedDeclaration());
    expect(quiet.keyFeatures).toEqual(approvedKeyFeatures());
  });

  test("each tally is the sum of what was given, in the answers and in the tables", () => {
    for (const { given, tally, cast } of quiet.tallies) {
      expect(tally).toEqual(tallyOf(given.ballots));
      const open =
        given.method === "secret_ballot" ? [] : [...given.ballots].map((one) => one.join(" ")).sort();
      expect(cast).toEqual(open);
    }
    expect(quiet.miscounted).toEqual([]);
  });

  test("there were three votes of each kind at the least", () => {
    const kinds: Record<string, number> = {};
    for (const { method, state, division, of } of quiet.votes) {
      const kind = state === "proclaimed" ? String(method) : state;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if (division && of === null) kinds.divided = (kinds.divided ?? 0) + 1;
    }
    const named = ["recorded", "show_of_hands", "roll_call", "secret_ballot", "so_decided", "divided"];
    expect(named.filter((kind) => (kinds[kind] ?? 0) < 3)).toEqual([]);
    const submitted = quiet.entries.filter(({ act }) => act === "amendment.submitted");
    expect(submitted.length).toBeGreaterThanOrEqual(40);
  });

  test("the record is one unbroken chain from the first act to the last, and state and signatures are as it tells", async () => {
    expect(quiet.verification).toMatchObject({ ok: true, problems: [], entries: quiet.entries.length });
    expect(quiet.unchained).toEqual([]);
    const platform = {
      sha256Hex: async (utf8: string) => sha256Hex(utf8),
      verify: async (key: string, utf8: string, signature: string) => verifySignature(key, utf8, signature),
    };
    expect((await verifyCertificate(quiet.certificate, platform)).problems).toEqual([]);
  });

  test("the rapporteur's report says what became of every amendment, by which vote, and what was reserved", () => {
    const rows = [...quiet.report.matchAll(/^\| (A-[\d.]+) \| .*? \| (.*?) \| (.*?) \|$/gm)].map(
      ([, tag = "", outcome = "", decision = ""]) => [tag, outcome, shortly(decision)],
    );
    expect(rows).toEqual([...DECLARATION, ...KEY_FEATURES, ["A-1", "adopted", "without a vote"]]);
    for (const said of [
      /Beijing Declaration on Building Learning Cities” was adopted, 60 in favour, 5 against, 4 abstaining; 33 needed/,
      /Key Features of Learning Cities” was approved, without a vote/,
      /Resolution on the next conference” was not adopted, without a vote/,
      /All operative parts having been rejected, the proposal was rejected as a whole/,
      /Singapore \(“Beijing Declaration on Building Learning Cities” as a whole\): “Singapore understands paragraph 4 in the light of its law\.”/,
      /France \(amendment A-12\): “France does not know who will hold the first review\.”/,
      /Egypt appealed against the ruling/,
      /The ruling stood/,
      /The ruling was overruled/,
      /The motion to close the debate was carried/,
      /Nothing stayed open/,
    ])
      expect(quiet.report).toMatch(said);
    expect(quiet.page).toContain("Done at Beijing.");
  });
});

/** `11 in favour, 6 against …` → `11–6–2`. */
function shortly(decision: string): string {
  const [, yes, no, abstain] = /^(\d+) in favour, (\d+) against, (\d+) abstaining/.exec(decision) ?? [];
  return yes === undefined ? decision : `${yes}–${no}–${abstain}`;
}

test(`the same afternoon with the server killed ${KILLS} times ends as the undisturbed one (seed ${SEED})`, async () => {
  const plan = strikes(new Random(SEED), KILLS, quiet.line.tookMs);
  const killed = await play(plan, true);
  expect(killed.line.struck).toHaveLength(KILLS);
  // Some commands were lost on the way there, some on the way back, as far as the sender could see.
  for (const moment of MOMENTS) expect(killed.line.struck.some((one) => one.moment === moment)).toBe(true);

  // Nothing that was acknowledged is lost, and nothing is there twice.
  expect(killed.told).toEqual(quiet.told);
  expect(killed.texts).toEqual(quiet.texts);
  expect(killed.tallies.map(({ tally, cast }) => ({ tally, cast }))).toEqual(
    quiet.tallies.map(({ tally, cast }) => ({ tally, cast })),
  );
  expect([...killed.miscounted, ...killed.unchained]).toEqual([]);
  expect(killed.verification).toMatchObject({ ok: true, problems: [] });
  expect(timeless(killed.report)).toBe(timeless(quiet.report));
}, 240_000);

function timeless(report: string): string {
  return report.replaceAll(/\d{1,2} \w+ \d{4}, \d\d:\d\d/g, "…").replaceAll(/\b[0-9a-f]{64}\b/g, "…");
}
