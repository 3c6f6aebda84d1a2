import {
  decideParagraph,
  isAgreed,
  PARAGRAPH_EVENTS,
  type ParagraphEvent,
  standingOf,
  unagreed,
} from "../../shared/rules/paragraphs";
import { PRESETS } from "../../shared/rules/presets";
import { decideStage } from "../../shared/rules/stages";
import { BLOCK_STATUSES, type BlockStatus, type TextDoc } from "../../shared/text/model";

const settled = { brackets: 0, openAmendments: 0 };

/** Every cell: what each event makes of each status; "-" is refused. */
const TABLE: Record<BlockStatus, Record<ParagraphEvent, BlockStatus | "-">> = {
  open: { agree_ad_ref: "agreed_ad_ref", agree: "-", reopen: "-", agree_text: "-", reopen_text: "-" },
  reopened: { agree_ad_ref: "agreed_ad_ref", agree: "-", reopen: "-", agree_text: "-", reopen_text: "-" },
  agreed_ad_ref: {
    agree_ad_ref: "-",
    agree: "agreed",
    reopen: "reopened",
    agree_text: "agreed",
    reopen_text: "-",
  },
  agreed: { agree_ad_ref: "-", agree: "-", reopen: "-", agree_text: "-", reopen_text: "agreed_ad_ref" },
};

test.each(BLOCK_STATUSES)("a paragraph that is %s goes where the table says, and nowhere else", (status) => {
  for (const event of PARAGRAPH_EVENTS) {
    const expected = TABLE[status][event];
    const decision = decideParagraph(status, event, settled);
    if (expected === "-") expect(decision).toMatchObject({ ok: false, code: "wrong_state" });
    else expect(decision).toEqual({ ok: true, to: expected });
  }
});

test("words in brackets are not agreed, and are shown as bracketed until they are", () => {
  expect(decideParagraph("open", "agree_ad_ref", { ...settled, brackets: 2 })).toEqual({
    ok: false,
    code: "brackets_left",
    rule: null,
    detail: { brackets: 2 },
  });
  expect(decideParagraph("agreed_ad_ref", "reopen", { ...settled, brackets: 2 }).ok).toBe(true);
  expect([standingOf("open", 1), standingOf("reopened", 1), standingOf("open", 0)]).toEqual([
    "bracketed",
    "bracketed",
    "open",
  ]);
  expect(standingOf("agreed", 1)).toBe("agreed");
});

test("[A2] no paragraph is agreed while an amendment to it is open", () => {
  for (const [status, event] of [
    ["open", "agree_ad_ref"],
    ["agreed_ad_ref", "agree"],
  ] as const)
    expect(decideParagraph(status, event, { ...settled, openAmendments: 1 })).toEqual({
      ok: false,
      code: "amendments_open",
      rule: "A2",
      detail: { open: 1 },
    });
});

test("a text is clean only when every paragraph with words is agreed, if only ad referendum", () => {
  const words = [{ text: "words", marks: [] }];
  const text: TextDoc = {
    blocks: [
      { id: "a", kind: "operative", level: 0, runs: words },
      { id: "b", kind: "operative", level: 0, runs: words },
      { id: "c", kind: "operative", level: 0, runs: words },
      { id: "empty", kind: "operative", level: 0, runs: [] },
    ],
  };
  const statuses = new Map<string, BlockStatus>([
    ["a", "agreed"],
    ["b", "agreed_ad_ref"],
    ["c", "reopened"],
  ]);
  expect(unagreed(text, statuses)).toEqual(["c"]);
  expect(BLOCK_STATUSES.filter(isAgreed)).toEqual(["agreed_ad_ref", "agreed"]);
  const agree = (open: number) =>
    decideStage({ stage: "in_reading", outcome: null }, "agree_text", {
      openAmendments: 0,
      brackets: 0,
      unagreed: open,
      unsignedLanguages: [],
      present: 20,
      members: 24,
      preset: PRESETS["un-conference"],
      verb: "adopt",
    });
  expect(agree(1)).toEqual({ ok: false, code: "paragraphs_open", rule: null, detail: { open: 1 } });
  expect(agree(0)).toMatchObject({ ok: true, to: "committee_clean" });
});
