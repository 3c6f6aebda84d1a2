import { CLOSE, REFUSED } from "../../shared/api/close-codes";
import { decides, proposes, puts } from "../support/acts";
import { until } from "../support/children";
import { InProcess, type Person, typesAtEnd, wordsOf } from "../support/in-process";
import { joins } from "../support/other-conference";

const ROOM = "beijing-2013.declaration.en";

let hall: InProcess;
let ghana: Person;
beforeAll(async () => {
  hall = await InProcess.start();
  ghana = await joins(hall, "Efua Mensah", "delegate", "GHA");
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const amendmentOf = (amendment: string, reader = "KEN") =>
  hall.reads(hall.who(reader), "amendment", { amendment });
const start = (who: Person, redrafts?: string) =>
  hall.does(who, "start-amendment", {
    instrument: "declaration",
    language: "en",
    ...(redrafts === undefined ? {} : { redrafts }),
  });
const submit = (amendment: string, sponsors: string[] = []) => ({
  amendment,
  rationale: "Because",
  sponsors,
});

describe("a draft of one's own", () => {
  test("its room holds a copy of the text; what is typed there becomes the amendment, and not the text", async () => {
    const { amendment, room } = await start(hall.who("KEN"));
    const client = await hall.opens(hall.who("KEN"), room);
    const before = await hall.live("declaration", "en");
    expect(client.text()).toEqual(before.blocks.map(({ id }) => wordsOf(before, id)));
    await typesAtEnd(client, "op1-a", " In every street.");

    const submitted = await hall.does(hall.who("KEN"), "submit-amendment", submit(amendment));
    expect(submitted).toEqual({ amendment, number: "13", tag: "A-13" });
    expect(await hall.live("declaration", "en")).toEqual(before);
    const view = await amendmentOf(amendment, "FRA");
    expect(view).toMatchObject({
      state: "submitted",
      form: "insert",
      anchor: { block: "op1-a", path: "OP 1 (a)" },
      delegation: { code: "KEN" },
      sponsors: [],
      rationale: "Because",
      room: null,
    });
    expect(view.redline.map(({ id }) => id)).toEqual(["op1-a"]);

    // Submitted, the room is closed: its words are the amendment's now.
    client.type(0, 0, "More ");
    await until("the server refuses it", () => client.refused.length > 0);
    expect(client.refused[0]?.code).toBe(REFUSED.FROZEN);
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("KEN"), "submit-amendment", submit(amendment)),
    );
    await hall.refuses("wrong_state", () => hall.post(hall.who("KEN"), "discard-amendment", { amendment }));
  });

  test("nobody else sees it, opens its room, submits it or throws it away", async () => {
    const { amendment, room } = await start(hall.who("KEN"));
    for (const whom of ["BRA", "FRA", "chair", "committee-chair", "secretariat", "observer"]) {
      const other = hall.who(whom);
      await hall.refuses("not_found", () => hall.request(other, "GET", `/api/amendments/${amendment}`));
      const list = await hall.reads(other, "amendments", { instrument: "declaration" });
      expect(list.map(({ id }) => id)).not.toContain(amendment);
      expect((await hall.opens(other, room)).closed?.code).toBe(CLOSE.ROOM_NOT_FOUND);
    }
    const chair = hall.who("chair");
    for (const [who, name, body] of [
      [hall.who("BRA"), "submit-amendment", submit(amendment)],
      [hall.who("BRA"), "discard-amendment", { amendment }],
      [hall.who("BRA"), "sponsor-amendment", { amendment }],
      [chair, "rule-on-amendment", { amendment, admissible: true, reason: "" }],
      [chair, "lapse-amendment", { amendment, reason: "Gone" }],
      [chair, "set-not-put", { amendment, reason: "Implied" }],
      [chair, "put-question", { instrument: "declaration", amendment }],
    ] as const)
      await hall.refuses("not_found", () => hall.post(who, name, body));
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment });
  });

  test("a second person of the delegation writes in it too", async () => {
    const second = await joins(hall, "Otieno Were", "delegate", "KEN");
    const { amendment, room } = await start(hall.who("KEN"));
    const client = await hall.opens(second, room);
    await typesAtEnd(client, "op1-b", " At any age.");
    const mine = await hall.opens(hall.who("KEN"), room);
    expect(mine.text().some((text) => text.endsWith(" At any age."))).toBe(true);
    await hall.does(second, "discard-amendment", { amendment });
  });

  test("one in which nothing was changed is not submitted", async () => {
    const { amendment } = await start(hall.who("KEN"));
    await hall.refuses("amendment_changes_nothing", () =>
      hall.post(hall.who("KEN"), "submit-amendment", submit(amendment)),
    );
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment });
  });

  test("discarded, it is gone and its room is closed", async () => {
    const { amendment, room } = await start(hall.who("KEN"));
    const client = await hall.opens(hall.who("KEN"), room);
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment });
    await until("the socket is sent away", () => client.closed !== null);
    expect(client.closed?.code).toBe(CLOSE.ROOM_NOT_FOUND);
    await hall.refuses("not_found", () =>
      hall.request(hall.who("KEN"), "GET", `/api/amendments/${amendment}`),
    );
    await hall.refuses("not_found", () => hall.post(hall.who("KEN"), "discard-amendment", { amendment }));
    await hall.refuses("not_found", () => hall.post(hall.who("KEN"), "submit-amendment", submit(amendment)));
  });

  test("words typed in the text after the draft was begun are not part of the amendment", async () => {
    const { amendment, room } = await start(hall.who("KEN"));
    const draft = await hall.opens(hall.who("KEN"), room);
    const member = await hall.opens(hall.who("FRA"), ROOM);
    await typesAtEnd(member, "op2-a", " Typed in the text.");
    await typesAtEnd(draft, "op2-b", " Typed in the draft.");
    await hall.does(hall.who("KEN"), "submit-amendment", submit(amendment));
    expect((await amendmentOf(amendment)).redline.map(({ id }) => id)).toEqual(["op2-b"]);
  });

  test("sponsors named at the submission must exist and have a vote, or the draft stays a draft", async () => {
    const { amendment, room } = await start(hall.who("KEN"));
    await typesAtEnd(await hall.opens(hall.who("KEN"), room), "op2-c", " Soon.");
    await hall.refuses(
      "not_found",
      () => hall.post(hall.who("KEN"), "submit-amendment", submit(amendment, ["XXX"])),
      { detail: { delegation: "XXX" } },
    );
    await hall.refuses(
      "not_allowed",
      () => hall.post(hall.who("KEN"), "submit-amendment", submit(amendment, ["UNESCO"])),
      { rule: "W2" },
    );
    expect((await amendmentOf(amendment)).state).toBe("draft");
    await hall.does(hall.who("KEN"), "submit-amendment", submit(amendment));
  });

  test("a draft holds nothing up, and is in nobody's count of open amendments", async () => {
    const before = await hall.reads(hall.who("KEN"), "instrument", { instrument: "declaration" });
    const { amendment } = await start(hall.who("KEN"));
    const after = await hall.reads(hall.who("KEN"), "instrument", { instrument: "declaration" });
    expect(after.openAmendments).toBe(before.openAmendments);
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment });
  });
});

