import * as Y from "yjs";
import { anchorAt, Places } from "../../shared/text/anchors";
import { proposes } from "../support/acts";
import { until } from "../support/children";
import { InProcess, type Person, replaces, typesAtEnd } from "../support/in-process";
import { LiveClient } from "../support/live-client";
import { personId } from "../support/other-conference";

const ROOM = "beijing-2013.declaration.en";
const TEXT = { instrument: "declaration", language: "en" } as const;
const MINUTE_MS = 60_000;

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

/** An anchor on words of a paragraph of the live text. */
function on(block: string, words: string) {
  return hall.concord.deps.rooms.inspect(ROOM, (doc) => {
    const whole = anchorAt(doc, block, 0, 0);
    const from = whole.quote.indexOf(words);
    if (from < 0) throw new Error(`"${words}" does not stand in ${block}: ${whole.quote}`);
    return anchorAt(doc, block, from, from + words.length);
  });
}

const begins = async (who: Person, words: string, mentions: string[] = []) =>
  hall.does(who, "add-comment", { ...TEXT, anchor: await on("pp1", "education"), words, mentions });
const threads = async (who: Person) =>
  (await hall.reads(who, "comments", { instrument: "declaration" }, { language: "en" })).threads;
const threadOf = async (who: Person, id: string) => {
  const thread = (await threads(who)).find((one) => one.id === id);
  if (!thread) throw new Error(`there is no thread ${id}`);
  return thread;
};

test("a thread is begun, answered, resolved and reopened; everyone who may read the draft sees it", async () => {
  const [FRA, KEN, observer] = [hall.who("FRA"), hall.who("KEN"), hall.who("observer")];
  const { thread, comment } = await begins(FRA, "Which cities?");
  await hall.does(KEN, "reply-to-comment", { thread, words: "All of them.", mentions: [] });
  const seen = await threadOf(observer, thread);
  expect(seen).toMatchObject({ quote: "education", resolved: null, anchor: { block: "pp1" } });
  expect(seen.comments.map(({ words, author, isOwn }) => [words, author.name, isOwn])).toEqual([
    ["Which cities?", FRA.name, false],
    ["All of them.", KEN.name, false],
  ]);
  expect((await threadOf(FRA, thread)).comments[0]).toMatchObject({ id: comment, isOwn: true });

  await hall.does(hall.who("committee-chair"), "resolve-thread", { thread });
  expect((await threadOf(KEN, thread)).resolved).toMatchObject({ by: hall.who("committee-chair").name });
  await hall.refuses("wrong_state", () => hall.post(KEN, "resolve-thread", { thread }));
  await hall.refuses("thread_resolved", () =>
    hall.post(KEN, "reply-to-comment", { thread, words: "And more.", mentions: [] }),
  );
  await hall.does(KEN, "reopen-thread", { thread });
  expect((await threadOf(KEN, thread)).resolved).toBeNull();
  await hall.refuses("wrong_state", () => hall.post(KEN, "reopen-thread", { thread }));
});

test("the record has who commented and when, and no word of it; what was taken back is gone for good", async () => {
  const FRA = hall.who("FRA");
  const { thread, comment } = await begins(FRA, "Unspeakable first thought");
  await hall.does(FRA, "edit-comment", { comment, words: "Unspeakable second thought", mentions: [] });
  expect((await threadOf(FRA, thread)).comments[0]).toMatchObject({
    words: "Unspeakable second thought",
    editedAt: expect.any(String),
  });
  await hall.does(FRA, "withdraw-comment", { comment });
  expect((await threadOf(hall.who("KEN"), thread)).comments[0]).toMatchObject({ words: null, mentions: [] });

  const { entries } = await hall.reads(hall.who("observer"), "record");
  expect(entries.slice(0, 3).map(({ act, subject, actor }) => [act, subject, actor?.name])).toEqual([
    ["comment.withdrawn", comment, FRA.name],
    ["comment.edited", comment, FRA.name],
    ["comment.added", comment, FRA.name],
  ]);
  expect(JSON.stringify(entries)).not.toContain("Unspeakable");
  const rows = await hall.sql<{ whole: string }>("select row_to_json(c)::text as whole from comments c");
  expect(rows.map(({ whole }) => whole).join()).not.toContain("Unspeakable");
});

test("only its author edits a comment, for fifteen minutes, and nobody edits what was taken back", async () => {
  const [FRA, KEN] = [hall.who("FRA"), hall.who("KEN")];
  const { thread, comment } = await begins(FRA, "Mine");
  const edit = (who: Person) => () =>
    hall.post(who, "edit-comment", { comment, words: "Changed", mentions: [] });
  await hall.refuses("not_own_comment", edit(KEN));
  await hall.refuses("not_own_comment", () => hall.post(KEN, "withdraw-comment", { comment }));
  const until = (await threadOf(FRA, thread)).comments[0]?.editableUntil ?? "";
  hall.clock.advance(15 * MINUTE_MS + 1_000);
  try {
    expect(hall.clock.now().toISOString() > until).toBe(true);
    await hall.refuses("comment_settled", edit(FRA));
    await hall.does(FRA, "withdraw-comment", { comment });
    await hall.refuses("not_found", edit(FRA));
    await hall.refuses("not_found", () => hall.post(FRA, "withdraw-comment", { comment }));
  } finally {
    hall.clock.advance(-15 * MINUTE_MS);
  }
});

