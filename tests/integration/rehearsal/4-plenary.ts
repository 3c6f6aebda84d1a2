import { ballots, type Choice, type Day } from "../../support/rehearsal/day";
import { patchOf } from "../../support/rehearsal/edits";
import { byHands, onDevices, same, showHands } from "../../support/rehearsal/voting";
import { part, signsOff } from "./2-committee";

const instrument = "declaration";

/** So many of those in the room, in the order of the list: yes, no, abstention; the others do not vote. */
async function inOrder(day: Day, yes: number, no: number, abstain: number): Promise<Map<string, Choice>> {
  const codes = await day.inTheRoom();
  const of = (from: number, count: number) => codes.slice(from, from + count).join(" ");
  return ballots(of(0, yes), of(yes, no), of(yes + no, abstain));
}

/** 17:00. Seventy-one of ninety-six members; the chair of the conference presides. */
export async function debate(day: Day): Promise<void> {
  day.body = "plenary";
  day.instrument = instrument;
  await day.isRefused("committee-chair", "take-up", { instrument }, "not_allowed");
  await day.does("chair", "take-up", { instrument });
  expect(await day.inTheRoom()).toHaveLength(71);
  const { list } = await day.does("chair", "open-speakers", {
    body: "plenary",
    topic: "The draft Declaration",
    sides: true,
  });
  for (const code of ["KEN", "NGA"]) await day.does(code, "ask-floor", { list, side: "for" });
  for (const code of ["CHE", "USA"]) await day.does(code, "ask-floor", { list, side: "against" });
  const heard: string[] = [];
  for (let i = 0; i < 3; i++) {
    await day.does("chair", "call-speaker", { list, reply: false });
    heard.push((await day.reads("KEN", "meeting", { body: "plenary" })).floor?.delegation?.code ?? "");
  }
  expect(heard).toEqual(["KEN", "CHE", "NGA"]);
  await day.does("chair", "end-speakers", { list });

  // The meeting is suspended, and decides nothing until it is opened again (Rule P2).
  const suspend = await day.does("BRA", "move-motion", {
    instrument,
    kind: "suspend_meeting",
    words: "For consultations",
  });
  day.vote = (await day.does("chair", "put-motion", suspend)).vote;
  await day.soDecided();
  await day.isRefused(
    "KEN",
    "move-motion",
    { instrument, kind: "close_debate", words: "" },
    "meeting_suspended",
  );
  await day.does("chair", "open-meeting", { body: "plenary" });
}

export async function amendments(day: Day): Promise<void> {
  await day.does("chair", "set-deadline", { instrument, deadline: null });
  await day.proposes(
    "NGA",
    "A-30",
    [{ in: "op4-b", for: "within four months", put: "within three months" }],
    ["GHA", "KEN"],
  );
  await day.proposes("USA", "A-31", [{ in: "op4-b", for: "within four months", put: "within six months" }]);
  await day.proposes("CUB", "A-32", [
    { in: "op11-b", for: "with the least provision", put: "with the least provision and the least income" },
  ]);
  await day.proposes("CHE", "A-33", [
    { in: "op12-a", for: "large and small cities", put: "large, medium-sized and small cities" },
  ]);
  await day.proposes("PER", "A-34", [
    { in: "op1-c", for: "on equal terms", put: "at every level and on equal terms" },
  ]);
  await day.proposes("THA", "A-35", [
    {
      after: "pp9",
      insert: {
        id: "pp9-bis",
        kind: "preambular",
        level: 0,
        text: "*Grateful* to the City of Beijing for its welcome,",
      },
    },
  ]);
  await day.proposes("NOR", "A-36", [
    { in: "op6-a", for: "decent working conditions", put: "decent pay and working conditions" },
  ]);
  await day.findsAdmissible("A-30", "A-31", "A-32", "A-33", "A-34", "A-35", "A-36");
  await day.isRefused("chair", "put-question", { instrument, amendment: null }, "amendments_open", "A2");
  await day.confirmsOrder("A-30", "A-31", "A-32", "A-33", "A-34", "A-35", "A-36");

  await day.puts("A-30");
  await day.objects("USA");
  await onDevices(day, await inOrder(day, 40, 19, 10), "carried");
  // The words under it have changed: the United States draft theirs again, and the old one is withdrawn.
  expect(await day.stateOf("A-31")).toBe("needs_rebase");
  await day.drafts("USA", "A-37", { redrafts: "A-31" }, [
    { in: "op4-b", for: "within three months", put: "within five months" },
  ]);
  expect(await day.stateOf("A-31")).toBe("withdrawn");
  await day.does("CUB", "withdraw-amendment", { amendment: day.amendment("A-32") });
  await day.findsAdmissible("A-37");
  await day.confirmsOrder("A-37", "A-33", "A-34", "A-35", "A-36");
  await day.puts("A-37");
  await onDevices(day, await inOrder(day, 19, 40, 2), "lost");
  // The committee brings the text: its rapporteur takes this one in, without a vote (Rule W4).
  await day.does("rapporteur", "accept-amendment", { amendment: day.amendment("A-33") });
  await day.puts("A-34");
  await day.objects("SAU");
  await byHands(day, "carried", same([52, 11, 6]));
  await day.byConsensus("A-35");
  // Norway finds other words for its own before it is put.
  const { baseVersion } = await day.reads("NOR", "amendment", { amendment: day.amendment("A-36") });
  const { blocks } = await day.reads("NOR", "version", { version: baseVersion.id });
  const patch = patchOf(
    blocks.map(({ label: _label, path: _path, ...block }) => block),
    [{ in: "op6-a", for: "decent working conditions", put: "fair pay and decent working conditions" }],
  );
  await day.does("NOR", "revise-amendment", { amendment: day.amendment("A-36"), patch });
  await day.puts("A-36");
  // A teller sees that he has written down the wrong row.
  await showHands(day);
  const count = { vote: day.vote, no: 30, abstain: 9 };
  await day.does("secretariat", "count-hands", { ...count, yes: 31 });
  await day.does("secretariat", "correct-count", { ...count, yes: 30, reason: "The wrong row." });
  expect(await day.does("translator", "count-hands", { ...count, yes: 30 })).toMatchObject({ agreed: true });
  await day.does("chair", "lock-vote", { vote: day.vote });
  await day.does("chair", "proclaim-vote", { vote: day.vote });
  expect(await day.question()).toMatchObject({ result: "lost", tally: { yes: 30, no: 30, abstain: 9 } });

  // One from the floor, taken down for the delegation that speaks (Rule A13).
  const { id, blocks: now } = await day.latest();
  const floor = await day.does("secretariat", "take-down-amendment", {
    instrument,
    delegation: "EGY",
    baseVersion: id,
    patch: patchOf(now, [
      { in: "op8-a", for: "for children, adults", put: "for children, young people, adults" },
    ]),
    rationale: "",
    sponsors: ["MAR"],
  });
  day.knows(instrument, floor.tag, floor.amendment);
  expect(floor.tag).toBe("A-38");
  await day.byConsensus("A-38");
}

