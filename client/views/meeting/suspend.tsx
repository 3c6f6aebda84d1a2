import type { MeetingView } from "../../../shared/api/meeting";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { ActWithWords } from "../../ui/act-with-words";
import { useToast } from "../../ui/toast";
import { mayDebate } from "../desk/quorum";

/** Its chair suspends a meeting in which too few are left to debate. */
export function SuspendMeeting({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const suspend = useCommand("suspend-meeting");
  if (meeting.sitting !== "sitting" || mayDebate(meeting)) return null;
  if (!allowed(meeting.permissions, "suspend_meeting")) return null;
  return (
    <ActWithWords
      label={t("suspend")}
      tone="danger"
      title={t("suspendTitle")}
      actionTone="danger"
      body={t("suspendBody", { present: meeting.body.present, needed: meeting.body.debateQuorum })}
      field={t("untilWhen")}
      optional
      onSend={async (words) => {
        await suspend.mutateAsync({ body: meeting.body.slug, words });
        say(t("isSuspended"));
      }}
    />
  );
}
