import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useDeferredValue, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { AmendmentView, VersionView } from "../../../shared/api/views";
import { blockHead } from "../../../shared/text/model";
import { textDocFromNode } from "../../../shared/text/schema";
import { useApi, useCommand } from "../../app/api";
import { permission } from "../../app/permissions";
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
import { Await } from "../../ui/await";
import { Button, ButtonLink } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { Notice } from "../../ui/notice";
import { Redline } from "../../ui/redline";
import { useToast } from "../../ui/toast";
import { liveRedline } from "./live-redline";
import { SponsorPicker } from "./sponsor-picker";
import "../drafting/drafting.css";
import "./propose.css";

/** A copy of the text to change, what the changes come to so far, why, and with whom. */
export function ProposeAmendment() {
  const { t } = useTranslation("drafting");
  const params = useParams();
  const amendment = useApi("amendment", { amendment: params.amendment ?? "" });
  const baseVersion = amendment.data?.baseVersion.id;
  const version = useApi("version", { version: baseVersion ?? "" }, { enabled: baseVersion !== undefined });
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
          <Await of={version}>
            {(base) => <Draft key={data.id} amendment={data} base={base} page={page} />}
          </Await>
        );
      }}
    </Await>
  );
}

type DraftProps = { amendment: AmendmentView; base: VersionView; page: string };

function Draft({ amendment, base, page }: DraftProps) {
  const { t } = useTranslation("drafting");
  const { language } = amendment;
  const names = useNames();
  const words = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const say = useToast();
  const rationaleId = useId();

  const user = useMemo(
    () => ({
      name: me.person.name,
      color: presenceColor(me.person.id),
      delegation: me.person.delegation ? wordsIn(me.person.delegation.name, "en") : null,
    }),
    [me],
  );
  const opened = useRoom(amendment.room, {
    person: me.person.id,
    mayWrite: permission(amendment.permissions, "edit_amendment").ok,
    user,
  });
  const { room, status, reopen } = opened;
  const people = usePresence(room);
  const [view, setView] = useState<EditorView | null>(null);
  const following = useFollow(room, view, people);
  const delegations = useApi("delegations", {});
  const submit = useCommand("submit-amendment");
  const discard = useCommand("discard-amendment");

  const [state, setState] = useState<EditorState | null>(null);
  const [rationale, setRationale] = useState(amendment.rationale);
  const [sponsors, setSponsors] = useState(() =>
    amendment.sponsors.map((one) => one.code).filter((code) => code !== amendment.delegation.code),
  );

  // Typing comes first; the redline follows as fast as the machine allows.
  const shown = useDeferredValue(state);
  const before = useMemo(
    () => ({ blocks: base.blocks.map((block) => ({ ...blockHead(block), runs: block.runs })) }),
    [base],
  );
  const redline = useMemo(
    () => (shown ? liveRedline(before, textDocFromNode(shown.doc), language) : []),
    [shown, before, language],
  );
  const voting = (delegations.data ?? []).filter(
    (one) => one.voting && one.code !== amendment.delegation.code,
  );

  const editable = status.kind === "saved" || status.kind === "saving" || status.kind === "offline";
  const missing =
    redline.length === 0
      ? t("propose.waitChanges")
      : rationale.trim() === ""
        ? t("propose.waitRationale")
        : status.kind !== "saved"
          ? t("propose.waitSaved")
          : null;
  const send = async () => {
    const { tag } = await submit.mutateAsync({
      amendment: amendment.id,
      rationale: rationale.trim(),
      sponsors,
    });
    say(t("propose.submitted", { tag }));
    // Back leads to where the writing began, not to a draft that is none any more.
    await navigate(page, { replace: true });
  };
  const remove = async () => {
    await discard.mutateAsync({ amendment: amendment.id });
    say(t("propose.discarded"));
    await navigate(`/app/${amendment.instrument}/draft/${language}`, { replace: true });
  };
  const proposer = wordsIn(amendment.delegation.name, language);

  return (
    <div className="drafting propose">
      <div className="drafting-head">
        <div className="drafting-bar">
          <SavedStatus status={status} writable />
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
          {amendment.reintroduces
            ? t("propose.titleTag", { tag: amendment.reintroduces.tag })
            : t("propose.title")}
        </h1>
        <p className="muted">
          {t("propose.who", { delegation: words(amendment.delegation.name) })} ·{" "}
          {t("propose.basedOn", { number: amendment.baseVersion.number, label: base.label })}
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
              editable={editable}
              label={t("propose.copyOf", { language: names.language(language) })}
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
        <form id="proposal" className="propose-side" onSubmit={(event) => event.preventDefault()}>
          <section className="stack" aria-label={t("propose.yourChanges")}>
            <h2>{t("propose.yourChanges")}</h2>
            <p className="small muted" role="status">
              {redline.length === 0
                ? t("propose.nothingYet")
                : t("propose.changeCount", { count: redline.length })}
            </p>
            <Redline blocks={redline} language={language} size="small" />
          </section>
          <div className="field">
            <label htmlFor={rationaleId}>{t("propose.rationale")}</label>
            <textarea
              id={rationaleId}
              className="input"
              aria-describedby={`${rationaleId}-help`}
              value={rationale}
              maxLength={10_000}
              rows={4}
              onChange={(event) => setRationale(event.target.value)}
            />
            <p id={`${rationaleId}-help`} className="small muted">
              {t("propose.rationaleHelp")}
            </p>
          </div>
          <SponsorPicker delegations={voting} chosen={sponsors} onChange={setSponsors} />
          <div className="stack">
            <div className="row">
              {missing === null ? (
                <Confirm
                  trigger={<Button tone="primary">{t("propose.submit")}</Button>}
                  title={t("propose.submitTitle")}
                  body={<p>{t("propose.submitBody")}</p>}
                  action={t("propose.submit")}
                  onConfirm={send}
                />
              ) : (
                <Button tone="primary" aria-disabled="true" aria-describedby={`${rationaleId}-missing`}>
                  {t("propose.submit")}
                </Button>
              )}
              {permission(amendment.permissions, "edit_amendment").ok && (
                <Confirm
                  trigger={<Button tone="quiet">{t("propose.discard")}</Button>}
                  title={t("propose.discardTitle")}
                  body={<p>{t("propose.discardBody")}</p>}
                  action={t("propose.discard")}
                  tone="danger"
                  onConfirm={remove}
                />
              )}
            </div>
            <p id={`${rationaleId}-missing`} className="small muted">
              {missing}
            </p>
          </div>
        </form>
      </div>
    </div>
  );
}