describe("sponsors", () => {
  test("a delegation joins once, and [W5] leaves without taking the amendment with it", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op3-a",
      words: " Today.",
      sponsors: ["BRA", "FRA"],
    });
    const codes = async () => (await amendmentOf(amendment)).sponsors.map(({ code }) => code).sort();
    await hall.does(ghana, "sponsor-amendment", { amendment });
    const before = await hall.fingerprint();
    await hall.does(ghana, "sponsor-amendment", { amendment });
    await hall.does(hall.who("KEN"), "sponsor-amendment", { amendment });
    expect(await hall.fingerprint()).toEqual(before);
    expect(await codes()).toEqual(["BRA", "FRA", "GHA"]);

    await hall.does(ghana, "leave-amendment", { amendment });
    await hall.does(hall.who("BRA"), "leave-amendment", { amendment });
    await hall.does(hall.who("FRA"), "leave-amendment", { amendment });
    expect(await codes()).toEqual([]);
    expect((await amendmentOf(amendment)).state).toBe("open");
    await hall.refuses("not_found", () => hall.post(hall.who("BRA"), "leave-amendment", { amendment }), {
      rule: "W5",
    });
    await hall.refuses("not_found", () => hall.post(hall.who("KEN"), "leave-amendment", { amendment }), {
      rule: "W5",
    });
  });

  test("[W2] an observer does not sponsor", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-b", words: " Today." });
    await hall.refuses(
      "not_allowed",
      () => hall.post(hall.who("observer"), "sponsor-amendment", { amendment }),
      { rule: "W2" },
    );
  });

  test("nobody joins or leaves once the amendment is put", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op3-c",
      words: " Today.",
      sponsors: ["BRA"],
    });
    const vote = await puts(hall, amendment);
    await hall.refuses("wrong_state", () => hall.post(ghana, "sponsor-amendment", { amendment }));
    await hall.refuses("wrong_state", () => hall.post(hall.who("BRA"), "leave-amendment", { amendment }), {
      rule: "W5",
    });
    await hall.does(hall.who("chair"), "declare-consensus", { vote });
    await hall.refuses("wrong_state", () => hall.post(ghana, "sponsor-amendment", { amendment }));
  });
});

