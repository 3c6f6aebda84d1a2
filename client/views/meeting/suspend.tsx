import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeetingView } from "../../../shared/api/meeting";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import { mayDebate } from "../desk/quorum";

/** Its chair suspends a meeting in which too few are left to debate. */
export function SuspendMeeting({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const suspend = useCommand("suspend-meeting");
  const id = useId();
  const [words, setWords] = useState("");
  if (meeting.sitting !== "sitting" || mayDebate(meeting)) return null;
  if (!allowed(meeting.permissions, "suspend_meeting")) return null;
  return (
    <FormDialog
      title={t("suspendTitle")}
      action={t("suspend")}
      tone="danger"
      ready
      trigger={<Button tone="danger">{t("suspend")}</Button>}
      onSend={async () => {
        await suspend.mutateAsync({ body: meeting.body.slug, words: words.trim() });
        setWords("");
        say(t("isSuspended"));
      }}
    >
      <p>{t("suspendBody", { present: meeting.body.present, needed: meeting.body.debateQuorum })}</p>
      <div className="field">
        <label htmlFor={id}>{t("untilWhen")}</label>
        <input
          id={id}
          className="input"
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
