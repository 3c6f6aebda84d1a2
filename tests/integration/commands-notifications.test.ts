import type { NotificationView } from "../../shared/api/notifications";
import { addition, decides, givesTurn, proposes, puts } from "../support/acts";
import { InProcess, type Person, typesAtEnd } from "../support/in-process";
import { joins, personId } from "../support/other-conference";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const latest = async (who: Person) => (await hall.reads(who, "notifications")).latest;
/** What somebody was told about one amendment, the latest first. */
const told = async (whom: string, amendment: string) =>
  (await latest(hall.who(whom))).filter((one) => one.amendment?.id === amendment).map(({ kind }) => kind);
const unread = async (who: Person) => (await hall.reads(who, "unread")).unread;
const mark = (who: Person, seqs: number[] | null) => hall.does(who, "mark-notifications-read", { seqs });

test("each act tells sponsors, the invited, chairs and followers, and not who did it", async () => {
  const ghana = await joins(hall, "Efua Mensah", "delegate", "GHA");
  const second = await joins(hall, "Otieno Were", "delegate", "KEN");
  const { amendment, tag } = await hall.does(hall.who("KEN"), "propose-amendment", {
    instrument: "declaration",
    ...(await addition(hall, "declaration", "op1-a", " Told.")),
    rationale: "Because",
    sponsors: ["BRA", "FRA"],
  });
  expect(await told("chair", amendment)).toEqual(["submitted"]);
  expect(await told("committee-chair", amendment)).toEqual(["submitted"]);
  expect(await told("BRA", amendment)).toEqual(["invited"]);
  expect(await told("KEN", amendment)).toEqual([]);
  expect((await latest(second))[0]).toMatchObject({
    kind: "submitted",
    read: false,
    by: `${hall.who("KEN").name} (KEN)`,
    instrument: { slug: "declaration" },
    amendment: { id: amendment, tag, isDraft: false },
    thread: null,
  });

  await hall.does(hall.who("BRA"), "sponsor-amendment", { amendment });
  await hall.does(hall.who("FRA"), "decline-invitation", { amendment });
  expect(await told("KEN", amendment)).toEqual(["declined", "joined"]);
  await hall.does(ghana, "follow-amendment", { amendment, follows: true });
  const admit = { amendment, admissible: true, reason: "" };
  await hall.does(hall.who("committee-chair"), "rule-on-amendment", admit);
  expect(await told("BRA", amendment)).toEqual(["ruled_admissible", "declined", "invited"]);
  expect((await latest(ghana)).map(({ kind }) => kind)).toContain("ruled_admissible");
  expect(await told("FRA", amendment)).toEqual(["invited"]);
  expect(await told("committee-chair", amendment)).toEqual(["submitted"]);

  const rival = await proposes(hall, hall.who("FRA"), { block: "op1-a", words: " Instead." });
  await decides(hall, amendment, { KEN: "yes" });
  expect((await told("BRA", amendment)).slice(0, 2)).toEqual(["adopted", "called"]);
  expect(await told("FRA", rival.amendment)).toEqual(["needs_rebase", "ruled_admissible"]);

  await hall.does(ghana, "follow-amendment", { amendment, follows: false });
  expect((await hall.reads(ghana, "amendment", { amendment })).followed).toBe(false);
});

test("who brings about that their own other amendment needs redrafting is told so", async () => {
  const own = await proposes(hall, hall.who("KEN"), { block: "op9-a", words: " Told." });
  const other = await proposes(hall, hall.who("BRA"), { block: "op9-a", words: " Instead." });
  const by = hall.who("secretariat");
  await hall.does(by, "name-sponsors", { instrument: "declaration", committee: false, delegations: ["KEN"] });
  await hall.does(hall.who("KEN"), "accept-amendment", { amendment: other.amendment });
  expect((await told("KEN", own.amendment))[0]).toBe("needs_rebase");
  expect(await told("BRA", other.amendment)).toContain("incorporated");
});

