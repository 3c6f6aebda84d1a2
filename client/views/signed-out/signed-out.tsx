import { useTranslation } from "../../i18n/use-translation";

/** How to sign in, for whoever comes without a session. */
export function SignedOut() {
  const { t } = useTranslation("signedOut");
  return (
    <main className="page" style={{ maxWidth: "40rem" }}>
      <h1>{t("title")}</h1>
      <p>{t("body")}</p>
      <p>{t("lost")}</p>
      <p>
        {t("public")} <a href="/">{t("publicLink")}</a>
      </p>
    </main>
  );
}
