import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useCallback, useMemo, useRef } from "react";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import type { Room } from "../../collab/room";
import { useTranslation } from "../../i18n/use-translation";
import { ReadersContext } from "../comments/people-to-name";
import { CommentsHead, threadItems } from "../comments/thread-items";
import { useThreads } from "../comments/use-threads";

type Props = {
  amendment: AmendmentView;
  room: Room | null;
  view: EditorView | null;
  state: EditorState | null;
};

/** What the sponsors say to each other about a draft, in the order of its words. Nobody else sees it. */
export function DraftComments({ amendment, room, view, state }: Props) {
  const { t } = useTranslation("comments");
  const section = useRef<HTMLElement>(null);
  const { id, instrument, language, delegation, sponsors } = amendment;
  const about = useMemo(() => ({ instrument, language, amendment: id }), [instrument, language, id]);
  const show = useCallback(() => section.current?.scrollIntoView({ block: "nearest" }), []);
  const threads = useThreads(about, room, view, state, show);
  const readers = useMemo(() => [delegation, ...sponsors].map(({ code }) => code), [delegation, sponsors]);
  return (
    <ReadersContext value={readers}>
      <section ref={section} className="stack" aria-label={t("amongSponsors")}>
        <h2>{t("amongSponsors")}</h2>
        <p className="small muted">{t("amongSponsorsHint")}</p>
        <CommentsHead threads={threads} />
        {threadItems(threads, about).map(({ key, content }) => (
          <div key={key}>{content}</div>
        ))}
      </section>
    </ReadersContext>
  );
}
