import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConferenceView, DelegationRow } from "../../../shared/api/views";
import { CREDENTIAL_TRANSITIONS, type CredentialEvent } from "../../../shared/rules/meeting/credentials";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useWords } from "../../app/words";
import { Act, Label } from "../../ui/act";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";

/** Whether it can happen to them now, as the rules' own table has it. */
function isPossible({ credentials }: DelegationRow, event: CredentialEvent): boolean {
  return CREDENTIAL_TRANSITIONS.some((one) => one.from === credentials && one.event === event);
}

type WithReasonProps = {
  event: "reject" | "challenge";
  title: string;
  hint: string;
  trigger: ReactNode;
  /** null: none is chosen yet. */
  row: DelegationRow | null;
  children?: ReactNode;
};

/** What takes something from a delegation, or may, is given a reason for. */
function WithReason({ event, title, hint, trigger, row, children }: WithReasonProps) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const say = useToast();
  const record = useCommand("record-credentials");
  const id = useId();
  const [reason, setReason] = useState("");
  return (
    <FormDialog
      title={title}
      action={t(`credentialsAct.${event}`)}
      tone="danger"
      ready={row !== null}
      trigger={trigger}
      onSend={async () => {
        if (row === null) return;
        await record.mutateAsync({ delegation: row.code, event, reason: reason.trim() });
        setReason("");
        say(t("credentialsDone", { delegation: words(row.name) }));
      }}
    >
      <p>{hint}</p>
      {children}
      <div className="field">
        <label htmlFor={id}>{t("credentialsReason")}</label>
        <textarea
          id={id}
          className="input"
          maxLength={2000}
          value={reason}
          onChange={(change) => setReason(change.target.value)}
        />
      </div>
    </FormDialog>
  );
}

type ChallengeProps = { conference: ConferenceView; delegations: DelegationRow[] };

/** Any delegation with a vote challenges another's: rarely, so in one place and not beside each. */
export function ChallengeCredentials({ conference, delegations }: ChallengeProps) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const id = useId();
  const [code, setCode] = useState("");
  if (!allowed(conference.permissions, "challenge_credentials")) return null;
  const open = delegations
    .filter((row) => row.voting && isPossible(row, "challenge"))
    .sort((a, b) => words(a.name).localeCompare(words(b.name)));
  const row = open.find((one) => one.code === code) ?? null;
  return (
    <div>
      <WithReason
        event="challenge"
        title={t("challengeTitle")}
        hint={t("challengeHint")}
        trigger={<Button>{t("challengeTitle")}</Button>}
        row={row}
      >
        <div className="field">
          <label htmlFor={id}>{t("challengeWhom")}</label>
          <select id={id} className="input" value={code} onChange={({ target }) => setCode(target.value)}>
            <option value="">{t("challengeNobody")}</option>
            {open.map((one) => (
              <option key={one.code} value={one.code}>
                {words(one.name)}
              </option>
            ))}
          </select>
        </div>
      </WithReason>
    </div>
  );
}

/** Where a delegation's credentials stand, and what the secretariat can note about them. */
export function Credentials({ conference, row }: { conference: ConferenceView; row: DelegationRow }) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const say = useToast();
  const record = useCommand("record-credentials");
  if (!row.voting || row.credentials === "accepted") return null;
  const about = words(row.name);
  const mayJudge = allowed(conference.permissions, "judge_credentials");
  const noted = (["submit", "accept"] as const).filter((event) => mayJudge && isPossible(row, event));
  return (
    <span className="credentials">
      <Badge tone={row.seated ? "bracket" : "refused"}>{t(`credentials.${row.credentials}`)}</Badge>
      {noted.map((event) => (
        <Act
          key={event}
          permission={{ ok: true }}
          label={t(`credentialsAct.${event}`)}
          about={about}
          tone="quiet"
          onAct={async () => {
            await record.mutateAsync({ delegation: row.code, event, reason: "" });
            say(t("credentialsDone", { delegation: about }));
          }}
        />
      ))}
      {mayJudge && isPossible(row, "reject") && (
        <WithReason
          event="reject"
          title={t("rejectTitle", { delegation: about })}
          hint={t("rejectHint")}
          row={row}
          trigger={
            <Button tone="quiet">
              <Label text={t("credentialsAct.reject")} about={about} />
            </Button>
          }
        />
      )}
    </span>
  );
}
