import path from "node:path";
import { pathToFileURL } from "node:url";
import { rootDir } from "./root.mjs";

/**
 * A program that is ASCII throughout, and without comments, is kept in a third of the memory for as long as it runs: one
 * character beyond Latin-1 doubles all of them. (An escape means the same in a string, a pattern and a name.)
 */
const plain = {
  name: "plain-characters",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      chunk.code = chunk.code.replace(
        /[\u0080-\uffff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
    }
  },
};

/** dist/server and dist/client, each with the packages it uses: a server of one file is up in half the time. */
export async function build() {
  const vite = await import("vite");
  await buildForNode(vite, ["server", "main.ts"], true);
  await buildForNode(vite, ["server", "imports", "thread.ts"], false);
  const configFile = path.join(rootDir, "vite.config.ts");
  await vite.build({ configFile, root: path.join(rootDir, "client"), logLevel: "warn" });
}

/** A program of the server in dist/server, by its own name; `isFirst`: what was there goes. */
async function buildForNode(vite, program, isFirst) {
  await vite.build({
    configFile: false,
    root: rootDir,
    logLevel: "warn",
    plugins: [plain],
    // The tables of iconv-lite would be a fifth of the file; who sends us Shift-JIS has them read. What makes files for paper
    // is as large as all the rest, finds parts of itself beside its own files, and is read by the first who prints.
    ssr: {
      noExternal: true,
      external: ["iconv-lite", "pdfkit", "fontkit", "linebreak", "subset-font", "docx"],
    },
    build: {
      ssr: path.join(rootDir, ...program),
      outDir: path.join(rootDir, "dist", "server"),
      emptyOutDir: isFirst,
      target: "node20",
      sourcemap: true,
      copyPublicDir: false,
      // A script, and not a module: of a script Node can keep the compiled code (server.mjs).
      rolldownOptions: {
        output: {
          comments: false,
          format: "cjs",
          entryFileNames: "[name].cjs",
          chunkFileNames: "assets/[name]-[hash].cjs",
        },
      },
    },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await build();
