import { type Request, Router } from "express";
import { QUERIES, type QueryAnswer, type QueryName } from "../../shared/api/routes";
import type { Act } from "../../shared/rules/rights-table";
import { readAmendmentList } from "../queries/amendment-list";
import { readAmendment } from "../queries/amendments";
import { readAttachments } from "../queries/attachments";
import { readCirculation } from "../queries/circulation";
import { readComments, readDiscussion, readMentions, readPeople } from "../queries/comments";
import { readConference, readDelegations, readMe } from "../queries/conference";
import { readParts } from "../queries/division";
import { readAgreement, readConcordance, readInstrument } from "../queries/instrument";
import { readMeeting } from "../queries/meeting";
import { readInvitations, readMailSettings, readNotifications, readUnread } from "../queries/notifications";
import { readOrigins } from "../queries/origins";
import { readRecord } from "../queries/record";
import { readReports, readReportText } from "../queries/reports";
import { readRules } from "../queries/rules";
import { readProposal, readStart, readThreeWay, readWhatIf } from "../queries/together";
import { verifyConference } from "../queries/verification";
import { compareVersions, readVersion, readVersions } from "../queries/versions";
import type { Viewer } from "../queries/viewer";
import { readVote, readVotes } from "../queries/votes";
import { sendError, sendInvalid } from "./respond";
import { requireReader, type Services, viewerOf } from "./services";

type Asked = { params: Record<string, string>; query: Record<string, unknown> };
/** null: not found; "different": two things that cannot be compared. */
type Read<N extends QueryName> = (
  viewer: Viewer,
  asked: Asked,
) => Promise<QueryAnswer<N> | null | "different">;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const param = ({ params }: Asked, name: string) => params[name] ?? "";
const byId = <T>(asked: Asked, name: string, read: (id: string) => Promise<T>) =>
  UUID.test(param(asked, name)) ? read(param(asked, name)) : Promise.resolve(null);
const text = (value: unknown) => (typeof value === "string" ? value : null);

const READS: { [N in QueryName]: Read<N> } = {
  me: readMe,
  conference: readConference,
  delegations: readDelegations,
  instrument: (viewer, asked) => readInstrument(viewer, param(asked, "instrument")),
  amendments: (viewer, asked) => readAmendmentList(viewer, param(asked, "instrument")),
  amendment: (viewer, asked) => byId(asked, "amendment", (id) => readAmendment(viewer, id)),
  "amendment-start": (viewer, asked) => byId(asked, "amendment", (id) => readStart(viewer, id)),
  "amendment-proposal": (viewer, asked) => byId(asked, "amendment", (id) => readProposal(viewer, id)),
  "three-way": (viewer, asked) =>
    byId(asked, "amendment", (id) => byId(asked, "other", (other) => readThreeWay(viewer, id, other))),
  "what-if": (viewer, asked) =>
    readWhatIf(viewer, param(asked, "instrument"), String(asked.query.amendments).split(",")),
  comments: (viewer, asked) =>
    readComments(viewer, param(asked, "instrument"), {
      language: text(asked.query.language) ?? "",
      amendment: text(asked.query.amendment),
    }),
  discussion: (viewer, asked) => byId(asked, "amendment", (id) => readDiscussion(viewer, id)),
  circulation: (viewer, asked) => byId(asked, "amendment", (id) => readCirculation(viewer, id)),
  attachments: (viewer, asked) => byId(asked, "amendment", (id) => readAttachments(viewer, id)),
  concordance: (viewer, asked) =>
    readConcordance(viewer, param(asked, "instrument"), text(asked.query.language) ?? ""),
  agreement: (viewer, asked) => readAgreement(viewer, param(asked, "instrument")),
  mentions: readMentions,
  notifications: readNotifications,
  unread: readUnread,
  invitations: readInvitations,
  mailSettings: readMailSettings,
  people: readPeople,
  versions: (viewer, asked) => readVersions(viewer, param(asked, "instrument"), text(asked.query.language)),
  version: (viewer, asked) => byId(asked, "version", (id) => readVersion(viewer, id)),
  origins: (viewer, asked) => byId(asked, "version", (id) => readOrigins(viewer, id)),
  compare: (viewer, { query }) => compareVersions(viewer, String(query.from), String(query.to)),
  votes: (viewer, asked) => readVotes(viewer, param(asked, "instrument")),
  divisible: (viewer, asked) => byId(asked, "vote", (id) => readParts(viewer, id)),
  vote: (viewer, asked) => byId(asked, "vote", (id) => readVote(viewer, id)),
  meeting: (viewer, asked) => readMeeting(viewer, param(asked, "body")),
  record: (viewer, { query }) => readRecord(viewer, typeof query.before === "number" ? query.before : null),
  reports: readReports,
  reportText: (viewer, asked) =>
    byId(asked, "report", (id) => readReportText(viewer, id, param(asked, "language"))),
  rules: readRules,
  verification: (viewer) => verifyConference(viewer.pool, viewer.conferenceId),
};

/** What each read is, in the table of rights. */
const ACT_OF: Record<QueryName, Act> = {
  me: "read_record",
  conference: "read_record",
  delegations: "read_record",
  instrument: "read_text",
  amendments: "read_amendments",
  amendment: "read_amendments",
  "amendment-start": "read_amendments",
  "amendment-proposal": "read_amendments",
  "three-way": "read_amendments",
  "what-if": "read_amendments",
  comments: "read_comments",
  discussion: "read_amendments",
  circulation: "read_amendments",
  attachments: "read_amendments",
  concordance: "read_text",
  agreement: "read_text",
  mentions: "read_comments",
  notifications: "read_record",
  unread: "read_record",
  invitations: "read_amendments",
  mailSettings: "read_record",
  people: "read_record",
  versions: "read_text",
  version: "read_text",
  origins: "read_text",
  compare: "read_text",
  votes: "read_record",
  divisible: "read_record",
  vote: "read_record",
  meeting: "read_record",
  record: "read_record",
  reports: "read_reports",
  reportText: "read_reports",
  rules: "read_record",
  verification: "read_record",
};

/** Every read of `shared/api/routes.ts`, for signed-in people. */
export function queryRoutes(services: Services): Router {
  const router = Router();
  for (const name of Object.keys(QUERIES) as QueryName[]) {
    const { path, query } = QUERIES[name];
    const read = READS[name] as Read<QueryName>;
    router.get(path, async (request: Request, response) => {
      const person = await requireReader(services, ACT_OF[name], request, response);
      if (!person) return;
      const parsed = query.safeParse(request.query);
      if (!parsed.success) return sendInvalid(response, parsed.error);
      const params = request.params as Record<string, string>;
      const answer = await read(viewerOf(services, person), { params, query: parsed.data });
      response.set("cache-control", "no-store");
      if (answer === null) return sendError(response, "not_found", { detail: params });
      if (answer === "different")
        return sendError(response, "invalid_request", {
          detail: { problems: [{ path: "to", message: "not a version of the same text" }] },
        });
      await services.packed.send(request, response, answer);
    });
  }
  return router;
}
