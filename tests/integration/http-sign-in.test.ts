import { CLOSE } from "../../shared/api/close-codes";
import { until } from "../support/children";
import { InProcess, type Person } from "../support/in-process";
import { joins, linkFor, openOtherConference, personId } from "../support/other-conference";

const ROOM = "beijing-2013.declaration.en";
const DAY_MS = 86_400_000;

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

function nobody(cookie: string): Person {
  return { name: "Nobody", role: "none", code: null, cookie, link: "" };
}

async function follow(link: string) {
  return hall.request(null, "GET", link.slice(hall.url.length));
}

/** The link signs nobody in: an error page without a cookie, and no row anywhere has changed. */
async function leadsNowhere(link: string, code: "bad_link" | "link_expired"): Promise<void> {
  const before = await hall.fingerprint();
  const answer = await follow(link);
  expect(answer.status).toBe(401);
  expect(answer.body).toContain(code);
  expect(answer.body).not.toContain("<script");
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await hall.fingerprint()).toEqual(before);
}

test("a link sets a session cookie that scripts and other sites do not get, and leads into the application", async () => {
  const answer = await follow(hall.who("KEN").link);
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/app");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^concord_session=[A-Za-z0-9_-]{43};/);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
});

test("a link of the worked example works more than once; each time is a session of its own", async () => {
  const link = hall.who("BRA").link;
  const cookies = [];
  for (let i = 0; i < 3; i++) {
    const who = await hall.signIn(link, hall.who("BRA"));
    expect((await hall.reads(who, "me")).person.delegation?.code).toBe("BRA");
    cookies.push(who.cookie);
  }
  expect(new Set(cookies).size).toBe(3);
});

test("an expired link signs nobody in", async () => {
  const id = await personId(hall, hall.who("KEN").name);
  await leadsNowhere(await linkFor(hall, id, { days: -1 }), "link_expired");
  const short = await linkFor(hall, id, { days: 1 });
  hall.clock.advance(DAY_MS + 1);
  await leadsNowhere(short, "link_expired");
  hall.clock.advance(-DAY_MS - 1);
  expect((await follow(short)).status).toBe(303);
});

test("a link that was made for one use signs in once, also when it is followed twice at the same moment", async () => {
  const id = await personId(hall, hall.who("KEN").name);
  const once = await linkFor(hall, id, { reusable: false });
  expect((await follow(once)).status).toBe(303);
  await leadsNowhere(once, "link_expired");

  const raced = await linkFor(hall, id, { reusable: false });
  const statuses = (await Promise.all([follow(raced), follow(raced), follow(raced)])).map(
    ({ status }) => status,
  );
  expect(statuses.sort()).toEqual([303, 401, 401]);
});

test("a mail scanner that looks at a link with HEAD does not use it up, and is not signed in", async () => {
  const id = await personId(hall, hall.who("KEN").name);
  const once = await linkFor(hall, id, { reusable: false });
  const before = await hall.fingerprint();
  const answer = await hall.request(null, "HEAD", once.slice(hall.url.length));
  expect(answer.status).toBe(204);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await hall.fingerprint()).toEqual(before);
  expect((await follow(once)).status).toBe(303);
});

test.each([
  ["unknown", "A".repeat(43)],
  ["too short", "abc"],
  ["too long", "A".repeat(5_000)],
  ["of other characters", `${"A".repeat(42)}%00`],
  ["with SQL in it", "'%20or%201=1%20--"],
])("a link that is %s signs nobody in", async (_name, token) => {
  await leadsNowhere(`${hall.url}/sign-in/${token}`, "bad_link");
});

test("a link of another server signs nobody in here", async () => {
  const other = await InProcess.start();
  try {
    const foreign = other.who("chair").link.replace(other.url, hall.url);
    await leadsNowhere(foreign, "bad_link");
    const { cookie } = other.who("chair");
    await hall.refuses("sign_in_required", () => hall.request(nobody(cookie), "GET", "/api/me"));
  } finally {
    await other.stop();
  }
});

