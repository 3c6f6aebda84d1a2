import { type ReactNode, useId, useState } from "react";
import type { ConferenceView, DelegationRow } from "../../../shared/api/views/conference";
import { CREDENTIAL_TRANSITIONS, type CredentialEvent } from "../../../shared/rules/meeting/credentials";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { ActWithWords } from "../../ui/act-with-words";
import { Badge } from "../../ui/badge";
import type { Tone } from "../../ui/button";
import { useToast } from "../../ui/toast";

/** Whether it can happen to them now, as the rules' own table has it. */
function isPossible({ credentials }: DelegationRow, event: CredentialEvent): boolean {
  return CREDENTIAL_TRANSITIONS.some((one) => one.from === credentials && one.event === event);
}

type WithReasonProps = {
  event: "reject" | "challenge";
  label: string;
  about?: string;
  tone?: Tone;
  title: string;
  hint: string;
  /** null: none is chosen yet. */
  row: DelegationRow | null;
  children?: ReactNode;
};

/** What takes something from a delegation, or may, is given a reason for. */
function WithReason({ event, hint, row, children, ...shown }: WithReasonProps) {
  const { t } = useTranslation("meeting");
  const words = useWords();
  const say = useToast();
  const record = useCommand("record-credentials");
  return (
    <ActWithWords
      {...shown}
      action={t(`credentialsAct.${event}`)}
      actionTone="danger"
      body={hint}
      field={t("credentialsReason")}
      optional
      ready={row !== null}
      onSend={async (reason) => {
        if (row === null) return;
        await record.mutateAsync({ delegation: row.code, event, reason });
        say(t("credentialsDone", { delegation: words(row.name) }));
      }}
    >
      {children}
    </ActWithWords>
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
        label={t("challengeTitle")}
        title={t("challengeTitle")}
        hint={t("challengeHint")}
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
          label={t("credentialsAct.reject")}
          about={about}
          tone="quiet"
          title={t("rejectTitle", { delegation: about })}
          hint={t("rejectHint")}
          row={row}
        />
      )}
    </span>
  );
}
