import "./app/zod-without-eval";
import "@fontsource-variable/inter";
import "@fontsource-variable/source-serif-4";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/controls.css";
import "./ui/redline.css";
import "./app/frame.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { createQueryClient } from "./app/api";
import { firstScreen } from "./app/first-screen";
import { createRouter } from "./app/router";
import { startI18n } from "./i18n/i18n";
import { Languages } from "./i18n/use-translation";
import { Toasts } from "./ui/toast";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

startI18n();
const client = createQueryClient();
const router = createRouter(client);
void firstScreen(router, client).then(() =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Languages>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </Languages>
      </QueryClientProvider>
    </StrictMode>,
  ),
);

// A hundred faces for as many ranges of characters: needed only once Chinese is on screen, so never waited for.
const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
whenIdle(() => void import("@fontsource-variable/noto-serif-sc"));
