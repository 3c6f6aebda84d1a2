import type { AmendmentImport } from "../../../shared/api/import-amendments";
import type { Language } from "../../../shared/text/model";
import { useTranslation } from "../../i18n/use-translation";

type Problem = AmendmentImport["problems"][number];

/** More of one sort are folded: a page of them would hide the others. */
const OPEN_UP_TO = 6;

/** All that the file holds and no amendment has, sort by sort, each with its place. */
export function Unread({ problems, language }: { problems: readonly Problem[]; language: Language }) {
  const { t } = useTranslation("importAmendments");
  if (problems.length === 0) return null;
  const sorts = [...new Set(problems.map(({ problem }) => problem))];
  return (
    <section className="notice import-unread" data-tone="conflict" aria-labelledby="unread">
      <h3 id="unread">{t("unread")}</h3>
      {sorts.map((sort) => {
        const all = problems.filter(({ problem }) => problem === sort);
        const said = all.filter((one) => one.said.trim() !== "" || placeOf(one) !== null || one.by !== null);
        return (
          <details key={sort} open={said.length <= OPEN_UP_TO}>
            <summary>
              <span aria-hidden="true">⚠</span> {t(`problems.${sort}`)}
              {said.length > 1 && <span className="tab-count">{said.length}</span>}
            </summary>
            <ul className="small">
              {said.map((one, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice; the list never changes.
                <li key={i}>
                  <Place problem={one} /> <span lang={language}>{one.said}</span>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

function placeOf({ line, path }: Problem): number | string | null {
  return line ?? path;
}

function Place({ problem }: { problem: Problem }) {
  const { t } = useTranslation("importAmendments");
  const { line, path, by } = problem;
  const author = by === null ? null : by || t("unnamed");
  return (
    <>
      {line !== null && <strong className="num">{t("line", { line })}</strong>}
      {path !== null && <strong className="num">{path}</strong>}
      {author !== null && <span className="muted"> {author}</span>}
    </>
  );
}