test("who is mentioned sees it until they answer or the thread is resolved", async () => {
  const [FRA, KEN, rapporteur] = [hall.who("FRA"), hall.who("KEN"), hall.who("rapporteur")];
  const ids = [await personId(hall, KEN.name), await personId(hall, rapporteur.name)];
  const first = await begins(FRA, `@${KEN.name} @${rapporteur.name} agreed?`, [...ids, ids[0] ?? ""]);
  const second = await begins(FRA, `@${KEN.name} and this?`, ids.slice(0, 1));
  const mine = async (who: Person) => (await hall.reads(who, "mentions")).map(({ thread }) => thread);
  expect(await mine(KEN)).toEqual([second.thread, first.thread]);
  expect(await mine(rapporteur)).toEqual([first.thread]);
  expect(await mine(hall.who("BRA"))).toEqual([]);
  expect((await threadOf(KEN, first.thread)).comments[0]?.mentions.map(({ name }) => name).sort()).toEqual(
    [KEN.name, rapporteur.name].sort(),
  );
  await hall.does(KEN, "reply-to-comment", { thread: first.thread, words: "Agreed.", mentions: [] });
  expect(await mine(KEN)).toEqual([second.thread]);
  expect(await mine(rapporteur)).toEqual([first.thread]);
  await hall.does(FRA, "resolve-thread", { thread: second.thread });
  expect(await mine(KEN)).toEqual([]);
  await hall.does(FRA, "withdraw-comment", { comment: first.comment });
  expect(await mine(rapporteur)).toEqual([]);
  await hall.refuses("not_found", async () =>
    hall.post(FRA, "add-comment", {
      ...TEXT,
      anchor: await on("pp1", "education"),
      words: "@Nobody",
      mentions: ["00000000-0000-4000-8000-000000000000"],
    }),
  );
});

test("beside another language the thread is there too, under the name of its own", async () => {
  const { thread } = await begins(hall.who("FRA"), "In English");
  const beside = await hall.reads(
    hall.who("translator"),
    "comments",
    { instrument: "declaration" },
    { language: "fr" },
  );
  const found = beside.threads.find(({ id }) => id === thread);
  expect(found).toMatchObject({ language: "en", quote: "education", anchor: { block: "pp1" } });
});

describe("beside the draft of an amendment", () => {
  const about = { instrument: "declaration" };
  const anchor = { block: "op1", start: null, end: null, quote: "", before: "", after: "" };
  const drafts = async (who: Person) => (await hall.does(who, "start-amendment", TEXT)).amendment;
  const says = (who: Person, amendment: string, mentions: string[] = []) =>
    hall.post(who, "add-comment", { ...TEXT, amendment, anchor, words: "Stronger?", mentions });

  test("its sponsors comment, and nobody else hears of it", async () => {
    const [KEN, BRA, chair] = [hall.who("KEN"), hall.who("BRA"), hall.who("chair")];
    const amendment = await drafts(KEN);
    const own = { language: "en", amendment };
    const { thread, comment } = await hall.does(KEN, "add-comment", {
      ...TEXT,
      amendment,
      anchor,
      words: "Stronger?",
      mentions: [await personId(hall, KEN.name)],
    });
    const { threads: seen, permission } = await hall.reads(KEN, "comments", about, own);
    expect([permission.ok, seen.map(({ id }) => id)]).toEqual([true, [thread]]);
    expect((await threads(KEN)).map(({ id }) => id)).not.toContain(thread);
    expect((await hall.reads(KEN, "mentions")).map((one) => [one.thread, one.amendment?.id])).toContainEqual([
      thread,
      amendment,
    ]);

    for (const stranger of [BRA, chair]) {
      const answer = await hall.request(
        stranger,
        "GET",
        `/api/instruments/declaration/comments?language=en&amendment=${amendment}`,
      );
      expect(answer.status).toBe(404);
      await hall.refuses("not_found", () => says(stranger, amendment));
      await hall.refuses("not_found", () =>
        hall.post(stranger, "reply-to-comment", { thread, words: "Me too", mentions: [] }),
      );
      await hall.refuses("not_found", () => hall.post(stranger, "resolve-thread", { thread }));
    }
    const outsider = await personId(hall, BRA.name);
    await hall.refuses("not_found", () => says(KEN, amendment, [outsider]), {
      detail: { people: [outsider] },
    });
    await hall.does(KEN, "edit-comment", { comment, words: "Softer?", mentions: [] });
    await hall.does(KEN, "resolve-thread", { thread });

    await hall.does(KEN, "discard-amendment", { amendment });
    await hall.refuses("not_found", () => says(KEN, amendment));
    expect((await hall.reads(chair, "verification")).problems).toEqual([]);
  });

  test("once it is submitted nothing more is said there, and what names somebody waits no longer", async () => {
    const KEN = hall.who("KEN");
    const amendment = await drafts(KEN);
    const begun = await says(KEN, amendment, [await personId(hall, KEN.name)]);
    expect(begun.status).toBe(200);
    const draft = await hall.reads(KEN, "amendment", { amendment });
    const client = await hall.opens(KEN, draft.room ?? "");
    await typesAtEnd(client, "op1", " Soon.");
    await hall.does(KEN, "submit-amendment", { amendment, rationale: "Needed", sponsors: [] });
    await hall.refuses("wrong_state", () => says(KEN, amendment), { detail: { state: "submitted" } });
    const { permission, threads: kept } = await hall.reads(KEN, "comments", about, {
      language: "en",
      amendment,
    });
    expect([permission.ok, kept.length]).toEqual([false, 1]);
    expect((await hall.reads(KEN, "mentions")).map((one) => one.amendment?.id)).not.toContain(amendment);
  });
});

