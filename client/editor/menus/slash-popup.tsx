import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "../../i18n/use-translation";
import { isMac, keySigns, keysOf } from "../shortcuts";
import type { Action } from "./actions";
import { slashState } from "./slash";

type Props = {
  view: EditorView;
  state: EditorState;
  /** Those that match a query, in order. */
  matching: (query: string) => readonly Action[];
  listId: string;
  entryId: (place: number) => string;
  onRun: (action: Action) => void;
};

const GAP_PX = 4;

/** The menu at the slash. The focus stays in the text: the arrows and Enter are answered there. */
export function SlashPopup({ view, state, matching, listId, entryId, onRun }: Props) {
  const { t } = useTranslation("writing");
  const list = useRef<HTMLDivElement>(null);
  const open = slashState(state);
  const entries = open ? matching(open.query) : [];

  useLayoutEffect(() => {
    if (!open || !list.current || view.isDestroyed) return;
    place(list.current, view, open.at);
    list.current.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  if (!open || entries.length === 0) return null;
  return (
    <div ref={list} id={listId} className="slash-menu" role="listbox" aria-label={t("slashMenu")}>
      {entries.map((action, i) => (
        // The keyboard is answered by the text, which keeps the focus.
        <div
          key={action.id}
          id={entryId(i)}
          role="option"
          tabIndex={-1}
          aria-selected={i === open.chosen}
          className="slash-entry"
          // Before the text loses the focus, which would close the menu.
          onMouseDown={(event) => {
            event.preventDefault();
            onRun(action);
          }}
        >
          <span className="slash-sign" aria-hidden="true">
            {action.sign}
          </span>
          <span>{action.label}</span>
          {action.shortcut && (
            <span className="slash-keys" aria-hidden="true">
              {keySigns(keysOf(action.shortcut)[0] ?? "", isMac()).join(" ")}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

/** Under the slash, or over it where there is more room. */
function place(list: HTMLElement, view: EditorView, at: number): void {
  const { left, top, bottom } = view.coordsAtPos(Math.min(at, view.state.doc.content.size));
  const below = innerHeight - bottom - GAP_PX;
  const isBelow = below >= list.scrollHeight || below > top;
  list.style.maxHeight = `${Math.max(0, (isBelow ? below : top) - 2 * GAP_PX)}px`;
  list.style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - list.offsetWidth - GAP_PX))}px`;
  list.style.top = isBelow ? `${bottom + GAP_PX}px` : "";
  list.style.bottom = isBelow ? "" : `${innerHeight - top + GAP_PX}px`;
}
