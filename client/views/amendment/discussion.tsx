import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import type { DiscussionView } from "../../../shared/api/comments";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import type { DiffBlock } from "../../../shared/api/views/redline";
import { useApi, useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Await } from "../../ui/await";
import { CommentForm } from "../comments/comment-form";
import { ThreadTalk } from "../comments/thread-card";

/** Words of a paragraph that the amendment changes. */
type On = { block: string; quote: string };

const LONGEST_QUOTE = 400;

/** The words that are selected within one paragraph of a redline. */
function selectedWords(): On | null {
  const selection = getSelection();
  const within = (node: Node | null) => node?.parentElement?.closest<HTMLElement>("[data-block]") ?? null;
  const block = within(selection?.anchorNode ?? null);
  const quote = selection && quoteOf(selection);
  if (!block?.dataset.block || !quote || block !== within(selection?.focusNode ?? null)) return null;
  return { block: block.dataset.block, quote };
}

/** Without what only screen readers are told, and with a blank between what is struck out and what stands instead. */
function quoteOf(selection: Selection): string {
  if (selection.rangeCount === 0) return "";
  const words = selection.getRangeAt(0).cloneContents();
  for (const said of words.querySelectorAll(".visually-hidden")) said.remove();
  for (const change of words.querySelectorAll("del, ins")) change.append(" ");
  return (words.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST_QUOTE);
}

function wordsOf({ spans }: DiffBlock): string {
  const kept = spans.filter(({ op }) => op !== "delete");
  const words = (kept.length > 0 ? kept : spans).map(({ text }) => text).join("");
  return words.trim().slice(0, LONGEST_QUOTE);
}

/** What is said about a submitted amendment, for everyone who reads it; never a part of it. */
export function Discussion({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("comments");
  const discussion = useApi("discussion", { amendment: amendment.id });
  return (
    <section aria-labelledby="discussion" className="stack discussion">
      <h2 id="discussion">{t("discussion")}</h2>
      <Await of={discussion}>{(data) => <Threads amendment={amendment} {...data} />}</Await>
    </section>
  );
}

function Threads({ amendment, threads, permission }: DiscussionView & { amendment: AmendmentView }) {
  const { t } = useTranslation("comments");
  const [search] = useSearchParams();
  const asked = search.get("thread");
  const [showsResolved, showResolved] = useState(false);
  const [begun, setBegun] = useState<{ selected: On | null } | null>(null);
  // Pressing the button may take the selection away.
  const selected = useRef<On | null>(null);
  const resolvedCount = threads.filter(({ resolved }) => resolved !== null).length;
  const shown = threads.filter(({ id, resolved }) => showsResolved || resolved === null || id === asked);
  return (
    <>
      {permission.ok && <p className="small muted">{t("discussionHint")}</p>}
      {threads.length === 0 && !permission.ok && <p className="muted">{t("nothingSaid")}</p>}
      {shown.map((thread) => (
        <Thread key={thread.id} thread={thread} permission={permission} isAsked={thread.id === asked} />
      ))}
      {begun ? (
        <NewThread amendment={amendment} selected={begun.selected} onDone={() => setBegun(null)} />
      ) : (
        <div
          className="comments-head"
          onPointerDownCapture={() => {
            selected.current = selectedWords();
          }}
        >
          <Act
            permission={permission}
            label={t("discuss")}
            onAct={async () => {
              setBegun({ selected: selectedWords() ?? selected.current });
              selected.current = null;
            }}
          />
          {resolvedCount > 0 && (
            <label className="small row">
              <input
                type="checkbox"
                checked={showsResolved}
                onChange={(event) => showResolved(event.target.checked)}
              />
              {t("showResolved", { count: resolvedCount })}
            </label>
          )}
        </div>
      )}
    </>
  );
}

type ThreadProps = {
  thread: DiscussionView["threads"][number];
  permission: DiscussionView["permission"];
  /** The address leads to it. */
  isAsked: boolean;
};

function Thread({ thread, permission, isAsked }: ThreadProps) {
  const { t } = useTranslation("comments");
  const { about, resolved } = thread;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isAsked) card.current?.scrollIntoView({ block: "center" });
  }, [isAsked]);
  const path = about ? about.path : t("wholeAmendment");
  return (
    <article
      ref={card}
      className="thread-card"
      data-active={isAsked}
      data-resolved={resolved !== null}
      aria-label={t("threadOn", { path })}
    >
      <p className="row small thread-head">
        <span className={about ? "num" : "muted"}>{path}</span>
        {resolved && (
          <span className="thread-resolved">
            <span aria-hidden="true">✓</span> {t("resolvedBy", { name: resolved.by })}
          </span>
        )}
      </p>
      {about && <p className="thread-quote small">{about.quote}</p>}
      <ThreadTalk thread={thread} permission={permission} isOpen />
    </article>
  );
}

/** A comment being begun: on the amendment as a whole, on a paragraph that it changes, or on the words that were selected. */
function NewThread(props: { amendment: AmendmentView; selected: On | null; onDone: () => void }) {
  const { amendment, selected, onDone } = props;
  const { t } = useTranslation("comments");
  const discuss = useCommand("discuss-amendment");
  const [on, setOn] = useState(selected);
  const changed = amendment.redline.filter((block) => block.change !== "same" && wordsOf(block) !== "");
  const isSelected = on !== null && on === selected;
  const choose = (value: string) => {
    const block = changed.find(({ id }) => id === value);
    setOn(value === "selected" ? selected : block ? { block: block.id, quote: wordsOf(block) } : null);
  };
  return (
    <div className="thread-card" data-active="true">
      <CommentForm
        label={t("comment")}
        action={t("send")}
        onCancel={onDone}
        onSend={async (words, mentions) => {
          await discuss.mutateAsync({ amendment: amendment.id, on, words, mentions });
          onDone();
        }}
      >
        <label className="field">
          {t("about")}
          <select
            className="input"
            value={isSelected ? "selected" : (on?.block ?? "")}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t("wholeAmendment")}</option>
            {selected && <option value="selected">{t("selectedWords")}</option>}
            {changed.map((block) => (
              <option key={block.id} value={block.id}>
                {block.path}
              </option>
            ))}
          </select>
        </label>
        {isSelected && (
          <p className="thread-quote small" lang={amendment.language}>
            {on.quote}
          </p>
        )}
      </CommentForm>
    </div>
  );
}
