import { COMMANDS, type CommandName } from "../../shared/api/commands";
import type { BodySlug, Role } from "../../shared/rules/people";
import { PRESETS } from "../../shared/rules/presets";
import { may, situationIn } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { STAGES, type Stage } from "../../shared/rules/stages";
import { speaksForText } from "../../shared/rules/voting/reconsideration";
import type { Language } from "../../shared/text/model";
import { asError, InProcess, type Person } from "../support/in-process";
import { type Fixture, instrumentAt, type QuestionState } from "../support/stages";

/** Each command as it is sent to an instrument of the fixtures, and the act of the rights table that it is. */
type Probe = {
  command: CommandName;
  act: Act;
  body(fixture: Fixture): Record<string, unknown>;
  language?: Language;
  /** In which state the question must be for the command to be carried out. */
  question?: QuestionState;
  /** About the meeting of a body, whatever the stage of the instrument. */
  within?: BodySlug;
  /** About a draft, which does not exist for those whose it is not. */
  hidden?: true;
};

const about = (fixture: Fixture) => ({ instrument: fixture.slug });
const PROBES: Probe[] = [
  {
    command: "save-version",
    act: "save_version",
    body: (f) => ({ ...about(f), language: "en", label: "Mine" }),
  },
  { command: "publish-version", act: "publish_version", body: ({ version }) => ({ version }) },
  { command: "open-reading", act: "open_reading", body: about },
  {
    command: "set-paragraph-status",
    act: "mark_paragraph",
    body: (f) => ({ ...about(f), blocks: null, event: "reopen" }),
  },
  {
    command: "set-paragraph-status",
    act: "agree_paragraph",
    body: (f) => ({ ...about(f), blocks: null, event: "agree" }),
  },
  { command: "agree-text", act: "agree_text", body: about },
  { command: "reopen-text", act: "reopen_text", body: about },
  ...(["en", "fr"] as const).map(
    (language): Probe => ({
      command: "sign-off-language",
      act: "sign_off_language",
      body: (f) => ({ ...about(f), language }),
      language,
    }),
  ),
  {
    command: "mark-concordant",
    act: "sign_off_language",
    body: (f) => ({ ...about(f), language: "fr", block: "op1" }),
    language: "fr",
  },
  { command: "forward-text", act: "forward_text", body: (f) => ({ ...about(f), asItStands: true }) },
  { command: "take-up", act: "take_up", body: about },
  {
    command: "start-amendment",
    act: "propose_amendment",
    body: (f) => ({ ...about(f), language: "en" }),
  },
  {
    command: "submit-amendment",
    act: "submit_amendment",
    body: ({ draft }) => ({ amendment: draft, rationale: "Because", sponsors: [] }),
    hidden: true,
  },
  {
    command: "discard-amendment",
    act: "withdraw_amendment",
    body: ({ draft }) => ({ amendment: draft }),
    hidden: true,
  },
  {
    command: "propose-amendment",
    act: "propose_amendment",
    body: (f) => ({
      ...about(f),
      baseVersion: f.version,
      patch: f.patch,
      rationale: "Because",
      sponsors: [],
    }),
  },
  {
    command: "import-amendments",
    act: "import_amendments",
    body: (f) => ({
      ...about(f),
      baseVersion: f.version,
      file: { name: "list.csv", sha256: "0".repeat(64) },
      as: "submitted",
      amendments: [
        {
          // Nobody's here: of one's own, `propose_amendment` is asked, which commands-import-amendments.test.ts does.
          delegation: "IND",
          source: "forum-asia-pacific",
          patch: f.patch,
          rationale: "Because",
          sponsors: [],
          place: "line 2",
        },
      ],
    }),
  },
  {
    command: "invite-sponsors",
    act: "invite_sponsors",
    body: ({ open }) => ({ amendment: open, delegations: ["SEN"] }),
  },
  {
    command: "take-back-invitation",
    act: "invite_sponsors",
    body: ({ open }) => ({ amendment: open, delegation: "BRA" }),
  },
  { command: "decline-invitation", act: "sponsor_amendment", body: ({ open }) => ({ amendment: open }) },
  {
    command: "follow-amendment",
    act: "read_amendments",
    body: ({ open }) => ({ amendment: open, follows: true }),
  },
  { command: "sponsor-amendment", act: "sponsor_amendment", body: ({ open }) => ({ amendment: open }) },
  { command: "leave-amendment", act: "sponsor_amendment", body: ({ open }) => ({ amendment: open }) },
  { command: "withdraw-amendment", act: "withdraw_amendment", body: ({ open }) => ({ amendment: open }) },
  {
    command: "rule-on-amendment",
    act: "rule_on_amendment",
    body: ({ submitted }) => ({ amendment: submitted, admissible: true, reason: "" }),
  },
  {
    command: "set-not-put",
    act: "set_not_put",
    body: ({ open }) => ({ amendment: open, reason: "Implied" }),
  },
  {
    command: "lapse-amendment",
    act: "lapse_amendment",
    body: ({ open }) => ({ amendment: open, reason: "Gone" }),
  },
  {
    command: "revise-amendment",
    act: "revise_amendment",
    body: (f) => ({ amendment: f.open, patch: f.patch, rationale: "Better" }),
  },
  { command: "accept-amendment", act: "accept_amendment", body: ({ open }) => ({ amendment: open }) },
  {
    command: "take-down-amendment",
    act: "take_down_amendment",
    body: (f) => ({
      ...about(f),
      delegation: "KEN",
      baseVersion: f.version,
      patch: f.patch,
      rationale: "",
      sponsors: [],
    }),
  },
  {
    command: "name-sponsors",
    act: "name_sponsors",
    body: (f) => ({ ...about(f), committee: true, delegations: ["KEN"] }),
  },
  { command: "withdraw-text", act: "withdraw_text", body: about },
  { command: "confirm-order", act: "confirm_order", body: (f) => ({ ...about(f), order: [f.open] }) },
  {
    command: "put-question",
    act: "put_amendment",
    body: (f) => ({ ...about(f), amendment: f.open }),
  },
  { command: "put-question", act: "put_final_question", body: (f) => ({ ...about(f), amendment: null }) },
  { command: "raise-objection", act: "raise_objection", body: ({ vote }) => ({ vote }) },
  { command: "declare-consensus", act: "declare_consensus", body: ({ vote }) => ({ vote }) },
  { command: "start-vote", act: "start_vote", body: ({ vote }) => ({ vote }) },
  {
    command: "request-division",
    act: "request_division",
    body: ({ vote }) => ({ vote, parts: ["op1"] }),
  },
  { command: "object-to-division", act: "raise_objection", body: ({ vote }) => ({ vote }) },
  { command: "grant-division", act: "rule_on_division", body: ({ vote }) => ({ vote }) },
  { command: "put-part", act: "rule_on_division", body: ({ vote }) => ({ vote }) },
  {
    command: "cast-ballot",
    act: "cast_ballot",
    body: ({ vote }) => ({ vote, choice: "yes" }),
    question: "open",
  },
  {
    command: "cast-secret-ballot",
    act: "cast_ballot",
    body: ({ vote }) => ({ vote, choice: "yes" }),
    question: "open",
  },
  {
    command: "make-reservation",
    act: "make_reservation",
    body: ({ vote }) => ({ vote, words: "As far as our law allows" }),
  },
  { command: "explain-vote", act: "explain_vote", body: ({ vote }) => ({ vote, words: "We learn." }) },
  {
    command: "note-intention",
    act: "note_intention",
    body: ({ vote }) => ({ vote, choice: "no" }),
    question: "locked",
  },
  { command: "request-roll-call", act: "request_roll_call", body: ({ vote }) => ({ vote }) },
  {
    command: "count-hands",
    act: "count_hands",
    body: ({ vote }) => ({ vote, yes: 1, no: 0, abstain: 0 }),
  },
  {
    command: "correct-count",
    act: "count_hands",
    body: ({ vote }) => ({ vote, yes: 1, no: 0, abstain: 0, reason: "Misread" }),
  },
  { command: "recount-hands", act: "recount_hands", body: ({ vote }) => ({ vote, reason: "In doubt" }) },
  { command: "call-roll", act: "call_roll", body: ({ vote }) => ({ vote }) },
  {
    command: "answer-roll",
    act: "answer_roll",
    body: ({ vote }) => ({ vote, delegation: "KEN", choice: "yes" }),
  },
  { command: "lock-vote", act: "lock_vote", body: ({ vote }) => ({ vote }), question: "open" },
  { command: "proclaim-vote", act: "proclaim_vote", body: ({ vote }) => ({ vote }), question: "locked" },
  { command: "abort-vote", act: "abort_vote", body: ({ vote }) => ({ vote, reason: "Later" }) },
  {
    command: "add-comment",
    act: "comment",
    body: (f) => ({
      ...about(f),
      language: "en",
      anchor: { block: "op1", start: null, end: null, quote: "", before: "", after: "" },
      words: "Why?",
      mentions: [],
    }),
  },
  {
    command: "discuss-amendment",
    act: "discuss_amendment",
    body: ({ open }) => ({ amendment: open, on: null, words: "Why?", mentions: [] }),
  },
  {
    command: "translate-amendment",
    act: "translate_amendment",
    body: ({ open }) => ({
      amendment: open,
      language: "fr",
      blocks: [{ block: "op1", runs: [{ text: "Nous apprendrons tous.", marks: [] }] }],
      rationale: "Parce que",
    }),
    language: "fr",
  },
  {
    command: "apply-translation",
    act: "write_text",
    body: ({ open }) => ({ amendment: open, language: "fr" }),
    language: "fr",
  },
  {
    command: "remove-attachment",
    act: "attach_file",
    body: ({ attachment }) => ({ attachment }),
  },
  {
    command: "reply-to-comment",
    act: "comment",
    body: ({ thread }) => ({ thread, words: "Because.", mentions: [] }),
  },
  {
    command: "edit-comment",
    act: "comment",
    body: ({ comment }) => ({ comment, words: "Why not?", mentions: [] }),
  },
  { command: "withdraw-comment", act: "comment", body: ({ comment }) => ({ comment }) },
  {
    command: "import-text",
    act: "import_text",
    body: (f) => ({
      ...about(f),
      language: "en",
      file: { name: "a.txt", sha256: "0".repeat(64) },
      blocks: [{ kind: "title", level: 0, runs: [{ text: "Title", marks: [] }] }],
    }),
  },
  { command: "write-report", act: "issue_report", body: () => ({ kind: "report", anew: true }) },
  {
    command: "edit-report",
    act: "edit_report",
    body: () => ({ report, language: "en", words: "# Report", revision: 999 }),
  },
  { command: "issue-report", act: "issue_report", body: () => ({ report, revisions: {} }) },
  {
    command: "change-rules",
    act: "change_rules",
    body: () => ({ preset: PRESETS["un-ga"], revision: 999 }),
  },
  { command: "resolve-thread", act: "comment", body: ({ thread }) => ({ thread }) },
  { command: "reopen-thread", act: "comment", body: ({ thread }) => ({ thread }) },
  {
    command: "record-presence",
    act: "record_presence",
    body: () => ({ body: "plenary", delegation: "KEN", present: true }),
  },
  ...(["plenary", "drafting-committee"] as const).map(
    (within): Probe => ({
      command: "open-speakers",
      act: "lead_debate",
      body: () => ({ body: within, topic: "General debate", sides: false }),
      within,
    }),
  ),
  {
    command: "change-speakers",
    act: "lead_debate",
    body: ({ list }) => ({ list, closed: false, speakingMs: 60_000 }),
    within: "plenary",
  },
  {
    command: "ask-floor",
    act: "ask_floor",
    body: ({ list }) => ({ list, side: "general" }),
    within: "plenary",
  },
  // The wish is India's: nobody here takes back their own.
  { command: "leave-floor", act: "lead_debate", body: ({ speech }) => ({ speech }), within: "plenary" },
  { command: "admit-speaker", act: "lead_debate", body: ({ speech }) => ({ speech }), within: "plenary" },
  {
    command: "call-speaker",
    act: "call_speaker",
    body: ({ list }) => ({ list, reply: false }),
    within: "plenary",
  },
  {
    command: "hold-speech",
    act: "lead_debate",
    body: ({ speech }) => ({ speech, held: true }),
    within: "plenary",
  },
  { command: "end-speech", act: "lead_debate", body: ({ speech }) => ({ speech }), within: "plenary" },
  {
    command: "move-motion",
    act: "move_motion",
    body: (f) => ({ ...about(f), kind: "close_debate", words: "" }),
  },
  {
    command: "move-motion",
    act: "move_reconsideration",
    body: (f) => ({ ...about(f), kind: "reconsider", words: "" }),
  },
  { command: "withdraw-motion", act: "move_motion", body: ({ motion }) => ({ motion }) },
  { command: "speak-on-motion", act: "move_motion", body: ({ motion }) => ({ motion, side: "against" }) },
  { command: "call-on-motion", act: "call_speaker", body: ({ motion }) => ({ motion }) },
  { command: "put-motion", act: "put_motion", body: ({ motion }) => ({ motion }) },
  {
    command: "raise-point",
    act: "raise_point",
    body: (f) => ({ ...about(f), words: "The quorum", onConduct: true }),
  },
  { command: "withdraw-point", act: "raise_point", body: ({ point }) => ({ point }) },
  {
    command: "rule-on-point",
    act: "rule_on_point",
    body: ({ point }) => ({ point, sustained: true, ruling: "" }),
  },
  { command: "let-ruling-stand", act: "rule_on_point", body: ({ point }) => ({ point }) },
  { command: "appeal-ruling", act: "appeal_ruling", body: ({ point }) => ({ point }) },
  {
    command: "appeal-amendment-ruling",
    act: "appeal_ruling",
    body: ({ submitted }) => ({ amendment: submitted, words: "It only adds a word" }),
  },
  {
    command: "open-meeting",
    act: "open_meeting",
    body: () => ({ body: "plenary" }),
    within: "plenary",
  },
  {
    command: "suspend-meeting",
    act: "suspend_meeting",
    body: () => ({ body: "plenary", words: "" }),
    within: "plenary",
  },
  { command: "resume-debate", act: "resume_debate", body: about },
  { command: "set-deadline", act: "set_deadline", body: (f) => ({ ...about(f), deadline: null }) },
  ...(["challenge", "accept"] as const).map(
    (event): Probe => ({
      command: "record-credentials",
      act: event === "challenge" ? "challenge_credentials" : "judge_credentials",
      body: () => ({ delegation: "SEN", event, reason: "" }),
      within: "plenary",
    }),
  ),
  { command: "end-speakers", act: "lead_debate", body: ({ list }) => ({ list }), within: "plenary" },
];

