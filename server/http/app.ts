import path from "node:path";
import compression from "compression";
import express, { type Express } from "express";
import helmet from "helmet";
import { may, READING } from "../../shared/rules/rights";
import { actorOf } from "../commands/context";
import { pageRoutes } from "../pages/routes";
import { attachmentRoutes } from "./attachments";
import { commandRoutes } from "./commands";
import { importRoutes } from "./imports";
import { listRoutes } from "./lists";
import { openApi } from "./openapi";
import { LEVEL } from "./packed";
import { previewRoutes } from "./previews";
import { queryRoutes } from "./queries";
import { errorHandler, sendError } from "./respond";
import { screenRoutes } from "./screens";
import { requireSession, type Services } from "./services";
import { sessionRoutes } from "./session";

/** Far above any command, far below what would hurt: a patch of the longest text is some hundred KB. */
const BODY_LIMIT = "2mb";
const YEAR_MS = 365 * 24 * 3_600_000;

/** All that HTTP serves. Sockets are attached beside it. */
export function createApp(services: Services): Express {
  const app = express();
  const secure = services.publicUrl?.startsWith("https:") ?? false;
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // The editor and its cursors place themselves with style attributes.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", "data:"],
          connectSrc: ["'self'", "ws:", "wss:"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      hsts: secure,
    }),
  );
  // An event stream that is compressed waits for a block to fill.
  app.use(
    compression({
      level: LEVEL,
      filter: (request, response) => request.path !== "/api/live" && compression.filter(request, response),
    }),
  );

  app.get("/healthz", (_request, response) => {
    response.json({ ok: true });
  });
  app.get("/readyz", async (_request, response) => {
    try {
      await services.pool.query("select 1");
      response.json({ ok: true });
    } catch {
      sendError(response, "try_again");
    }
  });
  // Made when it is first asked for, and once: it takes tens of milliseconds, and anyone may ask.
  let description: Record<string, unknown> | null = null;
  app.get("/api/openapi.json", (_request, response) => {
    description ??= openApi();
    response.json(description);
  });
  app.get("/api/live", async (request, response) => {
    const session = await requireSession(services, request, response);
    if (!session) return;
    if (!may(actorOf(session.person), "read_record", READING).ok) return sendError(response, "not_allowed");
    const isCurrent = async () => (await services.sessions.get(request)) !== null;
    await services.live.serve(request, response, session.person.conferenceId, { ...session, isCurrent });
  });
  app.use(importRoutes(services));
  app.use(attachmentRoutes(services));
  app.use(listRoutes(services));
  app.use("/api", express.json({ limit: BODY_LIMIT, strict: true }));
  app.use(sessionRoutes(services));
  app.use(commandRoutes(services));
  app.use(previewRoutes(services));
  app.use(queryRoutes(services));
  app.use("/api", (request, response) =>
    sendError(response, "not_found", { detail: { path: request.path } }),
  );

  app.use(
    "/assets",
    express.static(path.join(services.clientDir, "assets"), {
      immutable: true,
      maxAge: YEAR_MS,
      index: false,
    }),
  );
  app.use("/fonts", express.static(services.fontsDir, { immutable: true, maxAge: YEAR_MS, index: false }));
  app.use(screenRoutes(services.clientDir));
  app.use(pageRoutes(services.pool, services.deps.signer, services.prints));
  app.use(errorHandler(services.log));
  return app;
}
