import type { DiffBlock, SnippetView } from "./views/redline";

type Span = DiffBlock["spans"][number];

/** The end of `text` that is at most `length` long, from a word's start on. */
function tail(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(-length);
  const space = cut.indexOf(" ");
  return space >= 0 ? `…\u00a0${cut.slice(space + 1)}` : `…${cut}`;
}

function head(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const space = cut.lastIndexOf(" ");
  // No break before the dots: alone on a line they would look like a word left out.
  return space > 0 ? `${cut.slice(0, space)}\u00a0…` : `${cut}…`;
}

/** A redline cut down to its changes with a few words around each. */
export function snippetOf(spans: readonly Span[], around = 28, longest = 120): Span[] {
  const changed = spans.map((span) => span.op !== "same" || span.restyled === true);
  const first = changed.indexOf(true);
  const last = changed.lastIndexOf(true);
  if (first < 0) {
    const text = head(spans.map((span) => span.text).join(""), longest);
    return text ? [{ op: "same", text, marks: [] }] : [];
  }
  return spans.slice(Math.max(0, first - 1), last + 2).map((span) => {
    const index = spans.indexOf(span);
    if (changed[index]) return { ...span, text: head(span.text, longest) };
    if (index < first) return { ...span, text: tail(span.text, around) };
    if (index > last) return { ...span, text: head(span.text, around) };
    return span.text.length <= around * 2
      ? span
      : { ...span, text: `${head(span.text, around)} ${tail(span.text, around).slice(1)}` };
  });
}

/** The first change of a redline in a line or two; null when it changes nothing. */
export function changeIn(blocks: readonly DiffBlock[]): SnippetView | null {
  const changed = blocks.filter((block) => block.change !== "same");
  return changed[0] ? { spans: snippetOf(changed[0].spans), more: changed.length - 1 } : null;
}
