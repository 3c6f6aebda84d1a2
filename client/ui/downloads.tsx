import { LIST_FORMATS, type ListName } from "../../shared/api/exports";
import { useTranslation } from "../i18n/use-translation";

/** A list as a file: what `search` says is wanted, and nothing else. */
export function Downloads(props: { list: ListName; instrument?: string; search?: Record<string, string> }) {
  const { list, instrument, search = {} } = props;
  const { t } = useTranslation("lists");
  const query = new URLSearchParams();
  if (instrument) query.set("instrument", instrument);
  for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
  return (
    <p className="row small downloads">
      <span className="muted">{t(`name.${list}`)}</span>
      {LIST_FORMATS.map((format) => (
        <a key={format} href={`/api/lists/${list}.${format}?${query}`} download>
          {t(`format.${format}`)}
          <span className="visually-hidden">: {t(`name.${list}`)}</span>
        </a>
      ))}
    </p>
  );
}
