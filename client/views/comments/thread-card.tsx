import { type KeyboardEvent, memo, useState } from "react";
import type { CommentView, ThreadView } from "../../../shared/api/comments";
import type { Permission } from "../../../shared/api/views/common";
import type { Language } from "../../../shared/text/model";
import { useCommand } from "../../app/api";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { CommentForm } from "./comment-form";
import { Who } from "./mention-field";
import { stretches } from "./mentions-in";
import type { ThreadPlace } from "./use-threads";
import "./comments.css";

type Props = {
  thread: ThreadView;
  place: ThreadPlace;
  language: Language;
  permission: Permission;
  isActive: boolean;
  onFocus: (thread: string) => void;
  /** Escape: back to the words it is about. */
  onLeave: (thread: string) => void;
};

/**
 * One thread in the margin: the words it is about, who said what, and what can be done with it. Drawn again only when something of it
 * has changed: there may be hundreds, and somebody is always typing.
 */
export const ThreadCard = memo(function ThreadCard(props: Props) {
  const { thread, place, language, permission, isActive, onFocus, onLeave } = props;
  const { t } = useTranslation("comments");
  const names = useNames();
  const isWhole = thread.anchor.start === null;
  const isElsewhere = thread.language !== language;
  const leave = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) onLeave(thread.id);
  };
  return (
    <article
      className="thread-card"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a key leads from card to card, and its words are shown in the text.
      tabIndex={0}
      data-card={thread.id}
      data-active={isActive}
      data-resolved={thread.resolved !== null}
      aria-label={t("threadOn", { path: place.path || t("noPlace") })}
      onFocus={() => onFocus(thread.id)}
      onKeyDown={leave}
    >
      <p className="row small thread-head">
        {place.block === null ? (
          <span className="muted">{t("noPlace")}</span>
        ) : (
          <a className="num" href={`#${place.block}`}>
            {place.path || t("paragraph")}
          </a>
        )}
        {isElsewhere && (
          <span className="thread-language">
            {t("besideLanguage", { language: names.language(thread.language) })}
          </span>
        )}
        {thread.resolved && (
          <span className="thread-resolved">
            <span aria-hidden="true">✓</span> {t("resolvedBy", { name: thread.resolved.by })}
          </span>
        )}
      </p>
      {(!isWhole || place.block === null) && thread.quote !== "" && (
        <p className="thread-quote small" lang={thread.language}>
          {thread.quote}
        </p>
      )}
      {place.isLost && <p className="small muted">{t("wordsGone")}</p>}
      <ThreadTalk thread={thread} permission={permission} isOpen={isActive} />
    </article>
  );
});

/** Who said what in a thread, and what can be done with it; closed, how it began. */
export function ThreadTalk(props: {
  thread: Pick<ThreadView, "id" | "resolved" | "comments">;
  permission: Permission;
  isOpen: boolean;
}) {
  const { thread, permission, isOpen } = props;
  const { t } = useTranslation("comments");
  const reply = useCommand("reply-to-comment");
  const resolve = useCommand("resolve-thread");
  const reopen = useCommand("reopen-thread");
  const [replying, setReplying] = useState(false);
  const [first, ...answers] = thread.comments;
  const shown = isOpen ? thread.comments : first ? [first] : [];
  return (
    <>
      {shown.map((one) => (
        <Comment key={one.id} comment={one} />
      ))}
      {!isOpen && answers.length > 0 && (
        <p className="small muted">{t("answers", { count: answers.length })}</p>
      )}
      {isOpen && replying && (
        <CommentForm
          label={t("answer")}
          action={t("send")}
          onCancel={() => setReplying(false)}
          onSend={async (words, mentions) => {
            await reply.mutateAsync({ thread: thread.id, words, mentions });
            setReplying(false);
          }}
        />
      )}
      {isOpen && permission.ok && !replying && (
        <div className="row">
          {thread.resolved === null && <Button onClick={() => setReplying(true)}>{t("answer")}</Button>}
          <Act
            permission={permission}
            label={thread.resolved === null ? t("resolve") : t("reopen")}
            onAct={() => (thread.resolved === null ? resolve : reopen).mutateAsync({ thread: thread.id })}
          />
        </div>
      )}
    </>
  );
}

function Comment({ comment }: { comment: CommentView }) {
  const { t } = useTranslation("comments");
  const clock = useClock();
  const edit = useCommand("edit-comment");
  const withdraw = useCommand("withdraw-comment");
  const [editing, setEditing] = useState(false);
  const { words, isOwn, editableUntil } = comment;
  const mayEdit = editableUntil !== null && Date.parse(editableUntil) > Date.now();
  if (editing && words !== null) {
    return (
      <CommentForm
        label={t("change")}
        action={t("saveChange")}
        initial={words}
        onCancel={() => setEditing(false)}
        onSend={async (changed, mentions) => {
          await edit.mutateAsync({ comment: comment.id, words: changed, mentions });
          setEditing(false);
        }}
      />
    );
  }
  return (
    <div className="comment">
      <p className="small">
        <Who person={comment.author} /> ·{" "}
        <time className="num muted" dateTime={comment.writtenAt}>
          {clock.hour(comment.writtenAt)}
        </time>
        {comment.editedAt && words !== null && <span className="muted"> · {t("edited")}</span>}
      </p>
      <p className={words === null ? "muted" : "comment-words"}>
        {words === null ? t("takenBack") : <Words words={words} mentions={comment.mentions} />}
      </p>
      {isOwn && words !== null && (
        <div className="row small">
          {mayEdit && (
            <Button tone="quiet" onClick={() => setEditing(true)}>
              {t("change")}
            </Button>
          )}
          <Act
            permission={{ ok: true }}
            tone="quiet"
            label={t("takeBack")}
            confirm={{ title: t("takeBackTitle"), body: <p>{t("takeBackBody")}</p>, action: t("takeBack") }}
            onAct={() => withdraw.mutateAsync({ comment: comment.id })}
          />
        </div>
      )}
    </div>
  );
}

function Words({ words, mentions }: { words: string; mentions: CommentView["mentions"] }) {
  return stretches(words, mentions).map((one, i) => {
    // Stretches have no identity but their place.
    const key = `${i} ${one.words}`;
    return one.person ? (
      <strong key={key} className="mention">
        {one.words}
      </strong>
    ) : (
      <span key={key}>{one.words}</span>
    );
  });
}
