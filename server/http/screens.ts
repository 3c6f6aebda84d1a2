import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Response, Router } from "express";
import { z } from "zod";

/** Vite's: what each module of the program became. */
const manifestShape = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
    assets: z.array(z.string()).default([]),
  }),
);
type Manifest = z.infer<typeof manifestShape>;

/** Screens of an instrument, the module of each, and what it reads beside who is signed in and the instrument. */
const SCREENS = [
  { address: "amendments", module: "views/tracker/tracker.tsx", reads: ["amendments"] },
  { address: "draft/:language", module: "views/drafting/drafting-room.tsx", reads: [] },
  { address: "vote", module: "views/ballot/ballot.tsx", reads: [] },
  { address: "desk", module: "views/desk/desk.tsx", reads: [] },
];

/**
 * The program in the browser, which is one page. For the screens that people wait for, a browser is told what they are made of and what they
 * read before it has read the program that asks for it: fetched and answered meanwhile. `clientDir`: what Vite built.
 */
export function screenRoutes(clientDir: string): Router {
  const router = Router();
  const manifest = readManifest(clientDir);
  for (const { address, module, reads } of SCREENS) {
    // What every screen needs is the most, and first: an older HTTP fetches six at a time.
    const parts = partsOf(manifest, module, partsOf(manifest, "index.html"));
    router.get(`/app/:instrument/${address}`, ({ params: { instrument = "" } }, response, next) => {
      const about = `/api/instruments/${encodeURIComponent(instrument)}`;
      hint(response, ["/api/me", about, ...reads.map((read) => `${about}/${read}`)], parts);
      next();
    });
  }
  router.get(["/app", "/app/*rest"], (_request, response) => {
    response.set("cache-control", "no-cache");
    response.sendFile(path.join(clientDir, "index.html"), { acceptRanges: false });
  });
  router.get("/app-worker.js", (_request, response) => {
    response.set("cache-control", "no-cache");
    response.sendFile(path.join(clientDir, "app-worker.js"), { acceptRanges: false });
  });
  return router;
}

function hint(response: Response, reads: readonly string[], { js, css, fonts }: Parts): void {
  for (const read of reads) response.append("link", `<${read}>; rel=preload; as=fetch; crossorigin`);
  for (const file of js) response.append("link", `</${file}>; rel=modulepreload`);
  for (const file of css) response.append("link", `</${file}>; rel=preload; as=style; crossorigin`);
  for (const file of fonts) response.append("link", `</${file}>; rel=preload; as=font; crossorigin`);
}

/** Without one nothing is told: the program asks by itself. */
function readManifest(clientDir: string): Manifest {
  const file = path.join(clientDir, ".vite", "manifest.json");
  return existsSync(file) ? manifestShape.parse(JSON.parse(readFileSync(file, "utf8"))) : {};
}

type Parts = { js: Set<string>; css: Set<string>; fonts: Set<string> };

/** The upright faces of the signs that every screen has: without them the first frame is laid out in another font, and then anew. */
const FIRST_FACES = /-latin-wght-normal-[^/]*\.woff2$/;

/** The files of a module and of all that it imports. */
function partsOf(
  manifest: Manifest,
  module: string,
  parts: Parts = { js: new Set(), css: new Set(), fonts: new Set() },
): Parts {
  const built = manifest[module];
  if (!built || parts.js.has(built.file)) return parts;
  parts.js.add(built.file);
  for (const imported of built.imports) partsOf(manifest, imported, parts);
  for (const file of built.css) parts.css.add(file);
  for (const file of built.assets) if (FIRST_FACES.test(file)) parts.fonts.add(file);
  return parts;
}
