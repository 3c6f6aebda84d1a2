import { Link } from "react-router";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { allowed, notNow, permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Reason } from "../../ui/act";
import { AmendmentBadge, Badge } from "../../ui/badge";
import { RedlineSnippet } from "../../ui/redline";
import { DoNotPut, Lapse, PutToTheVote, Ruling } from "../amendment/chair-actions";
import { ConflictBadges, Proponent } from "../tracker/amendment-rows";
import { comparePaths } from "../tracker/compare-paths";
import { TakeDown } from "./take-down";

function Row({ amendment, hasQuestion }: { amendment: AmendmentSummary; hasQuestion: boolean }) {
  const { t: m } = useTranslation("meeting");
  const { t } = useTranslation("together");
  return (
    <li className="desk-amendment">
      <p className="row">
        <Link className="num desk-tag" to={`/app/${amendment.instrument}/amendments/${amendment.id}`}>
          {amendment.tag}
        </Link>
        <span className="num">{amendment.anchor?.path}</span>
        {amendment.parent && <span className="muted">{t("amendsShort", { tag: amendment.parent.tag })}</span>}
        <Proponent amendment={amendment} />
        {amendment.late && <Badge tone="bracket">{m("late")}</Badge>}
        {amendment.state !== "open" && amendment.state !== "submitted" && (
          <AmendmentBadge state={amendment.state} />
        )}
      </p>
      <p>
        <RedlineSnippet change={amendment.change} language={amendment.language} />
      </p>
      <p className="row">
        <ConflictBadges amendment={amendment} />
      </p>
      <div className="row">
        <Ruling amendment={amendment} />
        {!hasQuestion && allowed(amendment.permissions, "put_amendment") && (
          <PutToTheVote amendment={amendment} />
        )}
        {amendment.state === "needs_rebase" && <DoNotPut amendment={amendment} />}
        <Lapse amendment={amendment} />
      </div>
    </li>
  );
}

type DeskAmendmentsProps = { instrument: InstrumentView; pending: AmendmentSummary[] };

/** What awaits a ruling, and what can be put to the vote, in the order of the text. */
export function DeskAmendments({ instrument, pending }: DeskAmendmentsProps) {
  const { t } = useTranslation("desk");
  const hasQuestion = instrument.question !== null;
  const awaiting = pending.filter(({ state }) => state === "submitted");
  const open = pending
    .filter(({ state }) => state !== "submitted")
    .sort((a, b) => comparePaths(a.anchor?.path ?? "", b.anchor?.path ?? ""));
  // Said once for all that wait for the same. Whose turn it is, the order of voting shows; the stage stands above.
  const refusals = open
    .map(({ permissions }) => permission(permissions, "put_amendment"))
    .filter(notNow)
    .filter(({ code }) => code !== "not_its_turn" && code !== "wrong_stage");
  const waiting = hasQuestion ? [] : [...new Map(refusals.map((one) => [one.code, one])).values()];
  return (
    <div className="stack desk-lists">
      <section className="stack" aria-labelledby="awaiting">
        <h2 id="awaiting">
          {t("awaiting")} <span className="tab-count">{awaiting.length}</span>
        </h2>
        {awaiting.length === 0 && <p className="muted">{t("awaitingNone")}</p>}
        <ul>
          {awaiting.map((one) => (
            <Row key={one.id} amendment={one} hasQuestion={hasQuestion} />
          ))}
        </ul>
      </section>
      <section className="stack" aria-labelledby="open">
        <h2 id="open">
          {t("open")} <span className="tab-count">{open.length}</span>
        </h2>
        <TakeDown instrument={instrument} />
        {open.length === 0 && <p className="muted">{t("openNone")}</p>}
        {waiting.map((refused) => (
          <Reason key={refused.code} refused={refused} />
        ))}
        <ul>
          {open.map((one) => (
            <Row key={one.id} amendment={one} hasQuestion={hasQuestion} />
          ))}
        </ul>
      </section>
    </div>
  );
}
