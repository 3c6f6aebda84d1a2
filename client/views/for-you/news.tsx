import { Link } from "react-router";
import type { NotificationView } from "../../../shared/api/notifications";
import { useApi, useCommand } from "../../app/api";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { Button } from "../../ui/button";

/** What happened to what the reader is concerned with, the latest first. Opened, it is read. */
export function News() {
  const { t } = useTranslation("forYou");
  const notifications = useApi("notifications", {});
  const mark = useCommand("mark-notifications-read");
  return (
    <section aria-labelledby="news" className="stack">
      <div className="row news-head">
        <h2 id="news">{t("news")}</h2>
        {(notifications.data?.unread ?? 0) > 0 && (
          <Button tone="quiet" onClick={() => mark.mutate({ seqs: null })}>
            {t("markAll")}
          </Button>
        )}
      </div>
      <Await of={notifications}>
        {({ latest }) =>
          latest.length === 0 ? (
            <p className="muted">{t("none")}</p>
          ) : (
            <ol className="news">
              {latest.map((one) => (
                <Item key={one.seq} item={one} onOpen={() => mark.mutate({ seqs: [one.seq] })} />
              ))}
            </ol>
          )
        }
      </Await>
    </section>
  );
}

function Item({ item, onOpen }: { item: NotificationView; onOpen: () => void }) {
  const { t } = useTranslation("forYou");
  const words = useWords();
  const clock = useClock();
  const { amendment, instrument, thread } = item;
  const what = amendment === null ? "" : amendment.isDraft ? t("draft") : amendment.tag;
  const inThread = thread ? `${amendment?.isDraft ? "/edit" : ""}?thread=${thread.id}` : "";
  const to =
    amendment !== null
      ? `/app/${instrument.slug}/amendments/${amendment.id}${inThread}`
      : `/app/${instrument.slug}/draft/${thread?.language ?? "en"}${thread ? `?thread=${thread.id}` : ""}`;
  return (
    <li className={item.read ? "news-item" : "news-item is-new"}>
      <p>
        <Link to={to} onClick={() => !item.read && onOpen()}>
          {t(`kind.${item.kind}`, { what })}
        </Link>{" "}
        {!item.read && <span className="tab-count">{t("isNew")}</span>}
      </p>
      <p className="small muted">
        {words(instrument.title)} ·{" "}
        <time className="num" dateTime={item.at}>
          {clock.dayAndHour(item.at)}
        </time>
        {item.by && ` · ${t("by", { name: item.by })}`}
      </p>
    </li>
  );
}
