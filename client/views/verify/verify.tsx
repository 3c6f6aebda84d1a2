import { useEffect, useId, useState } from "react";
import { type CertificateAnswer, verifyCertificate } from "../../../shared/records/verify-certificate";
import { webPlatform } from "../../app/web-platform";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { openOffline } from "../../offline/register";
import { useNames } from "../../ui/names";
import { Notice } from "../../ui/notice";
import "../record/record.css";
import "./verify.css";

type Found = CertificateAnswer | "cannot";

async function verifyFile(file: File): Promise<Found> {
  const platform = await webPlatform();
  return platform ? verifyCertificate(await file.text(), platform) : "cannot";
}

function Result({ answer }: { answer: CertificateAnswer }) {
  const { t } = useTranslation("verify");
  const words = useWords();
  const names = useNames();
  const { certificate, problems } = answer;
  return (
    <>
      {problems.length === 0 ? (
        <div className="notice verified">
          <p>
            <span aria-hidden="true">✓ </span>
            {t("holds")}
          </p>
        </div>
      ) : (
        <div className="notice" data-tone="refused">
          <p className="title">{t("fails")}</p>
          <ul>
            {problems.map(({ part, detail }) => (
              <li key={`${part} ${detail}`}>
                <strong>{part}: </strong>
                <span className="hash">{detail}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {certificate && (
        <dl className="verify-facts">
          <dt>{t("text")}</dt>
          <dd>
            {words(certificate.instrument.title as { en: string })}, {certificate.instrument.symbol}
          </dd>
          <dt>{t("outcome")}</dt>
          <dd>
            {names.outcome(certificate.instrument.outcome)},{" "}
            {certificate.decision.tally
              ? t("tally", { ...certificate.decision.tally, needed: certificate.decision.needed ?? 0 })
              : t("consensus")}
          </dd>
          <dt>{t("decidedAt")}</dt>
          <dd>{certificate.decision.decidedAt}</dd>
          {certificate.texts.map(({ language, sha256 }) => (
            <div key={language}>
              <dt>{names.language(language)}</dt>
              <dd className="hash">{sha256}</dd>
            </div>
          ))}
          <dt>{t("key")}</dt>
          <dd>
            <span className="hash">{certificate.key}</span>
            <p className="small muted">{t("keyHint")}</p>
          </dd>
        </dl>
      )}
    </>
  );
}

/** Anybody holds a certificate against itself, in this browser: the file goes nowhere. */
export function Verify() {
  const { t } = useTranslation("verify");
  const id = useId();
  const [found, setFound] = useState<Found | null>(null);
  // Years later the file is there, and perhaps no server: who has opened the page once opens it again without.
  useEffect(() => void openOffline(), []);
  return (
    <main className="page stack" id="main">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      <div className="field">
        <label htmlFor={id}>{t("file")}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          className="input"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            setFound(null);
            if (file) void verifyFile(file).then(setFound);
          }}
        />
      </div>
      <div role="status" className="stack">
        {found === "cannot" && (
          <Notice>
            <p>{t("cannot")}</p>
          </Notice>
        )}
        {found !== null && found !== "cannot" && <Result answer={found} />}
      </div>
    </main>
  );
}
