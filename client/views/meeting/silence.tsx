import { useState } from "react";
import type { Permission } from "../../../shared/api/views/common";
import type { VoteView } from "../../../shared/api/views/votes";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { ActWithWords } from "../../ui/act-with-words";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import { MomentField, momentIn } from "./moment-field";

/** The question is put in writing, to be decided by silence (Rules C5, C6); `amendment` null: the text as a whole. */
export function PutInWriting(props: {
  instrument: string;
  amendment: string | null;
  permission: Permission;
}) {
  const { instrument, amendment, permission } = props;
  const { t } = useTranslation("meeting");
  const say = useToast();
  const put = useCommand("put-question");
  const [hours, setHours] = useState("24");
  // Beside the button for putting it in the room, which says why not.
  if (!permission.ok) return null;
  return (
    <FormDialog
      title={t("silence")}
      action={t("silenceStart")}
      ready={momentIn(hours) !== null}
      trigger={<Button>{t("silence")}</Button>}
      onSend={async () => {
        const moment = momentIn(hours);
        if (moment === null) return;
        await put.mutateAsync({ instrument, amendment, silenceUntil: moment.toISOString() });
        say(t("silenceStarted"));
      }}
    >
      <p>{t("silenceHint")}</p>
      <MomentField hours={hours} onChange={setHours} />
    </FormDialog>
  );
}

/** A delegation breaks the silence from its own screen, in writing. */
export function BreakSilence({ vote, until }: { vote: VoteView; until: string }) {
  const { t } = useTranslation("meeting");
  const clock = useClock();
  const say = useToast();
  const object = useCommand("raise-objection");
  return (
    <div className="stack">
      <p>
        <strong>{t("silenceRuns", { time: clock.dayAndHour(until) })}</strong>
      </p>
      {allowed(vote.permissions, "raise_objection") && (
        <>
          <p>{t("silenceBody")}</p>
          <ActWithWords
            label={t("breakAction")}
            tone="danger"
            size="large"
            title={t("breakTitle")}
            actionTone="danger"
            body={t("breakBody")}
            field={t("breakWords")}
            longest={10_000}
            onSend={async (words) => {
              await object.mutateAsync({ vote: vote.id, words });
              say(t("broken"));
            }}
          />
        </>
      )}
    </div>
  );
}
