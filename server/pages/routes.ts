import { type Response, Router } from "express";
import type { Pool } from "pg";
import { writtenCertificate } from "../../shared/records/certificate";
import { isLanguage, type Language } from "../../shared/text/model";
import { withSnapshot } from "../db/pool";
import { certificateFile } from "../exports/printed/certificate";
import type { Prints } from "../exports/printed/prints";
import { readCertificate, type Signer } from "../queries/certificate";
import { readPublicConferences, readPublicText } from "../queries/public-text";
import { pageOf, readPublicReport, reportOnPaper } from "../queries/reports";
import { readPublicRules } from "../queries/rules";
import { homePage, notFoundPage } from "./home";
import { instrumentPage } from "./instrument";
import { reportPage } from "./report";
import { rulesPage } from "./rules";
import { languageOf } from "./strings";
import { FAVICON, PUBLIC_CSS } from "./style";

/** A file to take away. */
function attach(response: Response, file: string, type: string): Response {
  return response
    .set({ "cache-control": "no-cache", "content-disposition": `attachment; filename="${file}"` })
    .type(type);
}

/** Pages that anyone may read; they show only what was published. */
export function pageRoutes(pool: Pool, signer: Signer, prints: Prints): Router {
  const router = Router();
  const send = (response: Response, body: string, status = 200) =>
    response.status(status).set("cache-control", "no-cache").vary("accept-language").type("html").send(body);

  router.get("/public.css", (_request, response) => {
    response.set("cache-control", "public, max-age=3600").type("css").send(PUBLIC_CSS);
  });
  router.get(["/favicon.svg", "/favicon.ico"], (_request, response) => {
    response.set("cache-control", "public, max-age=86400").type("image/svg+xml").send(FAVICON);
  });
  router.get("/", async (request, response) => {
    send(response, homePage(await readPublicConferences(pool), languageOf(request.get("accept-language"))));
  });
  router.get("/:conference/:instrument/certificate.json", async (request, response, next) => {
    const { conference, instrument } = request.params;
    const certificate = await withSnapshot(pool, (tx) => readCertificate(tx, signer, conference, instrument));
    if (!certificate) return next();
    attach(response, certificateFile(certificate), "json").send(writtenCertificate(certificate));
  });
  router.get("/:conference/:instrument/certificate.:language.pdf", async (request, response, next) => {
    const { conference, instrument, language } = request.params;
    if (!isLanguage(language)) return next();
    const certificate = await withSnapshot(pool, (tx) => readCertificate(tx, signer, conference, instrument));
    if (!certificate) return next();
    const file = certificateFile(certificate).replace(/json$/, `${language}.pdf`);
    attach(response, file, "pdf").send(await prints.certificate(certificate, language));
  });
  router.get(
    ["/:conference/reports/:report", "/:conference/reports/:report/:language"],
    async (request, response, next) => {
      const { conference, report, language: asked } = request.params as Record<string, string>;
      const found = await withSnapshot(pool, (tx) => readPublicReport(tx, conference ?? "", report ?? ""));
      if (!found) return next();
      const [language, extension] = (asked ?? languageOf(request.get("accept-language"))).split(".");
      const text =
        found.texts.find((one) => one.language === language) ?? (asked ? undefined : found.texts[0]);
      if (!text) return next();
      const file = `${conference}.${report}.${language}.${extension}`;
      if (extension === "md") {
        attach(response, file, "text/markdown; charset=utf-8").send(text.words);
        return;
      }
      if (extension === "pdf" || extension === "docx") {
        const paper = reportOnPaper(found.conference, found.report, text);
        attach(response, file, extension).send(await prints.report(paper, extension));
        return;
      }
      if (extension !== undefined) return next();
      const page = pageOf(found.conference.slug, found.report);
      const addresses = new Map(found.texts.map((one) => [one.language, `${page}/${one.language}`]));
      send(response, await reportPage({ ...found, text, addresses }));
    },
  );
  router.get(["/:conference/rules", "/:conference/rules/:language"], async (request, response, next) => {
    const { conference = "", language } = request.params as Record<string, string>;
    if (language !== undefined && !isLanguage(language)) return next();
    const rules = await withSnapshot(pool, (tx) => readPublicRules(tx, conference));
    if (!rules) return next();
    send(response, rulesPage(rules, language ?? languageOf(request.get("accept-language"))));
  });
  router.get(
    ["/:conference/:instrument", "/:conference/:instrument/:language"],
    async (request, response, next) => {
      const { conference, instrument, language } = request.params as Record<string, string>;
      if (language !== undefined && !isLanguage(language)) return next();
      const preferred = languageOf(request.get("accept-language"));
      // Of one moment: else the words of before could stand beside the decision of just now.
      const read = (wanted: Language | null) =>
        withSnapshot(pool, (tx) => readPublicText(tx, conference ?? "", instrument ?? "", wanted));
      // Without a language in the address: the reader's own if it is there, else the source language.
      const view =
        language === undefined ? ((await read(preferred)) ?? (await read(null))) : await read(language);
      if (!view) return next();
      send(response, instrumentPage(view));
    },
  );
  router.use((request, response) => {
    send(response, notFoundPage(languageOf(request.get("accept-language"))), 404);
  });
  return router;
}
