import type { Patch } from "../../shared/text/patch";
import {
  addition,
  clears,
  decides,
  latestVersion,
  proposes,
  puts,
  rewording,
  submits,
} from "../support/acts";
import { InProcess, type Person, typesAtEnd, wordsOf } from "../support/in-process";

let hall: InProcess;
let chair: Person;
let kenya: Person;
let france: Person;
let brazil: Person;
let rapporteur: Person;
let secretariat: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  [chair, kenya, france, brazil] = [hall.who("chair"), hall.who("KEN"), hall.who("FRA"), hall.who("BRA")];
  [rapporteur, secretariat] = [hall.who("rapporteur"), hall.who("secretariat")];
});
afterEach(async () => {
  expect(await hall.reads(chair, "verification")).toMatchObject({ ok: true, problems: [] });
  expect(hall.complaints.splice(0)).toEqual([]);
});
afterAll(() => hall.stop());

const instrument = "declaration";
const words = async (block: string) => wordsOf(await hall.live(instrument, "en"), block);
const amendmentOf = (amendment: string, who = chair) => hall.reads(who, "amendment", { amendment });
const present = (there: boolean, slug = "drafting-committee") =>
  hall.sql("update body_members set present = $1 from bodies b where b.id = body_id and b.slug = $2", [
    there,
    slug,
  ]);

/** The patch as it was submitted, with other words at the end of its paragraph. */
async function reworded(amendment: string, find: string, put: string): Promise<Patch> {
  const [row] = await hall.sql<{ patch: Patch }>("select patch from amendments where id = $1", [amendment]);
  const [change] = row?.patch.changes ?? [];
  if (change?.op !== "revise") throw new Error("not a revision");
  const runs = change.after.runs.map((run) => ({ ...run, text: run.text.replace(find, put) }));
  return { changes: [{ ...change, after: { ...change.after, runs } }] };
}

describe("a proposer's own revision", () => {
  test("[W4] until it is put it says it in other words, under its number; what amends it has to be redrafted", async () => {
    const { amendment, tag } = await proposes(hall, kenya, {
      block: "op1",
      words: " Always and for all.",
      sponsors: ["FRA"],
    });
    const { baseVersion } = await amendmentOf(amendment);
    const [row] = await hall.sql<{ patch: Patch }>("select patch from amendments where id = $1", [amendment]);
    const [mine] = row?.patch.changes ?? [];
    if (mine?.op !== "revise") throw new Error("not a revision");
    const below = await submits(hall, brazil, {
      instrument,
      baseVersion: baseVersion.id,
      amends: amendment,
      patch: {
        changes: [
          {
            op: "revise",
            before: mine.after,
            after: {
              ...mine.after,
              runs: mine.after.runs.map((run) => ({
                ...run,
                text: run.text.replace("for all", "for everybody"),
              })),
            },
          },
        ],
      },
    });
    const patch = await reworded(amendment, " Always and for all.", " Whenever they want.");
    const revise = (who: Person) =>
      hall.post(who, "revise-amendment", { amendment, patch, rationale: "Heard." });
    await hall.refuses("not_allowed", () => revise(france), { rule: "W5" });
    await hall.refuses("not_allowed", () => revise(brazil), { detail: { reason: "not_own_amendment" } });
    await hall.does(kenya, "revise-amendment", { amendment, patch, rationale: "Heard." });
    expect(await amendmentOf(amendment)).toMatchObject({
      tag,
      state: "open",
      rationale: "Heard.",
      sponsors: [{ code: "FRA" }],
    });
    expect(JSON.stringify((await amendmentOf(amendment)).redline)).toContain("Whenever they want.");
    await hall.refuses("revision_changes_nothing", () => revise(kenya), { detail: { tag } });
    expect(await amendmentOf(below.amendment)).toMatchObject({ state: "needs_rebase" });
    await hall.refuses("amendment_changes_nothing", () =>
      hall.post(kenya, "revise-amendment", {
        amendment,
        patch: { changes: [{ ...mine, after: mine.before }] },
      }),
    );
    await hall.does(brazil, "withdraw-amendment", { amendment: below.amendment });
    const vote = await puts(hall, amendment);
    await hall.refuses("withdrawn_too_late", () => revise(kenya), {
      rule: "W4",
      detail: { state: "voting" },
    });
    await hall.does(chair, "declare-consensus", { vote });
    expect(await words("op1")).toMatch(/ Whenever they want\.$/);
  });

  test("[W4] one that lost the words it stood on is fitted to the text as it is, and is open again", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op2", words: " Always." });
    const strike = await rewording(hall, instrument, "op2", "", null);
    const struck = await submits(hall, france, { instrument, ...strike });
    await decides(hall, struck.amendment, { KEN: "yes", FRA: "yes" });
    expect(await amendmentOf(amendment)).toMatchObject({ state: "needs_rebase" });
    const elsewhere = await addition(hall, instrument, "op3", " Always.");
    await hall.does(kenya, "revise-amendment", { amendment, ...elsewhere });
    const { number } = await latestVersion(hall, instrument);
    expect(await amendmentOf(amendment)).toMatchObject({ state: "open", baseVersion: { number } });
    await decides(hall, amendment, { KEN: "yes" });
    expect(await words("op3")).toMatch(/ Always\.$/);
  });
});

