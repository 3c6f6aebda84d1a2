import { memo } from "react";
import type { ParagraphStanding } from "../../../shared/rules/paragraphs";
import type { Language } from "../../../shared/text/model";
import { useTranslation } from "../../i18n/use-translation";
import { useKept } from "../../ui/kept";
import type { OutlineItem } from "./outline-items";
import "./outline.css";

type Props = {
  items: readonly OutlineItem[];
  language: Language;
  brackets: number;
  amendments: number;
  /** A paragraph was chosen; its address is gone to in any case. */
  onChoose: (id: string) => void;
};

/** Beside each sign stand the words for it: a sign alone would say nothing to who hears the page. */
const SIGNS: Record<ParagraphStanding, string> = {
  open: "",
  bracketed: "[ ]",
  reopened: "↻",
  agreed_ad_ref: "✓",
  agreed: "✓✓",
};

/** Every paragraph as a link, with where agreement on it stands. */
export function Outline({ items, language, brackets, amendments, onChoose }: Props) {
  const { t } = useTranslation("drafting");
  const rows = useKept(items, ({ id }) => id);
  return (
    <nav className="outline" aria-label={t("outline")}>
      <p className="outline-sum small muted">
        {brackets === 0 ? t("noBrackets") : t("brackets", { count: brackets })} ·{" "}
        {amendments === 0 ? t("noAmendments") : t("amendmentCount", { count: amendments })}
      </p>
      <ol>
        {rows.map((item) => (
          <Row key={item.id} item={item} language={language} onChoose={onChoose} />
        ))}
      </ol>
    </nav>
  );
}

type RowProps = { item: OutlineItem } & Pick<Props, "language" | "onChoose">;

const Row = memo(function Row({ item, language, onChoose }: RowProps) {
  const { t } = useTranslation("drafting");
  const { standing } = item;
  return (
    <li data-level={item.level} data-status={standing}>
      <a
        href={`#${item.id}`}
        aria-current={item.isCurrent ? "location" : undefined}
        onClick={() => onChoose(item.id)}
      >
        <span className="outline-sign" aria-hidden="true">
          {SIGNS[standing]}
        </span>
        <span className="visually-hidden">{t(`status.${standing}`)}, </span>
        {item.path !== "" && <span className="outline-path num">{item.path}</span>}
        <span className="outline-words" lang={language}>
          {item.words || t("emptyParagraph")}
        </span>
        <Counts item={item} />
      </a>
    </li>
  );
});

function Counts({ item }: { item: OutlineItem }) {
  const { t } = useTranslation("drafting");
  const counts = [
    item.brackets > 0 ? t("brackets", { count: item.brackets }) : "",
    item.amendments > 0 ? t("amendmentCount", { count: item.amendments }) : "",
  ].filter(Boolean);
  return counts.length > 0 ? <span className="outline-counts">{counts.join(" · ")}</span> : null;
}
