import type { CommandName } from "../../shared/api/commands";
import { acceptAmendment } from "./amendments/accept-amendment";
import { applyTranslation } from "./amendments/apply-translation";
import { removeAttachment } from "./amendments/attach-file";
import { discardAmendment } from "./amendments/discard-amendment";
import { importAmendments } from "./amendments/import-amendments";
import { declineInvitation, inviteSponsors, takeBackInvitation } from "./amendments/invite-sponsors";
import { lapseAmendment } from "./amendments/lapse-amendment";
import { proposeAmendment } from "./amendments/propose-amendment";
import { reviseAmendment } from "./amendments/revise-amendment";
import { ruleOnAmendment } from "./amendments/rule-on-amendment";
import { setDeadline } from "./amendments/set-deadline";
import { setNotPut } from "./amendments/set-not-put";
import { leaveAmendment, sponsorAmendment } from "./amendments/sponsor-amendment";
import { startAmendment } from "./amendments/start-amendment";
import { submitAmendment } from "./amendments/submit-amendment";
import { takeDownAmendment } from "./amendments/take-down-amendment";
import { translateAmendment } from "./amendments/translate-amendment";
import { withdrawAmendment } from "./amendments/withdraw-amendment";
import { addComment } from "./comments/add-comment";
import { discussAmendment } from "./comments/discuss-amendment";
import { editComment, withdrawComment } from "./comments/edit-comment";
import { replyToComment } from "./comments/reply-to-comment";
import { reopenThread, resolveThread } from "./comments/resolve-thread";
import { followAmendment, markNotificationsRead, setEmail } from "./conference/notifications";
import { recordCredentials } from "./conference/record-credentials";
import { recordPresence } from "./conference/record-presence";
import type { Handler } from "./context";
import { appealAmendmentRuling } from "./meeting/appeal-amendment-ruling";
import { moveMotion, putMotion, withdrawMotion } from "./meeting/motions";
import { openMeeting, suspendMeeting } from "./meeting/open-meeting";
import { appealRuling, letRulingStand, raisePoint, ruleOnPoint, withdrawPoint } from "./meeting/points";
import { editReport } from "./reports/edit-report";
import { issueReport } from "./reports/issue-report";
import { writeReportCommand } from "./reports/write-report";
import { changeRules } from "./rules/change-rules";
import { callSpeaker, endFloor, holdFloor } from "./speakers/call-speaker";
import { changeSpeakers, endSpeakers, openSpeakers } from "./speakers/lists";
import { callOnMotion, speakOnMotion } from "./speakers/on-motions";
import { admitSpeaker, askFloor, leaveFloor } from "./speakers/wishes";
import { agreeText } from "./texts/agree-text";
import { createInstrument } from "./texts/create-instrument";
import { forwardText } from "./texts/forward-text";
import { importText } from "./texts/import-text";
import { openReading } from "./texts/open-reading";
import { publishVersion } from "./texts/publish-version";
import { reopenText } from "./texts/reopen-text";
import { resumeDebate } from "./texts/resume-debate";
import { saveVersion } from "./texts/save-version";
import { setParagraphStatus } from "./texts/set-paragraph-status";
import { markConcordant, signOffLanguage } from "./texts/sign-off-language";
import { nameSponsors, withdrawText } from "./texts/sponsors";
import { takeUp } from "./texts/take-up";
import { abortVote } from "./votes/abort-vote";
import { castBallot } from "./votes/cast-ballot";
import { castSecretBallot } from "./votes/cast-secret-ballot";
import { confirmOrder } from "./votes/confirm-order";
import { declareConsensus } from "./votes/declare-consensus";
import { grantDivision, objectToDivision, putPart, requestDivision } from "./votes/division";
import { correctCount, countHands, recountHands } from "./votes/hands";
import { lockVoteCommand } from "./votes/lock-vote";
import { makeReservation } from "./votes/make-reservation";
import { proclaimVote } from "./votes/proclaim-vote";
import { putQuestion } from "./votes/put-question";
import { raiseObjection } from "./votes/raise-objection";
import { answerRoll, callRoll, requestRollCall } from "./votes/roll-call";
import { startVote } from "./votes/start-vote";
import { explainVote, noteIntention } from "./votes/statements";

