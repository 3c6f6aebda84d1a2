import { ERROR_STATUS } from "../../shared/api/errors";
import { QUERIES, type QueryName } from "../../shared/api/routes";
import { STAGES } from "../../shared/rules/stages";
import { asError, InProcess } from "../support/in-process";
import { type Fixture, instrumentAt } from "../support/stages";

/** Kenya drafts and proposes all amendments of the fixtures, Jordan and France sponsor them. */
const PEOPLE = [
  null,
  "chair",
  "committee-chair",
  "rapporteur",
  "FRA",
  "KEN",
  "BRA",
  "observer",
  "translator",
  "secretariat",
] as const;

/**
 * Who reads what, one sign a person in the order above:
 *   +  reads it    u  is asked to sign in    n  it does not exist for them
 * It is the same at every stage: what is said and done in a conference is open to all who take part in it.
 */
const TABLE: Record<QueryName, string> = {
  me: "u+++++++++",
  conference: "u+++++++++",
  delegations: "u+++++++++",
  instrument: "u+++++++++",
  amendments: "u+++++++++",
  amendment: "u+++++++++",
  "amendment-start": "u+++++++++",
  "amendment-proposal": "u+++++++++",
  "three-way": "u+++++++++",
  "what-if": "u+++++++++",
  comments: "u+++++++++",
  discussion: "u+++++++++",
  circulation: "u+++++++++",
  attachments: "u+++++++++",
  concordance: "u+++++++++",
  agreement: "u+++++++++",
  mentions: "u+++++++++",
  notifications: "u+++++++++",
  unread: "u+++++++++",
  invitations: "u+++++++++",
  mailSettings: "u+++++++++",
  people: "u+++++++++",
  versions: "u+++++++++",
  version: "u+++++++++",
  origins: "u+++++++++",
  compare: "u+++++++++",
  votes: "u+++++++++",
  vote: "u+++++++++",
  meeting: "u+++++++++",
  divisible: "u+++++++++",
  record: "u+++++++++",
  reports: "u+++++++++",
  reportText: "u+++++++++",
  rules: "u+++++++++",
  verification: "u+++++++++",
};
/** A draft exists for its sponsors alone; the text it was begun on is nobody's secret. */
const OF_A_DRAFT = "unn+++nnnn";
/** What is made of a submitted amendment does not exist for a draft. */
const OF_NOBODY = "unnnnnnnnn";

let hall: InProcess;
let report = "";
beforeAll(async () => {
  hall = await InProcess.start();
  ({ report } = await hall.does(hall.who("rapporteur"), "write-report", { kind: "summary", anew: false }));
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

function addressOf(name: QueryName, fixture: Fixture, amendment: string): string {
  const { slug, version, vote, submitted } = fixture;
  const params: Record<string, string> = {
    instrument: slug,
    amendment,
    other: submitted,
    version,
    vote,
    report,
    language: "en",
    body: "plenary",
  };
  const asked: Partial<Record<QueryName, Record<string, string>>> = {
    "what-if": { amendments: "1" },
    comments: { language: "en" },
    concordance: { language: "fr" },
    compare: { from: version, to: version },
  };
  const path = QUERIES[name].path.replaceAll(/:(\w+)/g, (_, key: string) => params[key] ?? "");
  return `${path}?${new URLSearchParams(asked[name] ?? {})}`;
}

/** What each person is answered, as signs; every answer has the promised shape. */
async function signs(name: QueryName, address: string): Promise<string> {
  const answers = PEOPLE.map(async (whom) => {
    const got = await hall.request(whom === null ? null : hall.who(whom), "GET", address);
    if (got.status === 200) {
      QUERIES[name].answer.parse(got.body);
      return "+";
    }
    const { code } = asError(got);
    expect({ address, status: got.status }).toEqual({ address, status: ERROR_STATUS[code] });
    return code === "sign_in_required" ? "u" : code === "not_found" ? "n" : code;
  });
  return (await Promise.all(answers)).join("");
}

const NAMES = Object.keys(QUERIES) as QueryName[];
const ABOUT_A_TEXT = NAMES.filter((name) => /:(instrument|amendment|version|vote)/.test(QUERIES[name].path));

test("the table names every read, and everybody gets the answer it says", async () => {
  expect(Object.keys(TABLE)).toEqual(NAMES);
  const fixture = await instrumentAt(hall, "in_reading", "question_put");
  for (const name of NAMES) {
    expect({ name, signs: await signs(name, addressOf(name, fixture, fixture.open)) }).toEqual({
      name,
      signs: TABLE[name],
    });
  }
});

test.each(STAGES)(
  "at %s whatever is about a text is read as ever, and a draft by its sponsors",
  async (stage) => {
    const fixture = await instrumentAt(hall, stage, "locked");
    for (const name of ABOUT_A_TEXT) {
      expect({ name, signs: await signs(name, addressOf(name, fixture, fixture.open)) }).toEqual({
        name,
        signs: TABLE[name],
      });
    }
    expect(await signs("amendment", addressOf("amendment", fixture, fixture.draft))).toBe(OF_A_DRAFT);
    expect(await signs("attachments", addressOf("attachments", fixture, fixture.draft))).toBe(OF_A_DRAFT);
    for (const name of ["amendment-proposal", "discussion", "circulation"] as const)
      expect(await signs(name, addressOf(name, fixture, fixture.draft))).toBe(OF_NOBODY);
    const start = addressOf("amendment-start", fixture, fixture.draft);
    expect(await signs("amendment-start", start)).toBe(TABLE["amendment-start"]);
  },
);
