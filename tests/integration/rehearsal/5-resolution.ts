import { createHash } from "node:crypto";
import { runsFromMarkup } from "../../../shared/text/model";
import { ballots, type Day } from "../../support/rehearsal/day";
import { byHands, onDevices, same } from "../../support/rehearsal/voting";
import { part } from "./2-committee";
import { reconsider } from "./4-plenary";

const PARAGRAPHS = [
  ["title", 0, "Resolution on the next conference"],
  ["organ", 0, "The International Conference on Learning Cities,"],
  ["preambular", 0, "*Recalling* how much was learnt in Beijing,"],
  ["operative", 0, "*Decides* to meet again within two years;"],
  ["operative", 0, "*Requests* the secretariat to find a host."],
] as const;

/** A text brought in during the afternoon, and forwarded as it stands. */
export async function bringIn(day: Day): Promise<void> {
  const { instrument } = await day.does("secretariat", "create-instrument", {
    title: { en: "Resolution on the next conference" },
    verb: "adopt",
    symbol: "ICLC/2013/DC/L.3",
    sourceLanguage: "en",
  });
  expect(instrument).toBe("resolution-on-the-next-conference");
  day.instrument = instrument;
  const blocks = PARAGRAPHS.map(([kind, level, text]) => ({ kind, level, runs: runsFromMarkup(text) }));
  const sha256 = createHash("sha256").update(JSON.stringify(PARAGRAPHS)).digest("hex");
  await day.does("secretariat", "import-text", {
    instrument,
    language: "en",
    file: { name: "resolution.txt", sha256 },
    blocks,
  });
  await day.does("committee-chair", "open-reading", { instrument });
  const { id } = (await day.latest()).blocks[3] ?? { id: "" };
  await day.proposes("ARG", "A-1", [{ in: id, for: "within two years", put: "within three years" }]);
  await day.findsAdmissible("A-1");
  await day.byConsensus("A-1");
  await day.does("committee-chair", "forward-text", { instrument, asItStands: true });
}

/** Its debate is adjourned and resumed; both operative paragraphs fall, and with them the whole (Rules P3, D3). */
export async function rejection(day: Day): Promise<void> {
  const { instrument } = day;
  await day.does("chair", "take-up", { instrument });
  const adjourn = await day.does("CRI", "move-motion", {
    instrument,
    kind: "adjourn_debate",
    words: "Until the budget is known",
  });
  for (const [code, side] of [
    ["CRI", "for"],
    ["DNK", "for"],
    ["NGA", "against"],
    ["PHL", "against"],
  ] as const)
    await day.does(code, "speak-on-motion", { ...adjourn, side });
  await day.isRefused("ITA", "speak-on-motion", { ...adjourn, side: "for" }, "no_speaker_left", "P3");
  for (let i = 0; i < 3; i++) await day.does("chair", "call-on-motion", adjourn);
  await day.does("chair", "end-speech", await day.does("chair", "call-on-motion", adjourn));
  day.vote = (await day.does("chair", "put-motion", adjourn)).vote;
  await byHands(day, "carried", same([41, 25, 3]));
  expect(await stage(day)).toEqual(["decided", "deferred"]);
  await day.does("chair", "resume-debate", { instrument });

  await day.puts(null);
  const whole = day.vote;
  const operative = (await day.reads("BRA", "divisible", { vote: whole })).filter((one) => one.operative);
  await day.does("BRA", "request-division", { vote: whole, parts: operative.map(({ block }) => block) });
  await day.does("chair", "grant-division", { vote: whole });
  await part(day, whole);
  await byHands(day, "lost", same([28, 39, 2]));
  await part(day, whole);
  await onDevices(day, ballots("KEN NGA", "BRA USA CHE"), "lost");
  day.vote = whole;
  expect(await day.question()).toMatchObject({ state: "fell", reason: "parts_rejected", tally: null });
  expect(await stage(day)).toEqual(["decided", "rejected"]);
  await reconsider(day, "KEN", null, [39, 20, 10], "lost");
  expect(await stage(day)).toEqual(["decided", "rejected"]);
}

export async function stage(day: Day): Promise<[string, string | null]> {
  const { stage: at, outcome } = await day.reads("secretariat", "instrument", { instrument: day.instrument });
  return [at, outcome];
}
