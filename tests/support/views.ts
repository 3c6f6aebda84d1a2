import type { MeetingView, MotionView, PointView } from "../../shared/api/meeting";
import type { AmendmentSummary } from "../../shared/api/views/amendments";
import type { InstrumentView } from "../../shared/api/views/instruments";
import type { VoteView } from "../../shared/api/views/votes";
import type { Language } from "../../shared/text/model";

const AT = "2013-10-22T08:00:00.000Z";
const UUID = "00000000-0000-4000-8000-000000000000";

/** A question as the server answers it, with what a test cares about. */
export function voteView(some: Partial<VoteView>): VoteView {
  return {
    id: UUID,
    instrument: "declaration",
    subject: "amendment",
    amendment: { id: UUID, tag: "A-1" },
    motion: null,
    point: null,
    silenceUntil: null,
    of: null,
    part: null,
    division: null,
    body: { slug: "drafting-committee", name: { en: "Drafting Committee" } },
    majority: "simple",
    state: "question_put",
    members: 24,
    present: 19,
    decisionQuorum: 13,
    quorumMet: true,
    tally: null,
    needed: null,
    result: null,
    reason: null,
    round: 1,
    method: null,
    methods: ["recorded"],
    rollCall: { requests: [], requestsNeeded: 1, order: [], next: null, passed: [] },
    hands: { tellers: [], attempt: 1, counts: [] },
    participants: [],
    reservations: [],
    statements: [],
    ownText: { sponsors: [], amended: false },
    objections: [],
    ballots: [],
    myBallot: null,
    putAt: AT,
    openedAt: null,
    lockedAt: null,
    decidedAt: null,
    permissions: {},
    ...some,
  };
}

export function amendmentSummary(some: Partial<AmendmentSummary>): AmendmentSummary {
  return {
    id: UUID,
    number: "1",
    tag: "A-1",
    instrument: "declaration",
    language: "en",
    state: "open",
    delegation: { code: "KEN", name: { en: "Kenya" } },
    sponsors: [],
    anchor: { block: "op4-a", path: "OP 4 (a)" },
    change: null,
    touches: [],
    conflicts: [],
    collidesWith: [],
    excludes: [],
    impliedBy: null,
    distance: null,
    parent: null,
    createdAt: AT,
    late: false,
    permissions: {},
    ...some,
  };
}

type Concordance = InstrumentView["texts"][number]["concordance"];
type InstrumentParts = Partial<Omit<InstrumentView, "body" | "texts">> & {
  body?: Partial<InstrumentView["body"]>;
  /** The other languages beside English, which is the source. */
  concordance?: Partial<Record<Language, Concordance>>;
};

export function instrumentView({ body, concordance = {}, ...some }: InstrumentParts): InstrumentView {
  const languages: Array<[Language, Concordance]> = [["en", "source"]];
  for (const language of ["zh", "fr", "es"] as const) {
    const state = concordance[language];
    if (state) languages.push([language, state]);
  }
  return {
    slug: "declaration",
    title: { en: "Declaration" },
    verb: "adopt",
    symbol: "ICLC/2013/DC/L.1",
    stage: "in_reading",
    outcome: null,
    openAmendments: 0,
    languages: languages.map(([language]) => language),
    publicPage: "/beijing-2013/declaration",
    published: true,
    sourceLanguage: "en",
    body: {
      slug: "drafting-committee",
      name: { en: "Drafting Committee" },
      members: 24,
      present: 19,
      debateQuorum: 6,
      decisionQuorum: 13,
      ...body,
    },
    brackets: 0,
    openParagraphs: 0,
    amendmentsDeadline: null,
    texts: languages.map(([language, state]) => ({
      language,
      room: `declaration.${language}`,
      frozen: false,
      writable: { ok: true },
      signOff: { ok: true },
      latestVersion: null,
      publishedVersion: null,
      paragraphs: null,
      concordance: state,
    })),
    votingOrder: { confirmed: null, suggested: [], next: null },
    question: null,
    adoption: null,
    formerAdoptions: [],
    sponsors: { committee: true, delegations: [] },
    permissions: {},
    ...some,
  };
}

/** A body in session before which nothing is, but what a test cares about. */
export function meetingView(some: Partial<MeetingView> = {}): MeetingView {
  return {
    at: AT,
    body: {
      slug: "drafting-committee",
      name: { en: "Drafting Committee" },
      members: 24,
      present: 19,
      debateQuorum: 6,
      decisionQuorum: 13,
    },
    sitting: "sitting",
    motions: [],
    point: null,
    speakingMs: 180_000,
    list: null,
    floor: null,
    waiting: [],
    replies: [],
    asking: [],
    heard: [],
    permissions: {},
    ...some,
  };
}

export function motionView(some: Partial<MotionView> = {}): MotionView {
  return {
    id: UUID,
    instrument: "declaration",
    kind: "close_debate",
    about: null,
    words: "",
    state: "moved",
    delegation: { code: "KEN", name: { en: "Kenya" } },
    movedAt: AT,
    mine: false,
    waiting: [],
    heard: [],
    places: { for: 0, against: 0 },
    speak: { for: { ok: true }, against: { ok: true } },
    put: { ok: true },
    hear: { ok: true },
    speaking: false,
    ...some,
  };
}

export function pointView(some: Partial<PointView> = {}): PointView {
  return {
    id: UUID,
    instrument: "declaration",
    words: "The quorum",
    amendment: null,
    onConduct: false,
    state: "raised",
    delegation: { code: "KEN", name: { en: "Kenya" } },
    raisedAt: AT,
    sustained: null,
    ruling: null,
    mine: false,
    ...some,
  };
}
