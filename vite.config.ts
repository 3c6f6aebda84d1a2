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
    // The server tells browsers from it what a screen is made of.
    manifest: true,
    rollupOptions: {
      input: { index: "client/index.html", "app-worker": "client/offline/worker.ts" },
      output: {
        // A browser asks for a worker under one name for ever.
        entryFileNames: ({ name }) => (name === "app-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": "http://127.0.0.1:3000", "/collab": { target: "ws://127.0.0.1:3000", ws: true } },
  },
});
