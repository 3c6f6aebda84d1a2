import { useState } from "react";
import type { Verification as Verified } from "../../../shared/api/views/record";
import { query } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { ErrorNotice } from "../../ui/notice";

/** Asks for the whole chain to be checked again, now; a result kept from before would prove nothing. */
export function Verification() {
  const { t } = useTranslation("record");
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Verified | null>(null);
  const [error, setError] = useState<unknown>(null);

  const verify = async () => {
    setBusy(true);
    setResult(null);
    setError(null);
    try {
      setResult(await query("verification", {}));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <div>
        <Button tone="primary" disabled={busy} onClick={() => void verify()}>
          {busy ? t("verifying") : t("verify")}
        </Button>
      </div>
      <ErrorNotice error={error} />
      <div role="status">
        {result?.ok && (
          <div className="notice verified">
            <p>
              <span aria-hidden="true">✓ </span>
              {t("ok", { count: result.entries })}
            </p>
            <p className="small">
              {t("head")} <span className="hash">{result.head}</span>
            </p>
          </div>
        )}
        {result && !result.ok && (
          <div className="notice" data-tone="refused">
            <p className="title">{t("bad")}</p>
            <ul>
              {result.problems.map((one) => (
                <li key={`${one.seq} ${one.problem} ${one.detail}`}>
                  {one.seq !== null && <strong>{t("entry", { seq: one.seq })}: </strong>}
                  {one.problem} {one.detail}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </div>
  );
}
