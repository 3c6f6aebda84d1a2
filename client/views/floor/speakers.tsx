import type { MeetingView, SpeechView } from "../../../shared/api/meeting";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Notice } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { LeadDebate, OpenList } from "./lead-debate";
import { MyWish } from "./my-wish";
import { asMinutes, leftMs, type ReadMeeting } from "./server-clock";
import { SpeechClock, useSpeaker } from "./speech-clock";

function Speaker({ speech }: { speech: SpeechView }) {
  const { t } = useTranslation("floor");
  const speaker = useSpeaker();
  const side = t(`side.${speech.list}`);
  return (
    <span>
      {speech.mine ? <strong>{speaker(speech)}</strong> : speaker(speech)}
      <span className="muted small">
        {speech.delegation && <> {speech.person}</>}
        {side && <> · {side}</>}
        {speech.priority && <> · {t("priority")}</>}
      </span>
    </span>
  );
}

/** Those who wait. The chair strikes, or lets an observer speak. */
function Wishes({
  meeting,
  speeches,
  asking = false,
}: {
  meeting: MeetingView;
  speeches: SpeechView[];
  asking?: boolean;
}) {
  const { t } = useTranslation("floor");
  const say = useToast();
  const speaker = useSpeaker();
  const may = permission(meeting.permissions, "lead_debate");
  const admit = useCommand("admit-speaker");
  const leave = useCommand("leave-floor");
  return (
    <ol className="floor-list">
      {speeches.map((speech) => (
        <li key={speech.id}>
          <Speaker speech={speech} />
          {may.ok && (
            <span className="floor-acts">
              {asking && (
                <Act
                  permission={may}
                  label={t("admit")}
                  about={speaker(speech)}
                  onAct={async () => {
                    await admit.mutateAsync({ speech: speech.id });
                    say(t("admitted"));
                  }}
                />
              )}
              <Act
                permission={may}
                label={t("strike")}
                about={speaker(speech)}
                tone="quiet"
                onAct={async () => {
                  await leave.mutateAsync({ speech: speech.id });
                  say(t("struck"));
                }}
              />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Heard({ speeches }: { speeches: SpeechView[] }) {
  const { t } = useTranslation("floor");
  if (speeches.length === 0) return null;
  return (
    <details>
      <summary>{t("heard")}</summary>
      <ol className="floor-list">
        {speeches.map((speech) => (
          <li key={speech.id}>
            <Speaker speech={speech} />
            <span className="num muted">
              {t("spoke", { time: asMinutes(speech.allowedMs - leftMs(speech, 0)) })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Who has the floor and who waits for it, with what the reader can do about it. */
export function Speakers({ read }: { read: ReadMeeting }) {
  const { t } = useTranslation("floor");
  const speaker = useSpeaker();
  const { meeting } = read;
  const { list, floor } = meeting;
  const leads = permission(meeting.permissions, "lead_debate").ok;
  if (!list) {
    return (
      <section className="stack" aria-labelledby="speakers">
        <h2 id="speakers">{t("list")}</h2>
        <p className="muted">
          {t("noList")} {!leads && t("noListHint")}
        </p>
        {leads && (
          <div>
            <OpenList meeting={meeting} />
          </div>
        )}
      </section>
    );
  }
  return (
    <section className="stack" aria-labelledby="speakers">
      <h2 id="speakers">{t("list")}</h2>
      <p className="row">
        <strong>{list.topic}</strong>
        <span className="muted small num">{t("each", { time: asMinutes(list.speakingMs) })}</span>
      </p>
      {list.closed && (
        <Notice>
          <p>{t("listClosed")}</p>
        </Notice>
      )}
      <div className="floor-now" data-testid="floor">
        <p className="floor-speaker" role="status">
          {floor ? t("speaks", { speaker: speaker(floor) }) : t("nobody")}
        </p>
        {floor && <SpeechClock read={read} speech={floor} />}
      </div>
      <MyWish meeting={meeting} list={list} />
      <LeadDebate meeting={meeting} list={list} />
      {meeting.asking.length > 0 && (
        <>
          <h3>{t("asking")}</h3>
          <Wishes meeting={meeting} speeches={meeting.asking} asking />
        </>
      )}
      <p className="small muted">{t("waiting", { count: meeting.waiting.length })}</p>
      <Wishes meeting={meeting} speeches={meeting.waiting} />
      {meeting.replies.length > 0 && (
        <>
          <h3>
            {t("replies")} <span className="muted small">{t("repliesHint")}</span>
          </h3>
          <Wishes meeting={meeting} speeches={meeting.replies} />
        </>
      )}
      <Heard speeches={meeting.heard} />
    </section>
  );
}
