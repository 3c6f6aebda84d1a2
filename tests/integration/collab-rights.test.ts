import { CLOSE } from "../../shared/api/close-codes";
import type { CommandName } from "../../shared/api/commands";
import type { Stage } from "../../shared/rules/stages";
import { until } from "../support/children";
import type { BareClient } from "../support/collab-kit";
import { InProcess } from "../support/in-process";
import { LiveClient } from "../support/live-client";
import { joins } from "../support/other-conference";
import { type Fixture, instrumentAt, type QuestionState } from "../support/stages";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

type Place = "en" | "fr" | "draft";
type Can = "write" | "read_only" | "frozen" | "closed";

/** Somebody in a room, and what their next change meets before and after a command of somebody else. */
type Row = {
  command: CommandName;
  by: string;
  stage: Stage;
  /** The question on the instrument; null: none is before the body. */
  question: QuestionState | null;
  body(fixture: Fixture): Record<string, unknown>;
  people: Array<[who: string, where: Place, before: Can, after: Can]>;
  /** No amendment stands in the way of the next stage. */
  isClear?: true;
  /** What is done before, once people have begun to type. */
  first?(fixture: Fixture): Promise<unknown>;
};

const about = (f: Fixture) => ({ instrument: f.slug });
const draft = (f: Fixture) => ({ amendment: f.draft });

const ROWS: Row[] = [
  {
    command: "open-reading",
    by: "committee-chair",
    stage: "zero_draft",
    question: null,
    body: about,
    people: [
      ["FRA", "en", "write", "write"],
      ["KEN", "draft", "read_only", "write"],
    ],
  },
  {
    command: "agree-text",
    by: "committee-chair",
    stage: "in_reading",
    question: null,
    isClear: true,
    first: (f) =>
      hall.does(hall.who("committee-chair"), "set-paragraph-status", {
        ...about(f),
        blocks: null,
        event: "agree_ad_ref",
      }),
    body: about,
    people: [
      ["FRA", "en", "write", "read_only"],
      ["KEN", "en", "read_only", "read_only"],
      ["translator", "fr", "write", "write"],
      ["KEN", "draft", "write", "read_only"],
      ["FRA", "draft", "write", "read_only"],
    ],
  },
  {
    command: "reopen-text",
    by: "committee-chair",
    stage: "committee_clean",
    question: null,
    body: about,
    people: [
      ["FRA", "en", "read_only", "write"],
      ["KEN", "draft", "read_only", "write"],
    ],
  },
  {
    command: "forward-text",
    by: "committee-chair",
    stage: "in_reading",
    question: null,
    body: (f) => ({ ...about(f), asItStands: true }),
    people: [
      ["FRA", "en", "write", "read_only"],
      ["translator", "fr", "write", "read_only"],
      ["KEN", "draft", "write", "write"],
    ],
  },
  {
    command: "take-up",
    by: "chair",
    stage: "tabled",
    question: null,
    body: about,
    people: [
      ["translator", "fr", "read_only", "write"],
      ["FRA", "en", "read_only", "read_only"],
    ],
  },
  {
    command: "put-question",
    by: "chair",
    stage: "in_reading",
    question: null,
    body: (f) => ({ ...about(f), amendment: f.open }),
    people: [
      ["FRA", "en", "write", "read_only"],
      ["rapporteur", "fr", "write", "read_only"],
      ["KEN", "draft", "write", "write"],
    ],
  },
  {
    command: "put-question",
    by: "chair",
    stage: "under_consideration",
    question: null,
    isClear: true,
    body: (f) => ({ ...about(f), amendment: null }),
    people: [
      ["translator", "fr", "write", "read_only"],
      ["KEN", "draft", "write", "read_only"],
    ],
  },
  {
    command: "abort-vote",
    by: "chair",
    stage: "in_reading",
    question: "question_put",
    body: ({ vote }) => ({ vote, reason: "Later" }),
    people: [
      ["FRA", "en", "read_only", "write"],
      ["KEN", "draft", "write", "write"],
    ],
  },
  {
    command: "abort-vote",
    by: "chair",
    stage: "final_question",
    question: "question_put",
    body: ({ vote }) => ({ vote, reason: "Later" }),
    people: [
      ["translator", "fr", "read_only", "write"],
      ["KEN", "draft", "read_only", "write"],
    ],
  },
  {
    command: "declare-consensus",
    by: "chair",
    stage: "in_reading",
    question: "question_put",
    body: ({ vote }) => ({ vote }),
    people: [["FRA", "en", "read_only", "write"]],
  },
  {
    command: "declare-consensus",
    by: "chair",
    stage: "final_question",
    question: "question_put",
    body: ({ vote }) => ({ vote }),
    people: [
      ["translator", "fr", "read_only", "frozen"],
      ["KEN", "draft", "read_only", "read_only"],
    ],
  },
  {
    command: "proclaim-vote",
    by: "chair",
    stage: "in_reading",
    question: "locked",
    body: ({ vote }) => ({ vote }),
    people: [["FRA", "en", "read_only", "write"]],
  },
  {
    command: "submit-amendment",
    by: "KEN",
    stage: "in_reading",
    question: null,
    body: (f) => ({ ...draft(f), rationale: "Because", sponsors: [] }),
    people: [
      ["FRA", "draft", "write", "frozen"],
      ["KEN", "draft", "write", "frozen"],
      ["FRA", "en", "write", "write"],
    ],
  },
  {
    command: "discard-amendment",
    by: "KEN",
    stage: "in_reading",
    question: null,
    body: draft,
    people: [
      ["KEN", "draft", "write", "closed"],
      ["FRA", "draft", "write", "closed"],
      ["FRA", "en", "write", "write"],
    ],
  },
  {
    command: "leave-amendment",
    by: "FRA",
    stage: "in_reading",
    question: null,
    body: draft,
    people: [
      ["FRA", "draft", "write", "closed"],
      ["KEN", "draft", "write", "write"],
    ],
  },
];

