import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { useToast } from "../../ui/toast";
import { closeFind, findState, goToMatch, replaceAll, replaceMatch, setFind } from "./find";
import "./find.css";

type Props = { view: EditorView; state: EditorState; editable: boolean };

/** Above the text while words are looked for. Enter goes to the next, with Shift to the one before, Escape back to the text. */
export function FindPanel({ view, state, editable }: Props) {
  const found = findState(state);
  return found ? <Panel key="find" view={view} found={found} editable={editable} /> : null;
}

type PanelProps = {
  view: EditorView;
  found: NonNullable<ReturnType<typeof findState>>;
  editable: boolean;
};

function Panel({ view, found, editable }: PanelProps) {
  const { t } = useTranslation("writing");
  const say = useToast();
  const queryId = useId();
  const replaceId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [replacement, setReplacement] = useState("");
  const { options, matches, current } = found;
  // The field's own: the editor's state reaches the screen a frame later, and letters typed meanwhile would be lost.
  const [query, setQuery] = useState(options.query);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again while it is open.
  useEffect(() => {
    setQuery(options.query);
    field.current?.focus();
    field.current?.select();
  }, [found.asked]);

  // While the panel has the focus, ProseMirror scrolls nowhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is gone to.
  useEffect(() => {
    if (!view.hasFocus()) view.dom.querySelector(".found-here")?.scrollIntoView({ block: "nearest" });
  }, [view, current]);

  const go = (direction: 1 | -1) => goToMatch(direction)(view.state, view.dispatch);
  const close = () => {
    closeFind(view.state, view.dispatch);
    view.focus();
  };
  const fixed = matches.filter((one) => one.isFixed).length;
  const everywhere = () => {
    const count = replaceAll(view, replacement);
    say(
      [t("replaced", { count }), fixed > 0 ? t("leftAgreed", { count: fixed }) : ""]
        .filter(Boolean)
        .join(" "),
    );
  };
  const option = (name: "matchCase" | "wholeWord") => (
    <label className="find-option">
      <input
        type="checkbox"
        checked={options[name]}
        onChange={(event) => setFind({ [name]: event.target.checked })(view.state, view.dispatch)}
      />
      {t(name)}
    </label>
  );
  return (
    <search
      className="find"
      aria-label={t("find")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <div className="find-row">
        <label htmlFor={queryId}>{t("find")}</label>
        <input
          ref={field}
          id={queryId}
          className="input"
          value={query}
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setFind({ query: event.target.value })(view.state, view.dispatch);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            go(event.shiftKey ? -1 : 1);
          }}
        />
        <span className="find-count num" role="status">
          {options.query === ""
            ? ""
            : matches.length === 0
              ? t("foundNone")
              : current < 0
                ? t("foundCount", { count: matches.length })
                : t("foundAt", { at: current + 1, count: matches.length })}
        </span>
        <Button tone="quiet" aria-label={t("findPrevious")} title={t("findPrevious")} onClick={() => go(-1)}>
          ↑
        </Button>
        <Button tone="quiet" aria-label={t("findNext")} title={t("findNext")} onClick={() => go(1)}>
          ↓
        </Button>
        {option("matchCase")}
        {option("wholeWord")}
        <Button tone="quiet" aria-label={t("findClose")} title={t("findClose")} onClick={close}>
          ✕
        </Button>
      </div>
      {found.withReplace && editable && (
        <div className="find-row">
          <label htmlFor={replaceId}>{t("replaceWith")}</label>
          <input
            id={replaceId}
            className="input"
            value={replacement}
            onChange={(event) => setReplacement(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              replaceMatch(view, replacement);
            }}
          />
          <Button aria-disabled={matches.length === 0} onClick={() => replaceMatch(view, replacement)}>
            {t("replaceOne")}
          </Button>
          <Button aria-disabled={matches.length === fixed} onClick={everywhere}>
            {t("replaceAll")}
          </Button>
          {fixed > 0 && <span className="small muted">{t("inAgreed", { count: fixed })}</span>}
        </div>
      )}
    </search>
  );
}