/** What was decided is taken up again with two thirds, and not with less (Rule W6). */
export async function reconsiderations(day: Day): Promise<void> {
  await reconsider(day, "CHE", "A-30", [39, 20, 10], "lost");
  await reconsider(day, "SAU", "A-34", [40, 20, 10], "carried");
  expect(await day.stateOf("A-30")).toBe("adopted");
  expect(await day.stateOf("A-34")).toBe("open");
  const text = (await day.latest()).blocks.map(({ runs }) => runs.map((run) => run.text).join("")).join(" ");
  expect(text).not.toContain("at every level");
  await day.puts("A-34");
  await byHands(day, "carried", same([45, 20, 4]));
}

export async function reconsider(
  day: Day,
  who: string,
  tag: string | null,
  count: readonly [number, number, number],
  outcome: "carried" | "lost",
): Promise<void> {
  const { instrument } = day;
  const moved = await day.does(who, "move-motion", {
    instrument,
    kind: "reconsider",
    words: "It went too fast.",
    ...(tag === null ? {} : { amendment: day.amendment(tag) }),
  });
  await day.isRefused("FRA", "speak-on-motion", { ...moved, side: "for" }, "no_speaker_left", "W6");
  day.vote = (await day.does("chair", "put-motion", moved)).vote;
  expect(await day.question()).toMatchObject({ majority: "two_thirds" });
  await byHands(day, outcome, same(count));
}

/** The translators follow what the plenary changed, and say so. */
export async function translations(day: Day): Promise<void> {
  const room = `beijing-2013.${instrument}.fr`;
  await day.types("translator", room, [{ in: "op12-a", for: "grandes", put: "grandes, moyennes" }]);
  await signsOff(day);
}

/** Parts are voted separately, then what is left as a whole: it is adopted (Rules D1, D2, D4, A8). */
export async function adoption(day: Day): Promise<void> {
  await day.puts(null);
  const whole = day.vote;
  await day.does("IRL", "request-division", { vote: whole, parts: ["pp6", "op7-c"] });
  await day.does("chair", "grant-division", { vote: whole });
  await part(day, whole);
  await byHands(day, "lost", same([20, 45, 4]));
  await part(day, whole);
  await day.soDecided();
  day.vote = whole;
  await day.objects("USA");
  await day.does("KEN", "explain-vote", {
    vote: whole,
    words: "Kenya votes for a text that names who pays.",
  });
  await onDevices(day, await inOrder(day, 60, 5, 4), "carried");
  await day.does("USA", "explain-vote", {
    vote: whole,
    words: "The United States would have preferred five months.",
  });
  await day.does("SGP", "make-reservation", {
    vote: whole,
    words: "Singapore understands paragraph 4 in the light of its law.",
  });
  await day.does("POL", "note-intention", { vote: whole, choice: "abstain" });
}

/** The Key Features need no vote. */
export async function approval(day: Day): Promise<void> {
  day.instrument = "key-features";
  await day.does("chair", "take-up", { instrument: "key-features" });
  await day.byConsensus(null);
}
