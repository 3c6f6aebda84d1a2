import type { QueryClient } from "@tanstack/react-query";
import type { createRouter } from "./router";

/** Longer than this a page is not left blank: it then shows that it waits. */
const BLANK_MS = 300;

/**
 * Resolves once the first screen can be drawn whole: its code is there, and what it begins with has been read. Drawn bit by bit, each bit is
 * laid out and painted before the next, and the list or the text that somebody came for comes last.
 */
export function firstScreen(router: ReturnType<typeof createRouter>, client: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, BLANK_MS);
    const following = [router.subscribe(look), client.getQueryCache().subscribe(look)];
    look();

    function look() {
      if (router.state.initialized && client.isFetching() === 0) end();
    }
    function end() {
      clearTimeout(timer);
      for (const stop of following) stop();
      resolve();
    }
  });
}
