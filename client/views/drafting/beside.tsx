import { type ReactNode, useLayoutEffect, useRef } from "react";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import "./beside.css";

const GAP_PX = 12;

/**
 * `block` null: without a place, after all others. `mark`: the thread whose words it is level with, if they are there. Another item leads to it
 * by the address `besideAddress(key)`.
 */
export type BesideItem = { key: string; block: string | null; mark?: string; content: ReactNode };

export const besideAddress = (key: string) => `beside-${key}`;

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

  // Cards and paragraphs that grow or shrink are noticed by the observer: only another order needs another look.
  const shown = JSON.stringify(sorted.map(({ key, block, mark }) => [key, block, mark]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` stands for what is on screen.
  useLayoutEffect(() => {
    const list = column.current;
    if (!list) return;
    const place = () => placeCards(list);
    place();
    const observer = new ResizeObserver(place);
    for (const text of document.querySelectorAll(".editor .text")) observer.observe(text);
    for (const card of list.children) observer.observe(card);
    return () => observer.disconnect();
  }, [shown, order.length > 0]);

  return (
    <aside className="beside" aria-label={label}>
      {head}
      {sorted.length === 0 && <p className="small muted">{none}</p>}
      <ul ref={column}>
        {sorted.map((one) => (
          <li
            key={one.key}
            id={besideAddress(one.key)}
            tabIndex={-1}
            data-block={one.block ?? ""}
            data-mark={one.mark}
          >
            {one.content}
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** Everything is measured before anything is moved: else the page would be laid out anew for each card. */
function placeCards(list: HTMLUListElement): void {
  const marks = new Map<string, Element>();
  for (const mark of document.querySelectorAll<HTMLElement>(".editor .text [data-thread]")) {
    const thread = mark.dataset.thread ?? "";
    if (!marks.has(thread)) marks.set(thread, mark);
  }
  const top = list.getBoundingClientRect().top;
  const cards = [...list.children].filter((card): card is HTMLElement => card instanceof HTMLElement);
  const measured = cards.map((card) => {
    const beside = marks.get(card.dataset.mark ?? "") ?? document.getElementById(card.dataset.block ?? "");
    return { card, height: card.offsetHeight, wanted: beside && beside.getBoundingClientRect().top - top };
  });
  let free = 0;
  for (const { card, height, wanted } of measured) {
    const at = `${Math.max(wanted ?? free, free)}px`;
    if (card.style.top !== at) card.style.top = at;
    free = Number.parseFloat(at) + height + GAP_PX;
  }
  list.style.height = `${free}px`;
}

/** By the place of their paragraph, there as they are given; those whose paragraph is gone come last. */
export function inTextOrder(
  amendments: readonly AmendmentSummary[],
  order: readonly string[],
): AmendmentSummary[] {
  const place = new Map(order.map((id, i) => [id, i]));
  const placeOf = (one: AmendmentSummary) => place.get(one.anchor?.block ?? "") ?? order.length;
  return [...amendments].sort((a, b) => placeOf(a) - placeOf(b));
}
