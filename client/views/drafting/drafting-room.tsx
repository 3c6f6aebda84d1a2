import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useParams } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { holdsUpText } from "../../../shared/rules/amendments";
import { type Language, languageShape } from "../../../shared/text/model";
import { useApi } from "../../app/api";
import { useMe } from "../../app/session";
import { useWords, wordsIn } from "../../app/words";
import { LeaveGuard } from "../../collab/leave-guard";
import { PeopleList, usePresence } from "../../collab/presence";
import { presenceColor } from "../../collab/presence-color";
import { RoomTrouble } from "../../collab/room-trouble";
import { UndoneNotice } from "../../collab/undone-notice";
import { useRoom } from "../../collab/use-room";
import { FollowingBar } from "../../editor/follow/following-bar";
import { useFollow } from "../../editor/follow/use-follow";
import { putCursorIn } from "../../editor/structure-commands";
import { TextEditor } from "../../editor/text-editor";
import { useTranslation } from "../../i18n/use-translation";
import { openOffline } from "../../offline/register";
import { Await } from "../../ui/await";
import { useKept } from "../../ui/kept";
import { useNames } from "../../ui/names";
import { Notice } from "../../ui/notice";
import { CommentsHead, threadItems } from "../comments/thread-items";
import { useThreads } from "../comments/use-threads";
import { AlongsideChoice } from "./alongside/alongside-choice";
import { Pairs } from "./alongside/pairs";
import { SecondText } from "./alongside/second-text";
import { useAlongside } from "./alongside/use-alongside";
import { AmendmentCard, amendmentItems } from "./amendment-card";
import { Beside, inTextOrder } from "./beside";
import { DraftingBar } from "./drafting-bar";
import { LineNumbers } from "./line-numbers";
import { Outline } from "./outline";
import { alsoPlaces, bracketsByBlock, outlineItems } from "./outline-items";
import { type Sheet, Sheets } from "./sheets";
import { TextBar } from "./text-bar";
import { useAgreement } from "./use-agreement";
import { WhyReading } from "./why-reading";
import "./drafting.css";

/** The live text of one language, written by everyone who may, with what is open on it beside it. */
export function DraftingRoom() {
  const params = useParams();
  useEffect(() => void openOffline(), []);
  const instrument = useApi("instrument", { instrument: params.instrument ?? "" });
  return (
    <Await of={instrument}>
      {(data) => (
        <Room
          key={`${data.slug} ${params.language}`}
          instrument={data}
          asked={params.language}
          // What was refused was refused for a reason that this screen has not heard of.
          onRefused={() => void instrument.refetch()}
        />
      )}
    </Await>
  );
}

type RoomProps = { instrument: InstrumentView; asked: string | undefined; onRefused: () => void };

