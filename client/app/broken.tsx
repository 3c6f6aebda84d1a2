import { useTranslation } from "../i18n/use-translation";
import { Button, ButtonLink } from "../ui/button";

/** What is shown when a screen throws: a fault of the program, or a part of it that could not be loaded. */
export function Broken() {
  const { t } = useTranslation("common");
  return (
    <main className="page" role="alert">
      <h1>{t("brokenTitle")}</h1>
      <p>{t("brokenBody")}</p>
      <div>
        <Button tone="primary" onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      </div>
    </main>
  );
}

export function NoSuchScreen() {
  const { t } = useTranslation("common");
  return (
    <div className="page">
      <h1>{t("nothingHere")}</h1>
      <div>
        <ButtonLink to="/app">{t("toConference")}</ButtonLink>
      </div>
    </div>
  );
}