function roomOf(fixture: Fixture, place: Place): string {
  return place === "draft" ? `amendment.${fixture.draft}` : `${fixture.slug}.${place}`;
}

/** What one change meets, sent now. */
async function meets(client: BareClient): Promise<Can> {
  const before = client.refused.length;
  const sent = client.sent;
  client.type(0, 0, "+");
  await until(
    "the change is answered",
    // On a socket that is being closed nothing is sent any more.
    () =>
      client.closed !== null ||
      client.refused.length > before ||
      (client.sent > sent && client.saved === client.sent),
  );
  if (client.closed !== null) return "closed";
  const refusal = client.refused[before];
  return refusal ? (refusal.code as Can) : "write";
}

test.each(ROWS)(
  "$command at $stage (question: $question) counts for the next change in every room that is open",
  async ({ command, by, stage, question, body, people, isClear, first }) => {
    const fixture = await instrumentAt(hall, stage, question ?? "question_put");
    if (question === null) {
      await hall.sql("update votes set state = 'aborted_no_quorum' where id = $1", [fixture.vote]);
      await hall.sql(
        "update amendments a set state = 'withdrawn' from votes v where v.id = $1 and a.id = v.amendment_id",
        [fixture.vote],
      );
    }
    if (isClear)
      await hall.sql(
        `update amendments a set state = 'withdrawn' from votes v
         where v.id = $1 and a.instrument_id = v.instrument_id and a.state <> 'draft'`,
        [fixture.vote],
      );
    const clients = await Promise.all(
      people.map(([who, where]) => hall.opens(hall.who(who), roomOf(fixture, where))),
    );
    for (const [i, [who, where, before]] of people.entries())
      expect([who, where, await meets(clients[i]!)]).toEqual([who, where, before]);
    await first?.(fixture);
    await hall.does(hall.who(by), command, body(fixture) as never);
    for (const [i, [who, where, , after]] of people.entries())
      expect([who, where, await meets(clients[i]!)]).toEqual([who, where, after]);
    for (const client of clients) if (client.closed) expect(client.closed.code).toBe(CLOSE.ROOM_NOT_FOUND);
  },
);

