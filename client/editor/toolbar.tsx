import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Toolbar as RadixToolbar } from "radix-ui";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { BLOCK_KINDS } from "../../shared/text/model";
import { asKind } from "../../shared/text/schema";
import type { Action } from "./menus/actions";
import { ShortcutsDialog } from "./menus/shortcuts-dialog";
import { currentBlock, setKind } from "./structure-commands";

type Props = { view: EditorView; state: EditorState; actions: readonly Action[] };

const GROUPS = ["level", "words", "place", "history", "find"] as const;

/** What the keys do, for those who do not know the keys. One stop for Tab; the arrows go from tool to tool. */
export function Toolbar({ view, state, actions }: Props) {
  const { t } = useTranslation("drafting");
  const { t: writing } = useTranslation("writing");
  const kind = asKind(currentBlock(state)?.node.attrs.kind);
  const run = (command: Command) => {
    command(view.state, view.dispatch, view);
    view.focus();
  };
  return (
    <RadixToolbar.Root className="toolbar" aria-label={t("toolbar")}>
      <select
        className="tool-kind"
        aria-label={t("kind")}
        value={kind}
        onChange={(event) => run(setKind(asKind(event.target.value)))}
      >
        {BLOCK_KINDS.map((one) => (
          <option key={one} value={one}>
            {t(`kinds.${one}`)}
          </option>
        ))}
      </select>
      {GROUPS.map((group, i) => (
        <Fragment key={group}>
          {i > 0 && <RadixToolbar.Separator className="tool-gap" />}
          {actions
            .filter((action) => action.tool === group)
            .map((action) => (
              <RadixToolbar.Button
                key={action.id}
                className="tool"
                aria-label={action.label}
                title={action.label}
                aria-pressed={action.isOn?.(state)}
                disabled={!action.command(state)}
                // The words stay selected: a press on a tool is not a click into the page.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => run(action.command)}
              >
                <span aria-hidden="true" data-sign={action.id}>
                  {action.sign}
                </span>
              </RadixToolbar.Button>
            ))}
        </Fragment>
      ))}
      <RadixToolbar.Separator className="tool-gap" />
      <ShortcutsDialog
        trigger={
          <RadixToolbar.Button
            className="tool"
            aria-label={writing("showShortcuts")}
            title={writing("showShortcuts")}
          >
            <span aria-hidden="true">⌨</span>
          </RadixToolbar.Button>
        }
      />
    </RadixToolbar.Root>
  );
}
