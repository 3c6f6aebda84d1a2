import { useMemo } from "react";
import { Link } from "react-router";
import { type Pair, pairsOf } from "../../../../shared/api/amendment-pairs";
import type { AmendmentSummary } from "../../../../shared/api/views/amendments";
import { useTranslation } from "../../../i18n/use-translation";
import { useNames } from "../../../ui/names";
import { RedlineSnippet } from "../../../ui/redline";
import { useGrowing } from "../../../ui/use-growing";
import { Proponent } from "../amendment-rows";
import { ConflictGraph } from "./conflict-graph";
import "./conflicts.css";

/** A picture with more lines than this can no longer be read. */
const READABLE = 150;

function One({ amendment, page }: { amendment: AmendmentSummary; page: string }) {
  return (
    <span className="pair-side">
      <Link className="num pair-tag" to={`${page}/${amendment.id}`}>
        {amendment.tag}
      </Link>{" "}
      <span className="small">
        <Proponent amendment={amendment} />
      </span>{" "}
      <RedlineSnippet change={amendment.change} language={amendment.language} />
    </span>
  );
}

function PairRow({ pair, page }: { pair: Pair; page: string }) {
  const { t } = useTranslation("tracker");
  const names = useNames();
  const { one, other, places } = pair;
  return (
    <li className="pair">
      <p className="pair-kinds">
        {places.map(({ kind, path }) => (
          <span key={`${kind} ${path}`}>
            <span aria-hidden="true">⚠ </span>
            <strong className="num">{path}</strong> {names.conflict(kind)}
          </span>
        ))}
        <Link to={`${page}/${one.id}/with/${other.id}`}>
          {t("compare")}
          <span className="visually-hidden"> {t("pair", { one: one.tag, other: other.tag })}</span>
        </Link>
      </p>
      <div className="pair-sides">
        <One amendment={one} page={page} />
        <One amendment={other} page={page} />
      </div>
    </li>
  );
}

function Misfits({ amendments, page }: { amendments: readonly AmendmentSummary[]; page: string }) {
  const { t } = useTranslation("tracker");
  const names = useNames();
  const misfits = amendments.filter(({ conflicts }) => (conflicts?.length ?? 0) > 0);
  if (misfits.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="misfits">
      <h2 id="misfits">{t("misfits", { count: misfits.length })}</h2>
      <ul className="pair-list">
        {misfits.map((one) => (
          <li key={one.id} className="pair">
            <p className="pair-kinds">
              {(one.conflicts ?? []).map(({ kind, path, block }) => (
                <span key={`${kind} ${block}`}>
                  <span aria-hidden="true">⚠ </span>
                  <strong className="num">{path}</strong> {names.conflict(kind)}
                </span>
              ))}
            </p>
            <One amendment={one} page={page} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type ConflictsProps = { slug: string; all: readonly AmendmentSummary[]; shown: readonly AmendmentSummary[] };

/** What collides: as a picture in the order of the text, and pair by pair in words. */
export function Conflicts({ slug, all, shown }: ConflictsProps) {
  const { t } = useTranslation("tracker");
  const page = `/app/${slug}/amendments`;
  const ids = useMemo(() => new Set(shown.map(({ id }) => id)), [shown]);
  const pairs = useMemo(() => pairsOf(all, ({ id }) => ids.has(id)), [all, ids]);
  const drawn = useGrowing(pairs.length);
  const inPicture = pairs.slice(0, READABLE);
  return (
    <>
      {pairs.length > 0 && <ConflictGraph pairs={inPicture} page={page} shown={ids} />}
      {inPicture.length < pairs.length && (
        <p className="small muted graph-more">
          {t("moreOf", { shown: inPicture.length, all: pairs.length })}
        </p>
      )}
      <section className="stack" aria-labelledby="pairs">
        <h2 id="pairs">{t("pairs", { count: pairs.length })}</h2>
        <ul className="pair-list">
          {pairs.slice(0, drawn).map((pair) => (
            <PairRow key={`${pair.one.id} ${pair.other.id}`} pair={pair} page={page} />
          ))}
        </ul>
      </section>
      <Misfits amendments={shown} page={page} />
    </>
  );
}
