import type { EditorState } from "prosemirror-state";
import { useLayoutEffect, useRef } from "react";
import "./line-numbers.css";

const EVERY = 5;

/**
 * The number of every fifth line. Lines count within a paragraph and what hangs under it, so that what is changed in one
 * never shifts the lines of another; and the measure is the same on every screen (editor.css), so that the same words stand in
 * the same line for everybody. Drawn beside the text, for the eye alone: who hears the text asks for paragraphs.
 */
export function LineNumbers({ state }: { state: EditorState }) {
  const layer = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines move with the text
  useLayoutEffect(() => {
    const place = layer.current;
    const text = place?.parentElement?.querySelector<HTMLElement>(".editor .text");
    if (!place || !text) return;
    const draw = () => drawLines(place, text);
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(text);
    return () => observer.disconnect();
  }, [state.doc]);
  return <div ref={layer} className="line-numbers" aria-hidden="true" />;
}

function drawLines(place: HTMLElement, text: HTMLElement): void {
  const origin = place.getBoundingClientRect().top;
  const marks: HTMLElement[] = [];
  let line = 0;
  for (const paragraph of text.children) {
    if (!(paragraph instanceof HTMLElement) || paragraph.tagName !== "P") continue;
    if (paragraph.dataset.level === "0") line = 0;
    const style = getComputedStyle(paragraph);
    const height = Number.parseFloat(style.lineHeight);
    const top = Number.parseFloat(style.paddingTop);
    const inner = paragraph.clientHeight - top - Number.parseFloat(style.paddingBottom);
    const start = paragraph.getBoundingClientRect().top + top - origin;
    for (let i = 0; i < Math.round(inner / height); i += 1) {
      line += 1;
      if (line % EVERY !== 0) continue;
      const mark = document.createElement("span");
      mark.textContent = String(line);
      mark.style.top = `${start + i * height}px`;
      mark.style.lineHeight = `${height}px`;
      marks.push(mark);
    }
  }
  place.replaceChildren(...marks);
}
