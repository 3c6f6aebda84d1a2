import { COMMANDS, type CommandName } from "../../shared/api/commands";
import { PRESETS } from "../../shared/rules/presets";
import { addition } from "../support/acts";
import { asError, InProcess } from "../support/in-process";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const ID = "00000000-0000-4000-8000-000000000000";

/** One body of the right shape for every command; that it names nothing which exists does not matter here. */
const BODIES: Record<CommandName, Record<string, unknown>> = {
  "save-version": { instrument: "declaration", language: "en", label: "Mine" },
  "publish-version": { version: ID },
  "open-reading": { instrument: "key-features" },
  "set-paragraph-status": { instrument: "declaration", blocks: ["op1"], event: "agree_ad_ref" },
  "agree-text": { instrument: "declaration" },
  "reopen-text": { instrument: "declaration" },
  "mark-concordant": { instrument: "declaration", language: "fr", block: "op1" },
  "sign-off-language": { instrument: "declaration", language: "fr" },
  "forward-text": { instrument: "declaration", asItStands: true },
  "take-up": { instrument: "declaration" },
  "change-rules": { preset: PRESETS["un-ga"], revision: 0 },
  "start-amendment": { instrument: "declaration", language: "en" },
  "submit-amendment": { amendment: ID, rationale: "Because", sponsors: [] },
  "discard-amendment": { amendment: ID },
  "propose-amendment": {
    instrument: "declaration",
    baseVersion: ID,
    patch: { changes: [{ op: "move", block: "op1", from: null, after: "op2" }] },
    rationale: "Because",
    sponsors: [],
  },
  "import-amendments": {
    instrument: "declaration",
    baseVersion: ID,
    file: { name: "a.docx", sha256: "0".repeat(64) },
    as: "submitted",
    amendments: [
      {
        delegation: "KEN",
        source: "delegation",
        patch: { changes: [{ op: "move", block: "op1", from: null, after: "op2" }] },
        rationale: "Because",
        sponsors: [],
        place: "line 2",
      },
    ],
  },
  "invite-sponsors": { amendment: ID, delegations: ["BRA"] },
  "take-back-invitation": { amendment: ID, delegation: "BRA" },
  "decline-invitation": { amendment: ID },
  "sponsor-amendment": { amendment: ID },
  "leave-amendment": { amendment: ID },
  "withdraw-amendment": { amendment: ID },
  "rule-on-amendment": { amendment: ID, admissible: true, reason: "" },
  "set-not-put": { amendment: ID, reason: "Implied" },
  "lapse-amendment": { amendment: ID, reason: "Gone" },
  "confirm-order": { instrument: "declaration", order: [ID] },
  "put-question": { instrument: "declaration", amendment: null },
  "raise-objection": { vote: ID },
  "declare-consensus": { vote: ID },
  "start-vote": { vote: ID },
  "cast-ballot": { vote: ID, choice: "yes" },
  "request-division": { vote: ID, parts: ["op1"] },
  "object-to-division": { vote: ID },
  "grant-division": { vote: ID },
  "put-part": { vote: ID },
  "make-reservation": { vote: ID, words: "As far as our law allows" },
  "explain-vote": { vote: ID, words: "As far as our law allows" },
  "note-intention": { vote: ID, choice: "yes" },
  "request-roll-call": { vote: ID },
  "count-hands": { vote: ID, yes: 1, no: 0, abstain: 0 },
  "correct-count": { vote: ID, yes: 1, no: 0, abstain: 0, reason: "Misread" },
  "recount-hands": { vote: ID, reason: "In doubt" },
  "call-roll": { vote: ID },
  "answer-roll": { vote: ID, delegation: "KEN", choice: "yes" },
  "cast-secret-ballot": { vote: ID, choice: "yes" },
  "lock-vote": { vote: ID },
  "proclaim-vote": { vote: ID },
  "abort-vote": { vote: ID, reason: "Taken back" },
  "add-comment": {
    instrument: "declaration",
    language: "en",
    anchor: { block: "op1", start: null, end: null, quote: "", before: "", after: "" },
    words: "Why?",
    mentions: [],
  },
  "discuss-amendment": { amendment: ID, on: null, words: "Why?", mentions: [] },
  "translate-amendment": { amendment: ID, language: "fr", blocks: [], rationale: "Parce que" },
  "apply-translation": { amendment: ID, language: "fr" },
  "remove-attachment": { attachment: ID },
  "reply-to-comment": { thread: ID, words: "So.", mentions: [] },
  "edit-comment": { comment: ID, words: "Why not?", mentions: [] },
  "withdraw-comment": { comment: ID },
  "resolve-thread": { thread: ID },
  "reopen-thread": { thread: ID },
  "mark-notifications-read": { seqs: [1] },
  "follow-amendment": { amendment: ID, follows: true },
  "set-email": { address: "kamotho@example.org" },
  "write-report": { kind: "report", anew: true },
  "edit-report": { report: ID, language: "en", words: "# Report", revision: 1 },
  "issue-report": { report: ID, revisions: { en: 1 } },
  "create-instrument": {
    title: { en: "Plan of action" },
    verb: "adopt",
    symbol: "ICLC/2013/DC/L.9",
    sourceLanguage: "en",
  },
  "import-text": {
    instrument: "key-features",
    language: "en",
    file: { name: "a.txt", sha256: "0".repeat(64) },
    blocks: [{ kind: "title", level: 0, runs: [{ text: "Title", marks: [] }] }],
  },
  "record-presence": { body: "plenary", delegation: "KEN", present: true },
  "open-speakers": { body: "plenary", topic: "General debate", sides: false },
  "change-speakers": { list: ID, closed: true, speakingMs: 60_000 },
  "end-speakers": { list: ID },
  "ask-floor": { list: ID, side: "general" },
  "admit-speaker": { speech: ID },
  "leave-floor": { speech: ID },
  "call-speaker": { list: ID, reply: false },
  "hold-speech": { speech: ID, held: true },
  "end-speech": { speech: ID },
  "speak-on-motion": { motion: ID, side: "against" },
  "call-on-motion": { motion: ID },
  "move-motion": { instrument: "declaration", kind: "close_debate", words: "" },
  "withdraw-motion": { motion: ID },
  "put-motion": { motion: ID },
  "raise-point": { instrument: "declaration", words: "The quorum", onConduct: false },
  "withdraw-point": { point: ID },
  "rule-on-point": { point: ID, sustained: true, ruling: "" },
  "let-ruling-stand": { point: ID },
  "appeal-ruling": { point: ID },
  "appeal-amendment-ruling": { amendment: ID, words: "It only adds a word" },
  "suspend-meeting": { body: "plenary", words: "" },
  "open-meeting": { body: "plenary" },
  "revise-amendment": {
    amendment: ID,
    patch: { changes: [{ op: "move", block: "op1", from: null, after: "op2" }] },
  },
  "accept-amendment": { amendment: ID },
  "take-down-amendment": {
    instrument: "declaration",
    delegation: "BRA",
    baseVersion: ID,
    patch: { changes: [{ op: "move", block: "op1", from: null, after: "op2" }] },
    rationale: "",
    sponsors: [],
  },
  "name-sponsors": { instrument: "declaration", committee: true, delegations: [] },
  "withdraw-text": { instrument: "declaration" },
  "resume-debate": { instrument: "declaration" },
  "set-deadline": { instrument: "declaration", deadline: null },
  "record-credentials": { delegation: "KEN", event: "challenge", reason: "" },
};
const NAMES = Object.keys(COMMANDS) as CommandName[];

