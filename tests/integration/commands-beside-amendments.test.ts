import { ATTACHMENT_ENDINGS, MAX_ATTACHMENT_BYTES } from "../../shared/api/attachments";
import { decides, proposes, puts, takesVote } from "../support/acts";
import { until } from "../support/children";
import { asError, InProcess, type Person, replaces, typesAtEnd, wordsOf } from "../support/in-process";
import { LiveClient } from "../support/live-client";
import { joins, openOtherConference, personId } from "../support/other-conference";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(async () => {
  expect(hall.complaints.splice(0)).toEqual([]);
  expect((await hall.reads(hall.who("chair"), "verification")).problems).toEqual([]);
});
afterAll(() => hall.stop());

describe("the discussion of a submitted amendment", () => {
  const discusses = (who: Person, amendment: string, words: string, mentions: string[] = []) =>
    hall.does(who, "discuss-amendment", { amendment, on: null, words, mentions });
  const read = (who: Person, amendment: string) => hall.reads(who, "discussion", { amendment });
  const kinds = async (who: Person, amendment: string) =>
    (await hall.reads(who, "notifications")).latest
      .filter((one) => one.amendment?.id === amendment && one.thread !== null)
      .map(({ kind }) => kind);

  test("is about it as a whole, or about words of what it changes; everybody reads it, live", async () => {
    const [KEN, FRA, observer] = [hall.who("KEN"), hall.who("FRA"), hall.who("observer")];
    const { amendment } = await proposes(hall, KEN, { block: "op1-a", words: " In parks." });
    const client = await LiveClient.open(hall, observer);
    const whole = await discusses(FRA, amendment, "Which parks?");
    await until("it is told", () => client.acts.some(({ subject }) => subject === whole.comment));
    client.close();
    const about = await hall.does(KEN, "discuss-amendment", {
      amendment,
      on: { block: "op1-a", quote: "In parks" },
      words: "All of them.",
      mentions: [],
    });
    await hall.does(KEN, "reply-to-comment", { thread: whole.thread, words: "Public ones.", mentions: [] });
    const seen = await read(observer, amendment);
    expect(seen.permission.ok).toBe(false);
    expect(seen.threads.map(({ id, about: on }) => [id, on])).toEqual([
      [whole.thread, null],
      [about.thread, { block: "op1-a", path: "OP 1 (a)", quote: "In parks" }],
    ]);
    expect(seen.threads[0]?.comments.map(({ words }) => words)).toEqual(["Which parks?", "Public ones."]);

    await hall.does(hall.who("committee-chair"), "resolve-thread", { thread: whole.thread });
    expect((await read(KEN, amendment)).threads[0]?.resolved).toMatchObject({
      by: hall.who("committee-chair").name,
    });
    await hall.refuses("thread_resolved", () =>
      hall.post(KEN, "reply-to-comment", { thread: whole.thread, words: "Still.", mentions: [] }),
    );
    await hall.does(FRA, "reopen-thread", { thread: whole.thread });
    // No word of it on the record, and none beside the text.
    const { entries } = await hall.reads(observer, "record");
    expect(JSON.stringify(entries)).not.toContain("Public ones");
    const beside = await hall.reads(observer, "comments", { instrument: "declaration" }, { language: "en" });
    expect(beside.threads.map(({ id }) => id)).not.toContain(about.thread);
    await hall.refuses("not_found", () =>
      hall.post(FRA, "discuss-amendment", {
        amendment,
        on: { block: "nowhere", quote: "Elsewhere" },
        words: "Here?",
        mentions: [],
      }),
    );
  });

  test("tells sponsors, followers, who spoke in the thread and who is named; a mention waits until it is answered", async () => {
    const [KEN, BRA, FRA, SEN] = [hall.who("KEN"), hall.who("BRA"), hall.who("FRA"), hall.who("SEN")];
    const { amendment, tag } = await proposes(hall, KEN, {
      block: "op1-b",
      words: " In gardens.",
      sponsors: ["BRA"],
    });
    await hall.does(SEN, "follow-amendment", { amendment, follows: true });
    const rapporteur = hall.who("rapporteur");
    const { thread } = await discusses(FRA, amendment, `@${rapporteur.name} agreed?`, [
      await personId(hall, rapporteur.name),
    ]);
    for (const [who, expected] of [
      [KEN, ["discussed"]],
      [BRA, ["discussed"]],
      [SEN, ["discussed"]],
      [rapporteur, ["mentioned"]],
      [FRA, []],
      [hall.who("observer"), []],
    ] as const)
      expect([who.name, await kinds(who, amendment)]).toEqual([who.name, expected]);
    const waiting = async () =>
      (await hall.reads(rapporteur, "mentions")).find((one) => one.thread === thread)?.amendment;
    expect(await waiting()).toEqual({ id: amendment, tag, isDraft: false });
    await hall.does(rapporteur, "reply-to-comment", { thread, words: "Agreed.", mentions: [] });
    expect(await waiting()).toBeUndefined();
    expect(await kinds(FRA, amendment)).toEqual(["discussed"]);
  });

  test("is not for observers to write in, nor for others than its sponsors while it is a draft, nor for another conference", async () => {
    const [KEN, FRA] = [hall.who("KEN"), hall.who("FRA")];
    const { amendment } = await proposes(hall, KEN, { block: "op1-c", words: " In woods." });
    const { thread, comment } = await discusses(FRA, amendment, "Which woods?");
    const observer = hall.who("observer");
    const say = (who: Person | null, id = amendment) =>
      hall.post(who, "discuss-amendment", { amendment: id, on: null, words: "Why?", mentions: [] });
    await hall.refuses("not_allowed", () => say(observer));
    await hall.refuses("not_allowed", () => hall.post(observer, "resolve-thread", { thread }));
    await hall.refuses("sign_in_required", () => say(null));
    await hall.refuses("not_own_comment", () =>
      hall.post(KEN, "edit-comment", { comment, words: "Mine", mentions: [] }),
    );
    const draft = await hall.does(KEN, "start-amendment", { instrument: "declaration", language: "en" });
    await hall.refuses("not_found", () => say(FRA, draft.amendment));
    await hall.refuses("wrong_state", () => say(KEN, draft.amendment), { detail: { state: "draft" } });
    expect((await hall.request(FRA, "GET", `/api/amendments/${draft.amendment}/discussion`)).status).toBe(
      404,
    );
    await hall.does(KEN, "discard-amendment", { amendment: draft.amendment });
    // A sponsor that is no member of the body answers about its own amendment, and about no other.
    const ghana = await joins(hall, "Efua Mensah", "delegate", "GHA");
    await hall.sql(
      `delete from body_members m using delegations d where d.id = m.delegation_id and d.code = 'GHA'
         and m.body_id in (select id from bodies where slug = 'drafting-committee')`,
    );
    await hall.refuses("not_a_member", () => say(ghana));
    await hall.does(ghana, "sponsor-amendment", { amendment });
    await discusses(ghana, amendment, "Ours.");
  });
});

