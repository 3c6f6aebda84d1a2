import type { InstrumentView } from "../../../shared/api/views/instruments";
import { allowed } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { ButtonLink } from "../../ui/button";

/** Those who may propose, or bring in what others handed in. */
export function mayImportAmendments({ permissions }: Pick<InstrumentView, "permissions">): boolean {
  return allowed(permissions, "propose_amendment") || allowed(permissions, "import_amendments");
}

/** The way from the list of amendments to a file of them. */
export function FromFile({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("importAmendments");
  if (!mayImportAmendments(instrument)) return null;
  return <ButtonLink to="import">{t("fromFile")}</ButtonLink>;
}