test("a link's hash, which is all that the database keeps, is no link", async () => {
  const [row] = await hall.sql<{ hash: string }>("select token_hash as hash from sign_in_links limit 1");
  expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
  await leadsNowhere(`${hall.url}/sign-in/${row?.hash}`, "bad_link");
});

test.each([
  ["a forged cookie", `concord_session=${"B".repeat(43)}`],
  ["an empty cookie", "concord_session="],
  ["a cookie of another name", `session=${"B".repeat(43)}`],
  ["the name of a person", "concord_session=Shen%20Ruolan"],
  ["a NUL", "concord_session=%00"],
])("%s is nobody's session", async (_name, cookie) => {
  const who = nobody(cookie);
  await hall.refuses("sign_in_required", () => hall.request(who, "GET", "/api/me"));
  await hall.refuses("sign_in_required", () => hall.request(who, "GET", "/api/live"));
  await hall.refuses("sign_in_required", () =>
    hall.post(who, "open-reading", { instrument: "key-features" }),
  );
  expect((await hall.opens(who, ROOM)).closed?.code).toBe(CLOSE.SIGN_IN);
});

test("the hash of a session, which is all that the database keeps, is no session", async () => {
  const [row] = await hall.sql<{ hash: string }>("select token_hash as hash from sessions limit 1");
  await hall.refuses("sign_in_required", () =>
    hall.request(nobody(`concord_session=${row?.hash}`), "GET", "/api/me"),
  );
});

test("a session ends after four days", async () => {
  const who = await hall.signIn(hall.who("FRA").link, hall.who("FRA"));
  hall.clock.advance(4 * DAY_MS + 60_000);
  await hall.refuses("sign_in_required", () => hall.request(who, "GET", "/api/me"));
  hall.clock.advance(-4 * DAY_MS - 120_000);
  expect((await hall.reads(who, "me")).person.name).toBe(who.name);
});

test("signing out ends this session for good and no other of the same person", async () => {
  const who = await hall.signIn(hall.who("IND").link, hall.who("IND"));
  const answer = await hall.request(who, "POST", "/api/sign-out");
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/");
  expect(answer.headers.getSetCookie()[0]).toMatch(/^concord_session=;.*Expires=Thu, 01 Jan 1970/);
  await hall.refuses("sign_in_required", () => hall.request(who, "GET", "/api/me"));
  expect((await hall.opens(who, ROOM)).closed?.code).toBe(CLOSE.SIGN_IN);
  expect((await hall.reads(hall.who("IND"), "me")).person.role).toBe("committee-member");
});

test("somebody who was invited later signs in like everybody else", async () => {
  const who = await joins(hall, "Linnea Aho", "delegate", "FIN");
  expect((await hall.reads(who, "me")).person).toMatchObject({ name: "Linnea Aho", role: "delegate" });
});

describe("a page of another site", () => {
  const EVIL = ["http://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1", "not an origin"];

  test.each(EVIL)("%s cannot send a command or sign anybody out", async (origin) => {
    const chair = hall.who("committee-chair");
    await hall.refuses("foreign_origin", () =>
      hall.post(chair, "open-reading", { instrument: "key-features" }, { origin }),
    );
    await hall.refuses("foreign_origin", () =>
      hall.request(chair, "POST", "/api/sign-out", { headers: { origin } }),
    );
    expect((await hall.reads(chair, "me")).person.role).toBe("committee-chair");
  });

  test.each(EVIL)("%s cannot open a room", async (origin) => {
    const client = await hall.opens(hall.who("FRA"), ROOM, { origin });
    expect(client.closed?.code).toBe(CLOSE.NOT_ALLOWED);
    expect(client.text()).toEqual([]);
  });

  test("our own page can do both", async () => {
    const client = await hall.opens(hall.who("FRA"), ROOM, { origin: hall.url });
    expect(client.closed).toBeNull();
    await until("the text is there", () => client.text().length > 10);
    await hall.does(
      hall.who("secretariat"),
      "record-presence",
      { body: "plenary", delegation: "KEN", present: true },
      { origin: hall.url },
    );
  });
});