describe("files of an amendment", () => {
  const PDF = "%PDF-1.4\n%âãÏÓ\n";
  const attach = (who: Person | null, amendment: string, name: string, content: string | Buffer) =>
    hall.request(who, "POST", `/api/amendments/${amendment}/attachments?${new URLSearchParams({ name })}`, {
      body: content as string,
    });
  const attached = async (who: Person, amendment: string, name: string, content: string | Buffer) => {
    const answer = await attach(who, amendment, name, content);
    expect([answer.status, answer.body]).toEqual([200, { attachment: expect.any(String) }]);
    return (answer.body as { attachment: string }).attachment;
  };
  const list = async (who: Person, amendment: string) =>
    (await hall.reads(who, "attachments", { amendment })).attachments;
  const take = (who: Person | null, id: string) => hall.request(who, "GET", `/api/attachments/${id}`);

  test("are put there by its sponsors, given back byte by byte as files, and taken away for good by a new act", async () => {
    const [KEN, BRA, observer] = [hall.who("KEN"), hall.who("BRA"), hall.who("observer")];
    const { amendment, tag } = await proposes(hall, KEN, {
      block: "op2-a",
      words: " Rivers.",
      sponsors: ["BRA"],
    });
    const map = await attached(KEN, amendment, "Map of the rivers – 河.pdf", PDF);
    const note = await attached(BRA, amendment, "note.txt", "Rivers <script>alert(1)</script>");
    // Sent again because the answer was lost: the same one.
    expect(await attached(KEN, amendment, "Map of the rivers – 河.pdf", PDF)).toBe(map);
    expect(await list(observer, amendment)).toMatchObject([
      { id: map, name: "Map of the rivers – 河.pdf", type: "application/pdf", addedBy: KEN.name },
      { id: note, name: "note.txt", type: "text/plain", size: 32, addedBy: BRA.name },
    ]);
    const got = await take(observer, note);
    expect([got.status, got.body]).toEqual([200, "Rivers <script>alert(1)</script>"]);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment; filename=note.txt",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    expect((await take(observer, map)).headers.get("content-disposition")).toContain(
      "filename*=UTF-8''Map%20of",
    );
    expect((await take(null, map)).status).toBe(401);

    const remove = (who: Person) => hall.post(who, "remove-attachment", { attachment: note });
    await hall.refuses("not_allowed", () => remove(hall.who("FRA")));
    await hall.does(KEN, "remove-attachment", { attachment: note });
    expect((await list(observer, amendment)).map(({ id }) => id)).toEqual([map]);
    expect((await take(KEN, note)).status).toBe(404);
    await hall.refuses("not_found", () => remove(KEN));
    const { entries } = await hall.reads(observer, "record");
    expect(
      entries.slice(0, 3).map(({ act, subject, data }) => [act, subject, (data as { tag: string }).tag]),
    ).toEqual([
      ["attachment.removed", note, tag],
      ["attachment.added", note, tag],
      ["attachment.added", map, tag],
    ]);
    const csv = await hall.request(KEN, "GET", "/api/lists/amendments.csv?instrument=declaration");
    expect(csv.body).toContain("Map of the rivers – 河.pdf");
    const row = async () =>
      (
        await hall.sql<{ content: Buffer | null }>("select content from attachments where id = $1", [note])
      )[0];
    expect((await row())?.content).toBeNull();
  });

  test("what is too large, of a wrong kind, not what its name says or one too many is refused, and nothing is kept", async () => {
    const KEN = hall.who("KEN");
    const { amendment } = await proposes(hall, KEN, { block: "op2-b", words: " Lakes." });
    const png = Buffer.from("89504e470d0a1a0a0000", "hex");
    await hall.refuses("too_large", () =>
      attach(KEN, amendment, "large.txt", "x".repeat(MAX_ATTACHMENT_BYTES + 1)),
    );
    await hall.refuses("file_empty", () => attach(KEN, amendment, "empty.txt", ""));
    await hall.refuses("attachment_type_unknown", () =>
      attach(KEN, amendment, "run.txt", Buffer.from([0, 1, 2])),
    );
    await hall.refuses("attachment_type_unknown", () =>
      attach(KEN, amendment, "latin.txt", Buffer.from([0xe9, 0x20, 0x74])),
    );
    await hall.refuses("file_not_as_named", () => attach(KEN, amendment, "picture.pdf", png));
    await hall.refuses("file_not_as_named", () => attach(KEN, amendment, "page.html", "<p>Lakes</p>"));
    await hall.refuses("file_not_as_named", () => attach(KEN, amendment, "text.docx", "Lakes"));
    await hall.refuses("file_not_as_named", () =>
      attach(KEN, amendment, "text.docx", "PK\u0003\u0004 no more"),
    );
    await hall.refuses("file_encrypted", () =>
      attach(KEN, amendment, "old.docx", Buffer.from("d0cf11e0a1b11ae1", "hex")),
    );
    for (const name of ["../up.txt", "a\u0000.txt", "a\u202etxt.pdf", "", `${"x".repeat(147)}.txt`])
      await hall.refuses("invalid_request", () => attach(KEN, amendment, name, "Lakes"));
    for (let i = 0; i < 10; i += 1) await attached(KEN, amendment, `${i}.txt`, `Lakes ${i}`);
    await hall.refuses("attachments_full", () => attach(KEN, amendment, "one-more.txt", "Lakes"), {
      detail: { most: 10 },
    });
    expect(ATTACHMENT_ENDINGS).not.toContain("html");
  });

  test("are not for others to put there, nor for another conference to read, nor once the question is put; a draft's are its sponsors'", async () => {
    const [KEN, BRA, secretariat] = [hall.who("KEN"), hall.who("BRA"), hall.who("secretariat")];
    const { amendment } = await proposes(hall, KEN, { block: "op2-c", words: " Seas." });
    const file = await attached(secretariat, amendment, "seas.txt", "Seas");
    await hall.refuses("not_allowed", () => attach(BRA, amendment, "a.txt", "a"));
    for (const who of ["chair", "translator", "observer"].map((whom) => hall.who(whom)))
      await hall.refuses("not_allowed", () => attach(who, amendment, "a.txt", "a"), { rule: "W2" });
    await hall.refuses("sign_in_required", () => attach(null, amendment, "a.txt", "a"));
    const foreign = await hall.request(KEN, "POST", `/api/amendments/${amendment}/attachments?name=a.txt`, {
      headers: { origin: "http://elsewhere.example" },
      body: "a",
    });
    expect(asError(foreign).code).toBe("foreign_origin");
    const other = await openOtherConference(hall);
    expect((await take(other.delegate, file)).status).toBe(404);
    await hall.refuses("not_found", () => attach(other.delegate, amendment, "a.txt", "a"), {
      detail: { amendment },
    });

    const draft = await hall.does(KEN, "start-amendment", { instrument: "declaration", language: "en" });
    const secret = await attached(KEN, draft.amendment, "secret plan.txt", "Plan");
    expect((await take(BRA, secret)).status).toBe(404);
    await hall.refuses("not_found", () => attach(BRA, draft.amendment, "a.txt", "a"));
    await hall.refuses("not_found", () => hall.post(BRA, "remove-attachment", { attachment: secret }));
    const { entries } = await hall.reads(BRA, "record");
    expect(JSON.stringify(entries)).not.toContain("secret plan");
    await hall.does(KEN, "discard-amendment", { amendment: draft.amendment });

    const vote = await puts(hall, amendment);
    await hall.refuses("wrong_state", () => attach(KEN, amendment, "b.txt", "b"), {
      detail: { state: "voting" },
    });
    await hall.refuses("wrong_state", () => hall.post(KEN, "remove-attachment", { attachment: file }), {
      detail: { state: "voting" },
    });
    expect((await take(BRA, file)).status).toBe(200);
    await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "Later" });
  });

  test("whose bytes or names were altered, removed or slipped in behind the record are found", async () => {
    const KEN = hall.who("KEN");
    const { amendment } = await proposes(hall, KEN, { block: "op3-a", words: " Hills." });
    const file = await attached(KEN, amendment, "hills.txt", "Hills");
    const problems = async () => (await hall.reads(KEN, "verification")).problems.map(({ detail }) => detail);
    for (const [change, back, said] of [
      ["content = 'Mills'", "content = 'Hills'", "does not hold the bytes it was recorded with"],
      ["name = 'mills.txt'", "name = 'hills.txt'", "is not called or not placed as it was recorded"],
    ]) {
      await hall.tamper(`update attachments set ${change} where id = $1`, [file]);
      expect(await problems()).toEqual([`attachment ${file} ${said}`]);
      await hall.tamper(`update attachments set ${back} where id = $1`, [file]);
    }
  });
});

