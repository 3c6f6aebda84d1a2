import type { VoteView } from "../../../shared/api/views/votes";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { useToast } from "../../ui/toast";

type Props = { vote: VoteView; primary?: boolean };

function look(primary: boolean | undefined) {
  return primary ? ({ tone: "primary", size: "large" } as const) : {};
}

/** Nobody objects: the parts are put one by one (Rule D1). */
export function GrantDivision({ vote, primary }: Props) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const grant = useCommand("grant-division");
  return (
    <Act
      permission={permission(vote.permissions, "rule_on_division")}
      label={t("divideGrant")}
      {...look(primary)}
      onAct={async () => {
        await grant.mutateAsync({ vote: vote.id });
        say(t("divideGranted"));
      }}
    />
  );
}

/** Puts the request, or the next part. */
export function PutPart({ vote, part, primary }: Props & { part: string | null }) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const put = useCommand("put-part");
  return (
    <Act
      permission={permission(vote.permissions, "rule_on_division")}
      label={part === null ? t("dividePutRequest") : t("dividePutPart", { part })}
      {...look(primary)}
      onAct={async () => {
        await put.mutateAsync({ vote: vote.id });
        say(t("dividePutDone"));
      }}
    />
  );
}