test("[W4] it is revised in the drafting room: the draft becomes its new words, and is no more", async () => {
  const { amendment, tag } = await proposes(hall, kenya, {
    block: "pp1",
    words: " Always.",
    sponsors: ["FRA"],
  });
  const draft = await hall.does(kenya, "start-amendment", {
    instrument,
    language: "en",
    redrafts: amendment,
  });
  const client = await hall.opens(kenya, draft.room);
  await typesAtEnd(client, "pp1", " And for all.");
  const sent = { amendment: draft.amendment, rationale: "Heard.", sponsors: [], revises: true };
  await hall.refuses("not_allowed", () => hall.post(france, "submit-amendment", sent), { rule: "W5" });
  expect(await hall.does(kenya, "submit-amendment", sent)).toMatchObject({ amendment, tag });
  expect(await amendmentOf(amendment)).toMatchObject({ state: "open", tag, rationale: "Heard." });
  const [row] = await hall.sql<{ patch: Patch }>("select patch from amendments where id = $1", [amendment]);
  expect(JSON.stringify(row?.patch)).toContain(" Always. And for all.");
  expect(await hall.sql("select 1 from amendments where id = $1", [draft.amendment])).toEqual([]);
  await hall.does(kenya, "withdraw-amendment", { amendment });
});

describe("an amendment from the floor", () => {
  const takesDown = async (who: Person, block: string, sponsors: string[] = []) =>
    hall.post(who, "take-down-amendment", {
      instrument,
      delegation: "BRA",
      ...(await addition(hall, instrument, block, " Orally.")),
      rationale: "",
      sponsors,
    });

  test("[A13] taken down for a delegation it is before the body in one act, with the chair's waiver, and called oral", async () => {
    for (const [who, block] of [
      [chair, "op4"],
      [secretariat, "op5"],
      [rapporteur, "op6"],
    ] as const) {
      const answer = await takesDown(who, block, ["KEN"]);
      expect(answer.status).toBe(200);
      const { amendment } = answer.body as { amendment: string };
      const seen = await amendmentOf(amendment);
      expect(seen).toMatchObject({
        state: "open",
        source: "oral",
        delegation: { code: "BRA" },
        sponsors: [{ code: "KEN" }],
      });
      expect(seen.history.map(({ act }) => act)).toEqual([
        "amendment.submitted",
        "amendment.ruled_admissible",
        "amendment.circulated",
      ]);
      // It is the delegation's like any other.
      await hall.does(brazil, "withdraw-amendment", { amendment });
    }
    const answer = await takesDown(kenya, "op4");
    expect(answer.body).toMatchObject({ code: "not_allowed" });
  });

  test("[W2] only for a delegation that may propose, and only where a waiver is known", async () => {
    const change = await addition(hall, instrument, "op4", " Orally.");
    const forWhom = (delegation: string) => () =>
      hall.post(chair, "take-down-amendment", {
        instrument,
        delegation,
        ...change,
        rationale: "",
        sponsors: [],
      });
    await hall.refuses("not_allowed", forWhom("ICAE"), { rule: "W2", detail: { delegation: "ICAE" } });
    await hall.refuses("not_allowed", forWhom("XYZ"), { rule: "W2", detail: { delegation: "XYZ" } });
    await hall.sql("update conferences set preset = 'roberts'");
    await hall.refuses("not_sponsored_enough", forWhom("BRA"), {
      rule: "A14",
      detail: { sponsors: 0, needed: 1 },
    });
    await hall.sql("update conferences set preset = 'un-conference'");
  });
});

