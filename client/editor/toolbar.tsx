import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Toolbar as RadixToolbar } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { redoCommand, undoCommand } from "y-prosemirror";
import { asKind } from "../../shared/text/schema";
import { bracketAround, toggleBracket } from "./brackets";
import { randomBlockId } from "./create-editor";
import { isEmphasised, toggleEmphasis } from "./keys";
import { changeLevel, currentBlock, KINDS_TO_CHOOSE, moveBlock, setKind } from "./structure-commands";

type Props = { view: EditorView; state: EditorState; proposer: string };

/** What the keys do, for those who do not know the keys. One stop for Tab; the arrows go from tool to tool. */
export function Toolbar({ view, state, proposer }: Props) {
  const { t } = useTranslation("drafting");
  const kind = asKind(currentBlock(state)?.node.attrs.kind);
  const run = (command: Command) => {
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const tool = (label: string, sign: ReactNode, command: Command, isPressed?: boolean) => (
    <RadixToolbar.Button
      className="tool"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      disabled={!command(state)}
      // The words stay selected: a press on a tool is not a click into the page.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => run(command)}
    >
      <span aria-hidden="true">{sign}</span>
    </RadixToolbar.Button>
  );
  const inBracket = bracketAround(state) !== null;
  return (
    <RadixToolbar.Root className="toolbar" aria-label={t("toolbar")}>
      <select
        className="tool-kind"
        aria-label={t("kind")}
        value={kind}
        onChange={(event) => run(setKind(asKind(event.target.value)))}
      >
        {KINDS_TO_CHOOSE.map((one) => (
          <option key={one} value={one}>
            {t(`kinds.${one}`)}
          </option>
        ))}
      </select>
      {tool(t("shallower"), "⇤", changeLevel(-1))}
      {tool(t("deeper"), "⇥", changeLevel(1))}
      <RadixToolbar.Separator className="tool-gap" />
      {tool(t("emphasis"), <em>i</em>, toggleEmphasis, isEmphasised(state))}
      {tool(
        inBracket ? t("unbracket") : t("bracket"),
        "[ ]",
        toggleBracket(randomBlockId, () => proposer),
        inBracket,
      )}
      <RadixToolbar.Separator className="tool-gap" />
      {tool(t("moveUp"), "↑", moveBlock(-1))}
      {tool(t("moveDown"), "↓", moveBlock(1))}
      <RadixToolbar.Separator className="tool-gap" />
      {tool(t("undo"), "↶", undoCommand as Command)}
      {tool(t("redo"), "↷", redoCommand as Command)}
    </RadixToolbar.Root>
  );
}
