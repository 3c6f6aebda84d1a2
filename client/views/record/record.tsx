import { Link, useSearchParams } from "react-router";
import { gistOf } from "../../../shared/api/record-gist";
import type { LedgerRow, RecordView } from "../../../shared/api/views/record";
import { useApi } from "../../app/api";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { ButtonLink } from "../../ui/button";
import { Downloads } from "../../ui/downloads";
import { useNames } from "../../ui/names";
import { PageTitle } from "../../ui/page-title";
import { Certificates } from "./certificates";
import { Verification } from "./verification";
import "./record.css";

function Entry({ row }: { row: LedgerRow }) {
  const { t } = useTranslation("record");
  const clock = useClock();
  const names = useNames();
  return (
    <tr>
      <td className="num">{row.seq}</td>
      <td className="num">
        <time dateTime={row.at}>{clock.dayAndHour(row.at)}</time>
      </td>
      <td>
        {row.actor ? row.actor.name : t("system")}
        {row.actor && (
          <span className="muted small record-role">
            {[names.role(row.actor.role), row.actor.delegation].filter(Boolean).join(", ")}
          </span>
        )}
      </td>
      <td>
        <strong>{names.act(row.act)}</strong> <span className="muted">{gistOf(row)}</span>
        <details className="record-details">
          <summary>{t("details")}</summary>
          <p className="hash">{row.subject}</p>
          <pre>{JSON.stringify(row.data, null, 2)}</pre>
          <p className="small">
            {t("hash")} <span className="hash">{row.hash}</span>
          </p>
          <p className="small">
            {t("previous")} <span className="hash">{row.prev}</span>
          </p>
        </details>
      </td>
      <td className="hash record-hash" title={row.hash}>
        {row.hash.slice(0, 8)}…
      </td>
    </tr>
  );
}

function Entries({ data, isNewest }: { data: RecordView; isNewest: boolean }) {
  const { t } = useTranslation("record");
  const rows = [...data.entries].sort((a, b) => b.seq - a.seq);
  const oldest = rows.at(-1)?.seq ?? 1;
  return (
    <>
      <p className="small muted">
        {t("total", { count: data.total })} · {t("head")} <span className="hash">{data.head}</span>
      </p>
      <Downloads list="record" />
      <div className="table-scroll">
        <table className="table record-table">
          <thead>
            <tr>
              <th scope="col">{t("seq")}</th>
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("who")}</th>
              <th scope="col">{t("what")}</th>
              <th scope="col">{t("hash")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Entry key={row.seq} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <nav className="row" aria-label={t("title")}>
        {!isNewest && <ButtonLink to="/app/record">{t("newest")}</ButtonLink>}
        {oldest > 1 && <ButtonLink to={`/app/record?before=${oldest}`}>{t("older")}</ButtonLink>}
      </nav>
    </>
  );
}

/** The ledger, newest first, and whether it holds. */
export function Record() {
  const { t } = useTranslation("record");
  const [search] = useSearchParams();
  const before = Number(search.get("before")) || undefined;
  const record = useApi("record", { before });
  return (
    <div className="page">
      <PageTitle parts={[t("title")]} />
      <header className="stack">
        <h1>{t("title")}</h1>
        <p className="prose">{t("intro")}</p>
        <p>
          <Link to="/app/reports">{t("reports")}</Link>
        </p>
        <Verification />
      </header>
      <Certificates />
      <Await of={record}>{(data) => <Entries data={data} isNewest={before === undefined} />}</Await>
    </div>
  );
}
