import { Link } from "react-router";
import type { OriginsView } from "../../../shared/api/together";
import type { VersionSummary } from "../../../shared/api/views/versions";
import type { Language } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { useNames } from "../../ui/names";

type Source = OriginsView["sources"][number];

/** What brought words into a text: an amendment and whose it was, or who typed. */
function useSourceName(): (source: Source) => string {
  const { t } = useTranslation("together");
  const words = useWords();
  const names = useNames();
  return ({ amendment, typedBy, reason, label, version }) => {
    if (amendment) return `${amendment.tag} · ${words(amendment.delegation.name)}`;
    if (typedBy && typedBy.length > 0) return t("originTyped", { names: typedBy.join(", ") });
    if (reason === "opened" || reason === "adopted") return `${names.reason(reason)} · ${label}`;
    return t("originDrafting", { number: version });
  };
}

function Sources({ view, slug }: { view: OriginsView; slug: string }) {
  const { t } = useTranslation("together");
  const nameOf = useSourceName();
  return (
    <ol className="origin-sources">
      {view.sources.map((source, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words name a source by its place
        <li key={index} className="row" data-none={source.words === 0}>
          <span className="origin-mark num" data-first={index === 0}>
            {index}
          </span>
          {source.amendment ? (
            <Link to={`/app/${slug}/amendments/${source.amendment.id}`}>{nameOf(source)}</Link>
          ) : (
            <span>{nameOf(source)}</span>
          )}
          <span className="muted num">
            {source.words > 0 ? t("originWords", { count: source.words }) : t("originNone")}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Text({ view, language }: { view: OriginsView; language: Language }) {
  const { t, i18n } = useTranslation("together");
  const nameOf = useSourceName();
  return (
    <div className="redline" lang={language} data-numbers="on">
      {view.blocks.map((block) => (
        <div
          className="redline-block"
          key={block.id}
          data-kind={block.kind}
          data-level={block.kind === "point" ? block.level : 0}
        >
          <p className="redline-path">{block.path}</p>
          <p className="redline-text">
            {block.spans.map(({ text, by }, index) => {
              const source = view.sources[by];
              const key = `${index} ${by}`;
              if (by === 0 || !source) return <span key={key}>{text}</span>;
              const name = nameOf(source);
              return (
                <span key={key} className="origin" title={name}>
                  <span className="visually-hidden unselectable" lang={i18n.language}>
                    {" "}
                    {t("originSpoken", { source: name })}{" "}
                  </span>
                  {text}
                  <sup className="origin-mark num" aria-hidden="true">
                    {by}
                  </sup>
                </span>
              );
            })}
          </p>
        </div>
      ))}
    </div>
  );
}

/** Who brought each word of a version: the text it began with, an amendment, or those who typed. */
export function Origins({
  version,
  slug,
  language,
}: {
  version: VersionSummary;
  slug: string;
  language: Language;
}) {
  const { t } = useTranslation("together");
  const origins = useApi("origins", { version: version.id });
  return (
    <Await of={origins}>
      {(view) => (
        <>
          <p className="small muted">{t("originsIs")}</p>
          <h2>{t("originsOf", { number: version.number })}</h2>
          <Sources view={view} slug={slug} />
          <Text view={view} language={language} />
        </>
      )}
    </Await>
  );
}
