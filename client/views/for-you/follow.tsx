import type { AmendmentView } from "../../../shared/api/views/amendments";
import { useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { useToast } from "../../ui/toast";

const POSSIBLE = { ok: true } as const;

/** For who does not sponsor it: to be told, or not any more, what becomes of it. */
export function Follow({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("forYou");
  const say = useToast();
  const follow = useCommand("follow-amendment");
  const { id, tag, followed } = amendment;
  return (
    <div className="act">
      <Act
        permission={POSSIBLE}
        label={t(followed ? "unfollow" : "follow")}
        about={tag}
        onAct={async () => {
          await follow.mutateAsync({ amendment: id, follows: !followed });
          say(t(followed ? "unfollowed" : "followed", { tag }));
        }}
      />
      {!followed && <p className="small muted">{t("followHint")}</p>}
    </div>
  );
}
