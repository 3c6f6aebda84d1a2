import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { conferenceFile } from "../../server/seed/shapes";
import { TAKEN_ADDRESSES } from "../../shared/api/addresses";

const LANGUAGES = ["en", "zh", "fr", "es"] as const;
const GROUPS = ["africa", "arab-states", "asia-pacific", "europe-north-america", "latin-america-caribbean"];

const word = z.string().regex(/^\S(.*\S)?$/, "empty or padded");
const inFourLanguages = z.strictObject({ en: word, zh: word.regex(/\p{Script=Han}/u), fr: word, es: word });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const conferenceShape = z.strictObject({
  slug,
  title: inFourLanguages,
  place: inFourLanguages,
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  timeZone: z.string(),
  languages: z.array(z.string()),
  preset: z.enum(["un-conference", "un-ga", "unesco-committee", "roberts"]),
  symbolPrefix: z.string(),
  bodies: z.array(z.strictObject({ slug, name: inFourLanguages })),
  instruments: z.array(
    z.strictObject({ slug, title: inFourLanguages, verb: z.enum(["adopt", "approve"]), symbol: z.string() }),
  ),
  programme: z.array(
    z.strictObject({
      id: slug,
      day: z.iso.date(),
      from: time,
      to: time,
      kind: z.enum(["plenary", "forum", "ceremony", "committee", "visit", "break", "marketplace"]),
      title: inFourLanguages,
      place: inFourLanguages,
      body: slug.nullable(),
      instruments: z.array(slug),
    }),
  ),
});

const delegationsShape = z.array(
  z.strictObject({
    code: z.string().regex(/^[A-Z]+(-[A-Z]+)*$/),
    name: inFourLanguages,
    kind: z.enum(["member_state", "city", "organisation", "observer"]),
    group: z.enum([...GROUPS, "none"]),
    voting: z.boolean(),
    plenaryPresent: z.boolean(),
    committeeMember: z.boolean(),
    committeePresent: z.boolean(),
  }),
);

const peopleShape = z.array(
  z.strictObject({
    key: slug,
    name: word,
    role: z.enum([
      "chair",
      "committee-chair",
      "rapporteur",
      "committee-member",
      "delegate",
      "observer",
      "translator",
      "secretariat",
    ]),
    delegation: z.string().nullable(),
    languages: z.array(z.enum(LANGUAGES)).min(1),
  }),
);

