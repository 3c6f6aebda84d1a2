import type { MeetingView } from "../../../shared/api/meeting";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Notice } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { Motions } from "./motions";
import { isUnsettled, Point, RaisePoint } from "./points";
import "./meeting.css";

export function OpenMeeting({ meeting, primary }: { meeting: MeetingView; primary?: boolean }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const open = useCommand("open-meeting");
  return (
    <Act
      permission={permission(meeting.permissions, "open_meeting")}
      label={t("open")}
      tone={primary ? "primary" : undefined}
      onAct={async () => {
        await open.mutateAsync({ body: meeting.body.slug });
        say(t("opened"));
      }}
    />
  );
}

type ProceedingsProps = {
  meeting: MeetingView;
  instrument: InstrumentView;
  /** A point of order that is pending stands at the head of the screen already. */
  isPointAbove?: boolean;
};

/** Motions and points of order before a body, and whether it meets at all. */
export function Proceedings({ meeting, instrument, isPointAbove = false }: ProceedingsProps) {
  const { t } = useTranslation("meeting");
  return (
    <section className="stack" aria-labelledby="proceedings">
      <h2 id="proceedings">{t("title")}</h2>
      {meeting.sitting !== "sitting" && (
        <Notice>
          <p role="status">{t(meeting.sitting)}</p>
        </Notice>
      )}
      {meeting.point && !(isPointAbove && isUnsettled(meeting.point)) && (
        <Point meeting={meeting} point={meeting.point} />
      )}
      <Motions meeting={meeting} instrument={instrument} />
      <RaisePoint meeting={meeting} instrument={instrument} />
    </section>
  );
}
