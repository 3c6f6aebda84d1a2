import { Link } from "react-router";
import { useApi } from "../../app/api";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";

/** Of each text that was decided: the signed file, and the papers that are printed from it. */
export function Certificates() {
  const { t } = useTranslation("record");
  const words = useWords();
  const names = useNames();
  const { data } = useApi("conference", {});
  const decided = (data?.instruments ?? []).filter(
    ({ outcome }) => outcome === "adopted" || outcome === "approved",
  );
  if (!data || decided.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="certificates">
      <h2 id="certificates">{t("certificates")}</h2>
      <ul className="stack">
        {decided.map(({ slug, title, symbol }) => (
          <li key={slug}>
            {words(title)} <span className="muted">{symbol}</span>
            <span className="row small">
              <a href={`/${data.slug}/${slug}/certificate.json`} download>
                {t("certificateFile")}
              </a>
              {data.languages.map((language) => (
                <a key={language} href={`/${data.slug}/${slug}/certificate.${language}.pdf`} download>
                  {t("certificatePaper", { language: names.language(language) })}
                </a>
              ))}
              <Link to="/app/verify">{t("verifyFile")}</Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
