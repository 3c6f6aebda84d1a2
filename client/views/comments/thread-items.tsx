import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import type { BesideItem } from "../drafting/beside";
import { NewThread } from "./new-thread";
import { ThreadCard } from "./thread-card";
import type { AboutText, Threads } from "./use-threads";

/** The cards of all threads, and of the one being begun, for the margin or a sheet. */
export function threadItems(threads: Threads, about: AboutText): BesideItem[] {
  const { draft } = threads;
  const begun: BesideItem[] = draft
    ? [
        {
          key: "new-thread",
          block: draft.block,
          content: (
            <NewThread
              {...about}
              anchor={draft}
              paragraphs={threads.paragraphs}
              onParagraph={threads.chooseParagraph}
              onDone={threads.endDraft}
            />
          ),
        },
      ]
    : [];
  const cards = threads.placed.map(
    ({ thread, place }): BesideItem => ({
      key: thread.id,
      block: place.block,
      mark: thread.id,
      content: (
        <ThreadCard
          thread={thread}
          place={place}
          language={about.language}
          permission={threads.permission}
          isActive={threads.active === thread.id}
          onFocus={threads.focus}
          onLeave={threads.leave}
        />
      ),
    }),
  );
  return [...begun, ...cards];
}

/** Begins a comment, and brings back those that are resolved. */
export function CommentsHead({ threads }: { threads: Threads }) {
  const { t } = useTranslation("comments");
  const { resolvedCount } = threads;
  return (
    <div className="comments-head">
      <Act permission={threads.permission} label={t("begin")} onAct={async () => threads.begin()} />
      {resolvedCount > 0 && (
        <label className="small row">
          <input
            type="checkbox"
            checked={threads.showsResolved}
            onChange={(event) => threads.showResolved(event.target.checked)}
          />
          {t("showResolved", { count: resolvedCount })}
        </label>
      )}
    </div>
  );
}
