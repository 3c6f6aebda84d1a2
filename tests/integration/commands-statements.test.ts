import { clears, decides, proposes, puts } from "../support/acts";
import { InProcess, type Person } from "../support/in-process";
import { personId } from "../support/other-conference";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let brazil: Person;
let vote: string;
let amendment: string;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya, brazil] = [hall.who("chair"), hall.who("KEN"), hall.who("BRA")];
  ({ amendment } = await proposes(hall, kenya, { block: "op1", words: " Now.", sponsors: ["FRA"] }));
  vote = await puts(hall, amendment);
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const explains = (who: Person, words: string) => hall.post(who, "explain-vote", { vote, words });
const intends = (who: Person, choice: string) => hall.post(who, "note-intention", { vote, choice });
const view = () => hall.reads(brazil, "vote", { vote });
const isWhole = async () =>
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });

test("[R10] a vote is explained before the voting, and not by a sponsor on its own text", async () => {
  expect((await explains(brazil, "Our law says the same.")).status).toBe(200);
  await hall.refuses("own_text", () => explains(kenya, "It is ours."), { rule: "R10" });
  await hall.refuses("own_text", () => explains(hall.who("FRA"), "It is ours, too."), { rule: "R10" });
  await hall.refuses("not_allowed", () => explains(hall.who("observer"), "If I may."));
  expect((await view()).statements).toMatchObject([
    {
      kind: "explanation_before",
      delegation: { code: "BRA" },
      words: "Our law says the same.",
      choice: null,
    },
  ]);
});

test("[R10] not while the voting goes on; [R8] and an intention only once it is locked", async () => {
  await hall.does(chair, "start-vote", { vote, method: "recorded" });
  await hall.refuses("voting_in_progress", () => explains(brazil, "As I said."), { rule: "R10" });
  await hall.refuses("vote_not_closed", () => intends(brazil, "no"), { rule: "R8" });
  await hall.does(brazil, "cast-ballot", { vote, choice: "yes" });
  await hall.does(chair, "lock-vote", { vote });
  await hall.refuses(
    "vote_not_open",
    () => hall.post(brazil, "cast-ballot", { vote, choice: "no", corrects: 1 }),
    { rule: "R8" },
  );
  expect((await intends(brazil, "no")).status).toBe(200);
  await hall.does(chair, "proclaim-vote", { vote });
});

test("[R8] the intention is noted beside a tally that stands; [R10] the result may be explained", async () => {
  expect((await explains(brazil, "The new words bind nobody.")).status).toBe(200);
  const seen = await view();
  expect(seen).toMatchObject({ tally: { yes: 1, no: 0, abstain: 0 }, result: "carried" });
  expect(seen.statements.map(({ kind, choice }) => [kind, choice])).toEqual([
    ["explanation_before", null],
    ["intention", "no"],
    ["explanation_after", null],
  ]);
  await isWhole();
});

test("[R9] a secret ballot has no intention to tell", async () => {
  const other = await proposes(hall, kenya, { block: "op2", words: " Now." });
  const secret = await puts(hall, other.amendment);
  await hall.does(chair, "start-vote", { vote: secret, method: "secret_ballot" });
  await hall.does(brazil, "cast-secret-ballot", { vote: secret, choice: "yes" });
  await hall.does(chair, "lock-vote", { vote: secret });
  await hall.refuses(
    "method_not_allowed",
    () => hall.post(brazil, "note-intention", { vote: secret, choice: "no" }),
    { rule: "R9" },
  );
  await hall.does(chair, "proclaim-vote", { vote: secret });
});

test("what somebody said, altered behind the record's back, is found", async () => {
  await hall.tamper("update statements set choice = 'yes' where kind = 'intention'");
  expect((await hall.reads(chair, "verification")).problems).toMatchObject([{ problem: "statement" }]);
  await hall.tamper("update statements set choice = 'no' where kind = 'intention'");
  await isWhole();
});

test("[R1] while hands are counted, other tellers can take over", async () => {
  const other = await proposes(hall, kenya, { block: "op3", words: " Now." });
  const hands = await puts(hall, other.amendment);
  const [one, two, three] = [hall.who("secretariat"), hall.who("rapporteur"), hall.who("translator")];
  const ids = await Promise.all([one, two, three].map(({ name }) => personId(hall, name)));
  const [a = "", b = "", c = ""] = ids;
  await hall.does(chair, "start-vote", { vote: hands, method: "show_of_hands", tellers: [a, b] });
  await hall.does(one, "count-hands", { vote: hands, yes: 3, no: 4, abstain: 0 });
  const shown = await hall.reads(chair, "vote", { vote: hands });
  expect(shown.hands.tellers.map(({ counted }) => counted)).toEqual([true, false]);
  const recount = (tellers: string[]) =>
    hall.post(chair, "recount-hands", { vote: hands, reason: "A teller was called away", tellers });
  await hall.refuses("tellers_missing", () => recount([a, a]), { rule: "R1" });
  expect((await recount([a, c])).status).toBe(200);
  for (const who of [one, three])
    await hall.does(who, "count-hands", { vote: hands, yes: 3, no: 4, abstain: 0 });
  await hall.does(chair, "lock-vote", { vote: hands });
  await hall.does(chair, "proclaim-vote", { vote: hands });
  expect(await hall.reads(chair, "vote", { vote: hands })).toMatchObject({ result: "lost" });
  await isWhole();
});

test("[R10] a delegation that brings the text explains no vote on it, until the plenary has amended it", async () => {
  await clears(hall);
  const instrument = "declaration";
  const france = hall.who("FRA");
  await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
  await hall.does(hall.who("secretariat"), "name-sponsors", {
    instrument,
    committee: false,
    delegations: ["FRA"],
  });
  await hall.does(chair, "take-up", { instrument });
  const says = (who: Person, final: string) =>
    hall.post(who, "explain-vote", { vote: final, words: "It says what we do." });
  const final = await puts(hall, null);
  await hall.refuses("own_text", () => says(france, final), { rule: "R10" });
  expect((await hall.reads(france, "vote", { vote: final })).ownText).toEqual({
    sponsors: ["FRA"],
    amended: false,
  });
  expect((await says(brazil, final)).status).toBe(200);
  await hall.does(chair, "abort-vote", { vote: final, reason: "One more amendment" });

  const other = await proposes(hall, kenya, { block: "op4", words: " Now." });
  await decides(hall, other.amendment, { KEN: "yes" });
  const asAmended = await puts(hall, null);
  expect((await says(france, asAmended)).status).toBe(200);
  await isWhole();
});
