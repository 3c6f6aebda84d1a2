import { Link, Navigate, useParams } from "react-router";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import { useApi } from "../../app/api";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { AmendmentBadge } from "../../ui/badge";
import { Loading } from "../../ui/loading";
import { useNames } from "../../ui/names";
import { RuleMark } from "../../ui/notice";
import { usePlace } from "../../ui/place";
import { Redline } from "../../ui/redline";
import { VoteSummary } from "../ballot/vote-summary";
import { InviteSponsors } from "../invitations/invite-sponsors";
import { SponsorNames } from "../invitations/invited";
import { ExcludesLine } from "../tracker/distance";
import { AmendmentActions } from "./amendment-actions";
import { Attachments } from "./attachments";
import { ConflictList } from "./conflict-list";
import { Discussion } from "./discussion";
import { ProposedChange } from "./proposed-change";
import { Above, Below, Refs } from "./relations";
import "./amendment.css";

function Sponsors({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  return (
    <section aria-labelledby="sponsors" className="stack">
      <h2 id="sponsors">{t("sponsors")}</h2>
      <SponsorNames amendment={amendment} />
      <p className="small muted">{amendment.proposedBy && t("proposedBy", { name: amendment.proposedBy })}</p>
      {amendment.file && (
        <p className="small muted" title={`SHA-256 ${amendment.file.sha256}`}>
          {t("fromFile", { name: amendment.file.name, place: amendment.file.place })}
        </p>
      )}
      <div>
        <InviteSponsors amendment={amendment} />
      </div>
    </section>
  );
}

function Conflicts({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  const { t: tt } = useTranslation("together");
  const withText = amendment.conflicts ?? [];
  if (amendment.conflicts === null && amendment.collidesWith.length === 0) return null;
  return (
    <section aria-labelledby="conflicts" className="stack">
      <h2 id="conflicts">{t("conflicts")}</h2>
      {withText.length === 0 && amendment.collidesWith.length === 0 && <p className="muted">{t("fits")}</p>}
      {withText.length > 0 && (
        <ConflictList title={t("withText")} conflicts={withText} ours={t("ours")} theirs={t("theirs")} />
      )}
      {amendment.excludes.length > 0 && (
        <p>
          <ExcludesLine amendment={amendment} /> <RuleMark rule="A5" />
        </p>
      )}
      {amendment.collidesWith.map((other) => (
        <ConflictList
          key={other.id}
          title={
            <>
              <Link to={`../${other.id}`} relative="path">
                {t("withOther", { tag: other.tag })}
              </Link>{" "}
              <Link
                className="conflict-compare"
                to={`/app/${amendment.instrument}/amendments/${amendment.id}/with/${other.id}`}
              >
                {tt("compareWith", { tag: other.tag })}
              </Link>
            </>
          }
          conflicts={other.conflicts}
          ours={t("ours")}
          theirs={t("theirsOther", { tag: other.tag })}
        />
      ))}
    </section>
  );
}

/** How the other amendment, which an act came from, had to do with it. */
const BECAUSE = {
  "amendment.amended": "historyAmended",
  "amendment.withdrawn": "historyReplaced",
} as const;

function becauseOf(act: string) {
  return BECAUSE[act as keyof typeof BECAUSE] ?? "historyBecause";
}

function History({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  const clock = useClock();
  const names = useNames();
  return (
    <section aria-labelledby="history" className="stack">
      <h2 id="history">{t("history")}</h2>
      <ol className="history">
        {amendment.history.map((entry) => (
          <li key={entry.seq}>
            <time className="num muted" dateTime={entry.at}>
              {clock.dayAndHour(entry.at)}
            </time>
            <span>
              {names.act(entry.act)} <span className="muted">{entry.by ?? t("system")}</span>
            </span>
            {entry.because && <span>{t(becauseOf(entry.act), { tag: entry.because })}</span>}
            {entry.reason && <span className="history-reason">“{entry.reason}”</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Amendment({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("amendment");
  const { t: tt } = useTranslation("together");
  const names = useNames();
  const words = useWords();
  const instrument = useApi("instrument", { instrument: amendment.instrument });
  const { anchor, redline } = amendment;
  const touches = redline.flatMap(({ id, change }) => (change === "inserted" ? [] : [id]));
  const begunAgain = amendment.begunAgain.filter((one) => one.state !== "draft");
  const place = usePlace()({ anchor, touches });
  return (
    <div className="page">
      <header className="stack">
        <p>
          <Link to={`/app/${amendment.instrument}/amendments`}>{t("back")}</Link>
        </p>
        <div className="row amendment-title">
          <h1 className="num">
            {amendment.tag}
            {place && ` · ${place}`}
          </h1>
          <AmendmentBadge state={amendment.state} />
          <span>{words(amendment.delegation.name)}</span>
        </div>
        <p className="small muted">
          {instrument.data && <span className="num">{instrument.data.symbol} · </span>}
          {t("source", { source: names.source(amendment.source) })} · {names.language(amendment.language)}
        </p>
        <Above amendment={amendment} />
        {amendment.combines.length > 0 && (
          <p>
            {tt("combines")} <Refs refs={amendment.combines} />
          </p>
        )}
        {amendment.combinedIn.length > 0 && (
          <p>
            {tt("combinedIn")} <Refs refs={amendment.combinedIn} />
          </p>
        )}
        {amendment.late && amendment.state === "submitted" && (
          <p>
            {t("late")} <RuleMark rule="A13" />
          </p>
        )}
        {amendment.impliedBy && (
          <p>
            <span aria-hidden="true">⚠ </span>
            {tt("impliedBy", { by: amendment.impliedBy.tag })} <RuleMark rule="A5" />
          </p>
        )}
        {amendment.reintroduces && (
          <p>
            <Link to={`../${amendment.reintroduces.id}`} relative="path">
              {t("reintroduces", { tag: amendment.reintroduces.tag })}
            </Link>
          </p>
        )}
        {begunAgain.length > 0 && (
          <p>
            {t("begunAgain")} <Refs refs={begunAgain} />
          </p>
        )}
        {amendment.appliedVersion && (
          <p>
            {t("applied", { number: amendment.appliedVersion.number })}{" "}
            <Link
              to={`/app/${amendment.instrument}/versions?language=${amendment.language}&from=${amendment.baseVersion.id}&to=${amendment.appliedVersion.id}`}
            >
              {t("seeVersion")}
            </Link>
          </p>
        )}
      </header>
      <div className="amendment-columns">
        <div className="stack amendment-main">
          <ProposedChange amendment={amendment} />
          {amendment.submittedAs && (
            <section aria-labelledby="submitted-as" className="stack">
              <h2 id="submitted-as">{tt("submittedAs")}</h2>
              <p className="small muted">{tt("rebased")}</p>
              <Redline blocks={amendment.submittedAs} language={amendment.language} onlyChanges />
            </section>
          )}
          {amendment.parent && (
            <section aria-labelledby="with-both" className="stack">
              <h2 id="with-both">{tt("withBoth")}</h2>
              <Redline blocks={amendment.parent.withBoth} language={amendment.language} onlyChanges />
            </section>
          )}
          <Below amendment={amendment} />
          {amendment.rationale && (
            <section aria-labelledby="rationale" className="stack">
              <h2 id="rationale">{t("rationale")}</h2>
              <p className="prose">{amendment.rationale}</p>
            </section>
          )}
          <Conflicts amendment={amendment} />
          {amendment.votes.length > 0 && (
            <section aria-labelledby="votes" className="stack">
              <h2 id="votes">{t("votes")}</h2>
              {amendment.votes.map((vote) => (
                <VoteSummary key={vote.id} vote={vote} />
              ))}
            </section>
          )}
          <Discussion amendment={amendment} />
        </div>
        <aside className="stack amendment-side">
          <AmendmentActions amendment={amendment} />
          <Sponsors amendment={amendment} />
          <Attachments amendment={amendment.id} />
          <History amendment={amendment} />
        </aside>
      </div>
    </div>
  );
}

/** One amendment: what it changes, why, who is for it, what it collides with, what became of it. */
export function AmendmentPage() {
  const { amendment: id = "" } = useParams();
  const amendment = useApi("amendment", { amendment: id });
  if (amendment.data?.state === "draft" && amendment.data.room) {
    // Just submitted, it may still be a draft in what was read before: sent back there, nobody would find the way out.
    return amendment.isFetching ? <Loading /> : <Navigate to="edit" replace />;
  }
  return <Await of={amendment}>{(data) => <Amendment amendment={data} />}</Await>;
}
