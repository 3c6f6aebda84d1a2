import type { AmendmentView } from "../../../shared/api/views/amendments";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { useToast } from "../../ui/toast";
import "./invitations.css";

const BEFORE_THE_VOTE = ["draft", "submitted", "admissible", "open", "needs_rebase"];

/** Whether the reader may ask delegations to sponsor it now. */
export function mayInvite({ permissions, state }: AmendmentView): boolean {
  return allowed(permissions, "invite_sponsors") && BEFORE_THE_VOTE.includes(state);
}

/** Co-sponsors, and whom they asked with what came of it. The invitations are shown to its sponsors. */
export function SponsorNames({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("invitations");
  const words = useWords();
  const say = useToast();
  const takeBack = useCommand("take-back-invitation");
  const others = amendment.sponsors.filter(({ code }) => code !== amendment.delegation.code);
  return (
    <ul className="sponsor-names">
      <li>
        <strong>{words(amendment.delegation.name)}</strong> <span className="muted">{t("proposer")}</span>
      </li>
      {others.map(({ code, name }) => (
        <li key={code}>{words(name)}</li>
      ))}
      {amendment.invitations.map(({ delegation, declined }) => (
        <li key={delegation.code}>
          {words(delegation.name)} <span className="muted">{t(declined ? "declined" : "pending")}</span>{" "}
          {mayInvite(amendment) && (
            <button
              type="button"
              className="take-back"
              title={t("takeBack")}
              aria-label={t("takeBackOf", { delegation: words(delegation.name) })}
              onClick={async () => {
                await takeBack.mutateAsync({ amendment: amendment.id, delegation: delegation.code });
                say(t("takenBack", { delegation: words(delegation.name) }));
              }}
            >
              ×
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
