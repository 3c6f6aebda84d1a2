import { z } from "zod";
import { languageShape } from "../text/model";
import { attachmentsShape } from "./attachments";
import { circulationShape } from "./circulation";
import { discussionShape, mentionShape, personShape, threadsShape } from "./comments";
import { meetingShape } from "./meeting";
import { invitationShape, mailSettingsShape, notificationsShape, unreadShape } from "./notifications";
import { reportsShape, reportTextShape } from "./reports";
import { rulesShape } from "./rules";
import { originsShape, startShape, threeWayShape, whatIfShape } from "./together";
import { amendmentShape, amendmentSummaryShape } from "./views/amendments";
import { conferenceShape, delegationRowShape, meShape } from "./views/conference";
import { agreementShape, instrumentShape, signedParagraphShape } from "./views/instruments";
import { recordShape, verificationShape } from "./views/record";
import { comparisonShape, versionShape, versionSummaryShape } from "./views/versions";
import { divisibleShape, voteShape } from "./views/votes";

/** Every read of the HTTP interface: path, query, answer. `server/http` serves exactly these; OpenAPI is made from them. */
export const QUERIES = {
  me: { path: "/api/me", query: z.strictObject({}), answer: meShape },
  conference: { path: "/api/conference", query: z.strictObject({}), answer: conferenceShape },
  delegations: { path: "/api/delegations", query: z.strictObject({}), answer: z.array(delegationRowShape) },
  instrument: { path: "/api/instruments/:instrument", query: z.strictObject({}), answer: instrumentShape },
  amendments: {
    path: "/api/instruments/:instrument/amendments",
    query: z.strictObject({}),
    answer: z.array(amendmentSummaryShape),
  },
  amendment: { path: "/api/amendments/:amendment", query: z.strictObject({}), answer: amendmentShape },
  "amendment-start": {
    path: "/api/amendments/:amendment/start",
    query: z.strictObject({}),
    answer: startShape,
  },
  "amendment-proposal": {
    path: "/api/amendments/:amendment/proposal",
    query: z.strictObject({}),
    answer: startShape,
  },
  "three-way": {
    path: "/api/amendments/:amendment/with/:other",
    query: z.strictObject({}),
    answer: threeWayShape,
  },
  "what-if": {
    path: "/api/instruments/:instrument/what-if",
    /** Numbers of amendments, in the order in which they would be adopted: `3,1,7.1,7`. */
    query: z.strictObject({
      amendments: z.string().regex(/^\d{1,6}(\.\d{1,6})?(,\d{1,6}(\.\d{1,6})?){0,499}$/),
    }),
    answer: whatIfShape,
  },
  comments: {
    path: "/api/instruments/:instrument/comments",
    /** `amendment`: those among the sponsors of its draft. */
    query: z.strictObject({ language: languageShape, amendment: z.uuid().optional() }),
    answer: threadsShape,
  },
  discussion: {
    path: "/api/amendments/:amendment/discussion",
    query: z.strictObject({}),
    answer: discussionShape,
  },
  circulation: {
    path: "/api/amendments/:amendment/circulation",
    query: z.strictObject({}),
    answer: circulationShape,
  },
  attachments: {
    path: "/api/amendments/:amendment/attachments",
    query: z.strictObject({}),
    answer: attachmentsShape,
  },
  concordance: {
    path: "/api/instruments/:instrument/concordance",
    query: z.strictObject({ language: languageShape }),
    answer: z.array(signedParagraphShape),
  },
  agreement: {
    path: "/api/instruments/:instrument/agreement",
    query: z.strictObject({}),
    answer: agreementShape,
  },
  mentions: { path: "/api/mentions", query: z.strictObject({}), answer: z.array(mentionShape) },
  notifications: { path: "/api/notifications", query: z.strictObject({}), answer: notificationsShape },
  unread: { path: "/api/notifications/unread", query: z.strictObject({}), answer: unreadShape },
  invitations: { path: "/api/invitations", query: z.strictObject({}), answer: z.array(invitationShape) },
  mailSettings: { path: "/api/mail-settings", query: z.strictObject({}), answer: mailSettingsShape },
  people: { path: "/api/people", query: z.strictObject({}), answer: z.array(personShape) },
  versions: {
    path: "/api/instruments/:instrument/versions",
    query: z.strictObject({ language: z.string().optional() }),
    answer: z.array(versionSummaryShape),
  },
  version: { path: "/api/versions/:version", query: z.strictObject({}), answer: versionShape },
  origins: { path: "/api/versions/:version/origins", query: z.strictObject({}), answer: originsShape },
  compare: {
    path: "/api/compare",
    query: z.strictObject({ from: z.uuid(), to: z.uuid() }),
    answer: comparisonShape,
  },
  votes: {
    path: "/api/instruments/:instrument/votes",
    query: z.strictObject({}),
    answer: z.array(voteShape),
  },
  vote: { path: "/api/votes/:vote", query: z.strictObject({}), answer: voteShape },
  /** `:body`: `plenary` or `drafting-committee`. */
  meeting: { path: "/api/meetings/:body", query: z.strictObject({}), answer: meetingShape },
  divisible: { path: "/api/votes/:vote/parts", query: z.strictObject({}), answer: divisibleShape },
  record: {
    path: "/api/record",
    query: z.strictObject({ before: z.coerce.number().int().positive().optional() }),
    answer: recordShape,
  },
  reports: { path: "/api/reports", query: z.strictObject({}), answer: reportsShape },
  reportText: {
    path: "/api/reports/:report/:language",
    query: z.strictObject({}),
    answer: reportTextShape,
  },
  rules: { path: "/api/rules", query: z.strictObject({}), answer: rulesShape },
  verification: { path: "/api/record/verification", query: z.strictObject({}), answer: verificationShape },
} as const;

export type QueryName = keyof typeof QUERIES;
export type QueryAnswer<N extends QueryName> = z.infer<(typeof QUERIES)[N]["answer"]>;
