/**
 * Opens the pages behind `/app` without the server: the page itself and the files it is made of, which are the same for everybody.
 * What the server says to a person never passes through here.
 */

type Extendable = { waitUntil(work: Promise<unknown>): void };
type Fetched = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type WorkerScope = {
  addEventListener(name: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(name: "message", listener: (event: Extendable & { data: unknown }) => void): void;
  addEventListener(name: "fetch", listener: (event: Fetched) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};
// The types of workers and of pages exclude each other in one program; this much of the former is used.
const worker = globalThis as unknown as WorkerScope;

const CACHE = "concord-app-1";
const PAGE = "/app";
const MADE_OF = /(?:src|href)="(\/assets\/[^"]+)"/g;
/** What its scripts load when it is needed. */
const LOADED_LATER = /"(assets\/[\w.-]+\.(?:js|css))"/g;

worker.addEventListener("install", (event) => {
  event.waitUntil(fetchPage().then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});
// Files that the page loaded before this worker was there.
worker.addEventListener("message", (event) => {
  event.waitUntil(keepFiles(event.data as string[]));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === PAGE || pathname.startsWith(`${PAGE}/`)) event.respondWith(openPage());
  } else if (isFile(pathname)) event.respondWith(openFile(request));
});

function isFile(pathname: string): boolean {
  return pathname.startsWith("/assets/") || pathname.startsWith("/fonts/");
}

async function keepFiles(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const path of paths) if (isFile(path) && !(await cache.match(path))) await cache.add(path);
}

/** From the server, which may have a newer one; kept, when it does not answer or a proxy answers in its place. */
async function openPage(): Promise<Response> {
  const kept = async () => (await caches.open(CACHE)).match(PAGE);
  try {
    const answer = await fetchPage();
    return answer.ok ? answer : ((await kept()) ?? answer);
  } catch (failure) {
    const page = await kept();
    if (page) return page;
    throw failure;
  }
}

async function fetchPage(): Promise<Response> {
  const answer = await fetch(PAGE, { cache: "no-cache" });
  if (!answer.ok) return answer;
  const page = await answer.clone().text();
  const cache = await caches.open(CACHE);
  if ((await (await cache.match(PAGE))?.text()) === page) return answer;
  const files = new Set([...page.matchAll(MADE_OF)].map(([, file]) => file as string));
  for (const script of [...files].filter((file) => file.endsWith(".js"))) {
    const words = await (await fetch(script)).text();
    for (const [, file] of words.matchAll(LOADED_LATER)) files.add(`/${file}`);
  }
  // Whole or not at all: a page without its files would be a blank one.
  await cache.addAll([...files]);
  await cache.put(PAGE, answer.clone());
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/assets/") && !files.has(pathname) && /\.(js|css)$/.test(pathname))
      await cache.delete(request);
  }
  return answer;
}

/** Named by what is in it: once here, it never changes. */
async function openFile(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await cache.put(request, answer.clone());
  return answer;
}

export {};
