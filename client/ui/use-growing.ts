import { startTransition, useEffect, useState } from "react";

/** Pixels. Rows are seldom lower, and other things stand above them. */
const ROW = 60;

/** As many as a window shows: what follows is there before anybody has scrolled to it. */
const firstRows = () => Math.ceil(window.innerHeight / ROW);
const STEP = 120;

/** How many rows of a long list are drawn: the first ones at once, the rest as the machine has time for it. */
export function useGrowing(length: number): number {
  const [drawn, setDrawn] = useState(firstRows);
  useEffect(() => {
    if (drawn >= length) return;
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + STEP)), 0);
    return () => clearTimeout(timer);
  }, [drawn, length]);
  return Math.min(drawn, length);
}
