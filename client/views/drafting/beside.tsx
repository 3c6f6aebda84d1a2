import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AmendmentView } from "../../../shared/api/views";
import { AmendmentCard } from "./amendment-card";

const GAP_PX = 12;

/**
 * Open amendments, each level with the paragraph it is about; where several meet they follow each other downwards.
 * Placed by hand after each layout: the paragraphs belong to the editor, and move without React knowing.
 */
export function Beside({
  amendments,
  order,
}: {
  amendments: readonly AmendmentView[];
  order: readonly string[];
}) {
  const { t } = useTranslation("drafting");
  const column = useRef<HTMLUListElement>(null);
  const sorted = inTextOrder(amendments, order);

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
    <aside className="beside" aria-label={t("beside")}>
      {sorted.length === 0 && <p className="small muted">{t("besideNone")}</p>}
      <ul ref={column}>
        {sorted.map((one) => (
          <li key={one.id} data-block={one.anchor?.block ?? ""}>
            <AmendmentCard amendment={one} />
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
    const paragraph = document.getElementById(card.dataset.block ?? "");
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
