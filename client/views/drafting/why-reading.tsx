import type { InstrumentView } from "../../../shared/api/views/instruments";
import { allowed, notNow } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Reason } from "../../ui/act";
import { Notice } from "../../ui/notice";

/** Why the reader cannot write here; nothing when they can. */
export function WhyReading({
  instrument,
  text,
}: {
  instrument: InstrumentView;
  text: InstrumentView["texts"][number];
}) {
  const { t } = useTranslation("drafting");
  if (text.frozen) return <Notice>{instrument.adoption ? t("frozen") : t("frozenDecided")}</Notice>;
  if (text.writable.ok) return null;
  if (text.writable.code === "question_pending") return <Notice tone="live">{t("resting")}</Notice>;
  if (notNow(text.writable)) return <Reason refused={text.writable} />;
  return (
    <p className="small muted">
      {allowed(instrument.permissions, "propose_amendment") ? t("readOnlyPropose") : t("readOnly")}
    </p>
  );
}
