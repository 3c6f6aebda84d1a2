import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { Notice } from "../../ui/notice";

/** Tells a delegation that the state of its credentials bears on its vote: nothing else on the screen says why it has none. */
export function OwnSeat() {
  const { t } = useTranslation("meeting");
  const { delegation } = useMe().person;
  if (!delegation?.voting || delegation.credentials === "accepted") return null;
  return (
    <Notice>
      <p>{t(`ownSeat.${delegation.credentials}`)}</p>
    </Notice>
  );
}