describe("a teller's mistake", () => {
  const counting = async (block: string) => {
    const { amendment } = await proposes(hall, kenya, { block, words: " Counted." });
    const vote = await puts(hall, amendment);
    const people = await hall.sql<{ id: string; role: string; code: string | null }>(
      "select p.id, p.role, d.code from people p left join delegations d on d.id = p.delegation_id",
    );
    const idOf = (whom: string) => people.find(({ role, code }) => role === whom || code === whom)?.id ?? "";
    await hall.does(chair, "start-vote", {
      vote,
      method: "show_of_hands",
      tellers: [idOf("secretariat"), idOf("KEN")],
    });
    return vote;
  };
  const counts = (who: Person, vote: string, yes: number) =>
    hall.does(who, "count-hands", { vote, yes, no: 2, abstain: 0 });
  const corrects = (who: Person, vote: string, yes: number) =>
    hall.does(who, "correct-count", { vote, yes, no: 2, abstain: 0, reason: "I wrote down the wrong row." });

  test("[R1] is put right before the result is announced: both counts stay, and the lock waits until the two agree", async () => {
    const vote = await counting("op7");
    await counts(secretariat, vote, 8);
    await hall.refuses(
      "wrong_state",
      () => hall.post(kenya, "correct-count", { vote, yes: 1, no: 1, abstain: 0, reason: "None yet" }),
      { rule: "R1", detail: { reason: "not_counted" } },
    );
    expect(await corrects(secretariat, vote, 9)).toEqual({ ok: true, agreed: null });
    expect(await counts(kenya, vote, 9)).toEqual({ ok: true, agreed: true });
    await hall.does(chair, "lock-vote", { vote });
    expect(await corrects(kenya, vote, 7)).toEqual({ ok: true, agreed: false });
    expect(await hall.reads(chair, "vote", { vote })).toMatchObject({ state: "open", tally: null });
    await hall.refuses("counts_differ", () => hall.post(chair, "lock-vote", { vote }), { rule: "R1" });
    expect(await corrects(secretariat, vote, 7)).toEqual({ ok: true, agreed: true });
    await hall.does(chair, "lock-vote", { vote });
    await hall.does(chair, "proclaim-vote", { vote });
    expect(await hall.reads(chair, "vote", { vote })).toMatchObject({ tally: { yes: 7, no: 2, abstain: 0 } });
    // Announced is announced.
    await hall.refuses("wrong_state", () =>
      hall.post(kenya, "correct-count", { vote, yes: 1, no: 1, abstain: 0, reason: "Too late" }),
    );
    const kept = await hall.sql<{ yes: number }>(
      "select yes from hand_counts where vote_id = $1 order by counted_at",
      [vote],
    );
    expect(kept.map(({ yes }) => yes)).toEqual([8, 9, 9, 7, 7]);
  });

  test("a count that was altered behind the record's back is found", async () => {
    await hall.tamper("update hand_counts set yes = 6 where yes = 7");
    const { problems } = await hall.reads(chair, "verification");
    expect(problems.map(({ problem }) => problem)).toEqual(["count", "count"]);
    await hall.tamper("update hand_counts set yes = 7 where yes = 6");
  });
});

