import type { MeetingView } from "../../../shared/api/meeting";

/** Whether enough members are there to debate (Rule Q1). */
export function mayDebate({ body }: Pick<MeetingView, "body">): boolean {
  return body.present >= body.debateQuorum;
}
