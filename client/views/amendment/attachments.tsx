import { useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import {
  ATTACHMENT_ENDINGS,
  type AttachmentView,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
} from "../../../shared/api/attachments";
import { attachFile, useApi, useCommand } from "../../app/api";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Await } from "../../ui/await";
import { Button } from "../../ui/button";
import { ErrorNotice } from "../../ui/notice";
import { useToast } from "../../ui/toast";

const KB = 1024;

function useSize(): (bytes: number) => string {
  const { t } = useTranslation("amendment");
  return (bytes) =>
    bytes < KB * KB
      ? t("kiloBytes", { size: Math.max(1, Math.round(bytes / KB)) })
      : t("megaBytes", { size: Math.round((bytes / KB / KB) * 10) / 10 });
}

/** The files beside an amendment, or beside its draft: to be read by whoever reads that, put there and taken away by its sponsors. */
export function Attachments({ amendment, isDraft = false }: { amendment: string; isDraft?: boolean }) {
  const { t } = useTranslation("amendment");
  const id = useId();
  const files = useApi("attachments", { amendment });
  return (
    <section aria-labelledby={id} className="stack attachments">
      <h2 id={id}>{t("attachments")}</h2>
      <Await of={files}>
        {({ attachments, permission }) => (
          <>
            {attachments.length === 0 && !permission.ok && <p className="muted">{t("noAttachments")}</p>}
            {attachments.length > 0 && (
              <ul className="stack">
                {attachments.map((file) => (
                  <Attachment key={file.id} file={file} mayRemove={permission.ok} />
                ))}
              </ul>
            )}
            {permission.ok && attachments.length < MAX_ATTACHMENTS && (
              <Attach amendment={amendment} isDraft={isDraft} />
            )}
          </>
        )}
      </Await>
    </section>
  );
}

function Attachment({ file, mayRemove }: { file: AttachmentView; mayRemove: boolean }) {
  const { t } = useTranslation("amendment");
  const clock = useClock();
  const sizeOf = useSize();
  const say = useToast();
  const remove = useCommand("remove-attachment");
  const { name } = file;
  return (
    <li>
      <p className="attachment-name">
        <a href={`/api/attachments/${file.id}`} download={name}>
          {name}
        </a>
      </p>
      <p className="small muted">
        <span className="num">{sizeOf(file.size)}</span> ·{" "}
        <time className="num" dateTime={file.addedAt}>
          {clock.dayAndHour(file.addedAt)}
        </time>
        {file.addedBy && ` · ${file.addedBy}`}
      </p>
      {mayRemove && (
        <Act
          permission={{ ok: true }}
          tone="quiet"
          label={t("takeAway")}
          about={name}
          confirm={{
            title: t("takeAwayTitle", { name }),
            body: <p>{t("takeAwayBody")}</p>,
            action: t("takeAway"),
          }}
          onAct={async () => {
            await remove.mutateAsync({ attachment: file.id });
            say(t("takenAway", { name }));
          }}
        />
      )}
    </li>
  );
}

function Attach({ amendment, isDraft }: { amendment: string; isDraft: boolean }) {
  const { t } = useTranslation("amendment");
  const client = useQueryClient();
  const say = useToast();
  const sizeOf = useSize();
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  const [sending, setSending] = useState<string | null>(null);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const size = sizeOf(MAX_ATTACHMENT_BYTES);

  const send = async (file: File) => {
    setError(null);
    setTooLarge(file.size > MAX_ATTACHMENT_BYTES ? file.name : null);
    if (file.size > MAX_ATTACHMENT_BYTES) return;
    setSending(file.name);
    try {
      await attachFile(amendment, file);
      await client.invalidateQueries({ queryKey: ["attachments"] });
      say(t("attached", { name: file.name }));
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(null);
    }
  };
  return (
    <div className="act">
      <input
        ref={input}
        type="file"
        hidden
        accept={ATTACHMENT_ENDINGS.map((ending) => `.${ending}`).join(",")}
        aria-label={t("attach")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file && sending === null) void send(file);
        }}
      />
      <Button
        aria-disabled={sending !== null}
        aria-describedby={hint}
        onClick={() => sending === null && input.current?.click()}
      >
        {t("attach")}
      </Button>
      <p className="small muted" id={hint}>
        {t(isDraft ? "attachHintDraft" : "attachHint", { size, count: MAX_ATTACHMENTS })}
      </p>
      <p className="small" role="status">
        {sending !== null && t("attaching", { name: sending })}
      </p>
      {tooLarge !== null && (
        <p className="small" role="alert">
          {t("attachTooLarge", { name: tooLarge, size })}
        </p>
      )}
      <ErrorNotice error={error} />
    </div>
  );
}