describe("the quorum to debate", () => {
  test("[Q1] without it nobody is called and no debate opened; the chair suspends the meeting, and only then", async () => {
    const body = "drafting-committee" as const;
    const { list } = await hall.does(chair, "open-speakers", { body, topic: "Debate", sides: false });
    await hall.does(kenya, "ask-floor", { list, side: "general" });
    const suspend = () => hall.post(chair, "suspend-meeting", { body, words: "Until three" });
    await hall.refuses("wrong_state", suspend, { rule: "P2", detail: expect.anything() });
    const tooFew = { rule: "Q1", detail: { present: 0, needed: expect.any(Number) } };
    await present(false);
    await hall.refuses("no_quorum", () => hall.post(chair, "call-speaker", { list, reply: false }), tooFew);
    const motion = (await hall.does(france, "move-motion", { instrument, kind: "close_debate", words: "" }))
      .motion;
    await hall.does(kenya, "speak-on-motion", { motion, side: "against" });
    await hall.refuses("no_quorum", () => hall.post(chair, "call-on-motion", { motion }), tooFew);
    await hall.does(chair, "suspend-meeting", { body, words: "Until three" });
    expect(await hall.reads(chair, "meeting", { body })).toMatchObject({ sitting: "suspended" });
    await present(true);
    await hall.does(chair, "open-meeting", { body });
    await hall.does(chair, "call-on-motion", { motion });
    await hall.does(france, "withdraw-motion", { motion });
    await hall.does(chair, "call-speaker", { list, reply: false });
    await hall.does(chair, "end-speakers", { list });
  });
});

