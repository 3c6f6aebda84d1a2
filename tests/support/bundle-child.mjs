import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

// `node tests/support/bundle-child.mjs some.ts outDir`: one of the programs beside this file, with all that it imports, in one file.
const [program = "", outDir = ""] = process.argv.slice(2);
const support = path.dirname(fileURLToPath(import.meta.url));

await build({
  configFile: false,
  root: path.resolve(support, "..", ".."),
  logLevel: "warn",
  ssr: { noExternal: true },
  build: {
    ssr: path.join(support, program),
    outDir,
    emptyOutDir: true,
    target: "node20",
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: "program.mjs" } },
  },
});