/** Each command of `shared/api/commands.ts` and the use-case that carries it out. */
export const HANDLERS: { [N in CommandName]: Handler<N> } = {
  "save-version": saveVersion,
  "publish-version": publishVersion,
  "open-reading": openReading,
  "set-paragraph-status": setParagraphStatus,
  "agree-text": agreeText,
  "reopen-text": reopenText,
  "sign-off-language": signOffLanguage,
  "mark-concordant": markConcordant,
  "forward-text": forwardText,
  "take-up": takeUp,
  "start-amendment": startAmendment,
  "submit-amendment": submitAmendment,
  "discard-amendment": discardAmendment,
  "propose-amendment": proposeAmendment,
  "import-amendments": importAmendments,
  "invite-sponsors": inviteSponsors,
  "take-back-invitation": takeBackInvitation,
  "decline-invitation": declineInvitation,
  "sponsor-amendment": sponsorAmendment,
  "leave-amendment": leaveAmendment,
  "withdraw-amendment": withdrawAmendment,
  "revise-amendment": reviseAmendment,
  "accept-amendment": acceptAmendment,
  "take-down-amendment": takeDownAmendment,
  "name-sponsors": nameSponsors,
  "withdraw-text": withdrawText,
  "rule-on-amendment": ruleOnAmendment,
  "set-not-put": setNotPut,
  "lapse-amendment": lapseAmendment,
  "confirm-order": confirmOrder,
  "put-question": putQuestion,
  "raise-objection": raiseObjection,
  "declare-consensus": declareConsensus,
  "start-vote": startVote,
  "cast-ballot": castBallot,
  "request-division": requestDivision,
  "object-to-division": objectToDivision,
  "grant-division": grantDivision,
  "put-part": putPart,
  "make-reservation": makeReservation,
  "explain-vote": explainVote,
  "note-intention": noteIntention,
  "request-roll-call": requestRollCall,
  "count-hands": countHands,
  "recount-hands": recountHands,
  "correct-count": correctCount,
  "call-roll": callRoll,
  "answer-roll": answerRoll,
  "cast-secret-ballot": castSecretBallot,
  "lock-vote": lockVoteCommand,
  "proclaim-vote": proclaimVote,
  "abort-vote": abortVote,
  "record-presence": recordPresence,
  "create-instrument": createInstrument,
  "import-text": importText,
  "mark-notifications-read": markNotificationsRead,
  "follow-amendment": followAmendment,
  "set-email": setEmail,
  "add-comment": addComment,
  "discuss-amendment": discussAmendment,
  "apply-translation": applyTranslation,
  "translate-amendment": translateAmendment,
  "remove-attachment": removeAttachment,
  "reply-to-comment": replyToComment,
  "edit-comment": editComment,
  "withdraw-comment": withdrawComment,
  "resolve-thread": resolveThread,
  "reopen-thread": reopenThread,
  "write-report": writeReportCommand,
  "edit-report": editReport,
  "issue-report": issueReport,
  "change-rules": changeRules,
  "open-speakers": openSpeakers,
  "change-speakers": changeSpeakers,
  "end-speakers": endSpeakers,
  "ask-floor": askFloor,
  "admit-speaker": admitSpeaker,
  "leave-floor": leaveFloor,
  "call-speaker": callSpeaker,
  "hold-speech": holdFloor,
  "end-speech": endFloor,
  "speak-on-motion": speakOnMotion,
  "call-on-motion": callOnMotion,
  "move-motion": moveMotion,
  "withdraw-motion": withdrawMotion,
  "put-motion": putMotion,
  "raise-point": raisePoint,
  "withdraw-point": withdrawPoint,
  "rule-on-point": ruleOnPoint,
  "let-ruling-stand": letRulingStand,
  "appeal-ruling": appealRuling,
  "appeal-amendment-ruling": appealAmendmentRuling,
  "open-meeting": openMeeting,
  "suspend-meeting": suspendMeeting,
  "resume-debate": resumeDebate,
  "set-deadline": setDeadline,
  "record-credentials": recordCredentials,
};