function paths(detail: unknown): string[] {
  return (detail as { problems: Array<{ path: string }> }).problems.map(({ path }) => path);
}

test("the bodies of this test are of the right shape, one for every command", () => {
  expect(Object.keys(BODIES).sort()).toEqual([...NAMES].sort());
  for (const name of NAMES) expect(COMMANDS[name].body.safeParse(BODIES[name]).success).toBe(true);
});

test.each(NAMES)("%s: an unknown field is refused, by every role that could send it", async (name) => {
  for (const role of ["chair", "committee-chair", "KEN", "secretariat", "translator"]) {
    const answer = await hall.post(hall.who(role), name, { ...BODIES[name], alsoThis: 1 });
    expect(asError(answer).code).toBe("invalid_request");
    expect(answer.status).toBe(400);
  }
});

test.each(NAMES)(
  "%s: each field that is missing or of a wrong type is named, and nothing changes",
  async (name) => {
    const who = hall.who("chair");
    for (const field of Object.keys(BODIES[name])) {
      const { [field]: _left, ...rest } = BODIES[name];
      const shape = COMMANDS[name].body.shape as Record<
        string,
        { safeParse(value: unknown): { success: boolean } }
      >;
      if (!shape[field]?.safeParse(undefined).success) {
        const missing = await hall.post(who, name, rest);
        expect(asError(missing).code).toBe("invalid_request");
        expect(paths(asError(missing).detail)).toContain(field);
      }
      for (const wrong of [5.5, "", { no: true }, ["no"]]) {
        if (shape[field]?.safeParse(wrong).success) continue;
        const answer = await hall.post(who, name, { ...BODIES[name], [field]: wrong });
        expect(asError(answer).code).toBe("invalid_request");
        expect(paths(asError(answer).detail).some((path) => path.startsWith(field))).toBe(true);
      }
    }
  },
);