describe("an amendment in another language", () => {
  const circulated = (who: Person, amendment: string) => hall.reads(who, "circulation", { amendment });
  const inFrench = async (who: Person, amendment: string) =>
    (await circulated(who, amendment)).find(({ language }) => language === "fr");
  /** What stands there in French, with words added at its end. */
  async function inWords(amendment: string, words: string) {
    const french = await inFrench(hall.who("secretariat"), amendment);
    return (french?.blocks ?? []).map(({ block, runs }) => ({
      block,
      runs: [...(runs ?? []), { text: words, marks: [] }],
    }));
  }
  const translates = (who: Person, body: object) => hall.post(who, "translate-amendment", body);

  test("is circulated paragraph by paragraph by the secretariat or a translator of that language, and read by everybody", async () => {
    const secretariat = hall.who("secretariat");
    const { amendment, tag } = await proposes(hall, hall.who("KEN"), {
      block: "op3-b",
      words: " Each spring.",
    });
    const before = await hall.live("declaration", "fr");
    const body = {
      amendment,
      language: "fr" as const,
      blocks: await inWords(amendment, " Chaque printemps."),
      rationale: "Le printemps est la saison.",
    };
    await hall.does(secretariat, "translate-amendment", body);
    const seen = await inFrench(hall.who("observer"), amendment);
    expect(seen?.translation).toMatchObject({
      rationale: body.rationale,
      by: secretariat.name,
      isCurrent: true,
    });
    const inserted = (seen?.translation?.redline ?? []).flatMap(({ id, spans }) =>
      spans.flatMap(({ op, text }) => (op === "insert" ? [[id, text.trim()]] : [])),
    );
    expect(inserted).toEqual([["op3-b", "Chaque printemps."]]);
    expect([seen?.permission.ok, seen?.blocks]).toEqual([false, []]);
    // It changes no text, and what it says again takes the place of what it said.
    expect(await hall.live("declaration", "fr")).toEqual(before);
    await hall.does(secretariat, "translate-amendment", {
      ...body,
      blocks: await inWords(amendment, " Tous les printemps."),
    });
    const again = await inFrench(hall.who("KEN"), amendment);
    expect(JSON.stringify(again?.translation?.redline)).toContain("Tous les");
    const { entries } = await hall.reads(hall.who("KEN"), "record");
    expect(
      entries.filter(({ act, subject }) => act === "amendment.translated" && subject === amendment),
    ).toHaveLength(2);
    expect(entries[0]).toMatchObject({ act: "amendment.translated", data: { tag, language: "fr" } });

    await hall.tamper("update amendment_translations set rationale = 'Autre' where amendment_id = $1", [
      amendment,
    ]);
    expect((await hall.reads(secretariat, "verification")).problems.map(({ detail }) => detail)).toEqual([
      `amendment ${amendment} fr: its translation is not what the record says`,
    ]);
    await hall.tamper("update amendment_translations set rationale = $2 where amendment_id = $1", [
      amendment,
      body.rationale,
    ]);
  });

  test("goes into that language's text with the adoption, and out again when that is reconsidered", async () => {
    const secretariat = hall.who("secretariat");
    const { amendment, tag } = await proposes(hall, hall.who("KEN"), {
      block: "op5-a",
      words: " In spring.",
    });
    const live = async () => wordsOf(await hall.live("declaration", "fr"), "op5-a") ?? "";
    const was = await live();
    await hall.does(secretariat, "translate-amendment", {
      amendment,
      language: "fr",
      blocks: await inWords(amendment, " (printemps)"),
      rationale: "…",
    });
    expect((await inFrench(secretariat, amendment))?.translation).toMatchObject({
      stands: false,
      putIn: null,
    });
    await decides(hall, amendment, { KEN: "yes", FRA: "yes" });
    expect(await live()).toBe(`${was} (printemps)`);
    expect((await inFrench(secretariat, amendment))?.translation).toMatchObject({
      stands: true,
      putIn: null,
    });
    const acts = async () =>
      (await hall.reads(secretariat, "record")).entries.filter(({ subject }) => subject === amendment);
    expect(await acts()).toContainEqual(
      expect.objectContaining({
        act: "amendment.translation_applied",
        data: expect.objectContaining({ tag, language: "fr" }),
      }),
    );
    const { motion } = await hall.does(hall.who("FRA"), "move-motion", {
      instrument: "declaration",
      kind: "reconsider",
      words: "",
      amendment,
    });
    const { vote } = await hall.does(hall.who("chair"), "put-motion", { motion });
    await takesVote(hall, vote, { KEN: "yes", FRA: "yes" });
    await hall.does(hall.who("chair"), "proclaim-vote", { vote });
    expect(await live()).toBe(was);
    expect((await acts()).map(({ act }) => act)).toContain("amendment.translation_taken_out");
    expect((await hall.reads(secretariat, "verification")).problems).toEqual([]);
    await decides(hall, amendment, { KEN: "no" });
    expect(await live()).toBe(was);
  });

  test("where it does not fit when the amendment is adopted, its translator puts it in later: all of it, or nothing", async () => {
    const secretariat = hall.who("secretariat");
    const translator = hall.who("translator");
    const { amendment, tag } = await proposes(hall, hall.who("KEN"), {
      block: "op4-a",
      words: " In winter.",
    });
    const [language = "fr"] = (await hall.reads(translator, "me")).person.languages.filter(
      (one) => one !== "en",
    );
    const apply = () => hall.post(translator, "apply-translation", { amendment, language });
    const live = async () => wordsOf(await hall.live("declaration", language), "op4-a") ?? "";
    const there = async () =>
      (await circulated(secretariat, amendment)).find((one) => one.language === language);
    const was = await live();
    await hall.does(secretariat, "translate-amendment", {
      amendment,
      language,
      blocks: ((await there())?.blocks ?? []).map(({ block, runs }) => ({
        block,
        runs: [...(runs ?? []), { text: " (hiver)", marks: [] }],
      })),
      rationale: "…",
    });
    await hall.refuses("wrong_state", apply, { detail: { state: "open" } });
    // Somebody has written at the same place meanwhile: nothing of it goes in.
    const client = await hall.opens(translator, `beijing-2013.declaration.${language}`);
    await typesAtEnd(client, "op4-a", " …");
    await decides(hall, amendment, { KEN: "yes" });
    expect(await live()).toBe(`${was} …`);
    const { latest } = await hall.reads(translator, "notifications");
    expect(latest[0]).toMatchObject({
      kind: "translation_misfit",
      amendment: { id: amendment, tag },
      read: false,
    });
    expect((await hall.reads(secretariat, "notifications")).latest.map(({ kind }) => kind)).not.toContain(
      "translation_misfit",
    );
    await hall.refuses("not_allowed", () =>
      hall.post(secretariat, "apply-translation", { amendment, language }),
    );
    const refused = await hall.refuses("amendment_does_not_fit", apply, { detail: expect.anything() });
    expect(refused.detail).toMatchObject({ conflicts: [{ block: "op4-a" }] });
    expect((await there())?.translation).toMatchObject({ stands: false });
    await replaces(client, "op4-a", " …", "");
    const { number } = await hall.does(translator, "apply-translation", { amendment, language });
    expect(await live()).toBe(`${was} (hiver)`);
    expect((await there())?.translation).toMatchObject({ stands: true, putIn: null });
    const { entries } = await hall.reads(secretariat, "record");
    expect(entries[0]).toMatchObject({
      act: "amendment.translation_applied",
      data: { tag, language, number },
    });
    await hall.refuses("amendment_changes_nothing", apply);
  });

  test("needs words for each paragraph and no others, another language, and who knows it; not once the question is put", async () => {
    const secretariat = hall.who("secretariat");
    const { amendment } = await proposes(hall, hall.who("KEN"), { block: "op3-c", words: " Each autumn." });
    const body = {
      amendment,
      language: "fr",
      blocks: await inWords(amendment, " Chaque automne."),
      rationale: "Parce que.",
    };
    const other = { block: "op1-a", runs: [{ text: "Autre", marks: [] }] };
    await hall.refuses("words_needed", () => translates(secretariat, { ...body, blocks: [] }), {
      detail: { left: ["op3-c"], surplus: [] },
    });
    await hall.refuses(
      "words_needed",
      () => translates(secretariat, { ...body, blocks: [...body.blocks, other] }),
      {
        detail: { left: [], surplus: ["op1-a"] },
      },
    );
    await hall.refuses("invalid_request", () => translates(secretariat, { ...body, language: "en" }));
    for (const who of ["KEN", "chair", "rapporteur", "observer"])
      await hall.refuses("not_allowed", () => translates(hall.who(who), body));
    // English is none of the translator's languages.
    await hall.refuses("not_allowed", () => translates(hall.who("translator"), { ...body, language: "en" }), {
      detail: { language: "en" },
    });
    const draft = await hall.does(hall.who("KEN"), "start-amendment", {
      instrument: "declaration",
      language: "en",
    });
    await hall.refuses("not_found", () => translates(secretariat, { ...body, amendment: draft.amendment }));
    await hall.does(hall.who("KEN"), "discard-amendment", { amendment: draft.amendment });
    const vote = await puts(hall, amendment);
    await hall.refuses("wrong_state", () => translates(secretariat, body), { detail: { state: "voting" } });
    await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "Later" });
  });
});