describe("withdrawal", () => {
  test("[W1] its proposer withdraws it before the voting; then it is not put and cannot be withdrawn again", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-b", words: " Daily." });
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
    expect((await amendmentOf(amendment)).state).toBe("withdrawn");
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }),
    );
    await hall.refuses("wrong_state", () => hall.post(hall.who("KEN"), "withdraw-amendment", { amendment }));
  });

  test("[W1] also once its question is put and objected to: the question falls with it, on the record", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-b", words: " Daily." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("FRA"), "raise-objection", { vote });
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
    expect((await amendmentOf(amendment)).state).toBe("withdrawn");
    expect((await hall.reads(hall.who("KEN"), "vote", { vote })).state).toBe("aborted_no_quorum");
    expect(
      (await hall.reads(hall.who("chair"), "instrument", { instrument: "declaration" })).question,
    ).toBeNull();
    const { entries } = await hall.reads(hall.who("chair"), "record");
    expect(entries.slice(0, 2).map(({ act }) => act)).toEqual(["question.withdrawn", "amendment.withdrawn"]);
    await hall.refuses("wrong_state", () => hall.post(hall.who("chair"), "start-vote", { vote }));
    expect(await hall.reads(hall.who("chair"), "verification")).toMatchObject({ ok: true, problems: [] });
  });

  test("[W1] once the voting has begun it is too late, and after the decision there is nothing to withdraw", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op4-c", words: " Daily." });
    const vote = await puts(hall, amendment);
    await hall.does(hall.who("chair"), "start-vote", { vote });
    await hall.refuses(
      "withdrawn_too_late",
      () => hall.post(hall.who("KEN"), "withdraw-amendment", { amendment }),
      { rule: "W1" },
    );
    await hall.does(hall.who("KEN"), "cast-ballot", { vote, choice: "yes" });
    await hall.does(hall.who("chair"), "lock-vote", { vote });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });
    await hall.refuses("wrong_state", () => hall.post(hall.who("KEN"), "withdraw-amendment", { amendment }));
  });

  test("[W5] a co-sponsor does not withdraw what another proposed, nor does anybody else", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op4-d",
      words: " Daily.",
      sponsors: ["BRA"],
    });
    await hall.refuses("not_allowed", () => hall.post(hall.who("BRA"), "withdraw-amendment", { amendment }), {
      rule: "W5",
    });
    for (const whom of ["FRA", "chair", "committee-chair", "observer", "secretariat"])
      await hall.refuses(
        "not_allowed",
        () => hall.post(hall.who(whom), "withdraw-amendment", { amendment }),
        {
          rule: whom === "FRA" ? null : "W2",
          ...(whom === "FRA" ? { detail: { reason: "not_own_amendment" } } : {}),
        },
      );
    expect((await amendmentOf(amendment)).state).toBe("open");
  });
});