test("a question taken back, a withdrawal and a ruling against it are told, too", async () => {
  const { amendment } = await proposes(hall, hall.who("KEN"), {
    block: "op2-a",
    words: " Told.",
    sponsors: ["BRA"],
  });
  const vote = await puts(hall, amendment);
  await hall.does(hall.who("chair"), "abort-vote", { vote, reason: "Too few are here." });
  await hall.does(hall.who("KEN"), "withdraw-amendment", { amendment });
  expect((await told("BRA", amendment)).slice(0, 3)).toEqual(["withdrawn", "taken_back", "called"]);

  const other = await proposes(hall, hall.who("KEN"), { block: "op2-b", words: " Told.", open: false });
  const refuse = { amendment: other.amendment, admissible: false, reason: "It is none." };
  await hall.does(hall.who("chair"), "rule-on-amendment", refuse);
  expect(await told("KEN", other.amendment)).toEqual(["ruled_inadmissible"]);
});

test("what becomes of it is told whichever way: rejected, not put, lapsed", async () => {
  const change = { block: "op6-a", words: " Told." };
  const first = await proposes(hall, hall.who("KEN"), { block: "op6-b", words: " Told.", sponsors: ["BRA"] });
  await decides(hall, first.amendment, { KEN: "no" });
  expect((await told("BRA", first.amendment)).slice(0, 2)).toEqual(["rejected", "called"]);
  const adopted = await proposes(hall, hall.who("KEN"), change);
  const [notPut, lapsed] = [
    await proposes(hall, hall.who("BRA"), { ...change, words: " Instead." }),
    await proposes(hall, hall.who("FRA"), { ...change, words: " Otherwise." }),
  ];
  await givesTurn(hall, adopted.amendment);
  await decides(hall, adopted.amendment, { KEN: "yes" });
  const chair = hall.who("chair");
  await hall.does(chair, "set-not-put", { amendment: notPut.amendment, reason: "Implied" });
  await hall.does(chair, "lapse-amendment", { amendment: lapsed.amendment, reason: "Its words are gone" });
  expect((await told("BRA", notPut.amendment)).slice(0, 2)).toEqual(["not_put", "needs_rebase"]);
  expect((await told("FRA", lapsed.amendment)).slice(0, 2)).toEqual(["lapsed", "needs_rebase"]);
});

test("[A9] what becomes of an amendment to an amendment is told to the sponsors of that, too", async () => {
  const parent = await proposes(hall, hall.who("KEN"), {
    block: "op7-a",
    words: " Told.",
    sponsors: ["BRA"],
  });
  const reads = { amendment: parent.amendment };
  const { baseVersion } = await hall.reads(hall.who("FRA"), "amendment", reads);
  const blocks = await hall.reads(hall.who("FRA"), "amendment-proposal", reads);
  const found = blocks.find(({ id }) => id === "op7-a");
  if (!found) throw new Error("it does not propose op7-a");
  const { label: _label, path: _path, ...before } = found;
  const after = { ...before, runs: [...before.runs, { text: " Twice.", marks: [{ type: "em" as const }] }] };
  const sub = await hall.does(hall.who("FRA"), "propose-amendment", {
    instrument: "declaration",
    baseVersion: baseVersion.id,
    amends: parent.amendment,
    patch: { changes: [{ op: "revise", before, after }] },
    rationale: "Because",
    sponsors: [],
  });
  expect(sub.tag).toBe(`${parent.tag}.1`);
  for (const whom of ["KEN", "BRA"]) expect(await told(whom, sub.amendment)).toEqual(["submitted"]);
  expect(await told("FRA", parent.amendment)).toEqual([]);
  const admit = { amendment: sub.amendment, admissible: true, reason: "" };
  await hall.does(hall.who("committee-chair"), "rule-on-amendment", admit);
  await decides(hall, sub.amendment, { KEN: "yes" });
  expect((await told("BRA", sub.amendment)).slice(0, 2)).toEqual(["adopted", "called"]);
});

