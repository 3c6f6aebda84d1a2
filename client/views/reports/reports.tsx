import { Link } from "react-router";
import type { ReportView } from "../../../shared/api/reports";
import type { Permission } from "../../../shared/api/views/common";
import { REPORT_KINDS, type ReportKind } from "../../../shared/records/reports/write";
import { useApi, useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Await } from "../../ui/await";
import { useNames } from "../../ui/names";
import { PageTitle } from "../../ui/page-title";
import { useToast } from "../../ui/toast";
import "./reports.css";

/** What is written from the record: drafts to be edited, and what was issued. */
export function Reports() {
  const { t } = useTranslation("reports");
  const reports = useApi("reports", {});
  return (
    <div className="page">
      <PageTitle parts={[t("title")]} />
      <header className="stack">
        <h1>{t("title")}</h1>
        <p className="prose">{t("intro")}</p>
      </header>
      <Await of={reports}>
        {(data) =>
          REPORT_KINDS.map((kind) => (
            <Kind
              key={kind}
              kind={kind}
              reports={data.reports.filter((one) => one.kind === kind)}
              mayIssue={permission(data.permissions, "issue_report")}
            />
          ))
        }
      </Await>
    </div>
  );
}

function Kind({
  kind,
  reports,
  mayIssue,
}: {
  kind: ReportKind;
  reports: ReportView[];
  mayIssue: Permission;
}) {
  const { t } = useTranslation("reports");
  const clock = useClock();
  const draft = reports.find(({ issuedAt }) => issuedAt === null);
  const issued = reports.filter(({ issuedAt }) => issuedAt !== null);
  return (
    <section className="stack report-kind" aria-labelledby={`kind-${kind}`}>
      <h2 id={`kind-${kind}`}>{t(`kind.${kind}`)}</h2>
      <p className="muted">{t(`kindHint.${kind}`)}</p>
      {draft ? (
        <Draft draft={draft} mayIssue={mayIssue} />
      ) : (
        <>
          <p>{t("noDraft")}</p>
          <Write kind={kind} anew={false} mayIssue={mayIssue} />
        </>
      )}
      {issued.length === 0 ? (
        <p className="muted">{t("none")}</p>
      ) : (
        <ul className="stack">
          {issued.map(({ id, number, issuedAt, publicPage }) => (
            <li key={id}>
              <a href={publicPage ?? ""}>
                {t(`kind.${kind}`)} {t("number", { number })}
              </a>{" "}
              <span className="muted">{t("issuedOn", { when: clock.dayAndHour(issuedAt ?? "") })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Write({ kind, anew, mayIssue }: { kind: ReportKind; anew: boolean; mayIssue: Permission }) {
  const { t } = useTranslation("reports");
  const say = useToast();
  const write = useCommand("write-report");
  const confirm = { title: t("anewTitle"), body: <p>{t("anewBody")}</p>, action: t("anew") };
  return (
    <Act
      permission={mayIssue}
      label={anew ? t("anew") : t("write")}
      about={t(`kind.${kind}`)}
      tone={anew ? undefined : "primary"}
      {...(anew ? { confirm } : {})}
      onAct={async () => {
        await write.mutateAsync({ kind, anew });
        say(t("written"));
      }}
    />
  );
}

function Draft({ draft, mayIssue }: { draft: ReportView; mayIssue: Permission }) {
  const { t } = useTranslation("reports");
  const names = useNames();
  const clock = useClock();
  const say = useToast();
  const issue = useCommand("issue-report");
  const revisions = Object.fromEntries(draft.texts.map(({ language, revision }) => [language, revision]));
  return (
    <div className="stack">
      <p className="small">
        {t("reach", { seq: draft.uptoSeq })}{" "}
        {draft.entriesSince > 0 && <strong>{t("since", { count: draft.entriesSince })}</strong>}
      </p>
      <ul className="report-texts">
        {draft.texts.map(({ language, editedBy, editedAt }) => (
          <li key={language}>
            <Link to={`/app/reports/${draft.id}/${language}`}>{names.language(language)}</Link>{" "}
            <span className="muted small">
              {editedBy
                ? t("editedBy", { name: editedBy, when: clock.dayAndHour(editedAt) })
                : t("asWritten")}
            </span>
          </li>
        ))}
      </ul>
      <div className="row">
        <Act
          permission={mayIssue}
          label={t("issue")}
          about={t(`kind.${draft.kind}`)}
          tone="primary"
          confirm={{ title: t("issueTitle"), body: <p>{t("issueBody")}</p>, action: t("issue") }}
          onAct={async () => {
            await issue.mutateAsync({ report: draft.id, revisions });
            say(t("issued"));
          }}
        />
        <Write kind={draft.kind} anew mayIssue={mayIssue} />
      </div>
    </div>
  );
}