test("no attempt of the tests above left a trace: the record ends where the seed ended it", async () => {
  const { total } = await hall.reads(hall.who("KEN"), "record");
  const [{ acts }] = (await hall.sql<{ acts: string[] }>(
    "select array_agg(distinct act order by act) as acts from ledger",
  )) as [{ acts: string[] }];
  expect(acts).toEqual([
    "amendment.submitted",
    "conference.opened",
    "credentials.accepted",
    "key.named",
    "version.fixed",
  ]);
  expect(await hall.sql("select 1 from ledger")).toHaveLength(total);
  expect(await hall.sql("select 1 from command_answers")).toHaveLength(0);
});

test("every problem of a body is named at once, not the first alone", async () => {
  const error = await hall.refuses("invalid_request", () =>
    hall.post(hall.who("secretariat"), "record-presence", { body: "senate", delegation: 7, present: "yes" }),
  );
  expect(paths(error.detail).sort()).toEqual(["body", "delegation", "present"]);
});

test.each([
  ["nothing", undefined],
  ["an empty body", ""],
  ["half of JSON", '{"instrument": "decl'],
  ["a bare word", "declaration"],
  ["JSON that is no object", '"declaration"'],
  ["an array", '[{"instrument":"declaration"}]'],
  ["null", "null"],
])("%s instead of a JSON object is refused", async (_name, body) => {
  await hall.refuses("invalid_request", () =>
    hall.request(hall.who("committee-chair"), "POST", "/api/commands/open-reading", {
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    }),
  );
});

test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
  "a body that says it is %s is refused: what a form of another site could send",
  async (type) => {
    await hall.refuses("invalid_request", () =>
      hall.request(hall.who("committee-chair"), "POST", "/api/commands/open-reading", {
        headers: { "content-type": type },
        body: '{"instrument":"key-features"}',
      }),
    );
  },
);

test("a body of 10 MB is too large, whoever sends it", async () => {
  const text = "x".repeat(10 * 1024 * 1024);
  const body = { ...BODIES["submit-amendment"], rationale: text };
  for (const whom of [hall.who("KEN"), null])
    await hall.refuses("too_large", () => hall.post(whom, "submit-amendment", body), { rule: "A16" });
});

test("[A16] a text of 10 MB packed into a patch is too large as well, and a paragraph of 100,001 characters", async () => {
  for (const length of [10 * 1024 * 1024, 100_001]) {
    const { baseVersion, patch } = await addition(hall, "declaration", "op1", "y".repeat(length));
    await hall.refuses(
      "too_large",
      () =>
        hall.post(hall.who("KEN"), "propose-amendment", {
          ...BODIES["propose-amendment"],
          baseVersion,
          patch,
        }),
      { rule: "A16" },
    );
  }
});

test("a body within the size of a request and past the size of its field is refused with the field named", async () => {
  const error = await hall.refuses("invalid_request", () =>
    hall.post(hall.who("KEN"), "submit-amendment", {
      ...BODIES["submit-amendment"],
      rationale: "z".repeat(10_001),
    }),
  );
  expect(paths(error.detail)).toEqual(["rationale"]);
});

