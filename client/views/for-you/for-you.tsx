import { useTranslation } from "../../i18n/use-translation";
import { PageTitle } from "../../ui/page-title";
import { MailAddress } from "./mail-address";
import { News } from "./news";
import { Waiting } from "./waiting";
import "./for-you.css";

/** What concerns the reader: what waits for an answer of theirs, and what happened. */
export function ForYou() {
  const { t } = useTranslation("forYou");
  return (
    <div className="page for-you">
      <PageTitle parts={[t("title")]} />
      <h1>{t("title")}</h1>
      <Waiting />
      <News />
      <MailAddress />
    </div>
  );
}
