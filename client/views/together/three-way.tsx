import { Link, useParams } from "react-router";
import type { StretchView, ThreeWayView } from "../../../shared/api/together";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { Language, Run } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { ButtonLink } from "../../ui/button";
import { useNames } from "../../ui/names";
import { Compromise } from "./compromise";
import { Runs } from "./runs";
import "./together.css";

type Reading = "base" | "ours" | "theirs";
type Block = ThreeWayView["blocks"][number];

/** The space before the words, which nobody changed. */
function withoutSpace(runs: readonly Run[]): { space: string; rest: readonly Run[] } {
  const [first, ...others] = runs;
  const space = first?.text.match(/^\s+/u)?.[0] ?? "";
  return {
    space,
    rest: first && space ? [{ ...first, text: first.text.slice(space.length) }, ...others] : runs,
  };
}

/** Where in a reading something differs, and how: by a line under it and in words for those who do not see it. */
function Stretch({ stretch, reading }: { stretch: StretchView; reading: Reading }) {
  const { t } = useTranslation("together");
  const { changedBy } = stretch;
  const runs = stretch[reading];
  const isAffected =
    changedBy === "collision" ||
    changedBy === "both" ||
    (reading !== "base" && changedBy === reading) ||
    (reading === "base" && changedBy !== "nobody");
  if (!isAffected) return <Runs runs={runs} />;
  const gone = runs.length === 0;
  if (gone && reading === "base") return null;
  const { space, rest } = withoutSpace(runs);
  return (
    <>
      {space}
      <mark className="stretch" data-by={changedBy}>
        <span className="visually-hidden unselectable">
          {" "}
          {changedBy === "collision" ? t("spokenCollision") : t("spokenChange")}{" "}
        </span>
        {gone ? (
          <span className="stretch-gone" title={t("struckOut")}>
            <span aria-hidden="true">⌀</span>
            <span className="visually-hidden">{t("struckOut")}</span>
          </span>
        ) : (
          <Runs runs={rest} />
        )}
        <span className="visually-hidden unselectable"> {t("spokenEnd")} </span>
      </mark>
    </>
  );
}

type ColumnProps = {
  block: Block;
  reading: Reading;
  title: string;
  language: Language;
};

function Column({ block, reading, title, language }: ColumnProps) {
  const { t } = useTranslation("together");
  const fate = reading === "base" ? null : block.fate[reading];
  const isEmpty = block.stretches.every((one) => one[reading].length === 0);
  const note =
    fate === "kept"
      ? t("fate.kept")
      : fate === "deleted" || fate === "inserted" || fate === "moved"
        ? t(`fate.${fate}`)
        : null;
  return (
    <div className="reading" data-reading={reading}>
      <h4>
        {title}
        {note && <span className="muted"> · {note}</span>}
      </h4>
      {isEmpty ? (
        <p className="muted">{t(reading === "base" || fate === "absent" ? "notThere" : "struckOut")}</p>
      ) : (
        <p className="reading-text" lang={language}>
          {block.stretches.map((stretch, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stretch is its place among the others
            <Stretch key={index} stretch={stretch} reading={reading} />
          ))}
        </p>
      )}
    </div>
  );
}

function Paragraph({ block, view, language }: { block: Block; view: ThreeWayView; language: Language }) {
  const { t } = useTranslation("together");
  const names = useNames();
  const [one, other] = view.amendments;
  const conflicts = view.conflicts.filter((conflict) => conflict.block === block.id);
  return (
    <section className="three-way-block" id={`p-${block.id}`} aria-label={block.path} tabIndex={-1}>
      <h3 className="num">
        {block.path}
        {[...new Set(conflicts.map(({ kind }) => kind))].map((kind) => (
          <span key={kind} className="three-way-kind">
            {" "}
            <span aria-hidden="true">⚠</span> {names.conflict(kind)}
          </span>
        ))}
      </h3>
      <div className="readings">
        <Column block={block} reading="base" title={t(`ground.${view.ground}`)} language={language} />
        <Column block={block} reading="ours" title={one.tag} language={language} />
        <Column block={block} reading="theirs" title={other.tag} language={language} />
      </div>
    </section>
  );
}

type Pair = [AmendmentSummary, AmendmentSummary];

function Beside({ view, pair }: { view: ThreeWayView; pair: Pair }) {
  const { t } = useTranslation("together");
  const words = useWords();
  const names = useNames();
  const [one, other] = view.amendments;
  const [mine] = pair;
  const page = `/app/${mine.instrument}/amendments`;
  const sameSpot = (block: string) => view.blocks.some(({ id }) => id === block);
  return (
    <div className="page three-way">
      <header className="stack">
        <p>
          <Link to={page}>{t("toTracker")}</Link>
        </p>
        <h1 className="num">{t("besideTitle", { one: one.tag, other: other.tag })}</h1>
        <p>
          {view.amendments.map(({ id, tag, delegation }, index) => (
            <span key={id}>
              {index > 0 && " · "}
              <Link className="num" to={`${page}/${id}`}>
                {tag}
              </Link>{" "}
              {words(delegation.name)}
            </span>
          ))}
        </p>
        {view.ground === "version" && <p className="muted">{t("groundVersion")}</p>}
      </header>
      <section className="stack" aria-labelledby="collisions">
        <h2 id="collisions">{t("collisions", { count: view.conflicts.length })}</h2>
        {view.conflicts.length === 0 ? (
          <p className="muted">{t("goTogether")}</p>
        ) : (
          <ul className="stack">
            {view.conflicts.map((conflict) => (
              <li key={`${conflict.block} ${conflict.kind} ${conflict.ours}`}>
                <span aria-hidden="true">⚠ </span>
                {sameSpot(conflict.block) ? (
                  <a className="num" href={`#p-${conflict.block}`}>
                    {conflict.path}
                  </a>
                ) : (
                  <strong className="num">{conflict.path}</strong>
                )}{" "}
                {names.conflict(conflict.kind)}
                {(conflict.ours || conflict.theirs) && (
                  <span>
                    {": "}
                    {t("twoSay", {
                      one: one.tag,
                      ours: conflict.ours || "–",
                      other: other.tag,
                      theirs: conflict.theirs || "–",
                    })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        <div className="row">
          <Compromise pair={pair} />
          <ButtonLink to={`${page}/what-if?chosen=${pair.map(({ number }) => number).join(",")}`}>
            {t("whatIfBoth")}
          </ButtonLink>
        </div>
      </section>
      <section className="stack" aria-labelledby="readings">
        <h2 id="readings">{t("readings")}</h2>
        <p className="small muted">{t("legend")}</p>
        {view.blocks.map((block) => (
          <Paragraph key={block.id} block={block} view={view} language={mine.language} />
        ))}
      </section>
    </div>
  );
}

/** Two amendments of one text beside it, word by word. */
export function ThreeWay() {
  const { amendment = "", other = "" } = useParams();
  const slug = useInstrumentSlug();
  const view = useApi("three-way", { amendment, other });
  const amendments = useApi("amendments", { instrument: slug });
  return (
    <Await of={view}>
      {(data) => (
        <Await of={amendments}>
          {(list) => {
            const [one, two] = data.amendments.map(({ id }) => list.find((each) => each.id === id));
            return one && two ? <Beside view={data} pair={[one, two]} /> : null;
          }}
        </Await>
      )}
    </Await>
  );
}
