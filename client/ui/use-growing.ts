import { startTransition, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Pixels. Rows are seldom lower, and other things stand above them. */
const ROW = 60;
const STEP = 120;
/** Windows full of rows that are there before anybody has scrolled. */
const AHEAD = 3;

/** As many as a window shows. */
const firstRows = () => Math.ceil(window.innerHeight / ROW);

/** By these somebody goes on in a list, or looks for words in it: the browser's own search takes the focus out of the page. */
const WANTS_MORE = ["scroll", "keydown", "blur"] as const;

/**
 * How many rows of a long list are drawn: the first ones at once, some more as the machine has time for it, and the rest once somebody
 * goes on in it; before it is printed, all.
 */
export function useGrowing(length: number): number {
  const [drawn, setDrawn] = useState(firstRows);
  const [isWanted, setWanted] = useState(false);
  const isWhole = drawn >= length;

  useEffect(() => {
    if (isWhole || isWanted) return;
    const want = () => setWanted(true);
    for (const event of WANTS_MORE) window.addEventListener(event, want, { capture: true, passive: true });
    return () => {
      for (const event of WANTS_MORE) window.removeEventListener(event, want, { capture: true });
    };
  }, [isWhole, isWanted]);

  useEffect(() => {
    if (isWhole) return;
    const drawAll = () => flushSync(() => setDrawn(length));
    window.addEventListener("beforeprint", drawAll);
    return () => window.removeEventListener("beforeprint", drawAll);
  }, [isWhole, length]);

  useEffect(() => {
    const wanted = isWanted ? length : AHEAD * firstRows();
    if (isWhole || drawn >= wanted) return;
    const timer = setTimeout(() => startTransition(() => setDrawn(Math.min(drawn + STEP, wanted))), 0);
    return () => clearTimeout(timer);
  }, [isWhole, isWanted, drawn, length]);

  return Math.min(drawn, length);
}
