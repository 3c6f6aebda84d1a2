import { useSyncExternalStore } from "react";
import { useTranslation } from "../i18n/use-translation";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { Room } from "./room";
import { CopyText } from "./room-trouble";

const NOTHING: ReturnType<Room["undone"]> = [];

/** What the server put back of this person's changes, because it was agreed before they arrived; with the words, to copy. */
export function UndoneNotice({ room }: { room: Room | null }) {
  const { t } = useTranslation("drafting");
  const undone = useSyncExternalStore(
    (listener) => room?.subscribe(listener) ?? (() => undefined),
    () => room?.undone() ?? NOTHING,
  );
  if (!room || undone.length === 0) return null;
  return (
    <div className="room-trouble">
      <Notice tone="refused" title={t("undone.title", { count: undone.length })}>
        <p role="alert">{t("undone.body")}</p>
        {undone.map(({ block, text }) => (
          <blockquote key={block}>{text || t("undone.gone")}</blockquote>
        ))}
        <div className="row">
          <CopyText words={() => undone.map(({ text }) => text).join("\n\n")} />
          <Button tone="primary" onClick={() => room.forgetUndone()}>
            {t("undone.read")}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
