import { startTransition, useEffect, useState } from "react";

/** More than a window shows: what follows is there before anybody has scrolled to it. */
const FIRST = 20;
const STEP = 120;

/** How many rows of a long list are drawn: the first ones at once, the rest as the machine has time for it. */
export function useGrowing(length: number): number {
  const [drawn, setDrawn] = useState(FIRST);
  useEffect(() => {
    if (drawn >= length) return;
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + STEP)), 0);
    return () => clearTimeout(timer);
  }, [drawn, length]);
  return Math.min(drawn, length);
}
