import type { MeetingView, SpeechView } from "../../../shared/api/meeting";
import type { ListName } from "../../../shared/rules/meeting/speakers";
import { useCommand } from "../../app/api";
import { notNow, permission } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { useToast } from "../../ui/toast";

type WithList = { meeting: MeetingView; list: NonNullable<MeetingView["list"]> };

function Ask({
  meeting,
  list,
  side,
  label,
  primary = false,
}: WithList & { side: ListName; label: string; primary?: boolean }) {
  const { t } = useTranslation("floor");
  const { person } = useMe();
  const say = useToast();
  const ask = useCommand("ask-floor");
  return (
    <Act
      permission={permission(meeting.permissions, "ask_floor")}
      label={label}
      {...(primary ? { tone: "primary" as const, size: "large" as const } : {})}
      onAct={async () => {
        await ask.mutateAsync({ list: list.id, side });
        say(t(person.role === "observer" ? "askedConsent" : "asked"));
      }}
    />
  );
}

function Waiting({ speech, said }: { speech: SpeechView; said: string }) {
  const { t } = useTranslation("floor");
  const say = useToast();
  const leave = useCommand("leave-floor");
  return (
    <>
      <p role="status" className="floor-place">
        {said}
      </p>
      <Act
        permission={{ ok: true }}
        label={t("takeBack")}
        onAct={async () => {
          await leave.mutateAsync({ speech: speech.id });
          say(t("takenBack"));
        }}
      />
    </>
  );
}

/** Asking to be put on the list that is open. */
function Asking({ meeting, list }: WithList) {
  const { t } = useTranslation("floor");
  if (list.closed) return null;
  if (!list.sides) return <Ask meeting={meeting} list={list} side="general" label={t("ask")} primary />;
  return (
    <div className="row">
      <Ask meeting={meeting} list={list} side="for" label={t("askFor")} primary />
      <Ask meeting={meeting} list={list} side="against" label={t("askAgainst")} primary />
    </div>
  );
}

/** What somebody can do about the floor from their own screen: ask for it, see their place, take the wish back. */
export function MyWish({ meeting, list }: WithList) {
  const { t } = useTranslation("floor");
  const finish = useCommand("end-speech");
  const { floor, waiting, replies, asking } = meeting;
  const may = permission(meeting.permissions, "ask_floor");
  if (!may.ok && !notNow(may)) return null;
  const at = waiting.findIndex(({ mine }) => mine);
  const wish = waiting[at];
  const reply = replies.find(({ mine }) => mine);
  const consent = asking.find(({ mine }) => mine);
  return (
    <div className="stack floor-mine">
      {floor?.mine && (
        <>
          <p role="status" className="floor-place">
            {t("speaking")}
          </p>
          <Act
            permission={{ ok: true }}
            label={t("finished")}
            onAct={() => finish.mutateAsync({ speech: floor.id })}
          />
        </>
      )}
      {wish && <Waiting speech={wish} said={t("place", { count: at + 1 })} />}
      {consent && <Waiting speech={consent} said={t("waitsForConsent")} />}
      {!wish && !consent && !floor?.mine && <Asking meeting={meeting} list={list} />}
      {reply && <Waiting speech={reply} said={t("placeReply")} />}
      {!reply && !consent && <Ask meeting={meeting} list={list} side="reply" label={t("askReply")} />}
    </div>
  );
}
