import { useState } from "react";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { MomentField, momentIn } from "./moment-field";

/** Until when amendments are in time, and that they are not any more. Nothing where there is no deadline. */
export function DeadlineNote({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const clock = useClock();
  const { amendmentsDeadline: deadline } = instrument;
  if (deadline === null) return null;
  const isOver = Date.parse(deadline) <= Date.now();
  return (
    <p className="small muted" role="status">
      {t(isOver ? "deadlineOver" : "deadlineUntil", { time: clock.dayAndHour(deadline) })}{" "}
      <RuleMark rule="A13" />
    </p>
  );
}

/** The chair sets the deadline for amendments, or lifts it (Rule A13). */
export function SetDeadline({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const set = useCommand("set-deadline");
  const [hours, setHours] = useState("2");
  const may = permission(instrument.permissions, "set_deadline");
  if (!may.ok) return null;
  return (
    <div className="row">
      <FormDialog
        title={t("deadline")}
        action={t("deadlineSet")}
        ready={momentIn(hours) !== null}
        trigger={<Button>{t("deadlineSet")}</Button>}
        onSend={async () => {
          const moment = momentIn(hours);
          if (moment === null) return;
          await set.mutateAsync({ instrument: instrument.slug, deadline: moment.toISOString() });
          say(t("deadlineDone"));
        }}
      >
        <p>{t("deadlineHint")}</p>
        <MomentField hours={hours} onChange={setHours} />
      </FormDialog>
      {instrument.amendmentsDeadline !== null && (
        <Act
          permission={may}
          label={t("deadlineLift")}
          onAct={async () => {
            await set.mutateAsync({ instrument: instrument.slug, deadline: null });
            say(t("deadlineLifted"));
          }}
        />
      )}
    </div>
  );
}
