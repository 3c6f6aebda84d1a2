import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MentionView } from "../../../shared/api/comments";
import { useApi } from "../../app/api";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { Await } from "../../ui/await";
import { useNames } from "../../ui/names";
import { PageTitle } from "../../ui/page-title";
import { Who } from "../comments/mention-field";

/** Comments that name the reader and wait for an answer. */
export function Mentions() {
  const { t } = useTranslation("comments");
  const mentions = useApi("mentions", {});
  return (
    <div className="page">
      <PageTitle parts={[t("mentions")]} />
      <h1>{t("mentions")}</h1>
      <Await of={mentions}>
        {(data) =>
          data.length === 0 ? (
            <p className="muted">{t("mentionsNone")}</p>
          ) : (
            <>
              <p className="muted">{t("mentionsHint")}</p>
              <ul className="stack">
                {data.map((one) => (
                  <Mention key={one.comment} mention={one} />
                ))}
              </ul>
            </>
          )
        }
      </Await>
    </div>
  );
}

function Mention({ mention }: { mention: MentionView }) {
  const { t } = useTranslation("comments");
  const words = useWords();
  const names = useNames();
  const clock = useClock();
  const title = words(mention.title);
  return (
    <li>
      <p className="small">
        <Who person={mention.by} /> ·{" "}
        <time className="num muted" dateTime={mention.writtenAt}>
          {clock.dayAndHour(mention.writtenAt)}
        </time>
      </p>
      <p>{mention.words}</p>
      <p className="small">
        {mention.amendment ? (
          <Link
            to={`/app/${mention.instrument}/amendments/${mention.amendment}/edit?thread=${mention.thread}`}
          >
            {t("mentionInDraft", { title })}
          </Link>
        ) : (
          <Link to={`/app/${mention.instrument}/draft/${mention.language}?thread=${mention.thread}`}>
            {t("mentionIn", { title, language: names.language(mention.language) })}
          </Link>
        )}
      </p>
    </li>
  );
}