describe("rooms", () => {
  test.each(["nothing", "beijing-2013.declaration.de", "amendment.x", "%00", "a%00b", "..%2f.."])(
    "there is no room %s, and trying again is no use",
    async (room) => {
      const client = await hall.opens(hall.who("FRA"), room);
      expect(client.closed?.code).toBe(CLOSE.ROOM_NOT_FOUND);
    },
  );
});

describe("another conference on the same server", () => {
  test("its people and ids are unknown here, for reading and for every command that names one", async () => {
    const other = await openOtherConference(hall);
    const { version, amendment, vote } = other;
    const { chair, KEN, committee, secretariat, FRA } = {
      chair: hall.who("chair"),
      KEN: hall.who("KEN"),
      committee: hall.who("committee-chair"),
      secretariat: hall.who("secretariat"),
      FRA: hall.who("FRA"),
    };
    for (const address of [
      `/api/versions/${version}`,
      `/api/amendments/${amendment}`,
      `/api/votes/${vote}`,
      `/api/compare?from=${version}&to=${version}`,
    ]) {
      await hall.refuses("not_found", () => hall.request(KEN, "GET", address));
      expect((await hall.request(other.delegate, "GET", address)).status).toBe(200);
    }
    const attempts: Array<[Person, string, Record<string, unknown>]> = [
      [secretariat, "publish-version", { version }],
      [chair, "rule-on-amendment", { amendment, admissible: true, reason: "" }],
      [chair, "set-not-put", { amendment, reason: "Implied" }],
      [chair, "lapse-amendment", { amendment, reason: "Gone" }],
      [committee, "put-question", { instrument: "declaration", amendment }],
      [KEN, "sponsor-amendment", { amendment }],
      [KEN, "leave-amendment", { amendment }],
      [KEN, "withdraw-amendment", { amendment }],
      [KEN, "submit-amendment", { amendment, rationale: "Because", sponsors: [] }],
      [KEN, "discard-amendment", { amendment }],
      [KEN, "start-amendment", { instrument: "declaration", language: "en", redrafts: amendment }],
      [
        KEN,
        "propose-amendment",
        {
          instrument: "declaration",
          baseVersion: version,
          patch: { changes: [{ op: "move", block: "op1", from: null, after: "op2" }] },
          rationale: "Because",
          sponsors: [],
        },
      ],
      [KEN, "raise-objection", { vote }],
      [KEN, "cast-ballot", { vote, choice: "yes" }],
      ...["declare-consensus", "start-vote", "lock-vote", "proclaim-vote"].map(
        (name): [Person, string, Record<string, unknown>] => [chair, name, { vote }],
      ),
      [chair, "abort-vote", { vote, reason: "Not ours" }],
    ];
    for (const [who, name, body] of attempts)
      await hall.refuses("not_found", () => hall.post(who, name, body), {
        // Which version an amendment is of is a rule of its own; whether it exists elsewhere is not told.
        rule: name === "propose-amendment" ? "A16" : null,
      });
    expect((await hall.opens(FRA, other.room)).closed?.code).toBe(CLOSE.ROOM_NOT_FOUND);
    expect((await hall.opens(other.delegate, ROOM)).closed?.code).toBe(CLOSE.ROOM_NOT_FOUND);
    expect((await hall.opens(other.delegate, other.room)).text()).toContain("We shall meet elsewhere.");

    // The same slug in two conferences is two instruments.
    expect((await hall.reads(other.delegate, "instrument", { instrument: "declaration" })).title.en).toBe(
      "Another declaration",
    );
    expect(await hall.reads(other.delegate, "amendments", { instrument: "declaration" })).toHaveLength(1);
    const record = await hall.reads(KEN, "record");
    expect(record.entries.filter(({ subject }) => [version, amendment, vote].includes(subject))).toEqual([]);
    expect(await hall.reads(other.delegate, "verification")).toMatchObject({ ok: true });
    expect(await hall.reads(KEN, "verification")).toMatchObject({ ok: true });
    // A delegation of the same code is that of one's own conference.
    await hall.does(other.delegate, "raise-objection", { vote });
    const view = await hall.reads(other.delegate, "vote", { vote });
    expect(view.objections.map(({ name }) => name.en)).toEqual(["KEN"]);
  });
});
