/**
 * From now on the pages open without the server, too, where the browser allows it: over https, and on this machine. Asked for by
 * whoever drafts or verifies; a phone that came to vote need not load the editor.
 */
export async function openOffline(): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  try {
    await serviceWorker.register("/app-worker.js", { scope: "/app" });
    const { active } = await serviceWorker.ready;
    // Loaded before the worker was there; fonts above all, which no list names.
    const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    active?.postMessage(
      loaded.filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname),
    );
  } catch {
    // In private windows and without room nothing is kept, and all else works.
  }
}
