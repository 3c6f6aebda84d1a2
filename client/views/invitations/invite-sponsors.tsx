import { useState } from "react";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import type { DelegationRow } from "../../../shared/api/views/conference";
import { useApi, useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import { mayInvite } from "./invited";
import { SponsorPicker } from "./sponsor-picker";

/** Delegations with a vote that neither sponsor it nor are asked to. */
export function useInvitable(amendment: AmendmentView): DelegationRow[] {
  const delegations = useApi("delegations", {});
  const taken = new Set([
    amendment.delegation.code,
    ...amendment.sponsors.map(({ code }) => code),
    ...amendment.invitations.filter(({ declined }) => !declined).map(({ delegation }) => delegation.code),
  ]);
  return (delegations.data ?? []).filter(({ voting, code }) => voting && !taken.has(code));
}

/** Sends the invitations and says that they are sent. */
export function useInvite(amendment: AmendmentView): (codes: string[]) => Promise<void> {
  const { t } = useTranslation("invitations");
  const say = useToast();
  const invite = useCommand("invite-sponsors");
  return async (delegations) => {
    await invite.mutateAsync({ amendment: amendment.id, delegations });
    say(t("invited", { count: delegations.length }));
  };
}

/** For its sponsors: ask others to join. */
export function InviteSponsors({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("invitations");
  const invitable = useInvitable(amendment);
  const invite = useInvite(amendment);
  const [chosen, setChosen] = useState<string[]>([]);
  if (!mayInvite(amendment)) return null;
  return (
    <FormDialog
      title={t("invite")}
      action={t("inviteAction")}
      ready={chosen.length > 0}
      trigger={<Button>{t("invite")}</Button>}
      onSend={async () => {
        await invite(chosen);
        setChosen([]);
      }}
    >
      <SponsorPicker delegations={invitable} chosen={chosen} onChange={setChosen} help={t("inviteHint")} />
    </FormDialog>
  );
}