test("open screens hear of a comment at once", async () => {
  const client = await LiveClient.open(hall, hall.who("KEN"));
  const { comment } = await begins(hall.who("FRA"), "Live?");
  await until("it is told", () => client.acts.some(({ subject }) => subject === comment));
  expect(client.acts.find(({ subject }) => subject === comment)).toMatchObject({
    act: "comment.added",
    instrument: "declaration",
  });
  client.close();
});

test("the verifier finds a comment that was altered, removed or slipped in behind the record", async () => {
  const chair = hall.who("chair");
  const { comment } = await begins(hall.who("FRA"), "As I said it");
  expect((await hall.reads(chair, "verification")).problems).toEqual([]);
  const problems = async () =>
    (await hall.reads(chair, "verification")).problems.map(({ problem, detail }) => `${problem}: ${detail}`);
  await hall.tamper("update comments set words = 'As they would have it' where id = $1", [comment]);
  expect(await problems()).toEqual([expect.stringContaining(comment)]);
  await hall.tamper("update comments set words = 'As I said it' where id = $1", [comment]);
  expect(await problems()).toEqual([]);
  await hall.tamper("update comments set id = gen_random_uuid() where id = $1", [comment]);
  expect(await problems()).toEqual([
    expect.stringContaining("not on the record"),
    expect.stringContaining("is gone"),
  ]);
  await hall.tamper("update comments set id = $1 where words = 'As I said it'", [comment]);
});

test("a split, and then an edit of the phrase, leave the comment on it: anchors are renewed as blocks move", async () => {
  const FRA = hall.who("FRA");
  const words = "towns and cities";
  const client = await hall.opens(FRA, ROOM);
  const fragment = client.doc.getXmlFragment("prosemirror");
  const place = fragment.toArray().findIndex((one) => (one as Y.XmlElement).getAttribute("id") === "pp2");
  const text = (fragment.get(place) as Y.XmlElement).get(0) as Y.XmlText;
  // Not `toString`, which spells emphasis as tags.
  const letters = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join("");
  const from = letters.indexOf(words);
  expect(from).toBeGreaterThan(0);
  const { thread } = await hall.does(FRA, "add-comment", {
    ...TEXT,
    anchor: await on("pp2", words),
    words: "Here",
    mentions: [],
  });
  // As an editor splits: the end of the paragraph is taken out, and put into a new one.
  const tail = letters.slice(from - 1);
  client.doc.transact(() => {
    text.delete(from - 1, tail.length);
    const block = new Y.XmlElement("block");
    for (const [name, value] of Object.entries({
      id: "pp2-tail",
      kind: "preambular",
      level: 0,
      status: "open",
    }))
      block.setAttribute(name, value as string);
    block.insert(0, [new Y.XmlText(tail)]);
    fragment.insert(place + 1, [block]);
  });
  await until("the anchor is renewed", async () => (await threadOf(FRA, thread)).anchor.block === "pp2-tail");
  await replaces(client, "pp2-tail", words, "study");
  expect(await threadOf(FRA, thread)).toMatchObject({ quote: words });
});

test("the adoption of an amendment leaves comments on words it did not touch", async () => {
  const [FRA, KEN] = [hall.who("FRA"), hall.who("KEN")];
  const { thread } = await begins(FRA, "Stays here");
  const before = await threadOf(FRA, thread);
  const { amendment } = await proposes(hall, KEN, { block: "pp1", words: " Adopted words." });
  const { vote } = await hall.does(hall.who("chair"), "put-question", {
    instrument: "declaration",
    amendment,
  });
  await hall.does(hall.who("chair"), "declare-consensus", { vote });
  const after = await threadOf(FRA, thread);
  expect(after.anchor).toEqual(before.anchor);
  const place = await hall.concord.deps.rooms.inspect(ROOM, (doc) => new Places(doc).find(after.anchor));
  expect(place).toMatchObject({ block: "pp1", found: "letters" });
});
