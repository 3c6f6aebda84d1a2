import { until } from "../../support/children";
import type { Day } from "../../support/rehearsal/day";
import { byHands, same } from "../../support/rehearsal/voting";
import { signsOff } from "./2-committee";

const instrument = "key-features";

/** The other text of the committee, partly decided in writing (Rules C5, C6). */
export async function keyFeatures(day: Day): Promise<void> {
  day.instrument = instrument;
  await day.does("committee-chair", "open-reading", { instrument });
  await day.proposes("ETH", "A-1", [
    { in: "a05-f1", for: "within easy reach", put: "within easy and safe reach" },
  ]);
  await day.proposes("FIN", "A-2", [{ in: "a10-f3", for: "every year", put: "every two years" }]);
  await day.proposes("COL", "A-3", [
    { in: "a12-f3", for: "Schools, parks", put: "Schools, libraries, parks" },
  ]);
  await day.proposes("IND", "A-4", [{ in: "a01-f4", add: " They learn each other’s songs." }]);
  await day.findsAdmissible("A-1", "A-2", "A-3", "A-4");
  await day.confirmsOrder("A-1", "A-2", "A-3", "A-4");

  await keptSilence(day);
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  await day.puts("A-2", inAnHour);
  await day.isRefused("committee-chair", "start-vote", { vote: day.vote }, "silence_running", "C5");
  await day.isRefused("KEN", "raise-objection", { vote: day.vote }, "words_needed", "C5");
  await day.objects("KEN", "A report every two years is no account.");
  await byHands(day, "lost", same([6, 12, 1]));
  await day.byConsensus("A-3");
  await day.does("IND", "withdraw-amendment", { amendment: day.amendment("A-4") });

  await day.does("committee-chair", "set-paragraph-status", {
    instrument,
    blocks: null,
    event: "agree_ad_ref",
  });
  await day.does("committee-chair", "agree-text", { instrument });
  await signsOff(day);
  const { symbol } = await day.does("committee-chair", "forward-text", { instrument, asItStands: false });
  expect(symbol).toBe("ICLC/2013/DC/L.2");
}

/** Nobody objects before the deadline, and nobody need do anything; the server may die at that very moment. */
async function keptSilence(day: Day): Promise<void> {
  let deadline = new Date();
  for (let answer = 0; answer !== 200; ) {
    deadline = new Date(Date.now() + 1_500);
    const body = { instrument, amendment: day.amendment("A-1"), silenceUntil: deadline.toISOString() };
    const said = await day.tries("committee-chair", "put-question", body);
    if (said.status === 200) day.vote = (said.body as { vote: string }).vote;
    else expect(said.body).toMatchObject({ code: "deadline_passed" });
    answer = said.status;
  }
  await day.whileSilent(day.vote, deadline);
  await until("it is decided", async () => (await day.question()).state === "so_decided");
  expect(await day.question()).toMatchObject({ result: "carried", tally: null });
}
