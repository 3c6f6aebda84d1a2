import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Toolbar as RadixToolbar } from "radix-ui";
import { Fragment, memo, useCallback } from "react";
import { BLOCK_KINDS } from "../../shared/text/model";
import { asKind } from "../../shared/text/schema";
import { useTranslation } from "../i18n/use-translation";
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
  const run = useCallback(
    (command: Command) => {
      command(view.state, view.dispatch, view);
      view.focus();
    },
    [view],
  );
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
              <Tool
                key={action.id}
                action={action}
                pressed={action.isOn?.(state)}
                disabled={!action.command(state)}
                onRun={run}
              />
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

type ToolProps = {
  action: Action;
  /** undefined for a tool that is not on or off. */
  pressed: boolean | undefined;
  disabled: boolean;
  onRun: (command: Command) => void;
};

/** Drawn again only when it is to look different: the toolbar follows each letter. */
const Tool = memo(function Tool({ action, pressed, disabled, onRun }: ToolProps) {
  return (
    <RadixToolbar.Button
      className="tool"
      aria-label={action.label}
      title={action.label}
      aria-pressed={pressed}
      disabled={disabled}
      // The words stay selected: a press on a tool is not a click into the page.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onRun(action.command)}
    >
      <span aria-hidden="true" data-sign={action.id}>
        {action.sign}
      </span>
    </RadixToolbar.Button>
  );
});