/** Kenya proposes all amendments of the fixtures, Jordan and France sponsor them, Brazil does neither. */
const PEOPLE: Array<{ whom: string; role: Role; own: boolean }> = [
  { whom: "chair", role: "chair", own: false },
  { whom: "committee-chair", role: "committee-chair", own: false },
  { whom: "rapporteur", role: "rapporteur", own: true },
  { whom: "FRA", role: "committee-member", own: true },
  { whom: "KEN", role: "delegate", own: true },
  { whom: "BRA", role: "delegate", own: false },
  { whom: "observer", role: "observer", own: false },
  { whom: "translator", role: "translator", own: false },
  { whom: "secretariat", role: "secretariat", own: false },
];

// Every command by everybody at every stage, each on an instrument of its own.
jest.setTimeout(120_000);

let hall: InProcess;
const languages = new Map<string, Language[]>();
let report = "";
beforeAll(async () => {
  hall = await InProcess.start();
  for (const { whom } of PEOPLE)
    languages.set(whom, (await hall.reads(hall.who(whom), "me")).person.languages);
  const written = await hall.does(hall.who("rapporteur"), "write-report", { kind: "summary", anew: false });
  report = written.report;
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

/** What the rights table says; it is held cell by cell against hand-written signs elsewhere, and below here and there. */
function answerOfTable(person: (typeof PEOPLE)[number], probe: Probe, stage: Stage) {
  const { code } = hall.who(person.whom);
  const bodyMember = code !== null && code !== "ICAE";
  const actor = {
    personId: "p",
    role: person.role,
    delegation: code === null ? null : { id: code, code, voting: code !== "ICAE" },
    languages: languages.get(person.whom) ?? [],
  };
  return may(
    actor,
    probe.act,
    probe.within
      ? situationIn(probe.within, bodyMember)
      : {
          stage,
          outcome: null,
          sourceLanguage: "en",
          language: probe.language ?? "en",
          ownAmendment: person.own,
          // The committee brings the texts of the fixtures.
          textSponsor: speaksForText(actor, { committee: true, delegations: [] }, stage),
          bodyMember,
        },
  );
}

/** Done or not, what other commands find is as it was: an instrument goes on serving. */
const LEAVES_THE_REST: ReadonlySet<CommandName> = new Set([
  "save-version",
  "publish-version",
  "start-amendment",
  "propose-amendment",
  "follow-amendment",
  "request-roll-call",
  "make-reservation",
  "explain-vote",
  "note-intention",
  "record-presence",
  "add-comment",
  "reply-to-comment",
  "ask-floor",
  "admit-speaker",
  "set-deadline",
  "mark-concordant",
  "write-report",
  "edit-report",
]);

const send = (who: Person, probe: Probe, fixture: Fixture) =>
  hall.post(who, probe.command, probe.body(fixture));

test("every command is probed", () => {
  // They are about no instrument. commands-import.test.ts asks who may make one; anybody tends to what is their own.
  const ABOUT_NONE = ["create-instrument", "mark-notifications-read", "set-email"];
  const probed = [...PROBES.map(({ command }) => command), ...ABOUT_NONE];
  expect([...new Set(probed)].sort()).toEqual(Object.keys(COMMANDS).sort());
});

describe.each(STAGES)("at %s", (stage) => {
  // The meeting of a body does not depend on the stage of any text: once is enough.
  const probes = PROBES.filter(({ within }) => !within || stage === "under_consideration");

  test("what the table refuses is refused, with the table's code and rule, and nothing changes", async () => {
    const fixtures = new Map<QuestionState, Fixture>();
    for (const state of ["question_put", "open", "locked"] as const)
      fixtures.set(state, await instrumentAt(hall, stage, state));
    const before = await hall.fingerprint();
    let refused = 0;
    for (const probe of probes) {
      const fixture = fixtures.get(probe.question ?? "question_put");
      if (!fixture) throw new Error("no fixture");
      // What refuses leaves nothing behind: all who are refused may ask at once.
      const attempts = PEOPLE.map(async (person) => {
        const answer = answerOfTable(person, probe, stage);
        if (answer.ok) return;
        refused++;
        const { code, rule } = asError(await send(hall.who(person.whom), probe, fixture));
        const at = `${person.whom} ${probe.command}`;
        const isHidden = probe.hidden && !person.own;
        const expected = isHidden
          ? { code: "not_found", rule: null }
          : { code: answer.code, rule: answer.rule };
        expect({ at, code, rule }).toEqual({ at, ...expected });
      });
      await Promise.all(attempts);
    }
    expect(refused).toBeGreaterThan(150);
    expect(await hall.fingerprint()).toEqual(before);
  });

  test("what the table allows is never refused for the person or the stage", async () => {
    let done = 0;
    // What refuses changes nothing: only what was carried out needs everything made anew.
    const unchanged = new Map<QuestionState, Fixture>();
    for (const probe of probes) {
      for (const person of PEOPLE) {
        if (!answerOfTable(person, probe, stage).ok) continue;
        const state = probe.question ?? "question_put";
        const fixture = unchanged.get(state) ?? (await instrumentAt(hall, stage, state));
        unchanged.set(state, fixture);
        const got = await send(hall.who(person.whom), probe, fixture);
        const at = `${person.whom} ${probe.command}`;
        if (got.status === 200) {
          done++;
          if (!LEAVES_THE_REST.has(probe.command)) unchanged.clear();
          continue;
        }
        const { code, rule } = asError(got);
        // Another delegation's motion or point of order is not one's own to take back.
        if (code === "not_allowed" && /^withdraw-(motion|point)$/.test(probe.command)) continue;
        // A co-sponsor is a sponsor to the table, and yet the amendment is its proposer's to withdraw.
        if (rule === "W5") continue;
        expect({
          at,
          code,
          refused: ["not_allowed", "wrong_stage", "not_a_member", "not_found", "sign_in_required"].includes(
            code,
          ),
        }).toEqual({ at, code, refused: false });
      }
    }
    // At the end only presence is still noted.
    expect(done).toBeGreaterThanOrEqual(stage === "decided" ? 1 : 10);
  });
});

/** Written out by hand: who gets which answer to a command, by stage. `ok` also where a later guard would say no. */
const SPOT: Array<[Stage, string, CommandName, "ok" | "not_allowed" | "wrong_stage" | "not_found"]> = [
  ["zero_draft", "committee-chair", "open-reading", "ok"],
  ["zero_draft", "chair", "open-reading", "not_allowed"],
  ["zero_draft", "secretariat", "open-reading", "not_allowed"],
  ["zero_draft", "KEN", "propose-amendment", "wrong_stage"],
  ["in_reading", "committee-chair", "open-reading", "wrong_stage"],
  ["in_reading", "KEN", "propose-amendment", "ok"],
  ["in_reading", "observer", "propose-amendment", "not_allowed"],
  ["in_reading", "chair", "propose-amendment", "not_allowed"],
  ["in_reading", "BRA", "withdraw-amendment", "not_allowed"],
  ["in_reading", "KEN", "withdraw-amendment", "ok"],
  ["in_reading", "BRA", "discard-amendment", "not_found"],
  ["in_reading", "chair", "take-up", "wrong_stage"],
  ["in_reading", "secretariat", "save-version", "ok"],
  ["in_reading", "KEN", "save-version", "not_allowed"],
  ["in_reading", "secretariat", "rule-on-amendment", "not_allowed"],
  ["zero_draft", "secretariat", "import-text", "ok"],
  ["in_reading", "secretariat", "import-text", "wrong_stage"],
  ["zero_draft", "committee-chair", "import-text", "not_allowed"],
  ["in_reading", "observer", "add-comment", "not_allowed"],
  ["in_reading", "KEN", "add-comment", "ok"],
  ["in_reading", "FRA", "edit-comment", "ok"],
  ["tabled", "translator", "reply-to-comment", "ok"],
  ["decided", "secretariat", "add-comment", "wrong_stage"],
  ["in_reading", "chair", "cast-ballot", "not_allowed"],
  ["in_reading", "committee-chair", "cast-ballot", "not_allowed"],
  ["in_reading", "translator", "cast-ballot", "not_allowed"],
  ["in_reading", "FRA", "cast-ballot", "ok"],
  ["in_reading", "KEN", "lock-vote", "not_allowed"],
  ["in_reading", "committee-chair", "lock-vote", "ok"],
  ["committee_clean", "KEN", "propose-amendment", "wrong_stage"],
  ["committee_clean", "committee-chair", "forward-text", "ok"],
  ["committee_clean", "chair", "forward-text", "not_allowed"],
  ["tabled", "chair", "take-up", "ok"],
  ["tabled", "committee-chair", "take-up", "not_allowed"],
  ["tabled", "committee-chair", "forward-text", "wrong_stage"],
  ["tabled", "KEN", "propose-amendment", "ok"],
  ["tabled", "committee-chair", "rule-on-amendment", "wrong_stage"],
  ["under_consideration", "committee-chair", "lock-vote", "wrong_stage"],
  ["under_consideration", "chair", "lock-vote", "ok"],
  ["under_consideration", "KEN", "cast-ballot", "ok"],
  ["final_question", "KEN", "propose-amendment", "wrong_stage"],
  ["final_question", "KEN", "cast-ballot", "ok"],
  ["final_question", "committee-chair", "proclaim-vote", "wrong_stage"],
  ["final_question", "chair", "proclaim-vote", "ok"],
  ["decided", "KEN", "cast-ballot", "wrong_stage"],
  ["decided", "chair", "proclaim-vote", "wrong_stage"],
  ["decided", "secretariat", "publish-version", "wrong_stage"],
  ["decided", "secretariat", "record-presence", "ok"],
  ["decided", "KEN", "record-presence", "not_allowed"],
  ["in_reading", "KEN", "ask-floor", "ok"],
  ["in_reading", "observer", "ask-floor", "ok"],
  ["in_reading", "chair", "ask-floor", "not_allowed"],
  ["in_reading", "KEN", "call-speaker", "not_allowed"],
  ["in_reading", "secretariat", "call-speaker", "not_allowed"],
  ["in_reading", "committee-chair", "call-speaker", "wrong_stage"],
  ["decided", "chair", "call-speaker", "ok"],
  ["in_reading", "KEN", "move-motion", "ok"],
  ["in_reading", "observer", "move-motion", "not_allowed"],
  ["in_reading", "chair", "raise-point", "not_allowed"],
  ["in_reading", "KEN", "rule-on-point", "not_allowed"],
  ["in_reading", "committee-chair", "rule-on-point", "ok"],
  ["under_consideration", "committee-chair", "put-motion", "wrong_stage"],
  ["under_consideration", "chair", "resume-debate", "wrong_stage"],
  ["decided", "committee-chair", "resume-debate", "not_allowed"],
];

test.each(STAGES)("at %s, everybody is answered as was written out by hand", async (stage) => {
  const unchanged = new Map<QuestionState, Fixture>();
  for (const [, whom, command, expected] of SPOT.filter(([at]) => at === stage)) {
    const probe = PROBES.find((one) => one.command === command);
    if (!probe) throw new Error(`no probe of ${command}`);
    const state = probe.question ?? "question_put";
    const fixture = unchanged.get(state) ?? (await instrumentAt(hall, stage, state));
    unchanged.set(state, fixture);
    const got = await send(hall.who(whom), probe, fixture);
    if (got.status === 200) unchanged.clear();
    const code = got.status === 200 ? "ok" : asError(got).code;
    // `ok`: not refused for the person or the stage.
    const said = ["question_pending", "wrong_state", "voting_in_progress"].includes(code) ? "ok" : code;
    expect({ whom, command, said }).toEqual({ whom, command, said: expected });
  }
});
