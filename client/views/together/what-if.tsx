import { ToggleGroup } from "radix-ui";
import { Link, useSearchParams } from "react-router";
import type { WhatIfView } from "../../../shared/api/together";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useTranslation } from "../../i18n/use-translation";
import { Label } from "../../ui/act";
import { Await } from "../../ui/await";
import { Badge, type BadgeTone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { moved } from "../../ui/moved";
import { useNames } from "../../ui/names";
import { RuleMark } from "../../ui/notice";
import { Redline } from "../../ui/redline";
import { chosenFrom, chosenText, toggled } from "./chosen";
import "./together.css";

type Step = WhatIfView["steps"][number];

const TONES: Record<Step["outcome"], BadgeTone> = {
  adopted: "agreed",
  contained: "plain",
  moot: "refused",
  needs_redraft: "conflict",
  needs_parent: "conflict",
  decided: "plain",
};

/** What would become of one of them, and why. */
function Outcome({ step, page }: { step: Step; page: string }) {
  const { t } = useTranslation("together");
  const names = useNames();
  const tags = step.because.map(({ tag }) => tag).join(", ");
  return (
    <>
      <Badge tone={TONES[step.outcome]}>{t(`outcome.${step.outcome}`)}</Badge>
      {step.outcome === "moot" && (
        <span>
          {t("mootBecause", { tags })} <RuleMark rule="A5" />
        </span>
      )}
      {step.outcome === "needs_redraft" && (
        <span>
          {tags && <>{t("misfitBecause", { tags })} </>}
          {step.conflicts.map(({ path, kind, block }) => (
            <span key={`${block} ${kind}`} className="what-if-conflict">
              <strong className="num">{path}</strong> {names.conflict(kind)}
            </span>
          ))}
          {step.because.map(({ id, tag }) => (
            <Link key={id} to={`${page}/${step.amendment.id}/with/${id}`}>
              {t("compareWith", { tag })}
            </Link>
          ))}
        </span>
      )}
      {step.outcome === "needs_parent" && (
        <span>
          {t(tags ? "parentOut" : "parentMissing", { tags })} <RuleMark rule="A11" />
        </span>
      )}
    </>
  );
}

type StepsProps = {
  steps: Step[];
  page: string;
  onMove: (at: number, to: number) => void;
  onRemove: (at: number) => void;
};

function Steps({ steps, page, onMove, onRemove }: StepsProps) {
  const { t } = useTranslation("together");
  return (
    <ol className="what-if-steps">
      {steps.map((step, at) => (
        <li key={step.amendment.id}>
          <span className="num">{at + 1}.</span>
          <Link className="num what-if-tag" to={`${page}/${step.amendment.id}`}>
            {step.amendment.tag}
          </Link>
          <span className="what-if-outcome">
            <Outcome step={step} page={page} />
          </span>
          <span className="what-if-acts">
            <Button aria-disabled={at === 0} onClick={() => at > 0 && onMove(at, at - 1)}>
              <Label text={t("earlier")} about={step.amendment.tag} />
            </Button>
            <Button
              aria-disabled={at === steps.length - 1}
              onClick={() => at < steps.length - 1 && onMove(at, at + 1)}
            >
              <Label text={t("later")} about={step.amendment.tag} />
            </Button>
            <Button tone="quiet" onClick={() => onRemove(at)}>
              <Label text={t("leaveOut")} about={step.amendment.tag} />
            </Button>
          </span>
        </li>
      ))}
    </ol>
  );
}

function OrderDecides({ view, page }: { view: WhatIfView; page: string }) {
  const { t } = useTranslation("together");
  const names = useNames();
  return (
    <section className="stack" aria-labelledby="order-decides">
      <h2 id="order-decides">{t("orderDecides", { count: view.orderDecides.length })}</h2>
      <p className="small muted">{t(view.orderDecides.length > 0 ? "orderDecidesIs" : "orderFree")}</p>
      {view.orderDecides.length > 0 && (
        <ul className="stack">
          {view.orderDecides.map(({ a, b, conflicts }) => (
            <li key={`${a.id} ${b.id}`}>
              <Link to={`${page}/${a.id}/with/${b.id}`}>
                {t("besideTitle", { one: a.tag, other: b.tag })}
              </Link>
              {": "}
              {conflicts.map(({ path, kind, block }) => (
                <span key={`${block} ${kind}`} className="what-if-conflict">
                  <strong className="num">{path}</strong> {names.conflict(kind)}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The text as it would read with some amendments adopted. What is supposed stands in the address; nothing is done. */
export function WhatIf() {
  const { t } = useTranslation("together");
  const slug = useInstrumentSlug();
  const [search, setSearch] = useSearchParams();
  const chosen = chosenFrom(search);
  const supposed = useApi(
    "what-if",
    { instrument: slug, amendments: chosenText(chosen) },
    { enabled: chosen.length > 0, keepsLast: true },
  );
  const page = `/app/${slug}/amendments`;
  const whole = search.get("show") === "all";
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  const choose = (next: string[]) => set("chosen", chosenText(next));
  return (
    <div className="page what-if">
      <header className="stack">
        <p>
          <Link to={`${page}?chosen=${chosenText(chosen)}`}>{t("chooseOthers")}</Link>
        </p>
        <h1>{t("whatIfTitle")}</h1>
        <p className="muted">{t("whatIfIs")}</p>
      </header>
      {chosen.length === 0 ? (
        <p>{t("noneChosen")}</p>
      ) : (
        <Await of={supposed}>
          {(view) => (
            <>
              <section className="stack" aria-labelledby="steps">
                <h2 id="steps">{t("steps")}</h2>
                <Steps
                  steps={view.steps}
                  page={page}
                  onMove={(at, to) => choose(moved(chosen, at, to))}
                  onRemove={(at) => choose(toggled(chosen, chosen[at] as string))}
                />
              </section>
              <OrderDecides view={view} page={page} />
              <section className="stack" aria-labelledby="would-read">
                <div className="row what-if-head">
                  <h2 id="would-read">{t("wouldRead")}</h2>
                  <ToggleGroup.Root
                    className="toggle"
                    type="single"
                    aria-label={t("showing")}
                    value={whole ? "all" : "changes"}
                    onValueChange={(value) => value && set("show", value === "all" ? "all" : "")}
                  >
                    <ToggleGroup.Item value="changes">{t("changesOnly")}</ToggleGroup.Item>
                    <ToggleGroup.Item value="all">{t("wholeText")}</ToggleGroup.Item>
                  </ToggleGroup.Root>
                </div>
                <Redline blocks={view.redline} language={view.language} onlyChanges={!whole} />
              </section>
            </>
          )}
        </Await>
      )}
    </div>
  );
}
