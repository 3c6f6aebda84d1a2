import type { SpeechView } from "../../../shared/api/meeting";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { asMinutes, leftMs, type ReadMeeting, useServerNow } from "./server-clock";
import "./floor.css";

/** The delegation that speaks, or the person who speaks for none. */
export function useSpeaker(): (speech: SpeechView) => string {
  const words = useWords();
  return ({ delegation, person }) => (delegation ? words(delegation.name) : person);
}

type SpeechClockProps = { read: ReadMeeting; speech: SpeechView; small?: boolean };

/** What is left of the speaking time, ticking on every screen alike. */
export function SpeechClock({ read, speech, small = false }: SpeechClockProps) {
  const { t } = useTranslation("floor");
  const held = speech.heldAt !== null;
  const left = leftMs(speech, useServerNow(read, !held));
  const over = left <= -1_000;
  // Past the end whole seconds are counted down to, not up.
  const time = asMinutes(over ? left + 999 : Math.max(0, left));
  const share = Math.max(0, Math.min(1, left / speech.allowedMs));
  return (
    <div className="speech-clock" data-over={over} data-small={small}>
      <span className="speech-time num" role="timer" aria-label={t("timer")}>
        {over ? t("over", { time }) : t("left", { time })}
      </span>
      {held && <span className="badge">{t("held")}</span>}
      {!small && (
        <>
          <div className="speech-track" aria-hidden="true">
            <div className="fill" style={{ width: `${100 * share}%` }} />
          </div>
          <span className="small muted num">{t("of", { time: asMinutes(speech.allowedMs) })}</span>
        </>
      )}
    </div>
  );
}
