import { Fragment } from "react";
import type { ImportBlock, ImportPreview } from "../../../shared/api/imports";
import { BLOCK_KINDS, type Language, LEVEL_OF_KIND } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import { asKind } from "../../../shared/text/schema";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";

type Problems = ImportPreview["problems"];

const LEVELS = [1, 2, 3];

/** What concerns the file as a whole: what was left out of it, or taken apart. */
export function ImportProblems({ problems }: { problems: Problems }) {
  const { t } = useTranslation("imports");
  const ofFile = problems.filter(({ block }) => block === null);
  if (ofFile.length === 0) return null;
  return (
    <section className="notice" data-tone="conflict" aria-label={t("ofFile")}>
      <ul>
        {ofFile.map(({ problem, said }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same thing may be said twice of a file; the list never changes.
          <li key={`${i} ${problem}`}>
            {t(`problems.${problem}`)}
            {said !== "" && <span className="muted"> “{said}”</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `isLeftOut`: it does not come in; it stays in the list, so that it can be taken back. */
export type PreviewBlock = ImportBlock & { isLeftOut: boolean };

const FIRST_WORDS = 40;
function firstWords({ runs }: ImportBlock): string {
  return runs
    .map(({ text }) => text)
    .join("")
    .slice(0, FIRST_WORDS);
}

/**
 * Each paragraph as it would come in, with its number; its kind and level can be changed where they were guessed wrong, and what
 * does not belong to the text is left out.
 */
export function ImportedBlocks({
  blocks,
  problems,
  language,
  onChange,
}: {
  blocks: readonly PreviewBlock[];
  problems: Problems;
  language: Language;
  onChange: (blocks: PreviewBlock[]) => void;
}) {
  const { t } = useTranslation("imports");
  const { t: drafting } = useTranslation("drafting");
  const numbers = numberBlocks(
    blocks.map((block, i) => ({ ...block, id: String(i) })).filter(({ isLeftOut }) => !isLeftOut),
    language,
  );
  const set = (place: number, change: Partial<PreviewBlock>) =>
    onChange(blocks.map((block, i) => (i === place ? { ...block, ...change } : block)));
  return (
    <ol className="imported">
      {blocks.map((block, place) => {
        const path = numbers.get(String(place))?.path ?? t("leftOut");
        const doubts = block.isLeftOut ? [] : problems.filter((one) => one.block === place);
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs neither come nor go here; their place is what they are.
            key={place}
            data-kind={block.kind}
            data-level={block.level}
            data-doubtful={doubts.length > 0}
            data-left-out={block.isLeftOut}
          >
            <div className="imported-kind">
              <select
                className="input"
                aria-label={t("kindOf", { path })}
                value={block.kind}
                disabled={block.isLeftOut}
                onChange={(event) => {
                  const kind = asKind(event.target.value);
                  set(place, { kind, level: LEVEL_OF_KIND[kind] ?? 0 });
                }}
              >
                {BLOCK_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {drafting(`kinds.${kind}`)}
                  </option>
                ))}
              </select>
              {block.kind === "point" && !block.isLeftOut && (
                <select
                  className="input imported-level"
                  aria-label={t("levelOf", { path })}
                  value={block.level}
                  onChange={(event) => set(place, { level: Number(event.target.value) })}
                >
                  {LEVELS.map((level) => (
                    <option key={level} value={level}>
                      {t("level", { level })}
                    </option>
                  ))}
                </select>
              )}
              <Button
                tone="quiet"
                aria-pressed={block.isLeftOut}
                aria-label={t("leaveOutWhich", { words: firstWords(block) })}
                onClick={() => set(place, { isLeftOut: !block.isLeftOut })}
              >
                {t("leaveOut")}
              </Button>
            </div>
            <div>
              {doubts.map(({ problem, said }) => (
                <p key={problem} className="small imported-doubt">
                  <span aria-hidden="true">⚠</span> {t(`problems.${problem}`)}
                  {problem === "number_differs" && <span className="muted"> “{said}”</span>}
                </p>
              ))}
              <p lang={language} className="imported-words">
                <span className="num muted">{numbers.get(String(place))?.label}</span>{" "}
                {block.runs.map((run, i) => {
                  // Runs have no identity but their place.
                  const key = `${i} ${run.text}`;
                  const kinds = run.marks.map(({ type }) => type);
                  if (kinds.includes("em")) return <em key={key}>{run.text}</em>;
                  if (kinds.includes("strong")) return <strong key={key}>{run.text}</strong>;
                  return <Fragment key={key}>{run.text}</Fragment>;
                })}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
