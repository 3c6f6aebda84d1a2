import { type ReactNode, useLayoutEffect, useRef } from "react";
import type { AmendmentView } from "../../../shared/api/views";

const GAP_PX = 12;

/** `block` null: without a place, after all others. `mark`: the thread whose words it is level with, if they are there. */
export type BesideItem = { key: string; block: string | null; mark?: string; content: ReactNode };

type Props = {
  label: string;
  head: ReactNode;
  none: string;
  items: readonly BesideItem[];
  order: readonly string[];
};

/**
 * What there is to a paragraph, level with it; where several meet they follow each other downwards.
 * Placed by hand after each layout: the paragraphs belong to the editor, and move without React knowing.
 */
export function Beside({ label, head, none, items, order }: Props) {
  const column = useRef<HTMLUListElement>(null);
  const place = new Map(order.map((id, i) => [id, i]));
  const placeOf = ({ block }: BesideItem) => place.get(block ?? "") ?? order.length;
  const sorted = [...items].sort((a, b) => placeOf(a) - placeOf(b));

  useLayoutEffect(() => {
    const list = column.current;
    if (!list) return;
    const place = () => placeCards(list);
    place();
    const observer = new ResizeObserver(place);
    for (const text of document.querySelectorAll(".editor .text")) observer.observe(text);
    for (const card of list.children) observer.observe(card);
    return () => observer.disconnect();
  });

  return (
    <aside className="beside" aria-label={label}>
      {head}
      {sorted.length === 0 && <p className="small muted">{none}</p>}
      <ul ref={column}>
        {sorted.map((one) => (
          <li key={one.key} data-block={one.block ?? ""} data-mark={one.mark}>
            {one.content}
          </li>
        ))}
      </ul>
    </aside>
  );
}

function placeCards(list: HTMLUListElement): void {
  const top = list.getBoundingClientRect().top;
  let free = 0;
  for (const card of list.children) {
    if (!(card instanceof HTMLElement)) continue;
    const { mark, block = "" } = card.dataset;
    const marked = mark && document.querySelector(`.editor .text [data-thread="${mark}"]`);
    const paragraph = marked || document.getElementById(block);
    const wanted = paragraph ? paragraph.getBoundingClientRect().top - top : free;
    const at = Math.max(wanted, free);
    card.style.top = `${at}px`;
    free = at + card.offsetHeight + GAP_PX;
  }
  list.style.height = `${free}px`;
}

/** By the place of their paragraph, then by number; those whose paragraph is gone come last. */
export function inTextOrder(amendments: readonly AmendmentView[], order: readonly string[]): AmendmentView[] {
  const place = new Map(order.map((id, i) => [id, i]));
  const placeOf = (one: AmendmentView) => place.get(one.anchor?.block ?? "") ?? order.length;
  return [...amendments].sort((a, b) => placeOf(a) - placeOf(b) || (a.number ?? 0) - (b.number ?? 0));
}
