import { useNavigate } from "react-router";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import { useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { useToast } from "../../ui/toast";

/** Whether the reader's delegation is asked to sponsor it and has not answered. */
export function useIsInvited(amendment: Pick<AmendmentView, "invitations">): boolean {
  const { person } = useMe();
  return amendment.invitations.some(
    ({ delegation, declined }) => !declined && delegation.code === person.delegation?.code,
  );
}

/** For who is invited: join the sponsors or decline. */
export function AnswerInvitation({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("invitations");
  const { person } = useMe();
  const words = useWords();
  const say = useToast();
  const navigate = useNavigate();
  const join = useCommand("sponsor-amendment");
  const decline = useCommand("decline-invitation");
  const isInvited = useIsInvited(amendment);
  if (!isInvited) return null;
  const { id, tag, instrument } = amendment;
  const isDraft = amendment.state === "draft";
  const may = permission(amendment.permissions, "sponsor_amendment");
  const delegation = person.delegation ? words(person.delegation.name) : "";
  return (
    <div className="stack">
      <p>
        {t(isDraft ? "invitesYouToDraft" : "invitesYou", { delegation: words(amendment.delegation.name) })}
      </p>
      <div className="row">
        <Act
          permission={may}
          label={t("join")}
          about={isDraft ? undefined : tag}
          tone="primary"
          onAct={async () => {
            await join.mutateAsync({ amendment: id });
            say(t(isDraft ? "joinedDraft" : "joined", { delegation, tag }));
          }}
        />
        <Act
          permission={may}
          label={t("decline")}
          about={isDraft ? undefined : tag}
          confirm={{
            title: t("declineTitle"),
            body: <p>{t(isDraft ? "declineDraftBody" : "declineBody")}</p>,
            action: t("decline"),
          }}
          onAct={async () => {
            await decline.mutateAsync({ amendment: id });
            say(t("declinedDone"));
            if (isDraft) await navigate(`/app/${instrument}/amendments`, { replace: true });
          }}
        />
      </div>
    </div>
  );
}
