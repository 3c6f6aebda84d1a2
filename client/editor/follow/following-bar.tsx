import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import type { Following } from "./use-follow";
import "./follow.css";

/** Says whom the screen follows, as long as it does. */
export function FollowingBar({ following: { whom, inSight, stop } }: { following: Following }) {
  const { t } = useTranslation("drafting");
  return (
    <div role="status" className="following">
      {whom && (
        <p className="following-bar" style={{ borderColor: whom.color }}>
          <span>
            {t(inSight ? "following" : "followingAway", { name: whom.name })}{" "}
            <span className="muted small">{t("followingEnds")}</span>
          </span>
          <Button tone="quiet" onClick={stop}>
            {t("stopFollowing")}
          </Button>
        </p>
      )}
    </div>
  );
}