test.each([
  ["a NUL", "a\u0000b"],
  ["half of a surrogate pair", "a\ud800b"],
])("%s, which no text can hold, is refused wherever it stands", async (_name, text) => {
  const { baseVersion, patch } = await addition(hall, "declaration", "op1", text);
  const rational = await hall.refuses("invalid_request", () =>
    hall.post(hall.who("KEN"), "submit-amendment", { ...BODIES["submit-amendment"], rationale: text }),
  );
  expect(paths(rational.detail)).toEqual(["rationale"]);
  await hall.refuses("invalid_request", () =>
    hall.post(hall.who("KEN"), "propose-amendment", { ...BODIES["propose-amendment"], baseVersion, patch }),
  );
  await hall.refuses("invalid_request", () =>
    hall.post(
      hall.who("committee-chair"),
      "save-version",
      { ...BODIES["save-version"], label: text },
      { "idempotency-key": "a-good-key-1" },
    ),
  );
});

test("a field that objects inherit is as unknown as any other", async () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    await hall.refuses("invalid_request", () =>
      hall.request(hall.who("committee-chair"), "POST", "/api/commands/open-reading", {
        headers: { "content-type": "application/json" },
        body: `{"instrument":"key-features","${name}":{"role":"chair"}}`,
      }),
    );
  }
});

test.each([
  "adopt-everything",
  "constructor",
  "toString",
  "__proto__",
  "open_reading",
  "OPEN-READING",
  "%2e%2e",
])("there is no command %s", async (name) => {
  await hall.refuses("not_found", () => hall.post(hall.who("chair"), name, {}));
});

test("a command is not carried out by GET, PUT or DELETE", async () => {
  for (const method of ["GET", "PUT", "DELETE"]) {
    await hall.refuses("not_found", () =>
      hall.request(hall.who("committee-chair"), method, "/api/commands/open-reading?instrument=key-features"),
    );
  }
});

test.each([
  ["/api/nothing", "not_found"],
  ["/api/instruments/nothing", "not_found"],
  ["/api/instruments/nothing/amendments", "not_found"],
  ["/api/instruments/nothing/versions", "not_found"],
  ["/api/instruments/nothing/votes", "not_found"],
  ["/api/instruments/%00/votes", "not_found"],
  ["/api/amendments/nothing", "not_found"],
  [`/api/amendments/${ID}`, "not_found"],
  [`/api/versions/${ID}`, "not_found"],
  [`/api/votes/${ID}`, "not_found"],
  [`/api/votes/${ID}'--`, "not_found"],
  ["/api/votes/%E0%A4%A", "not_found"],
  [`/api/compare?from=${ID}&to=${ID}`, "not_found"],
  ["/api/compare", "invalid_request"],
  [`/api/compare?from=${ID}`, "invalid_request"],
  [`/api/compare?from=${ID}&to=x`, "invalid_request"],
  [`/api/compare?from=${ID}&from=${ID}&to=${ID}`, "invalid_request"],
  ["/api/me?who=KEN", "invalid_request"],
  ["/api/record?before=abc", "invalid_request"],
  ["/api/record?before=-1", "invalid_request"],
  ["/api/record?before=1.5", "invalid_request"],
  ["/api/record?before=99999999999999999999999999", "invalid_request"],
  ["/api/instruments/declaration/versions?language=%00", "not_found"],
] as const)("GET %s: %s", async (address, code) => {
  await hall.refuses(code, () => hall.request(hall.who("KEN"), "GET", address), {});
});

test("versions of two texts are not compared", async () => {
  const versions = await hall.reads(hall.who("KEN"), "versions", { instrument: "declaration" });
  const of = (language: string) => versions.find((one) => one.language === language)?.id ?? "";
  const error = await hall.refuses("invalid_request", () =>
    hall.request(hall.who("KEN"), "GET", `/api/compare?from=${of("en")}&to=${of("fr")}`),
  );
  expect(paths(error.detail)).toEqual(["to"]);
});

test("signed out, every read and every command is refused before anything is looked at", async () => {
  for (const address of ["/api/me", "/api/record", "/api/record/verification", `/api/votes/${ID}`]) {
    await hall.refuses("sign_in_required", () => hall.request(null, "GET", address));
  }
  for (const name of NAMES) await hall.refuses("sign_in_required", () => hall.post(null, name, BODIES[name]));
});