test("what is typed all the while a text is put to the vote is in it, or its author is told that it is not", async () => {
  const fixture = await instrumentAt(hall, "in_reading", "question_put");
  await hall.sql("update votes set state = 'aborted_no_quorum' where id = $1", [fixture.vote]);
  const people = ["FRA", "IND", "SEN", "ARG", "rapporteur"];
  const room = roomOf(fixture, "en");
  const clients = await Promise.all(people.map((who) => hall.opens(hall.who(who), room)));
  const typed = clients.map(() => 0);
  let isOver = false;
  const typing = clients.map(async (client, i) => {
    while (!isOver && client.refused.length === 0) {
      client.type(0, 0, `<${i}.${typed[i]}>`);
      typed[i] = (typed[i] ?? 0) + 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  await until("all are typing", () => typed.every((count) => count > 5));
  await hall.does(hall.who("chair"), "put-question", { instrument: fixture.slug, amendment: fixture.open });
  await until("everybody is told", () => clients.every(({ refused }) => refused.length > 0));
  isOver = true;
  await Promise.all(typing);
  const text = JSON.stringify(await hall.concord.deps.rooms.read(room));
  for (const [i, client] of clients.entries()) {
    // Ordinal 1 is the handshake's; each change is one message after it.
    const accepted = (client.refused[0]?.ordinal ?? 0) - 2;
    for (let n = 0; n < (typed[i] ?? 0); n++)
      expect([i, n, text.includes(`<${i}.${n}>`)]).toEqual([i, n, n < accepted]);
  }
});

test("with two hundred people in the text the next change is refused within 100 ms of the commit", async () => {
  const fixture = await instrumentAt(hall, "in_reading", "question_put");
  await hall.sql("update amendments set state = 'withdrawn' where id = $1", [fixture.open]);
  const [row] = await hall.sql<{ amendment: string }>(
    "select amendment_id as amendment from votes where id = $1",
    [fixture.vote],
  );
  const room = roomOf(fixture, "en");
  const readers = await Promise.all(
    Array.from({ length: 200 }, async (_, i) =>
      hall.opens(await joins(hall, `Reader ${i}`, "delegate", "BRA"), room),
    ),
  );
  const writer = await hall.opens(hall.who("FRA"), room);
  const { deps } = hall.concord;
  const { rooms } = deps;
  let committedAt = 0;
  deps.rooms = {
    ...rooms,
    async reauthorise(...names) {
      committedAt = performance.now();
      await rooms.reauthorise(...names);
    },
  };
  try {
    const took: number[] = [];
    let { vote } = fixture;
    for (let round = 0; round < 3; round++) {
      await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "Later" });
      expect(await meets(writer)).toBe("write");
      const refused = writer.refused.length;
      const putting = hall.does(hall.who("chair"), "put-question", {
        instrument: fixture.slug,
        amendment: row?.amendment ?? "",
      });
      await until("it is refused", () => {
        writer.type(0, 0, "x");
        return writer.refused.length > refused;
      });
      took.push(performance.now() - committedAt);
      ({ vote } = await putting);
    }
    // The best of three: the machine has other work.
    expect(Math.min(...took)).toBeLessThan(100);
    expect(readers.filter(({ closed }) => closed !== null)).toEqual([]);
  } finally {
    deps.rooms = rooms;
    for (const { ws } of readers) ws.terminate();
  }
});

describe("a session", () => {
  const ROOM = "beijing-2013.declaration.en";
  const again = (whom: string) => hall.signIn(hall.who(whom).link, hall.who(whom));

  test("that is signed out closes its rooms and its live stream at once, and no other of the same person", async () => {
    const [phone, laptop] = [await again("FRA"), await again("FRA")];
    const clients = [await hall.opens(phone, ROOM), await hall.opens(phone, "beijing-2013.declaration.fr")];
    const stream = await LiveClient.open(hall, phone);
    const other = await hall.opens(laptop, ROOM);
    const otherStream = await LiveClient.open(hall, laptop);
    await hall.request(phone, "POST", "/api/sign-out");
    await until("all are closed", () => clients.every(({ closed }) => closed !== null) && stream.ended);
    expect(clients.map(({ closed }) => closed?.code)).toEqual([CLOSE.SIGN_IN, CLOSE.SIGN_IN]);
    expect(await meets(other)).toBe("write");
    expect(otherStream.ended).toBe(false);
    otherStream.close();
  });

  test("that is signed out on another server closes what it has open on this one", async () => {
    const second = await hall.second();
    try {
      const who = await again("IND");
      const client = await hall.opens(who, ROOM);
      const stream = await LiveClient.open(hall, who);
      const answer = await fetch(`${second.url}/api/sign-out`, {
        method: "POST",
        redirect: "manual",
        headers: { cookie: who.cookie },
      });
      expect(answer.status).toBe(303);
      await until("both are closed", () => client.closed !== null && stream.ended);
      expect(client.closed?.code).toBe(CLOSE.SIGN_IN);
    } finally {
      await second.stop();
    }
  });

  test("that expires is noticed at that moment, without anybody asking", async () => {
    const who = await again("SEN");
    const token = who.cookie.split("=")[1] ?? "";
    const inMs = 150;
    await hall.sql("update sessions set expires_at = $2 where token_hash = encode(sha256($1), 'hex')", [
      token,
      new Date(hall.clock.now().getTime() + inMs),
    ]);
    const client = await hall.opens(who, ROOM);
    const stream = await LiveClient.open(hall, who);
    expect(await meets(client)).toBe("write");
    hall.clock.advance(inMs);
    await until("both are closed", () => client.closed !== null && stream.ended);
    hall.clock.advance(-inMs);
    expect(client.closed?.code).toBe(CLOSE.SIGN_IN);
  });
});
