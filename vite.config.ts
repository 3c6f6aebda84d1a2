import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: "client",
  plugins: [react()],
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    sourcemap: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    // The server tells browsers from it what a screen is made of.
    manifest: true,
    rollupOptions: {
      input: { index: "client/index.html", "app-worker": "client/offline/worker.ts" },
      output: {
        // A browser asks for forty small files longer than it takes to read them: what every screen is made of is one, and what many
        // of them share another. Neither may hold an editor.
        codeSplitting: {
          groups: [
            {
              name: "program",
              test: (id) => !/\/client\/(?:main|offline\/worker)\./.test(id),
              tags: ["$initial"],
              priority: 1,
            },
            { name: "parts", test: /\/client\/(?:app|ui|views\/(?!comments))/, minShareCount: 3 },
          ],
        },
        entryFileNames: ({ name }) => (name === "app-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": "http://127.0.0.1:3000", "/collab": { target: "ws://127.0.0.1:3000", ws: true } },
  },
});
