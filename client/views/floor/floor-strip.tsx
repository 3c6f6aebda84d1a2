import { Link, useLocation } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { SpeechClock, useSpeaker } from "./speech-clock";

/** Who speaks, on every screen of an instrument whose body debates. */
export function FloorStrip({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("floor");
  const speaker = useSpeaker();
  const { pathname } = useLocation();
  const address = `/app/${instrument.slug}/floor`;
  const { data, dataUpdatedAt } = useApi("meeting", { body: instrument.body.slug });
  if (!data?.floor || pathname === address || pathname.endsWith("/desk")) return null;
  return (
    <div className="floor-strip">
      <span>{t("speaks", { speaker: speaker(data.floor) })}</span>
      <SpeechClock read={{ meeting: data, readAtMs: dataUpdatedAt }} speech={data.floor} small />
      <Link to={address}>{t("seeFloor")}</Link>
    </div>
  );
}
