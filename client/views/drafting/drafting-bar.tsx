import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { Language } from "../../../shared/text/model";
import { useCommand } from "../../app/api";
import { allowed, permission } from "../../app/permissions";
import { PeopleMenu, type Present } from "../../collab/presence";
import type { RoomStatus } from "../../collab/room";
import { SavedStatus } from "../../collab/saved-status";
import type { Following } from "../../editor/follow/use-follow";
import { paragraphInSight } from "../../editor/paragraph-in-sight";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button, ButtonLink } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { useToast } from "../../ui/toast";

type Props = {
  instrument: InstrumentView;
  language: Language;
  status: RoomStatus;
  writable: boolean;
  people: readonly Present[];
  following: Following;
  alongside: ReactNode;
  /** The paragraphs; null: not there yet. */
  text: Element | null;
};

/** What is always in sight above the text: its language, whether it is saved, who is here, and what can be done with it. */
export function DraftingBar(props: Props) {
  const { instrument, language, status, writable, people, following, alongside, text } = props;
  const { t } = useTranslation("drafting");
  const { t: imports } = useTranslation("imports");
  const names = useNames();
  const navigate = useNavigate();
  const start = useCommand("start-amendment");
  const propose = async () => {
    const { amendment } = await start.mutateAsync({ instrument: instrument.slug, language });
    // The copy opens where the text was being read.
    const at = text && paragraphInSight(text);
    await navigate(`/app/${instrument.slug}/amendments/${amendment}/edit${at ? `#${at}` : ""}`);
  };
  const head = useHeightOfBar();
  return (
    <div ref={head} className="drafting-head">
      <div className="drafting-bar">
        <nav className="draft-languages" aria-label={t("language")}>
          {instrument.languages.map((one) => (
            <Link
              key={one}
              to={`/app/${instrument.slug}/draft/${one}`}
              aria-current={one === language ? "page" : undefined}
              aria-label={names.language(one)}
              title={names.language(one)}
            >
              {t(`languageSigns.${one}`)}
            </Link>
          ))}
        </nav>
        {alongside}
        <SavedStatus status={status} writable={writable} />
        <PeopleMenu people={people} following={following} />
      </div>
      <div className="drafting-acts">
        {allowed(instrument.permissions, "import_text") && (
          <ButtonLink to={`/app/${instrument.slug}/import/${language}`}>{imports("import")}</ButtonLink>
        )}
        {allowed(instrument.permissions, "save_version") && (
          <SaveVersion instrument={instrument.slug} language={language} isSaved={status.kind === "saved"} />
        )}
        <Act
          permission={permission(instrument.permissions, "propose_amendment")}
          label={t("propose.title")}
          tone="primary"
          onAct={propose}
        />
      </div>
    </div>
  );
}

/**
 * What sticks below this bar has to know how high it is: a reason why something cannot be done makes it higher. On a phone only its
 * inner part stays in sight.
 */
function useHeightOfBar() {
  const head = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const outer = head.current;
    const inner = outer?.firstElementChild;
    const screen = outer?.parentElement;
    if (!outer || !(inner instanceof HTMLElement) || !screen) return;
    const measure = () => screen.style.setProperty("--bar", `${outer.offsetHeight || inner.offsetHeight}px`);
    const sizes = new ResizeObserver(measure);
    sizes.observe(outer);
    sizes.observe(inner);
    return () => sizes.disconnect();
  }, []);
  return head;
}

function SaveVersion({
  instrument,
  language,
  isSaved,
}: {
  instrument: string;
  language: Language;
  isSaved: boolean;
}) {
  const { t } = useTranslation("drafting");
  const [label, setLabel] = useState("");
  const save = useCommand("save-version");
  const say = useToast();
  const send = async () => {
    const { number } = await save.mutateAsync({ instrument, language, label: label.trim() });
    setLabel("");
    say(t("versionSaved", { number }));
  };
  return (
    <FormDialog
      trigger={<Button>{t("saveVersion")}</Button>}
      title={t("saveVersionTitle")}
      action={t("saveVersion")}
      // What is not yet with the server would be missing from the version.
      ready={label.trim() !== "" && isSaved}
      onSend={send}
    >
      <div className="field">
        <label htmlFor="version-label">{t("versionLabel")}</label>
        <input
          id="version-label"
          className="input"
          value={label}
          maxLength={200}
          onChange={(event) => setLabel(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
