import { until } from "../../support/children";
import type { Day } from "../../support/rehearsal/day";
import { ballots } from "../../support/rehearsal/day";
import { onDevices } from "../../support/rehearsal/voting";

const instrument = "declaration";

/** 14:00. Nineteen of the committee's twenty-four members are in the room; the forums' twelve amendments lie before them. */
export async function generalDebate(day: Day): Promise<void> {
  const body = "drafting-committee" as const;
  expect(await day.inTheRoom()).toHaveLength(19);
  const { list } = await day.does("committee-chair", "open-speakers", {
    body,
    topic: "The draft as a whole",
    sides: false,
  });
  await day.does("KEN", "ask-floor", { list, side: "general" });
  await day.does("FRA", "ask-floor", { list, side: "general" });
  await day.does("rapporteur", "ask-floor", { list, side: "general" });
  await day.isRefused("KEN", "ask-floor", { list, side: "general" }, "wrong_state");
  // An observer speaks with the chair's consent.
  const { speech } = await day.does("observer", "ask-floor", { list, side: "general" });
  await day.does("committee-chair", "admit-speaker", { speech });
  const heard: string[] = [];
  for (let i = 0; i < 4; i++) {
    await day.does("committee-chair", "call-speaker", { list, reply: false });
    heard.push((await day.reads("KEN", "meeting", { body })).floor?.delegation?.code ?? "");
  }
  // The rapporteur before all others.
  expect(heard).toEqual(["JOR", "KEN", "FRA", "ICAE"]);
  const reply = await day.does("KEN", "ask-floor", { list, side: "reply" });
  expect(await day.does("committee-chair", "call-speaker", { list, reply: true })).toEqual(reply);
  await day.does("KEN", "end-speech", reply);
  await day.does("IND", "ask-floor", { list, side: "general" });

  // Two motions: the one that takes precedence is put first (Rule P1).
  const close = await day.does("ARG", "move-motion", { instrument, kind: "close_debate", words: "" });
  const suspend = await day.does("EGY", "move-motion", {
    instrument,
    kind: "suspend_meeting",
    words: "For ten minutes",
  });
  await day.isRefused("committee-chair", "put-motion", close, "motion_precedes", "P1");
  await day.isRefused("BRA", "speak-on-motion", { ...suspend, side: "against" }, "no_speaker_left", "P2");
  day.vote = (await day.does("committee-chair", "put-motion", suspend)).vote;
  await onDevices(day, ballots("EGY MAR", "KEN FRA BRA", "IND"), "lost");
  // Two may speak against the closure, the third is refused (Rule P4).
  await day.does("IND", "speak-on-motion", { ...close, side: "against" });
  await day.does("KEN", "speak-on-motion", { ...close, side: "against" });
  await day.isRefused("BRA", "speak-on-motion", { ...close, side: "against" }, "no_speaker_left", "P4");
  await day.isRefused("committee-chair", "put-motion", close, "speakers_waiting", "P4");
  await day.does("committee-chair", "call-on-motion", close);
  const last = await day.does("committee-chair", "call-on-motion", close);
  await day.isRefused("committee-chair", "put-motion", close, "speaker_has_floor", "P5");
  await day.does("committee-chair", "end-speech", last);
  day.vote = (await day.does("committee-chair", "put-motion", close)).vote;
  await day.soDecided();
  expect((await day.reads("KEN", "meeting", { body })).list).toBeNull();
}

/** Amendments come in, from the committee and from delegations outside it. */
export async function submissions(day: Day): Promise<void> {
  const { amendments } = await forums(day);
  expect(amendments).toBe(12);
  await day.findsAdmissible("A-1", "A-2", "A-3", "A-4", "A-5", "A-6");
  await day.findsAdmissible("A-7", "A-8", "A-9", "A-10", "A-11", "A-12");

  // Two amendments to the amendment of Africa's forum; there is no third degree (Rule A10).
  await day.drafts("SEN", "A-1.1", { amends: "A-1" }, [
    { in: "op4-a", for: "Requiring employers", put: "Requiring larger employers" },
  ]);
  await day.drafts("BRA", "A-1.2", { amends: "A-1" }, [
    { in: "op4-a", for: "seasonal or temporary contracts", put: "seasonal, temporary or informal contracts" },
  ]);
  await day.isRefused(
    "IND",
    "start-amendment",
    { instrument, language: "en", amends: day.amendment("A-1.1") },
    "too_many_degrees",
    "A10",
  );
  await day.proposes(
    "KEN",
    "A-13",
    [{ in: "op1-a", for: "free of charge,", put: "free of charge, at every age," }],
    ["ETH", "ZAF"],
  );
  await day.proposes("BRA", "A-14", [
    { in: "op1-b-i", for: "materials and enrolment", put: "materials, meals and enrolment" },
  ]);
  await day.proposes("ARG", "A-15", [{ strike: "op1-b-iii" }]);
  await day.proposes("IND", "A-16", [
    { in: "op2-a", for: "before primary school;", put: "before primary school, in its own language;" },
  ]);
  await day.proposes("FRA", "A-17", [
    { in: "op2-b", for: "during the holidays;", put: "during the holidays, at no charge;" },
  ]);
  // Withdrawn by France, and taken up by Germany (Rule W2); an observer cannot.
  await day.isRefused("DEU", "withdraw-amendment", { amendment: day.amendment("A-17") }, "not_allowed");
  await day.does("FRA", "withdraw-amendment", { amendment: day.amendment("A-17") });
  await day.isRefused(
    "observer",
    "start-amendment",
    { instrument, language: "en", redrafts: day.amendment("A-17") },
    "not_allowed",
    "W2",
  );
  await day.drafts("DEU", "A-18", { redrafts: "A-17" }, []);
  // Two that collide.
  await day.proposes("JPN", "A-19", [
    {
      in: "op3-a",
      for: "within walking distance",
      put: "within walking distance or a short ride by public transport",
    },
  ]);
  await day.proposes("CAN", "A-20", [
    { in: "op3-a", for: "within walking distance", put: "within fifteen minutes’ walk" },
  ]);
  // Two that are not amendments, as the chair will see it.
  await day.proposes("EGY", "A-21", [
    { in: "op12-d", add: " The rules of procedure of the Conference are amended accordingly." },
  ]);
  await day.proposes("MAR", "A-22", [
    { in: "op8-b", for: "recycling yards", put: "recycling yards, wells and cisterns" },
  ]);
  await day.proposes(
    "ZAF",
    "A-23",
    [{ in: "op8-c", for: "floods, heatwaves", put: "floods, droughts, heatwaves" }],
    ["KEN"],
  );
  // One of several paragraphs, and another.
  await day.proposes("DEU", "A-24", [
    { in: "pp5", for: "workshops, libraries", put: "workshops, theatres, libraries" },
    {
      in: "op9-a",
      for: "with employers and trade unions",
      put: "with employers, trade unions and chambers of crafts",
    },
    { in: "op9-c", for: "by paying masters to teach them", put: "by paying masters and their apprentices" },
  ]);
  await day.proposes("SEN", "A-25", [
    { in: "op2-c", for: "at the age of fifteen", put: "at the age of twelve" },
    { in: "op6-c", for: "the cultures, the languages", put: "the cultures, the faiths, the languages" },
  ]);

  // The deadline passes. Late ones need the chair's waiver (Rule A13).
  await deadlinePasses(day);
  await day.proposes("CAN", "A-26", [
    {
      in: "op7-b",
      for: "with free entry on at least one day a week",
      put: "with free entry on at least one day a week and for all children",
    },
  ]);
  await day.proposes("IDN", "A-27", [{ in: "op7-a", for: "Holding each year", put: "Holding twice a year" }]);
  expect(await day.reads("IDN", "amendment", { amendment: day.amendment("A-27") })).toMatchObject({
    late: true,
  });
}

