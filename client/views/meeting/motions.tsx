import { useState } from "react";
import { Link } from "react-router";
import type { MeetingView, MotionView } from "../../../shared/api/meeting";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { MOTIONS, type MotionKind } from "../../../shared/rules/meeting/motions";
import { useCommand } from "../../app/api";
import { notNow, permission } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act, Reason } from "../../ui/act";
import { ActWithWords } from "../../ui/act-with-words";
import { Badge } from "../../ui/badge";
import { useToast } from "../../ui/toast";
import { useSpeaker } from "../floor/speech-clock";
import { useMotionName } from "./motion-name";
import { MoveReconsideration } from "./reconsider";
import "../ballot/ballot.css";

/** The chair puts it, once those who asked to speak on it were heard. */
export function PutMotion({ motion, primary }: { motion: MotionView; primary?: boolean }) {
  const { t } = useTranslation("meeting");
  const name = useMotionName();
  const put = useCommand("put-motion");
  return (
    <Act
      permission={motion.put}
      label={t("put")}
      about={name(motion)}
      tone={primary ? "primary" : undefined}
      onAct={() => put.mutateAsync({ motion: motion.id })}
    />
  );
}

/** The chair gives the floor to the next who speaks on it. */
export function HearOnMotion({ motion, primary }: { motion: MotionView; primary?: boolean }) {
  const { t } = useTranslation("meeting");
  const speaker = useSpeaker();
  const call = useCommand("call-on-motion");
  const [next] = motion.waiting;
  if (!next || motion.state !== "moved") return null;
  return (
    <Act
      key={next.id}
      permission={motion.hear}
      label={t("hear", { speaker: speaker(next) })}
      tone={primary ? "primary" : undefined}
      onAct={() => call.mutateAsync({ motion: motion.id })}
    />
  );
}

function Speak({ motion, side }: { motion: MotionView; side: "for" | "against" }) {
  const { t } = useTranslation("meeting");
  const name = useMotionName();
  const say = useToast();
  const speak = useCommand("speak-on-motion");
  const may = motion.speak[side];
  // Where nobody may speak on that side, or all have asked, there is no button.
  if (!may.ok) return null;
  return (
    <Act
      permission={may}
      label={t(side === "for" ? "speakFor" : "speakAgainst")}
      about={name(motion)}
      onAct={async () => {
        await speak.mutateAsync({ motion: motion.id, side });
        say(t("onTheList"));
      }}
    />
  );
}

function Motion({ meeting, motion, here }: { meeting: MeetingView; motion: MotionView; here: string }) {
  const { t } = useTranslation("meeting");
  const name = useMotionName();
  const { t: f } = useTranslation("floor");
  const words = useWords();
  const say = useToast();
  const speaker = useSpeaker();
  const withdraw = useCommand("withdraw-motion");
  const isMoved = motion.state === "moved";
  const { for: inFavour, against } = motion.speak;
  const hasAsked = motion.waiting.some(({ mine }) => mine) || motion.heard.some(({ mine }) => mine);
  return (
    <li className="motion">
      <p className="row">
        <strong>{name(motion)}</strong>
        <span className="muted small">{t("by", { delegation: words(motion.delegation.name) })}</span>
        {!isMoved && <Badge tone="live">{t("isPut")}</Badge>}
      </p>
      {motion.words && <p>{motion.words}</p>}
      {motion.instrument !== here && (
        <p className="small muted">
          {t("elsewhere")} · <Link to={`/app/${motion.instrument}/desk`}>{t("goThere")}</Link>
        </p>
      )}
      {motion.waiting.length > 0 && (
        <p className="small">
          {t("wait")} {motion.waiting.map((one) => `${speaker(one)} (${f(`side.${one.list}`)})`).join(", ")}
        </p>
      )}
      {isMoved && (
        <div className="row">
          <HearOnMotion motion={motion} />
          {notNow(motion.put) || motion.put.ok ? <PutMotion motion={motion} /> : null}
          {!hasAsked && (
            <>
              <Speak motion={motion} side="for" />
              <Speak motion={motion} side="against" />
            </>
          )}
          {!hasAsked && !inFavour.ok && !against.ok && notNow(against) && <Reason refused={against} />}
          {motion.mine && (
            <Act
              permission={permission(meeting.permissions, "move_motion")}
              label={t("withdraw")}
              about={name(motion)}
              onAct={async () => {
                await withdraw.mutateAsync({ motion: motion.id });
                say(t("withdrawn"));
              }}
            />
          )}
        </div>
      )}
    </li>
  );
}

/** What can be moved on a text: only the plenary's debate on one can be adjourned (Rule P3). */
function movable(instrument: InstrumentView, { motions }: MeetingView): MotionKind[] {
  return MOTIONS.filter(
    (kind) =>
      kind !== "reconsider" &&
      (kind !== "adjourn_debate" || instrument.stage === "under_consideration") &&
      motions.every((one) => one.kind !== kind),
  );
}

function MoveMotion({ meeting, instrument }: { meeting: MeetingView; instrument: InstrumentView }) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const move = useCommand("move-motion");
  const kinds = movable(instrument, meeting);
  const [chosen, setChosen] = useState<MotionKind | null>(null);
  const kind = chosen !== null && kinds.includes(chosen) ? chosen : null;
  if (kinds.length === 0) return null;
  return (
    <ActWithWords
      permission={permission(meeting.permissions, "move_motion")}
      label={t("move")}
      title={t("move")}
      action={t("moveAction")}
      field={t("words")}
      optional
      ready={kind !== null}
      onSend={async (words) => {
        if (kind === null) return;
        await move.mutateAsync({ instrument: instrument.slug, kind, words });
        setChosen(null);
        say(t(meeting.floor ? "movedWaits" : "moved"));
      }}
    >
      <fieldset className="methods">
        <legend>{t("which")}</legend>
        {kinds.map((one) => (
          <label key={one} className="method">
            <input type="radio" name="motion" checked={kind === one} onChange={() => setChosen(one)} />
            <span>
              <strong>{t(`kind.${one}`)}</strong>{" "}
              <span className="small muted method-hint">{t(`kindHint.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </ActWithWords>
  );
}

/** A decision that was taken by vote or consensus, and that no motion would have taken up again yet (Rule W6). */
function isReconsiderable({ outcome }: InstrumentView): boolean {
  return outcome === "adopted" || outcome === "approved" || outcome === "rejected";
}

type MotionsProps = { meeting: MeetingView; instrument: InstrumentView };

/** The motions before a body, the first in precedence first (Rule P1). */
export function Motions({ meeting, instrument }: MotionsProps) {
  const { t } = useTranslation("meeting");
  return (
    <>
      {meeting.motions.length === 0 && <p className="muted">{t("none")}</p>}
      <ol className="motions">
        {meeting.motions.map((one) => (
          <Motion key={one.id} meeting={meeting} motion={one} here={instrument.slug} />
        ))}
      </ol>
      <div className="row">
        <MoveMotion meeting={meeting} instrument={instrument} />
        {isReconsiderable(instrument) && (
          <MoveReconsideration
            instrument={instrument.slug}
            amendment={null}
            permission={permission(instrument.permissions, "move_reconsideration")}
          />
        )}
      </div>
    </>
  );
}
