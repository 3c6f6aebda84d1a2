import type { DiffBlock, SnippetView } from "../../shared/api/views/redline";
import type { Language } from "../../shared/text/model";
import { useTranslation } from "../i18n/use-translation";
import { Bracketed } from "./bracketed";
import { useNames } from "./names";

type Span = DiffBlock["spans"][number];

function Marked({ spans, at }: { spans: readonly Span[]; at: number }) {
  const { text, marks } = spans[at] as Span;
  let words = <>{text}</>;
  if (marks.some((mark) => mark.type === "strong")) words = <strong>{words}</strong>;
  if (marks.some((mark) => mark.type === "em")) words = <em>{words}</em>;
  return (
    <Bracketed stretches={spans} at={at}>
      {words}
    </Bracketed>
  );
}

/** Words kept, put in and struck out: underlined and struck, so that they can be told apart without colour. */
export function Spans({ spans }: { spans: readonly Span[] }) {
  const { t } = useTranslation("common");
  return spans.map((span, index) => {
    // Spans have no identity of their own; their place among the others is it.
    const key = `${index} ${span.op}`;
    if (span.op === "insert") {
      return (
        <ins key={key}>
          <span className="visually-hidden unselectable">{t("insertion")} </span>
          <Marked spans={spans} at={index} />
          <span className="visually-hidden unselectable"> {t("insertionEnd")} </span>
        </ins>
      );
    }
    if (span.op === "delete") {
      return (
        <del key={key}>
          <span className="visually-hidden unselectable">{t("deletion")} </span>
          <Marked spans={spans} at={index} />
          <span className="visually-hidden unselectable"> {t("deletionEnd")} </span>
        </del>
      );
    }
    return (
      <span key={key} className={span.restyled ? "restyled" : undefined}>
        <Marked spans={spans} at={index} />
      </span>
    );
  });
}

type RedlineProps = {
  blocks: readonly DiffBlock[];
  language: Language;
  size?: "small";
  /** Whether the paragraph's name stands beside it. */
  numbers?: boolean;
  /** Leaves unchanged paragraphs out and says how many. */
  onlyChanges?: boolean;
  /** Its paragraphs stand on the same screen: their names lead to them. */
  linked?: boolean;
};

type Piece = { gap: number; key: string } | { block: DiffBlock; key: string };

function pieces(blocks: readonly DiffBlock[], onlyChanges: boolean): Piece[] {
  const out: Piece[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (!onlyChanges || block.change !== "same") out.push({ block, key: `${block.id} ${block.change}` });
    else if (last && "gap" in last) last.gap += 1;
    else out.push({ gap: 1, key: `gap before ${block.id}` });
  }
  return out;
}

/** A comparison paragraph by paragraph. */
export function Redline(props: RedlineProps) {
  const { blocks, language, size, numbers = true, onlyChanges = false, linked = false } = props;
  const { t, i18n } = useTranslation("common");
  const names = useNames();
  return (
    <div className="redline" lang={language} data-size={size} data-numbers={numbers ? "on" : "off"}>
      {pieces(blocks, onlyChanges).map((piece) => {
        if ("gap" in piece) {
          return (
            <p className="redline-gap" key={piece.key} lang={i18n.language}>
              {t("unchangedParagraphs", { count: piece.gap })}
            </p>
          );
        }
        const { block } = piece;
        return (
          <div
            className="redline-block"
            key={piece.key}
            data-block={block.id}
            data-change={block.change}
            data-kind={block.kind}
            data-level={block.kind === "point" ? block.level : 0}
          >
            {numbers && (
              <p className="redline-path">
                {linked && block.change !== "deleted" ? (
                  <a href={`#${block.id}`}>{block.path}</a>
                ) : (
                  block.path
                )}
                {block.change !== "same" && block.change !== "revised" && (
                  <span className="redline-change" lang={i18n.language}>
                    {names.change(block.change)}
                  </span>
                )}
              </p>
            )}
            <p className="redline-text">
              <Spans spans={block.spans} />
            </p>
          </div>
        );
      })}
    </div>
  );
}

/** The first change of a redline in a line or two. */
export function RedlineSnippet({ change, language }: { change: SnippetView | null; language: Language }) {
  const { t, i18n } = useTranslation("common");
  if (!change) return null;
  return (
    <span className="snippet" lang={language}>
      <Spans spans={change.spans} />
      {change.more > 0 && (
        <span className="muted small more-changes" lang={i18n.language}>
          {" "}
          {t("moreParagraphs", { count: change.more })}
        </span>
      )}
    </span>
  );
}