function readSeed<T>(file: string, shape: z.ZodType<T>): T {
  const parsed: unknown = JSON.parse(readFileSync(join(process.cwd(), "server/seed", file), "utf8"));
  return shape.parse(parsed);
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

const conference = readSeed("conference.json", conferenceShape);
const delegations = readSeed("delegations.json", delegationsShape);
const people = readSeed("people.json", peopleShape);
const voting = delegations.filter((delegation) => delegation.voting);
const committee = delegations.filter((delegation) => delegation.committeeMember);

function delegationOf(code: string | null) {
  return delegations.find((delegation) => delegation.code === code);
}

describe("delegations", () => {
  test("96 vote, all of them member states, and nobody else votes", () => {
    expect(voting).toHaveLength(96);
    expect(voting.filter((delegation) => delegation.kind !== "member_state")).toEqual([]);
    expect(delegations.filter((d) => d.kind === "member_state" && !d.voting)).toEqual([]);
  });

  test("71 of the 96 are present in plenary", () => {
    expect(voting.filter((delegation) => delegation.plenaryPresent)).toHaveLength(71);
  });

  test("the committee has 24 voting members from all five groups, 19 of them present", () => {
    expect(committee).toHaveLength(24);
    expect(committee.filter((delegation) => !delegation.voting)).toEqual([]);
    expect(new Set(committee.map((delegation) => delegation.group))).toEqual(new Set(GROUPS));
    expect(committee.filter((delegation) => delegation.committeePresent)).toHaveLength(19);
  });

  test("whoever is present in committee is a member of it and present in plenary", () => {
    const present = delegations.filter((delegation) => delegation.committeePresent);
    expect(present.filter((d) => !d.committeeMember || !d.plenaryPresent)).toEqual([]);
  });

  test("the five groups hold every member state, and each has some present in plenary", () => {
    expect(voting.filter((delegation) => !GROUPS.includes(delegation.group))).toEqual([]);
    for (const group of GROUPS) {
      expect(voting.filter((d) => d.group === group && d.plenaryPresent).length).toBeGreaterThanOrEqual(10);
    }
  });

  test("cities, organisations and observers come too, without a vote or a committee seat", () => {
    const others = delegations.filter((delegation) => !delegation.voting);
    expect(others.length).toBeGreaterThanOrEqual(15);
    expect(new Set(others.map((delegation) => delegation.kind))).toEqual(
      new Set(["city", "organisation", "observer"]),
    );
    expect(others.filter((d) => d.committeeMember || d.committeePresent)).toEqual([]);
  });

  test("codes are unique, and names are unique in each language among member states", () => {
    expect(repeated(delegations.map((delegation) => delegation.code))).toEqual([]);
    for (const language of LANGUAGES) {
      expect(repeated(voting.map((delegation) => delegation.name[language]))).toEqual([]);
    }
  });

  test("member states carry codes in the ISO 3166 alpha-3 form", () => {
    expect(voting.map((d) => d.code).filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });

  test("the states the rehearsed amendments and ballots rely on are present in plenary", () => {
    const needed =
      "KEN BRA FRA MEX CHN IND ZAF EGY MAR JPN KOR IDN AUS DEU GBR ESP ITA COL ARG CHL SEN GHA ETH JOR TUN FIN NOR CAN PHL VNM THA";
    const present = new Set(voting.filter((d) => d.plenaryPresent).map((d) => d.code));
    expect(needed.split(" ").filter((code) => !present.has(code))).toEqual([]);
  });
});

describe("people", () => {
  test("the twelve fill the eight roles in the numbers a rehearsal needs", () => {
    const counts = new Map<string, number>();
    for (const person of people) counts.set(person.role, (counts.get(person.role) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      chair: 1,
      "committee-chair": 1,
      rapporteur: 1,
      "committee-member": 4,
      delegate: 2,
      observer: 1,
      translator: 1,
      secretariat: 1,
    });
    expect(repeated(people.map((person) => person.key))).toEqual([]);
    expect(repeated(people.map((person) => person.name))).toEqual([]);
  });

  test("the seven who write and vote come from seven delegations with every right and present everywhere", () => {
    const seven = people.filter((p) => ["rapporteur", "committee-member", "delegate"].includes(p.role));
    expect(new Set(seven.map((person) => person.delegation)).size).toBe(7);
    for (const person of seven) {
      expect(delegationOf(person.delegation)).toMatchObject({
        voting: true,
        plenaryPresent: true,
        committeeMember: true,
        committeePresent: true,
      });
    }
    expect(people.filter((p) => p.role === "delegate").map((p) => p.delegation)).toContain("KEN");
    expect(people.filter((p) => p.role === "committee-member").map((p) => p.delegation)).toContain("FRA");
  });

  test("China chairs the conference and Mexico the committee, both seated in the committee", () => {
    const chair = people.find((person) => person.role === "chair");
    const committeeChair = people.find((person) => person.role === "committee-chair");
    expect([chair?.delegation, committeeChair?.delegation]).toEqual(["CHN", "MEX"]);
    for (const code of ["CHN", "MEX"]) {
      expect(delegationOf(code)).toMatchObject({ committeeMember: true, committeePresent: true });
    }
  });

  test("the observer sits with an observer delegation; translator and secretariat with none", () => {
    const observer = people.find((person) => person.role === "observer");
    expect(delegationOf(observer?.delegation ?? null)).toMatchObject({ kind: "observer", voting: false });
    const staff = people.filter((p) => p.role === "translator" || p.role === "secretariat");
    expect(staff.map((person) => person.delegation)).toEqual([null, null]);
    expect(people.find((person) => person.role === "translator")?.languages).toEqual(["zh", "fr", "es"]);
  });
});

describe("conference", () => {
  test("it meets in Beijing on 21 to 23 October 2013 in four languages", () => {
    expect(conference).toMatchObject({
      slug: "beijing-2013",
      startsOn: "2013-10-21",
      endsOn: "2013-10-23",
      timeZone: "Asia/Shanghai",
      languages: LANGUAGES,
      preset: "un-conference",
      symbolPrefix: "ICLC/2013",
    });
  });

  test("the Declaration is to be adopted and the Key Features approved, each with its own symbol", () => {
    expect(conference.instruments.map(({ slug, verb, symbol }) => ({ slug, verb, symbol }))).toEqual([
      { slug: "declaration", verb: "adopt", symbol: "ICLC/2013/DC/L.1" },
      { slug: "key-features", verb: "approve", symbol: "ICLC/2013/DC/L.2" },
    ]);
  });

  test("slugs and programme ids are unique", () => {
    expect(repeated(conference.bodies.map((body) => body.slug))).toEqual([]);
    expect(repeated(conference.instruments.map((instrument) => instrument.slug))).toEqual([]);
    expect(repeated(conference.programme.map((item) => item.id))).toEqual([]);
  });

  test("the programme runs forward: days inside the conference, in order, each item ending after it starts", () => {
    const { programme, startsOn, endsOn } = conference;
    expect(programme.filter((item) => item.day < startsOn || item.day > endsOn)).toEqual([]);
    expect(programme.filter((item) => item.from >= item.to)).toEqual([]);
    const starts = programme.map((item) => `${item.day}T${item.from}`);
    expect(starts).toEqual([...starts].sort());
    expect(new Set(programme.map((item) => item.day)).size).toBe(3);
  });

  test("no body sits twice at once, and no room holds two meetings at once", () => {
    const { programme } = conference;
    const clashes = programme.flatMap((a, index) =>
      programme
        .slice(index + 1)
        .filter((b) => a.day === b.day && a.from < b.to && b.from < a.to)
        .filter((b) => (a.body !== null && a.body === b.body) || a.place.en === b.place.en)
        // Coaches for the study visits share a departure point, not a room.
        .filter((b) => a.kind !== "visit" || b.kind !== "visit")
        .map((b) => `${a.id} and ${b.id}`),
    );
    expect(clashes).toEqual([]);
  });

  test("the programme names only bodies and instruments that exist", () => {
    const bodies = conference.bodies.map((body) => body.slug);
    const instruments = conference.instruments.map((instrument) => instrument.slug);
    const unknown = conference.programme.flatMap((item) => [
      ...(item.body === null || bodies.includes(item.body) ? [] : [item.body]),
      ...item.instruments.filter((instrument) => !instruments.includes(instrument)),
    ]);
    expect(unknown).toEqual([]);
    expect(bodies.filter((body) => !conference.programme.some((item) => item.body === body))).toEqual([]);
  });

  test("on the 22nd the texts go from five forums to committee, beside the mayors, and on to a decision", () => {
    const second = conference.programme.filter((item) => item.day === "2013-10-22");
    const committeeMeeting = second.find((item) => item.kind === "committee");
    const forums = second.filter((item) => item.kind === "forum");
    const closing = second.find((item) => item.kind === "ceremony");
    const regional = forums.filter((item) => item.to <= (committeeMeeting?.from ?? ""));
    const beside = forums.filter((item) => item.from === committeeMeeting?.from);
    expect(regional).toHaveLength(5);
    expect(beside).toHaveLength(1);
    expect(committeeMeeting?.body).toBe("drafting-committee");
    expect(closing).toMatchObject({ body: "plenary", instruments: ["declaration", "key-features"] });
    expect((committeeMeeting?.to ?? "") <= (closing?.from ?? "")).toBe(true);
  });

  test("an instrument that would hide behind a screen or a page is refused, and every screen is in that list", () => {
    const called = (slug: string) => ({
      ...conference,
      instruments: conference.instruments.map((one, at) => (at === 0 ? { ...one, slug } : one)),
    });
    expect(conferenceFile.safeParse(called("declaration")).success).toBe(true);
    for (const slug of [...TAKEN_ADDRESSES, "A b"])
      expect([slug, conferenceFile.safeParse(called(slug)).success]).toEqual([slug, false]);
    const [screens = ""] = readFileSync("client/app/router.tsx", "utf8").split('path: ":instrument"');
    const own = [...screens.matchAll(/path: "([a-z-]+)/g)].map(([, address]) => address);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((address) => !TAKEN_ADDRESSES.includes(address ?? ""))).toEqual([]);
  });
});