test("what was told of a draft is gone with the invitation, and with the draft", async () => {
  const { amendment, room } = await hall.does(hall.who("KEN"), "start-amendment", {
    instrument: "declaration",
    language: "en",
  });
  await typesAtEnd(await hall.opens(hall.who("KEN"), room), "op3-a", " Told.");
  const before = await unread(hall.who("BRA"));
  await hall.does(hall.who("KEN"), "invite-sponsors", { amendment, delegations: ["BRA", "FRA"] });
  expect(await unread(hall.who("BRA"))).toBe(before + 1);
  expect((await latest(hall.who("BRA")))[0]?.amendment).toEqual({
    id: amendment,
    tag: "A-–",
    isDraft: true,
  });
  const waiting = await hall.reads(hall.who("BRA"), "invitations");
  expect(waiting.map((one) => one.amendment)).toContainEqual({ id: amendment, tag: "A-–", isDraft: true });
  await hall.does(hall.who("KEN"), "take-back-invitation", { amendment, delegation: "BRA" });
  expect(await told("BRA", amendment)).toEqual([]);
  expect(await unread(hall.who("BRA"))).toBe(before);
  expect(await told("FRA", amendment)).toEqual(["invited"]);
  await hall.does(hall.who("KEN"), "discard-amendment", { amendment });
  expect(await told("FRA", amendment)).toEqual([]);
});

test("who is named in a comment is told where, and has read it by answering", async () => {
  const [france, india] = [hall.who("FRA"), hall.who("IND")];
  const before = await unread(france);
  const { thread } = await hall.does(india, "add-comment", {
    instrument: "declaration",
    language: "en",
    anchor: { block: "op1", start: null, end: null, quote: "", before: "", after: "" },
    words: "Is this settled?",
    mentions: [await personId(hall, france.name)],
  });
  const [first] = await latest(france);
  expect(first).toMatchObject({
    kind: "mentioned",
    amendment: null,
    thread: { id: thread, language: "en" },
    read: false,
  });
  expect(await unread(france)).toBe(before + 1);
  await hall.does(france, "reply-to-comment", { thread, words: "Yes.", mentions: [] });
  expect(await unread(france)).toBe(before);
});

test("read one by one or all at once, each person's own and nobody else's", async () => {
  const { amendment } = await proposes(hall, hall.who("KEN"), {
    block: "op4-a",
    words: " Told.",
    sponsors: ["BRA", "FRA"],
  });
  const [brazil, france] = [hall.who("BRA"), hall.who("FRA")];
  const seqs = (of: NotificationView[]) => of.filter(({ read }) => !read).map(({ seq }) => seq);
  const [ofBrazil, ofFrance] = [seqs(await latest(brazil)), await unread(france)];
  expect(ofBrazil.length).toBeGreaterThan(1);
  await mark(brazil, ofBrazil.slice(0, 1));
  expect(await unread(brazil)).toBe(ofBrazil.length - 1);
  await mark(brazil, null);
  expect(await unread(brazil)).toBe(0);
  expect(await unread(france)).toBe(ofFrance);
  expect((await latest(brazil)).every(({ read }) => read)).toBe(true);
  expect(await told("BRA", amendment)).toContain("ruled_admissible");
});

test("a draft of others cannot be followed, and no address is kept where no e-mail is sent", async () => {
  const { amendment } = await hall.does(hall.who("KEN"), "start-amendment", {
    instrument: "declaration",
    language: "en",
  });
  await hall.refuses("not_found", () =>
    hall.post(hall.who("BRA"), "follow-amendment", { amendment, follows: true }),
  );
  await hall.refuses("mail_not_sent", () =>
    hall.post(hall.who("BRA"), "set-email", { address: "moura@example.org" }),
  );
  expect(await hall.reads(hall.who("BRA"), "mailSettings")).toEqual({ address: null, isSent: false });
});
