import { useEffect, useId, useState } from "react";
import { Link, useBlocker, useParams } from "react-router";
import type { ReportTextView, ReportView } from "../../../shared/api/reports";
import { languageShape } from "../../../shared/text/model";
import { useApi, useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Await } from "../../ui/await";
import { Button } from "../../ui/button";
import { Question } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { PageTitle } from "../../ui/page-title";
import { useToast } from "../../ui/toast";
import "./reports.css";

/** One report in one language, to be read and edited. */
export function ReportText() {
  const { t } = useTranslation("reports");
  const names = useNames();
  const { report = "", language = "" } = useParams();
  const text = useApi("reportText", { report, language });
  const reports = useApi("reports", {});
  const about = reports.data?.reports.find(({ id }) => id === report);
  const title = about ? t(`kind.${about.kind}`) : t("title");
  return (
    <div className="page">
      <PageTitle parts={[title, names.language(language)]} />
      <p>
        <Link to="/app/reports">{t("back")}</Link>
      </p>
      <h1>{title}</h1>
      {about && <Languages report={about} language={language} />}
      <Await of={text}>
        {(data) => <Editor key={`${report} ${language}`} newest={data} isIssued={about?.issuedAt != null} />}
      </Await>
    </div>
  );
}

function Languages({ report, language }: { report: ReportView; language: string }) {
  const { t } = useTranslation("reports");
  const names = useNames();
  const page = report.publicPage
    ? `${report.publicPage}/${language}`
    : `/api/reports/${report.id}/${language}/page`;
  const file = report.publicPage ? page : `/api/reports/${report.id}/${language}/report`;
  return (
    <nav className="row" aria-label={t("title")}>
      {report.texts.map(({ language: other }) => (
        <Link
          key={other}
          to={`/app/reports/${report.id}/${other}`}
          aria-current={other === language ? "page" : undefined}
        >
          {names.language(other)}
        </Link>
      ))}
      <a href={page} target="_blank" rel="noreferrer">
        {t("preview")}
      </a>
      <a href={`${file}.docx`} download>
        {t("asWord")}
      </a>
      <a href={`${file}.pdf`} download>
        {t("asPdf")}
      </a>
    </nav>
  );
}

function Editor({ newest, isIssued }: { newest: ReportTextView; isIssued: boolean }) {
  const { t } = useTranslation("reports");
  const names = useNames();
  const say = useToast();
  const fieldId = useId();
  const save = useCommand("edit-report");
  // What was before the eyes when editing began: others' newer words do not slip in under the hands.
  const [base, setBase] = useState(newest);
  const [words, setWords] = useState(newest.words);
  const isChanged = words !== base.words;
  const isBehind = newest.revision > base.revision;
  useEffect(() => {
    if (isBehind && !isChanged) {
      setBase(newest);
      setWords(newest.words);
    }
  }, [isBehind, isChanged, newest]);

  const mayEdit = permission(newest.permissions, "edit_report");
  if (isIssued || !mayEdit.ok)
    return (
      <>
        <p className="muted">{isIssued ? t("isIssued") : t("readOnly")}</p>
        <pre className="report-words" lang={newest.language}>
          {newest.words}
        </pre>
      </>
    );
  const send = async () => {
    const { report, revision } = base;
    const language = languageShape.parse(base.language);
    const answer = await save.mutateAsync({ report, language, words, revision });
    setBase({ ...base, words, revision: answer.revision });
    say(t("saved"));
  };
  return (
    <div className="stack">
      <LeaveUnsaved when={isChanged} />
      {isBehind && isChanged && (
        <div className="notice row" role="alert">
          <p>{t("changed", { name: newest.editedBy ?? "" })}</p>
          <Button
            onClick={() => {
              setBase(newest);
              setWords(newest.words);
            }}
          >
            {t("showTheirs")}
          </Button>
        </div>
      )}
      <div className="field">
        <label htmlFor={fieldId}>{t("words", { language: names.language(newest.language) })}</label>
        <textarea
          id={fieldId}
          className="input report-words"
          lang={newest.language}
          rows={24}
          maxLength={500_000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <Act permission={mayEdit} label={t("save")} tone="primary" onAct={send} />
    </div>
  );
}

function LeaveUnsaved({ when }: { when: boolean }) {
  const { t } = useTranslation("reports");
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!when) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [when]);
  return (
    <Question
      open={blocker.state === "blocked"}
      title={t("leaveTitle")}
      body={<p>{t("leaveBody")}</p>}
      stay={t("stay")}
      go={t("go")}
      onStay={() => blocker.reset?.()}
      onGo={() => blocker.proceed?.()}
    />
  );
}
