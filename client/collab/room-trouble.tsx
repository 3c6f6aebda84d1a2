import { useState } from "react";
import type * as Y from "yjs";
import { closeName } from "../../shared/api/close-codes";
import { blockText } from "../../shared/text/model";
import { readTextDoc } from "../../shared/text/yjs";
import { useTranslation } from "../i18n/use-translation";
import { Button } from "../ui/button";
import { Confirm } from "../ui/dialog";
import { Notice } from "../ui/notice";
import type { Room, RoomStatus } from "./room";
import type { LeftBehind } from "./unsent-keeper";
import type { RoomView } from "./use-room";
import "./collab.css";

type Props = {
  of: RoomView;
  /** Loads the text as it stands, without what was not accepted. */
  onReopen: () => void;
};

/** What happened to the connection when it cannot mend itself, what it means for the person's words, and what to do. */
export function RoomTrouble({ of: { status, room, leftBehind, hasRestored }, onReopen }: Props) {
  return (
    <>
      <Trouble status={status} room={room} onReopen={onReopen} />
      {leftBehind && status.kind !== "refused" && <LeftBehindNotice left={leftBehind} onDiscard={onReopen} />}
      {hasRestored && <Restored />}
    </>
  );
}

type TroubleProps = { status: RoomStatus; room: Room | null; onReopen: () => void };

function Trouble({ status, room, onReopen }: TroubleProps) {
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
          {room && <Lost words={room.lostWords()} />}
          <div className="row">
            {room && <CopyText words={() => wordsIn(room.doc)} />}
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
        <p role="alert">{t(`ended_${whyEnded(status.closeCode)}`)}</p>
        {status.changes > 0 && <p>{t("endedUnsaved", { count: status.changes })}</p>}
        {room && <Lost words={room.lostWords()} />}
        <div className="row">
          {room && status.changes > 0 && <CopyText words={() => wordsIn(room.doc)} />}
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

const WHY_ENDED = [
  "sign_in",
  "too_large",
  "too_fast",
  "too_many_sockets",
  "client_too_old",
  "bad_frame",
] as const;

function whyEnded(closeCode: number): (typeof WHY_ENDED)[number] | "other" {
  return WHY_ENDED.find((name) => name === closeName(closeCode)) ?? "other";
}

/** The very words that nobody else has, apart from all that is in the text. */
function Lost({ words }: { words: readonly string[] }) {
  const { t } = useTranslation("drafting");
  if (words.length === 0) return null;
  return (
    <>
      <p>{t("lostWords")}</p>
      <blockquote className="lost-words">
        {words.map((stretch, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, of stretches that may be alike.
          <p key={i}>{stretch}</p>
        ))}
      </blockquote>
      <div className="row">
        <CopyText label={t("copyLost")} words={() => words.join("\n")} />
      </div>
    </>
  );
}

/** Found on this machine, and nowhere else: shown until the person has decided. */
function LeftBehindNotice({ left, onDiscard }: { left: LeftBehind; onDiscard: () => void }) {
  const { t } = useTranslation("writing");
  return (
    <Notice tone="refused" title={t("leftBehindTitle")}>
      <p role="alert">{left.isOldShape ? t("leftBehindOld") : t("leftBehindClosed")}</p>
      <details>
        <summary>{t("leftBehindShow", { count: left.words.length })}</summary>
        {left.words.map((paragraph, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, of paragraphs that may be alike.
          <p key={i}>{paragraph}</p>
        ))}
      </details>
      <div className="row">
        <CopyText words={() => left.words.join("\n\n")} />
        <Confirm
          trigger={<Button>{t("leftBehindDiscard")}</Button>}
          title={t("leftBehindDiscardTitle")}
          body={<p>{t("leftBehindDiscardBody")}</p>}
          action={t("leftBehindDiscard")}
          tone="danger"
          onConfirm={async () => onDiscard()}
        />
      </div>
    </Notice>
  );
}

function Restored() {
  const { t } = useTranslation("writing");
  const [isRead, setIsRead] = useState(false);
  if (isRead) return null;
  return (
    <Notice>
      <p role="status">{t("restored")}</p>
      <div>
        <Button onClick={() => setIsRead(true)}>{t("restoredRead")}</Button>
      </div>
    </Notice>
  );
}

function wordsIn(doc: Y.Doc): string {
  return readTextDoc(doc).blocks.map(blockText).join("\n\n");
}

export function CopyText({ label, words }: { label?: string; words: () => string }) {
  const { t } = useTranslation("drafting");
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    // Without https, as on a conference's own network, browsers give pages no clipboard: then it is a file.
    if (navigator.clipboard) await navigator.clipboard.writeText(words());
    else download(words());
    setIsCopied(true);
  };
  return (
    <>
      <Button onClick={() => void copy()}>{label ?? t("copyMine")}</Button>
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