async function forums(day: Day): Promise<{ amendments: number }> {
  const list = await day.reads("secretariat", "amendments", { instrument });
  for (const { id, tag } of list) day.knows(instrument, tag, id);
  return { amendments: list.length };
}

/** A moment from now; whoever sends it too late is told so, and names another. */
export async function deadlinePasses(day: Day): Promise<void> {
  for (let answer = 0; answer !== 200; ) {
    const deadline = new Date(Date.now() + 500).toISOString();
    const said = await day.tries(day.chair, "set-deadline", { instrument: day.instrument, deadline });
    if (said.status !== 200) expect(said.body).toMatchObject({ code: "deadline_passed" });
    answer = said.status;
    await until("the deadline has passed", () => Date.now() > Date.parse(deadline));
  }
}

/** The chair rules on what came in; twice somebody appeals (Rules A1, P5). */
export async function rulings(day: Day): Promise<void> {
  await day.findsAdmissible("A-1.1", "A-1.2", "A-13", "A-14", "A-15", "A-16", "A-18");
  await day.findsAdmissible("A-19", "A-20", "A-23", "A-24", "A-25");

  await day.findsInadmissible("A-21", "It is about the rules of the Conference and not about this text.");
  await appeal(
    day,
    "EGY",
    "A-21 is an amendment to paragraph 12.",
    ballots("EGY MAR JOR ETH IND IDN ARG COL", "KEN ZAF SEN CHN JPN FRA DEU FIN CAN BRA", "MEX"),
    "lost",
  );
  expect((await day.reads("EGY", "meeting", { body: "drafting-committee" })).point?.state).toBe("stands");

  await day.findsInadmissible("A-22", "Wells and cisterns are no places of learning.");
  await appeal(
    day,
    "MAR",
    "A-22 adds to a list that the draft itself begins.",
    ballots("EGY MAR JOR ETH IND IDN KEN ZAF SEN ARG COL", "CHN JPN FRA DEU FIN CAN BRA", "MEX"),
    "carried",
  );
  expect((await day.reads("EGY", "meeting", { body: "drafting-committee" })).point?.state).toBe("overruled");
  // Overruled, the chair admits it when it is handed in again, late as it now is.
  await day.drafts("MAR", "A-28", { redrafts: "A-22" }, []);
  for (const [tag, reason] of [
    ["A-28", "The committee has decided so."],
    ["A-26", "It costs nobody anything to read it."],
  ] as const) {
    const ruling = { amendment: day.amendment(tag), admissible: true, reason };
    await day.isRefused("committee-chair", "rule-on-amendment", ruling, "deadline_passed", "A13");
    await day.does("committee-chair", "rule-on-amendment", { ...ruling, waive: true });
  }
  await day.findsInadmissible("A-27", "It came after the deadline.");
}

async function appeal(
  day: Day,
  who: string,
  words: string,
  given: ReturnType<typeof ballots>,
  outcome: "carried" | "lost",
): Promise<void> {
  const raised = await day.does(who, "raise-point", { instrument, words, onConduct: false });
  // Nothing goes on before it is ruled on.
  await day.isRefused(
    "FRA",
    "move-motion",
    { instrument, kind: "close_debate", words: "" },
    "point_of_order_pending",
    "P5",
  );
  await day.does("committee-chair", "rule-on-point", {
    ...raised,
    sustained: false,
    ruling: "The ruling on the amendment was in order.",
  });
  day.vote = (await day.does(who, "appeal-ruling", raised)).vote;
  await day.isRefused("committee-chair", "declare-consensus", { vote: day.vote }, "objection_raised", "C3");
  await onDevices(day, given, outcome);
}