describe("drafted again", () => {
  test("[W2] what was withdrawn may be taken up by another delegation: a new one, linked to the old", async () => {
    const first = await proposes(hall, hall.who("KEN"), { block: "op5-a", words: " For everybody." });
    await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment: first.amendment });
    const begun = await start(hall.who("BRA"), first.amendment);
    const client = await hall.opens(hall.who("BRA"), begun.room);
    expect(client.text().some((text) => text.endsWith(" For everybody."))).toBe(true);
    const { number } = await hall.does(hall.who("BRA"), "submit-amendment", submit(begun.amendment));
    expect(Number(number)).toBeGreaterThan(Number(first.number));
    expect(await amendmentOf(begun.amendment)).toMatchObject({
      state: "submitted",
      delegation: { code: "BRA" },
      reintroduces: { id: first.amendment, tag: first.tag },
    });
    expect((await amendmentOf(first.amendment)).state).toBe("withdrawn");
  });

  test("[W2] what is not withdrawn is not taken from its sponsors", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op5-b", words: " For everybody." });
    await hall.refuses(
      "not_allowed",
      () =>
        hall.post(hall.who("BRA"), "start-amendment", {
          instrument: "declaration",
          language: "en",
          redrafts: amendment,
        }),
      { rule: "W2" },
    );
  });

  test("[W4] one that needs a rebase is begun again on the text as it is now, and carries", async () => {
    const rival = await proposes(hall, hall.who("KEN"), { block: "op6-a", words: " Each year." });
    const late = await proposes(hall, hall.who("BRA"), { block: "op6-a", words: " Each month." });
    await decides(hall, rival.amendment, { KEN: "yes" });
    expect((await amendmentOf(late.amendment)).state).toBe("needs_rebase");

    const begun = await start(hall.who("BRA"), late.amendment);
    const client = await hall.opens(hall.who("BRA"), begun.room);
    // The words that collide are not carried over: the draft begins with the text as it is.
    expect(client.text().some((text) => text.includes("Each month"))).toBe(false);
    await typesAtEnd(client, "op6-a", " And each month.");
    await hall.does(hall.who("BRA"), "submit-amendment", submit(begun.amendment));
    await hall.does(hall.who("chair"), "rule-on-amendment", {
      amendment: begun.amendment,
      admissible: true,
      reason: "",
    });
    expect((await amendmentOf(late.amendment)).state).toBe("withdrawn");
    await decides(hall, begun.amendment, { BRA: "yes" });
    expect(wordsOf(await hall.live("declaration", "en"), "op6-a")).toMatch(/ Each year\. And each month\.$/);
  });

  test("[W4] what came from a forum comes from it still when its sponsors begin it again", async () => {
    const kenya = hall.who("KEN");
    const all = await hall.reads(kenya, "amendments", { instrument: "declaration" });
    const forum = all.find(({ tag }) => tag === "A-1")?.id ?? "";
    const { amendment } = await start(kenya, forum);
    expect(await hall.reads(kenya, "amendment", { amendment })).toMatchObject({
      source: "forum-africa",
      reintroduces: { tag: "A-1" },
    });
    await hall.does(kenya, "discard-amendment", { amendment });
  });

  test("a draft that redrafts something unknown, of another language or of another instrument is refused", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op6-b", words: " Well." });
    const again = (body: Record<string, unknown>) => () =>
      hall.post(hall.who("KEN"), "start-amendment", {
        instrument: "declaration",
        language: "en",
        redrafts: amendment,
        ...body,
      });
    await hall.refuses("not_found", again({ redrafts: "00000000-0000-4000-8000-000000000000" }));
    await hall.refuses("invalid_request", again({ language: "fr" }));
    await hall.does(hall.who("committee-chair"), "open-reading", { instrument: "key-features" });
    await hall.refuses("not_found", again({ instrument: "key-features" }));
    await hall.refuses("not_found", again({ instrument: "nothing" }));
    await hall.refuses("invalid_request", again({ language: "de" }));
  });
});

describe("the chair's ruling", () => {
  test("[A1] nothing is put before the chair has ruled on it", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op7-a",
      words: " Well.",
      open: false,
    });
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }),
    );
  });

  test("[A1] inadmissible, it is disposed of; a ruling is given once", async () => {
    const { amendment } = await proposes(hall, hall.who("KEN"), {
      block: "op7-b",
      words: " Well.",
      open: false,
    });
    const rule = (admissible: boolean) => ({ amendment, admissible, reason: "Another matter" });
    await hall.does(hall.who("committee-chair"), "rule-on-amendment", rule(false));
    expect((await amendmentOf(amendment)).state).toBe("inadmissible");
    for (const admissible of [true, false])
      await hall.refuses("wrong_state", () =>
        hall.post(hall.who("committee-chair"), "rule-on-amendment", rule(admissible)),
      );
    await hall.refuses("wrong_state", () =>
      hall.post(hall.who("chair"), "put-question", { instrument: "declaration", amendment }),
    );
  });
});
