import { useTranslation } from "react-i18next";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { allowed } from "../../app/permissions";
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
