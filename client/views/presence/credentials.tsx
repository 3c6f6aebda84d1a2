import { useId, useState } from "react";
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

/** What can be done about them now, as the rules' own table has it. */
function possible({ credentials }: DelegationRow): CredentialEvent[] {
  return CREDENTIAL_TRANSITIONS.filter(({ from }) => from === credentials).map(({ event }) => event);
}

type JudgeProps = { row: DelegationRow; event: CredentialEvent };

/** What takes something from a delegation is given a reason for. */
function WithReason({ row, event }: JudgeProps) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const say = useToast();
  const record = useCommand("record-credentials");
  const id = useId();
  const [reason, setReason] = useState("");
  const about = words(row.name);
  return (
    <FormDialog
      title={t(`credentialsTitle.${event}`, { delegation: about })}
      action={t(`credentialsAct.${event}`)}
      tone="danger"
      trigger={
        <Button tone="quiet">
          <Label text={t(`credentialsAct.${event}`)} about={about} />
        </Button>
      }
      onSend={async () => {
        await record.mutateAsync({ delegation: row.code, event, reason: reason.trim() });
        say(t("credentialsDone", { delegation: about }));
      }}
    >
      <p>{t(event === "reject" ? "rejectHint" : "challengeHint")}</p>
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

/** Where a delegation's credentials stand, and what the reader can do about them. */
export function Credentials({ conference, row }: { conference: ConferenceView; row: DelegationRow }) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const say = useToast();
  const record = useCommand("record-credentials");
  const mayDo = (event: CredentialEvent) =>
    allowed(conference.permissions, event === "challenge" ? "challenge_credentials" : "judge_credentials");
  if (!row.voting) return null;
  const about = words(row.name);
  return (
    <span className="credentials">
      {row.credentials !== "accepted" && (
        <Badge tone={row.seated ? "bracket" : "refused"}>{t(`credentials.${row.credentials}`)}</Badge>
      )}
      {possible(row)
        .filter(mayDo)
        .map((event) =>
          event === "reject" || event === "challenge" ? (
            <WithReason key={event} row={row} event={event} />
          ) : (
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
          ),
        )}
    </span>
  );
}
