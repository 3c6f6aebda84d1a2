import { TOLD_ACTS } from "../../shared/records/acts";
import { daysInWords } from "../../shared/records/dates";
import type { LedgerEntry } from "../../shared/records/ledger";
import { factsOf } from "../../shared/records/reports/facts";
import { Phrases, type ReportNames } from "../../shared/records/reports/phrases";
import { writeReport } from "../../shared/records/reports/write";
import { LANGUAGES } from "../../shared/text/model";

const NAMES: ReportNames = {
  conference: {
    title: { en: "Conference" },
    place: { en: "Beijing" },
    startsOn: "2013-10-21",
    endsOn: "2013-10-23",
    timeZone: "Asia/Shanghai",
  },
  bodies: [{ slug: "plenary", members: 96 }],
  instruments: [
    { slug: "declaration", title: { en: "Declaration" }, symbol: "L.1", stage: "under_consideration" },
  ],
  delegations: new Map([
    ["KEN", { en: "Kenya", zh: "肯尼亚" }],
    ["BRA", { en: "Brazil", zh: "巴西" }],
  ]),
};

function record(acts: ReadonlyArray<[act: string, subject: string, data: LedgerEntry["data"]]>) {
  return acts.map(([act, subject, data], at) => ({
    conference: "beijing-2013",
    seq: at + 1,
    at: "2013-10-22T08:00:00.000Z",
    actor: { personId: "p", name: "Ximena", role: "chair" as const, delegation: "KEN" },
    act,
    subject,
    data,
    prev: "",
    hash: "0".repeat(64),
  }));
}

/** All that an act can say of itself. */
const FULL = {
  instrument: "declaration",
  tag: "A-1",
  delegation: "KEN",
  during: "BRA",
  reason: "Late",
  words: "Why not",
  ruling: "In order",
  sustained: true,
  choice: "yes",
  method: "recorded",
  kind: "close_debate",
  subject: "amendment",
  path: "OP 2",
  majority: "simple",
  present: 50,
  members: 96,
  tally: { yes: 3, no: 1, abstain: 0 },
  needed: 3,
  round: 1,
  result: "carried",
  vote: "v1",
  deadline: "2013-10-22T09:00:00.000Z",
  silenceUntil: "2013-10-22T09:00:00.000Z",
};
const { during, deadline, silenceUntil, sustained, ...SHORT } = FULL;

test.each(LANGUAGES)(
  "each act that reports tell of is a sentence in %s, with every place filled",
  (language) => {
    for (const data of [FULL, SHORT]) {
      const entries = record([
        ["question.put", "v1", data],
        ...TOLD_ACTS.map((act): [string, string, LedgerEntry["data"]] => [act, "KEN", data]),
      ]);
      const said = new Phrases(language, NAMES, factsOf(entries));
      for (const entry of entries) {
        const sentence = said.sentence(entry);
        expect([entry.act, sentence]).toEqual([entry.act, expect.stringMatching(/.{3,}/)]);
        expect(sentence).not.toMatch(/[{}]|undefined|null/);
      }
    }
  },
);

test("[V6] a second vote is told as one, each with its own count, in the course and in the table of amendments", () => {
  const about = { instrument: "declaration", tag: "A-1" };
  const entries = record([
    ["amendment.submitted", "a1", { ...about, delegation: "KEN" }],
    ["question.put", "v1", { ...about, subject: "amendment", majority: "simple" }],
    ["vote.started", "v1", { ...about, round: 1, method: "recorded", present: 50, members: 96 }],
    [
      "vote.proclaimed",
      "v1",
      { ...about, round: 1, result: "second_vote", tally: { yes: 1, no: 1, abstain: 0 }, needed: 2 },
    ],
    ["vote.started", "v1", { ...about, round: 2, method: "recorded", present: 50, members: 96 }],
    [
      "vote.proclaimed",
      "v1",
      { ...about, round: 2, result: "lost", tally: { yes: 2, no: 2, abstain: 0 }, needed: 3 },
    ],
    ["amendment.rejected", "a1", { ...about, vote: "v1" }],
  ]);
  const summary = writeReport("summary", "en", entries, NAMES);
  expect(summary).toMatch(/were equal \(1 in favour, 1 against[^\n]*; a second vote was to be taken\./);
  expect(summary).toMatch(
    /was not carried: 2 in favour, 2 against[^\n]*; second vote, the first having been equal\./,
  );
  const said = { en: "second vote", fr: "second vote", es: "segunda votación", zh: "第二次表决" };
  for (const language of LANGUAGES)
    expect(writeReport("report", language, entries, NAMES)).toMatch(
      new RegExp(`\\| A-1 \\|[^\\n]*2[^\\n]*2[^\\n]*${said[language]}[^\\n]*\\|`),
    );
});

test("[C5] a silence is told as one: until when, who broke it and with which words", () => {
  const until = "2013-10-22T09:00:00.000Z";
  const about = { instrument: "declaration", tag: "A-1" };
  const summary = writeReport(
    "summary",
    "en",
    record([
      ["question.put", "v1", { ...about, subject: "amendment", silenceUntil: until }],
      ["question.objected", "v1", { ...about, delegation: "BRA", words: "Not yet." }],
      ["question.put", "v2", { ...about, tag: "A-2", subject: "amendment", silenceUntil: until }],
      ["question.so_decided", "v2", { ...about, tag: "A-2", silenceUntil: until }],
    ]),
    NAMES,
  );
  expect(summary).toContain("to be decided by silence on 22 October 2013, 17:00.");
  expect(summary).toContain("Brazil broke the silence on amendment A-1: “Not yet.”");
  expect(summary).toContain("The silence on amendment A-2 was not broken; it was so decided.");
});

test("[P5] a ruling is told as what it is, with its words if there are any; an appeal with its count", () => {
  const summary = writeReport(
    "summary",
    "fr",
    record([
      ["point.raised", "p1", { instrument: "declaration", delegation: "BRA", words: "The clock" }],
      ["point.ruled", "p1", { sustained: false, ruling: "" }],
      ["point.appealed", "p1", { vote: "v1", majority: "simple", delegation: "BRA" }],
      [
        "vote.proclaimed",
        "v1",
        { result: "lost", round: 1, tally: { yes: 1, no: 1, abstain: 0 }, needed: 2 },
      ],
      ["point.stands", "p1", { vote: "v1", tally: { yes: 1, no: 1, abstain: 0 } }],
      ["point.ruled", "p2", { sustained: true, ruling: "C’est juste" }],
    ]),
    NAMES,
  );
  expect(summary).toContain("rejette la motion d’ordre.");
  expect(summary).toMatch(/La décision est maintenue, 1 pour, 1 contre/);
  expect(summary).toContain("fait droit à la motion d’ordre : « C’est juste »");
});

describe("the days of a conference", () => {
  it("are said as each language says them", () => {
    const days = { startsOn: "2013-10-21", endsOn: "2013-10-23" };
    expect(daysInWords("zh", days)).toBe("2013年10月21日至23日");
    expect(daysInWords("zh", { ...days, endsOn: "2013-11-02" })).toBe("2013年10月21日至2013年11月2日");
    expect(daysInWords("zh", { ...days, endsOn: "2013-10-21" })).toBe("2013年10月21日");
    expect(daysInWords("fr", days)).toBe("21–23 octobre 2013");
  });
});
