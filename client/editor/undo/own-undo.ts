import type { Node } from "prosemirror-model";
import { type Command, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey, yUndoPlugin, yUndoPluginKey } from "y-prosemirror";
import type * as Y from "yjs";
import { isAgreed } from "../../../shared/rules/paragraphs";
import { onDecided } from "../../../shared/text/decided";
import type { BlockId } from "../../../shared/text/model";
import { asStatus } from "../../../shared/text/schema";
import { offsetOf } from "../structure-commands";
import { idOf, type Reach, reachOf, type Step } from "./reach";

/** Why a step is left as it is: its paragraph was agreed, a decision has written in it, or somebody else has. */
export type Spared = { why: "agreed" | "decided" | "others"; block: BlockId };

type OnSpared = (spared: Spared) => void;

const key = new PluginKey<{ onSpared: OnSpared }>("own-undo");
/** Under this name a step keeps the paragraphs that were decided after it. */
const DECIDED = "decided since";

/**
 * Undo of what was done in this window. A step is taken back as a whole or not at all: not when it reaches into a paragraph
 * that was agreed since, or that an adopted amendment has changed, nor when others have worked on what it moved, split or
 * joined. Such a step is passed over, and `onSpared` says so.
 */
export function ownUndo(onSpared: OnSpared): Plugin[] {
  const told = new Plugin<{ onSpared: OnSpared }>({
    key,
    state: { init: () => ({ onSpared }), apply: (_tr, value) => value },
    view(view) {
      const manager = yUndoPluginKey.getState(view.state)?.undoManager;
      if (!manager) throw new Error("The plugin of undo comes first");
      const end = onDecided(manager.doc, (blocks) => {
        // What is typed from now on is no part of what was before.
        manager.stopCapturing();
        for (const step of [...manager.undoStack, ...manager.redoStack])
          step.meta.set(DECIDED, new Set([...decidedSince(step), ...blocks]));
      });
      return { destroy: end };
    },
  });
  // A block that holds somebody else's words is never taken away with ours.
  return [yUndoPlugin({ protectedNodes: new Set(["block"]) }), told];
}

export const undo: Command = stepWith("undo");
export const redo: Command = stepWith("redo");

function stepWith(direction: "undo" | "redo"): Command {
  return (state, dispatch, view) => {
    const manager = yUndoPluginKey.getState(state)?.undoManager;
    const stack = direction === "undo" ? manager?.undoStack : manager?.redoStack;
    const step = stack?.at(-1);
    if (!manager || !stack || !step) return false;
    if (!dispatch) return true;
    const reach = reachOf(ySyncPluginKey.getState(state).type, step);
    const spared = sparedBy(ySyncPluginKey.getState(state).type, step, reach);
    if (!spared) {
      if (manager[direction]() === null) return false;
      if (view) keepCursorIn(view, reach);
      return true;
    }
    stack.pop();
    key.getState(state)?.onSpared(spared);
    return true;
  };
}

/** What was moved has come back as something new: the cursor, which was in it, would be left at what stood beside. */
function keepCursorIn(view: EditorView, { blocks }: Reach): void {
  const { doc, selection, tr } = view.state;
  const isReached = (node: Node) => blocks.has(String(node.attrs.id));
  if (selection.$head.depth > 0 && isReached(selection.$head.node(1))) return;
  const index = doc.children.findIndex(isReached);
  if (index < 0) return;
  view.dispatch(tr.setSelection(TextSelection.create(doc, offsetOf(doc, index) + 1)).scrollIntoView());
}

function sparedBy(fragment: Y.XmlFragment, step: Step, reach: Reach): Spared | null {
  const agreed = (fragment.toArray() as Y.XmlElement[]).filter((block) =>
    isAgreed(asStatus(block.getAttribute("status"))),
  );
  const among = (ids: Iterable<BlockId | null>) => firstOf(reach, new Set(ids));
  const isAgreedNow = among(agreed.map(idOf));
  if (isAgreedNow) return { why: "agreed", block: isAgreedNow };
  const isDecided = among(decidedSince(step));
  if (isDecided) return { why: "decided", block: isDecided };
  const [first] = reach.blocks;
  return reach.isTorn && first ? { why: "others", block: first } : null;
}

function firstOf({ blocks }: Reach, ids: ReadonlySet<BlockId | null>): BlockId | null {
  return [...blocks].find((id) => ids.has(id)) ?? null;
}

function decidedSince({ meta }: Step): ReadonlySet<BlockId> {
  return meta.get(DECIDED) ?? new Set();
}
