import { Router } from "express";
import { SESSION_COOKIE, signIn, signOut } from "../identity/sign-in";
import { signInFailedPage } from "../pages/sign-in";
import { requireOwnOrigin, type Services } from "./services";

export function sessionRoutes(services: Services): Router {
  const { pool, deps, publicUrl } = services;
  const router = Router();
  const cookie = {
    httpOnly: true,
    sameSite: "lax",
    secure: publicUrl?.startsWith("https:") ?? false,
    path: "/",
  } as const;

  // Mail scanners look at links with HEAD, which would be served as GET: a link that works once would be used up.
  router.head("/sign-in/:token", (_request, response) => {
    response.set({ "cache-control": "no-store", "referrer-policy": "no-referrer" }).status(204).end();
  });
  router.get("/sign-in/:token", async (request, response) => {
    response.set({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    const result = await signIn(pool, request.params.token, deps.now());
    if (!result.ok) {
      response
        .status(401)
        .type("html")
        .send(signInFailedPage(result.code, request.get("accept-language")));
      return;
    }
    response.cookie(SESSION_COOKIE, result.token, { ...cookie, expires: result.expiresAt });
    response.redirect(303, "/app");
  });

  router.post("/api/sign-out", async (request, response) => {
    if (!requireOwnOrigin(services, request, response)) return;
    const session = await signOut(pool, request);
    if (session !== null) services.endSession(session);
    response.clearCookie(SESSION_COOKIE, cookie);
    // A plain form sends this, and goes on to the front page.
    response.redirect(303, "/");
  });
  return router;
}