describe("those who bring the text", () => {
  test("[W4] while the committee reads its text nobody accepts anything for it; named delegations may", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op8", words: " Always." });
    const accepts = (who: Person) => () => hall.post(who, "accept-amendment", { amendment });
    await hall.refuses("not_allowed", accepts(rapporteur), {
      rule: "W4",
      detail: { reason: "not_a_sponsor" },
    });
    const names = (committee: boolean, delegations: string[]) => () =>
      hall.post(secretariat, "name-sponsors", { instrument, committee, delegations });
    await hall.refuses("invalid_request", names(false, []), { rule: "W4", detail: expect.anything() });
    await hall.refuses("not_found", names(true, ["ICAE"]), { detail: { delegations: ["ICAE"] } });
    await hall.does(secretariat, "name-sponsors", {
      instrument,
      committee: true,
      delegations: ["FRA", "JOR"],
    });
    const { sponsors, permissions } = await hall.reads(france, "instrument", { instrument });
    expect(sponsors).toMatchObject({ committee: true, delegations: [{ code: "FRA" }, { code: "JOR" }] });
    expect(permissions.accept_amendment).toEqual({ ok: true });
    expect((await amendmentOf(amendment, kenya)).permissions.accept_amendment).toMatchObject({ ok: false });

    const other = await proposes(hall, brazil, { block: "op8", words: " Never." });
    const before = await words("op8");
    await hall.does(france, "accept-amendment", { amendment });
    expect(await words("op8")).toBe(`${before} Always.`);
    expect(await amendmentOf(amendment)).toMatchObject({ state: "incorporated", votes: [] });
    const [last] = (await hall.reads(chair, "versions", { instrument }, { language: "en" })).slice(-1);
    expect(last).toMatchObject({ reason: "revised", amendment: { id: amendment } });
    // Whoever stood on the changed words redrafts.
    expect((await amendmentOf(other.amendment)).state).toBe("needs_rebase");
    await hall.does(brazil, "withdraw-amendment", { amendment: other.amendment });
    await hall.refuses("wrong_state", accepts(france), { detail: { state: "incorporated" } });
  });

  test("[W4] not under an open question, and not past what amends it; of one below it those who propose the other", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op9", words: " Always and for all." });
    const { baseVersion } = await amendmentOf(amendment);
    const [row] = await hall.sql<{ patch: Patch }>("select patch from amendments where id = $1", [amendment]);
    const [mine] = row?.patch.changes ?? [];
    if (mine?.op !== "revise") throw new Error("not a revision");
    const runs = mine.after.runs.map((run) => ({
      ...run,
      text: run.text.replace("for all", "for everybody"),
    }));
    const below = await submits(hall, brazil, {
      instrument,
      baseVersion: baseVersion.id,
      amends: amendment,
      patch: { changes: [{ op: "revise", before: mine.after, after: { ...mine.after, runs } }] },
    });
    const accept = (who: Person, id: string) => () => hall.post(who, "accept-amendment", { amendment: id });
    await hall.refuses("amendments_open", accept(france, amendment), { rule: "A9", detail: { open: 1 } });
    await hall.refuses("not_allowed", accept(france, below.amendment), {
      rule: "W4",
      detail: { reason: "not_a_sponsor" },
    });
    await hall.does(kenya, "accept-amendment", { amendment: below.amendment });
    expect(await amendmentOf(below.amendment)).toMatchObject({ state: "incorporated" });
    const other = await proposes(hall, kenya, { block: "op10", words: " Always." });
    const vote = await puts(hall, other.amendment);
    await hall.refuses("question_pending", accept(france, amendment), { rule: "W4", detail: { vote } });
    await hall.does(chair, "declare-consensus", { vote });
    await hall.does(france, "accept-amendment", { amendment });
    expect(await words("op9")).toMatch(/ Always and for everybody\.$/);
  });

  test("[W4] before the plenary the committee's chair or rapporteur speaks for its text", async () => {
    await clears(hall);
    await hall.does(secretariat, "name-sponsors", { instrument, committee: true, delegations: [] });
    await hall.does(hall.who("committee-chair"), "forward-text", { instrument, asItStands: true });
    const { symbol } = await hall.reads(chair, "instrument", { instrument });
    const { amendment } = await proposes(hall, kenya, { block: "op11", words: " Always." });
    await hall.does(rapporteur, "accept-amendment", { amendment });
    const seen = await hall.reads(chair, "instrument", { instrument });
    expect(seen.symbol).not.toBe(symbol);
    expect(seen.openAmendments).toBe(0);
  });

  test("[W1] they withdraw their text before it is amended or voted, and what would have amended it lapses", async () => {
    const { amendment } = await proposes(hall, kenya, { block: "op12", words: " Always." });
    await hall.refuses("not_allowed", () => hall.post(france, "withdraw-text", { instrument }), {
      rule: "W4",
      detail: { reason: "not_a_sponsor" },
    });
    await hall.does(hall.who("committee-chair"), "withdraw-text", { instrument });
    expect(await hall.stageOf(instrument)).toEqual({ stage: "decided", outcome: "withdrawn" });
    expect(await amendmentOf(amendment)).toMatchObject({ state: "lapsed" });
    const { texts } = await hall.reads(chair, "instrument", { instrument });
    expect(texts.every(({ frozen }) => frozen)).toBe(true);
    await hall.refuses(
      "wrong_state",
      () => hall.post(kenya, "move-motion", { instrument, kind: "reconsider", words: "" }),
      { rule: "W6", detail: { state: "withdrawn" } },
    );
  });

  test("sponsors that were changed behind the record's back are found", async () => {
    await hall.tamper("update instruments set committee_sponsors = false where slug = 'declaration'");
    const { problems } = await hall.reads(chair, "verification");
    expect(problems).toMatchObject([{ problem: "sponsors" }]);
    await hall.tamper("update instruments set committee_sponsors = true where slug = 'declaration'");
  });
});
