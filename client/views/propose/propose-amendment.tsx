import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useParams } from "react-router";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import type { NumberedBlock } from "../../../shared/api/views/versions";
import { blockHead } from "../../../shared/text/model";
import { textDocFromNode } from "../../../shared/text/schema";
import { useApi } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useWords, wordsIn } from "../../app/words";
import { LeaveGuard } from "../../collab/leave-guard";
import { PeopleMenu, usePresence } from "../../collab/presence";
import { presenceColor } from "../../collab/presence-color";
import { RoomTrouble } from "../../collab/room-trouble";
import { SavedStatus } from "../../collab/saved-status";
import { useRoom } from "../../collab/use-room";
import { FollowingBar } from "../../editor/follow/following-bar";
import { useFollow } from "../../editor/follow/use-follow";
import { TextEditor } from "../../editor/text-editor";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { ButtonLink } from "../../ui/button";
import { useNames } from "../../ui/names";
import { Notice } from "../../ui/notice";
import { Attachments } from "../amendment/attachments";
import { ConflictList } from "../amendment/conflict-list";
import { AnswerInvitation, useIsInvited } from "../invitations/answer-invitation";
import { SponsorNames } from "../invitations/invited";
import { DraftComments } from "./draft-comments";
import { liveRedline } from "./live-redline";
import { Changes, ProposalForm } from "./proposal-form";
import "../drafting/drafting.css";
import "./propose.css";

/** A copy of the text to change, what the changes come to so far, why, and with whom. */
export function ProposeAmendment() {
  const { t } = useTranslation("drafting");
  const params = useParams();
  const amendment = useApi("amendment", { amendment: params.amendment ?? "" });
  const start = useApi(
    "amendment-start",
    { amendment: params.amendment ?? "" },
    { enabled: amendment.data?.room != null },
  );
  return (
    <Await of={amendment}>
      {(data) => {
        const page = `/app/${data.instrument}/amendments/${data.id}`;
        if (data.state !== "draft" || data.room === null) {
          return (
            <Notice title={data.state === "draft" ? t("propose.noRoom") : t("propose.notDraft")}>
              <div>
                <ButtonLink to={page}>{t("propose.seeAmendment", { tag: data.tag })}</ButtonLink>
              </div>
            </Notice>
          );
        }
        return (
          <Await of={start}>
            {(base) => <Draft key={data.id} amendment={data} base={base} page={page} />}
          </Await>
        );
      }}
    </Await>
  );
}

/** Of the two that a compromise stands between. It is never parted at the end of a line. */
function tagAt({ combines }: AmendmentView, place: 0 | 1): string {
  return (combines[place]?.tag ?? "").replaceAll("-", "\u2011");
}

type DraftProps = { amendment: AmendmentView; base: NumberedBlock[]; page: string };

function Draft({ amendment, base, page }: DraftProps) {
  const { t } = useTranslation("drafting");
  const { t: tt } = useTranslation("together");
  const { language, parent } = amendment;
  const names = useNames();
  const words = useWords();
  const me = useMe();

  const user = useMemo(
    () => ({
      name: me.person.name,
      color: presenceColor(me.person.id),
      delegation: me.person.delegation ? wordsIn(me.person.delegation.name, "en") : null,
    }),
    [me],
  );
  const mayWrite = allowed(amendment.permissions, "edit_amendment");
  const opened = useRoom(amendment.room, {
    person: me.person.id,
    mayWrite,
    user: mayWrite ? user : null,
  });
  const { room, status, reopen } = opened;
  const people = usePresence(room);
  const [view, setView] = useState<EditorView | null>(null);
  const following = useFollow(room, view, people);

  const [state, setState] = useState<EditorState | null>(null);
  const isInvited = useIsInvited(amendment);

  // Typing comes first; the redline follows as fast as the machine allows.
  const shown = useDeferredValue(state);
  const before = useMemo(
    () => ({ blocks: base.map((block) => ({ ...blockHead(block), runs: block.runs })) }),
    [base],
  );
  const redline = useMemo(
    () => (shown ? liveRedline(before, textDocFromNode(shown.doc), language) : []),
    [shown, before, language],
  );

  // Who opens a draft that says something already is led to it.
  const isLed = useRef(location.hash !== "");
  const firstChanged = redline.find(({ change }) => change !== "deleted")?.id;
  useEffect(() => {
    if (isLed.current || !shown) return;
    isLed.current = true;
    if (firstChanged !== undefined)
      document.getElementById(firstChanged)?.scrollIntoView({ block: "center" });
  }, [shown, firstChanged]);

  const isOpen = status.kind === "saved" || status.kind === "saving" || status.kind === "offline";
  const proposer = wordsIn(amendment.delegation.name, language);

  return (
    <div className="drafting propose">
      <div className="drafting-head">
        <div className="drafting-bar">
          <SavedStatus status={status} writable={mayWrite} />
          <PeopleMenu people={people} following={following} />
          <a className="propose-jump" href="#proposal">
            {redline.length === 0
              ? t("propose.yourChanges")
              : t("propose.changeCount", { count: redline.length })}
          </a>
        </div>
      </div>
      <header className="stack">
        <h1>
          {parent
            ? tt("propose.sub", { tag: parent.tag })
            : amendment.combines.length > 0
              ? tt("propose.compromise", { one: tagAt(amendment, 0), other: tagAt(amendment, 1) })
              : amendment.reintroduces
                ? t("propose.titleTag", { tag: amendment.reintroduces.tag })
                : isInvited
                  ? t("propose.titleInvited", { delegation: words(amendment.delegation.name) })
                  : t("propose.title")}
        </h1>
        <p className="muted">
          {t("propose.who", { delegation: words(amendment.delegation.name) })} ·{" "}
          {parent
            ? tt("propose.subOf", { tag: parent.tag })
            : t("propose.basedOn", { number: amendment.baseVersion.number })}
        </p>
      </header>
      <RoomTrouble of={opened} onReopen={reopen} />
      <LeaveGuard status={status} />
      <FollowingBar following={following} />
      <div className="propose-columns">
        <section aria-label={t("propose.editHere")}>
          {room ? (
            <TextEditor
              room={room}
              language={language}
              editable={mayWrite && isOpen}
              label={
                parent
                  ? tt("propose.copyOf", { tag: parent.tag, language: names.language(language) })
                  : t("propose.copyOf", { language: names.language(language) })
              }
              debated
              proposer={proposer}
              onState={setState}
              onView={setView}
            />
          ) : (
            status.kind === "opening" && (
              <p className="muted" role="status">
                {t("opening")}
              </p>
            )
          )}
        </section>
        {isInvited ? (
          <div id="proposal" className="propose-side">
            <AnswerInvitation amendment={amendment} />
            <Changes redline={redline} language={language} isReader />
            <SponsorNames amendment={amendment} />
          </div>
        ) : (
          <div id="proposal" className="propose-side">
            <ProposalForm
              amendment={amendment}
              redline={redline}
              isSaved={status.kind === "saved"}
              page={page}
            />
            {amendment.undecided.length > 0 && (
              <ConflictList
                title={tt("undecided")}
                conflicts={amendment.undecided}
                ours={tagAt(amendment, 0)}
                theirs={tagAt(amendment, 1)}
              />
            )}
            <Attachments amendment={amendment.id} isDraft />
            <DraftComments amendment={amendment} room={room} view={view} state={state} />
          </div>
        )}
      </div>
    </div>
  );
}
