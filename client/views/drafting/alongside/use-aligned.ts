import type { EditorView } from "prosemirror-view";
import { useLayoutEffect, useState } from "react";
import { alignColumns, type Padding, type Placed } from "./align";

/** Where each paragraph of the two columns begins, in pixels from the top of the texts. */
export type Heights = ReadonlyMap<string, number>;

const BOTH = ["first", "second"] as const;

/**
 * Keeps paragraphs of one id level, and says at which height they are. A style sheet of its own does it: the paragraphs
 * belong to the editors, which take every change to them for one to the text.
 */
export function useAligned(first: EditorView | null, second: EditorView | null): Heights {
  const [heights, setHeights] = useState<Heights>(new Map());
  useLayoutEffect(() => {
    if (!first || !second) return;
    const sheet = document.createElement("style");
    document.head.append(sheet);
    let applied: { left: Padding; right: Padding } = { left: new Map(), right: new Map() };
    const place = () => {
      const [left, right] = [placed(first, applied.left), placed(second, applied.right)];
      const next = alignColumns(left, right);
      if (isSame(next.left, applied.left) && isSame(next.right, applied.right) && heightsKept) return;
      applied = next;
      heightsKept = true;
      sheet.textContent = [next.left, next.right]
        .flatMap((padding, i) =>
          [...padding].map(
            ([id, size]) =>
              `[data-column="${BOTH[i]}"] .text > [data-id="${CSS.escape(id)}"]{margin-block-end:${size}px}`,
          ),
        )
        .join("\n");
      setHeights(new Map([...topsWith(right, next.right), ...topsWith(left, next.left)]));
    };
    let heightsKept = false;
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        place();
      });
    };
    place();
    const sizes = new ResizeObserver(soon);
    const blocks = new MutationObserver(soon);
    for (const { dom } of [first, second]) {
      sizes.observe(dom);
      blocks.observe(dom, { childList: true, subtree: true, characterData: true });
    }
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      blocks.disconnect();
      sheet.remove();
    };
  }, [first, second]);
  return heights;
}

/** As they would be without the room that was left so far. */
function placed({ dom }: EditorView, padding: Padding): Placed[] {
  const start = dom.getBoundingClientRect().top;
  let added = 0;
  return [...dom.children].flatMap((child) => {
    const id = child instanceof HTMLElement ? child.dataset.id : undefined;
    if (id === undefined) return [];
    const top = Math.round(child.getBoundingClientRect().top - start - added);
    added += padding.get(id) ?? 0;
    return [{ id, top }];
  });
}

function topsWith(column: readonly Placed[], padding: Padding): Array<[string, number]> {
  let added = 0;
  return column.map(({ id, top }) => {
    const at = top + added;
    added += padding.get(id) ?? 0;
    return [id, at];
  });
}

function isSame(a: Padding, b: Padding): boolean {
  return a.size === b.size && [...a].every(([id, size]) => b.get(id) === size);
}
