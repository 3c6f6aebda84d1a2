import { useId, useState } from "react";
import type { MeetingView, SpeechView } from "../../../shared/api/meeting";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import { useSpeaker } from "./speech-clock";

const MINUTE_MS = 60_000;

function MinutesField({ minutes, onChange }: { minutes: string; onChange: (minutes: string) => void }) {
  const { t } = useTranslation("floor");
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("minutes")}</label>
      <input
        id={id}
        className="input"
        type="number"
        min={0.5}
        max={120}
        step={0.5}
        required
        value={minutes}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** null: not a time that can be given. */
function msOf(minutes: string): number | null {
  const ms = Math.round(Number(minutes) * MINUTE_MS);
  return ms >= 10_000 && ms <= 120 * MINUTE_MS ? ms : null;
}

/** The chair opens a list: what it is about, in which order, how long each. */
export function OpenList({ meeting, primary }: { meeting: MeetingView; primary?: boolean }) {
  const { t } = useTranslation("floor");
  const say = useToast();
  const open = useCommand("open-speakers");
  const topicId = useId();
  const [topic, setTopic] = useState<string>(t("topicDefault"));
  const [sides, setSides] = useState(false);
  const [minutes, setMinutes] = useState(String(meeting.speakingMs / MINUTE_MS));
  const speakingMs = msOf(minutes);
  return (
    <FormDialog
      title={t("openList")}
      action={t("openListAction")}
      ready={topic.trim() !== "" && speakingMs !== null}
      trigger={<Button tone={primary ? "primary" : undefined}>{t("openList")}</Button>}
      onSend={async () => {
        if (speakingMs === null) return;
        await open.mutateAsync({ body: meeting.body.slug, topic: topic.trim(), sides, speakingMs });
        say(t("listOpened"));
      }}
    >
      <div className="field">
        <label htmlFor={topicId}>{t("topic")}</label>
        <input
          id={topicId}
          className="input"
          maxLength={200}
          required
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
      </div>
      <fieldset className="field floor-kind">
        <legend className="label">{t("kind")}</legend>
        <label>
          <input type="radio" name="kind" checked={!sides} onChange={() => setSides(false)} />
          {t("kindGeneral")}
        </label>
        <label>
          <input type="radio" name="kind" checked={sides} onChange={() => setSides(true)} />
          {t("kindSides")}
        </label>
      </fieldset>
      <MinutesField minutes={minutes} onChange={setMinutes} />
    </FormDialog>
  );
}

type ListProps = { meeting: MeetingView; list: NonNullable<MeetingView["list"]> };

function ChangeTime({ list }: { list: ListProps["list"] }) {
  const { t } = useTranslation("floor");
  const change = useCommand("change-speakers");
  const [minutes, setMinutes] = useState(String(list.speakingMs / MINUTE_MS));
  const speakingMs = msOf(minutes);
  return (
    <FormDialog
      title={t("changeTime")}
      action={t("changeTime")}
      ready={speakingMs !== null}
      trigger={<Button>{t("changeTime")}</Button>}
      onSend={async () => {
        if (speakingMs === null) return;
        await change.mutateAsync({ list: list.id, closed: list.closed, speakingMs });
      }}
    >
      <MinutesField minutes={minutes} onChange={setMinutes} />
    </FormDialog>
  );
}

/** The speaker has ended, or has spoken long enough. */
export function EndSpeech({
  meeting,
  speech,
  primary = false,
}: {
  meeting: MeetingView;
  speech: SpeechView;
  primary?: boolean;
}) {
  const { t } = useTranslation("floor");
  const finish = useCommand("end-speech");
  return (
    <Act
      permission={permission(meeting.permissions, "lead_debate")}
      label={t("endSpeech")}
      {...(primary ? { tone: "primary" as const } : {})}
      onAct={() => finish.mutateAsync({ speech: speech.id })}
    />
  );
}

/** What the chair does with the list there is; who is next is the rules' to say. */
export function LeadDebate({ meeting, list }: ListProps) {
  const { t } = useTranslation("floor");
  const say = useToast();
  const speaker = useSpeaker();
  const may = permission(meeting.permissions, "lead_debate");
  const mayCall = permission(meeting.permissions, "call_speaker");
  const call = useCommand("call-speaker");
  const hold = useCommand("hold-speech");
  const change = useCommand("change-speakers");
  const end = useCommand("end-speakers");
  const { floor } = meeting;
  const [next] = meeting.waiting;
  const [reply] = meeting.replies;
  if (!may.ok) return null;
  return (
    <div className="stack">
      <div className="row">
        {next && (
          <Act
            key={next.id}
            permission={mayCall}
            label={t("callNext", { speaker: speaker(next) })}
            tone="primary"
            onAct={() => call.mutateAsync({ list: list.id, reply: false })}
          />
        )}
        {!next && reply && (
          <Act
            key={reply.id}
            permission={mayCall}
            label={t("callReply", { speaker: speaker(reply) })}
            tone="primary"
            onAct={() => call.mutateAsync({ list: list.id, reply: true })}
          />
        )}
        {floor && (
          <>
            <Act
              permission={may}
              label={t(floor.heldAt ? "startClock" : "stopClock")}
              onAct={() => hold.mutateAsync({ speech: floor.id, held: floor.heldAt === null })}
            />
            <EndSpeech meeting={meeting} speech={floor} />
          </>
        )}
      </div>
      <div className="row">
        <Act
          permission={may}
          label={t(list.closed ? "reopenList" : "closeList")}
          onAct={() =>
            change.mutateAsync({ list: list.id, closed: !list.closed, speakingMs: list.speakingMs })
          }
        />
        <ChangeTime key={list.speakingMs} list={list} />
        <Act
          permission={may}
          label={t("endList")}
          confirm={{ title: t("endListTitle"), body: <p>{t("endListBody")}</p>, action: t("endList") }}
          onAct={async () => {
            await end.mutateAsync({ list: list.id });
            say(t("listEnded"));
          }}
        />
      </div>
    </div>
  );
}
