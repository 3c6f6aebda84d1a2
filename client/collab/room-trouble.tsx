import { useState } from "react";
import { useTranslation } from "react-i18next";
import { blockText } from "../../shared/text/model";
import { readTextDoc } from "../../shared/text/yjs";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { Room, RoomStatus } from "./provider";
import "./collab.css";

type Props = { status: RoomStatus; room: Room | null; onReopen: () => void };

/** What happened to the connection when it cannot mend itself, what it means for the person's words, and what to do. */
export function RoomTrouble({ status, room, onReopen }: Props) {
  const { t } = useTranslation("drafting");
  if (status.kind === "refused") {
    const why =
      status.code === "read_only" || status.code === "frozen"
        ? t(`refusedWhy_${status.code}`)
        : t("refusedWhy_other", { code: status.code });
    return (
      <div className="room-trouble">
        <Notice tone="refused" title={t("refusedTitle")}>
          <p role="alert">
            {why} {t("refusedTodo")}
          </p>
          <div className="row">
            {room && <CopyText room={room} />}
            <Button tone="primary" onClick={onReopen}>
              {t("loadText")}
            </Button>
          </div>
        </Notice>
      </div>
    );
  }
  if (status.kind !== "ended") return null;
  return (
    <div className="room-trouble">
      <Notice tone="refused" title={t("endedTitle")}>
        <p role="alert">{t(`endedTodo_${status.todo}`)}</p>
        {status.changes > 0 && <p>{t("endedUnsaved", { count: status.changes })}</p>}
        <div className="row">
          {room && status.changes > 0 && <CopyText room={room} />}
          {status.todo === "reload" && (
            <Button tone="primary" onClick={() => location.reload()}>
              {t("reload")}
            </Button>
          )}
        </div>
      </Notice>
    </div>
  );
}

function CopyText({ room }: { room: Room }) {
  const { t } = useTranslation("drafting");
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    const words = readTextDoc(room.doc).blocks.map(blockText).join("\n\n");
    // Without https, as on a conference's own network, browsers give pages no clipboard: then it is a file.
    if (navigator.clipboard) await navigator.clipboard.writeText(words);
    else download(words);
    setIsCopied(true);
  };
  return (
    <>
      <Button onClick={() => void copy()}>{t("copyMine")}</Button>
      <span role="status">{isCopied ? t("copied") : ""}</span>
    </>
  );
}

function download(words: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type: "text/plain;charset=utf-8" }));
  link.download = "concord-text.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
