import { ToggleGroup } from "radix-ui";
import { useCallback, useMemo, useRef } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { type Filters, filtersFrom, matches, NO_FILTERS } from "../../../shared/api/amendment-filters";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi, useCommand } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { allowed, permission } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Await } from "../../ui/await";
import { Downloads } from "../../ui/downloads";
import { FromFile } from "../import-amendments/from-file";
import { DeadlineNote } from "../meeting/deadline";
import { ProposeInForm } from "../propose/propose-in-form";
import { chosenFrom, chosenText, toggled } from "../together/chosen";
import { ChosenBar } from "../together/chosen-bar";
import { AmendmentRows, type Choosing } from "./amendment-rows";
import { Board } from "./board/board";
import { comparePaths } from "./compare-paths";
import { Conflicts } from "./conflicts/conflicts";
import { FilterBar } from "./filter-bar";
import "./tracker.css";

function Propose({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("tracker");
  const navigate = useNavigate();
  const start = useCommand("start-amendment");
  return (
    <Act
      permission={permission(instrument.permissions, "propose_amendment")}
      label={t("propose")}
      tone="primary"
      onAct={async () => {
        const { amendment } = await start.mutateAsync({
          instrument: instrument.slug,
          language: instrument.sourceLanguage,
        });
        await navigate(`/app/${instrument.slug}/amendments/${amendment}/edit`);
      }}
    />
  );
}

function Drafts({ drafts }: { drafts: AmendmentSummary[] }) {
  const { t } = useTranslation("tracker");
  const clock = useClock();
  const words = useWords();
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts" className="stack">
      <h2 id="drafts">{t("drafts")}</h2>
      <ul className="stack">
        {drafts.map((draft) => (
          <li key={draft.id} className="row">
            <span>{t("draftFrom", { when: clock.dayAndHour(draft.createdAt) })}</span>
            <span className="muted">{words(draft.delegation.name)}</span>
            <Link to={`${draft.id}/edit`}>
              {t(allowed(draft.permissions, "edit_amendment") ? "continue" : "read")}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ByParagraph({ amendments, choosing }: { amendments: AmendmentSummary[]; choosing: Choosing }) {
  const { t } = useTranslation("tracker");
  const paths = [...new Set(amendments.map((one) => one.anchor?.path ?? ""))].sort(comparePaths);
  return paths.map((path) => (
    <section key={path} className="stack" aria-label={path || t("noParagraph")}>
      <h2 className="num">{path || t("noParagraph")}</h2>
      <AmendmentRows
        amendments={amendments.filter((one) => (one.anchor?.path ?? "") === path)}
        paragraph={false}
        choosing={choosing}
      />
    </section>
  ));
}

/** As each stands in the address; the first is what is shown when it says nothing. */
const VIEWS = ["list", "paragraph", "board", "conflicts"] as const;
type View = (typeof VIEWS)[number];
const LABELS = { list: "asTable", paragraph: "byParagraph", board: "asBoard", conflicts: "asGraph" } as const;

type ShownProps = { view: View; all: AmendmentSummary[]; filters: Filters; choosing: Choosing };

/** Those that match the filters, in the view that is asked for. */
function Shown({ view, all, filters, choosing }: ShownProps) {
  const { t } = useTranslation("tracker");
  const slug = useInstrumentSlug();
  const shown = useMemo(() => all.filter((one) => matches(one, filters)), [all, filters]);
  // Another filter begins with its first rows: a thousand others need not be drawn before.
  const key = Object.values(filters).join(" ");
  return (
    <>
      <p className="small muted" role="status">
        {t("shownOf", { shown: shown.length, all: all.length })}
      </p>
      <Downloads
        list={view === "conflicts" ? "conflicts" : "amendments"}
        instrument={slug}
        search={filters}
      />
      {shown.length === 0 ? (
        <p>{t("nothing")}</p>
      ) : view === "paragraph" ? (
        <ByParagraph amendments={shown} choosing={choosing} />
      ) : view === "board" ? (
        <Board key={key} amendments={shown} choosing={choosing} />
      ) : view === "conflicts" ? (
        <Conflicts key={key} slug={slug} all={all} shown={shown} />
      ) : (
        <AmendmentRows key={key} amendments={shown} paragraph choosing={choosing} />
      )}
    </>
  );
}

/** All amendments to one text. The filters stand in the address, so that a view of them can be sent to somebody. */
export function Tracker() {
  const { t } = useTranslation("tracker");
  const slug = useInstrumentSlug();
  const instrument = useApi("instrument", { instrument: slug });
  const amendments = useApi("amendments", { instrument: slug });
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersFrom(search), [search]);
  const asked = search.get("view");
  const view = VIEWS.find((one) => one === asked) ?? "list";

  const change = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      // A row further down that is chosen stays where it is.
      { replace: true, preventScrollReset: true },
    );
  const chosen = useMemo(() => chosenFrom(search), [search]);
  const changeNow = useRef(change);
  changeNow.current = change;
  const chosenNow = useRef(chosen);
  chosenNow.current = chosen;
  // The same function from one drawing to the next, so that the other rows are left alone.
  const onChoose = useCallback(
    (number: string) => changeNow.current("chosen", chosenText(toggled(chosenNow.current, number))),
    [],
  );
  const choosing = useMemo(() => ({ chosen: new Set(chosen), onChoose }), [chosen, onChoose]);
  const clear = () => {
    const next = new URLSearchParams(search);
    for (const name of Object.keys(NO_FILTERS)) next.delete(name);
    setSearch(next, { replace: true, preventScrollReset: true });
  };

  return (
    <div className="page tracker">
      <Await of={amendments}>
        {(data) => {
          const all = data.filter(({ state }) => state !== "draft");
          return (
            <>
              <header className="tracker-head">
                <h2>{t("count", { count: all.length })}</h2>
                {instrument.data && (
                  <div className="row">
                    <FromFile instrument={instrument.data} />
                    <ProposeInForm instrument={instrument.data} language={instrument.data.sourceLanguage} />
                    <Propose instrument={instrument.data} />
                  </div>
                )}
              </header>
              {instrument.data && <DeadlineNote instrument={instrument.data} />}
              <Drafts drafts={data.filter(({ state }) => state === "draft")} />
              {all.length === 0 ? (
                <p className="muted">{t("empty")}</p>
              ) : (
                <>
                  <div className="tracker-tools">
                    <FilterBar amendments={all} filters={filters} onChange={change} onClear={clear} />
                    <ToggleGroup.Root
                      className="toggle"
                      type="single"
                      aria-label={t("arrange")}
                      value={view}
                      onValueChange={(value) => value && change("view", value === "list" ? "" : value)}
                    >
                      {VIEWS.map((one) => (
                        <ToggleGroup.Item key={one} value={one}>
                          {t(LABELS[one])}
                        </ToggleGroup.Item>
                      ))}
                    </ToggleGroup.Root>
                  </div>
                  <ChosenBar
                    slug={slug}
                    amendments={all}
                    chosen={chosen}
                    onClear={() => change("chosen", "")}
                  />
                  <Shown view={view} all={all} filters={filters} choosing={choosing} />
                </>
              )}
            </>
          );
        }}
      </Await>
    </div>
  );
}
