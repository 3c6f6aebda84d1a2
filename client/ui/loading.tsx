import { useTranslation } from "../i18n/use-translation";

export function Loading() {
  const { t } = useTranslation("common");
  return (
    <p className="muted" role="status">
      {t("loading")}
    </p>
  );
}
