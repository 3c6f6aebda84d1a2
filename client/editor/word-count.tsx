import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { useDeferredValue, useMemo } from "react";
import { type Counts, countWords, sumCounts } from "../../shared/text/count-words";
import type { Language } from "../../shared/text/model";
import { useTranslation } from "../i18n/use-translation";

/** A paragraph that nobody touches stays the same node: typing counts one paragraph anew. */
const known = new WeakMap<Node, Counts>();

function countsOf(block: Node, language: Language): Counts {
  const before = known.get(block);
  if (before) return before;
  const counts = countWords(block.textContent, language);
  known.set(block, counts);
  return counts;
}

/** Words of the selection if there is one, and of the text; in Chinese characters only. */
export function WordCount({ state, language }: { state: EditorState; language: Language }) {
  const { t } = useTranslation("writing");
  // Typing comes first.
  const shown = useDeferredValue(state);
  const whole = useMemo(
    () => sumCounts(shown.doc.children.map((block) => countsOf(block, language))),
    [shown.doc, language],
  );
  const { from, to } = shown.selection;
  const selected = useMemo(
    () => (from < to ? countWords(shown.doc.textBetween(from, to, "\n"), language) : null),
    [shown.doc, from, to, language],
  );
  const say = ({ words, characters }: Counts) =>
    language === "zh"
      ? t("countedZh", { count: words, characters })
      : t("counted", { count: words, characters });
  return (
    <p className="word-count small muted num">
      {selected ? t("countedSelection", { selected: say(selected), whole: say(whole) }) : say(whole)}
    </p>
  );
}