function Room({ instrument, asked, onRefused }: RoomProps) {
  const { t } = useTranslation("drafting");
  const { t: comments } = useTranslation("comments");
  const names = useNames();
  const words = useWords();
  const me = useMe();
  const language: Language = languageShape.safeParse(asked).data ?? instrument.sourceLanguage;
  const text = instrument.texts.find((one) => one.language === language);
  const canWrite = text?.writable.ok === true;

  const user = useMemo(
    () => ({
      name: me.person.name,
      color: presenceColor(me.person.id),
      delegation: me.person.delegation ? wordsIn(me.person.delegation.name, "en") : null,
    }),
    [me],
  );
  const opened = useRoom(text?.room ?? null, {
    person: me.person.id,
    mayWrite: canWrite,
    // A reader is nobody's colleague in the text: presence of a hundred readers would cost every writer.
    user: canWrite ? user : null,
  });
  const { room, status, reopen } = opened;
  const openAnew = () => {
    onRefused();
    reopen();
  };
  const people = usePresence(room);
  const amendments = useApi("amendments", { instrument: instrument.slug });
  const [state, setState] = useState<EditorState | null>(null);

  const open = useMemo(
    () =>
      (amendments.data ?? []).filter((one) => one.language === language && holdsUpText(one.state as never)),
    [amendments.data, language],
  );
  const [view, setView] = useState<EditorView | null>(null);
  const [lines, setLines] = useState(false);
  const [sheet, setSheet] = useState<string | null>(null);
  const about = useMemo(() => ({ instrument: instrument.slug, language }), [instrument.slug, language]);
  const { alongside, other, isWide, choose } = useAlongside(instrument, language);
  const editable =
    canWrite && (status.kind === "saved" || status.kind === "saving" || status.kind === "offline");
  const showComments = useCallback(() => {
    if (alongside !== null || matchMedia("(max-width: 800px)").matches) setSheet("comments");
  }, [alongside]);
  const threads = useThreads(about, room, view, state, showComments);
  const elsewhere = useAgreement(instrument, language);
  const following = useFollow(room, view, people);
  const chooseParagraph = useCallback(
    (id: string) => {
      // Once the address has taken the focus from the link, and a sheet has closed.
      if (view) setTimeout(() => putCursorIn(view, id));
    },
    [view],
  );
  // Drawn anew when the text or what is beside it changes, not when "saving" becomes "saved" after each key.
  const order = useKept(
    useMemo(() => state?.doc.children.map((node) => String(node.attrs.id)) ?? [], [state]),
    (id) => id,
  );
  const alsoKept = useKept(
    useMemo(() => (state ? [...alsoPlaces(state, language, open)] : []), [state, language, open]),
    ([id]) => id,
  );
  const also = useMemo(() => new Map(alsoKept), [alsoKept]);
  const outline = useMemo(
    () =>
      state && (
        <Outline
          items={outlineItems(state, language, open, elsewhere)}
          language={language}
          brackets={bracketsByBlock(state).length}
          amendments={open.length}
          onChoose={chooseParagraph}
        />
      ),
    [state, language, open, elsewhere, chooseParagraph],
  );
  const cards = useMemo(() => threadItems(threads, about), [threads, about]);
  const head = useMemo(() => <CommentsHead threads={threads} />, [threads]);
  const beside = useMemo(
    () => (
      <Beside
        label={t("beside")}
        head={head}
        none={t("besideNone")}
        order={order}
        items={[
          ...inTextOrder(open, order).flatMap((one) => amendmentItems(one, also.get(one.id))),
          ...cards,
        ]}
      />
    ),
    [t, head, cards, order, open, also],
  );
  const sheets = useMemo(
    (): Sheet[] => [
      { name: "outline", label: t("outline"), content: outline },
      {
        name: "amendments",
        label: open.length > 0 ? t("amendmentCount", { count: open.length }) : t("amendments"),
        content: (
          <div className="stack">
            {open.length === 0 && <p className="muted">{t("besideNone")}</p>}
            {inTextOrder(open, order).map((one) => (
              <AmendmentCard key={one.id} amendment={one} also={also.get(one.id)} />
            ))}
          </div>
        ),
      },
      {
        name: "comments",
        label:
          threads.placed.length > 0 ? comments("count", { count: threads.placed.length }) : comments("title"),
        content: (
          <div className="stack">
            {head}
            {cards.map(({ key, content }) => (
              <div key={key}>{content}</div>
            ))}
          </div>
        ),
      },
      {
        name: "people",
        label: people.length > 0 ? t("peopleCount", { count: people.length }) : t("people"),
        content: <PeopleList people={people} following={following} onDone={() => setSheet(null)} />,
      },
    ],
    [t, comments, outline, open, order, also, threads.placed, head, cards, people, following],
  );
  const choice = useMemo(
    () => <AlongsideChoice instrument={instrument} language={language} alongside={other} onChoose={choose} />,
    [instrument, language, other, choose],
  );
  const otherName = other && names.language(other);
  const allSheets = useMemo(() => {
    if (isWide) return sheets;
    const first = view && state && { language, view, state, editable };
    const content = (
      <div className="stack">
        {choice}
        {other && first && (
          <Pairs key={other} {...{ instrument, first }} language={other} onBegun={() => setSheet(null)} />
        )}
      </div>
    );
    return [...sheets, { name: "pairs", label: otherName ?? t("otherLanguage"), content }];
  }, [sheets, isWide, view, state, language, editable, choice, other, instrument, otherName, t]);
  if (!text) return <Notice>{t("noRoom")}</Notice>;

  const proposer = me.person.delegation ? wordsIn(me.person.delegation.name, language) : me.person.name;
  return (
    <div className="drafting" data-alongside={alongside !== null}>
      <DraftingBar
        instrument={instrument}
        language={language}
        status={status}
        writable={canWrite}
        people={people}
        following={following}
        text={view?.dom ?? null}
        alongside={choice}
      />
      <RoomTrouble of={opened} onReopen={openAnew} />
      <UndoneNotice room={room} />
      <LeaveGuard status={status} />
      <FollowingBar following={following} />
      <WhyReading instrument={instrument} text={text} />
      <div className="drafting-columns" data-alongside={alongside ?? undefined}>
        <div className="drafting-outline">{outline}</div>
        <div className="drafting-text" data-column="first" data-lines={lines}>
          {alongside && (
            <p className="second-head small" lang={language}>
              {names.language(language)}
            </p>
          )}
          {room && view && state ? (
            <TextBar
              instrument={instrument}
              language={language}
              view={view}
              state={state}
              editable={editable}
              amendments={open}
              elsewhere={elsewhere}
              lines={lines}
              onLines={setLines}
            />
          ) : (
            <div className="text-bar row" />
          )}
          {lines && state && !alongside && <LineNumbers state={state} />}
          {room ? (
            <TextEditor
              room={room}
              language={language}
              editable={editable}
              label={t("textOf", { title: words(instrument.title), language: names.language(language) })}
              proposer={proposer}
              debated={instrument.stage !== "zero_draft"}
              elsewhere={elsewhere}
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
        </div>
        {alongside
          ? view &&
            state && (
              <SecondText
                key={alongside}
                instrument={instrument}
                language={alongside}
                user={user}
                first={{ language, view, state, editable }}
              />
            )
          : beside}
      </div>
      <Sheets open={sheet} onOpen={setSheet} sheets={allSheets} />
    </div>
  );
}
