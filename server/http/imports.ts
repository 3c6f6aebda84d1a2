import express, { Router } from "express";
import { z } from "zod";
import { type ImportPreview, MAX_IMPORT_BYTES } from "../../shared/api/imports";
import { may } from "../../shared/rules/rights";
import { languageShape } from "../../shared/text/model";
import { actorOf } from "../commands/context";
import { selectOptionalInstrument } from "../db/instruments";
import { readFile } from "../imports/read-file";
import { FileRefused } from "../imports/refused";
import { sendError, sendInvalid } from "./respond";
import { requireOwnOrigin, requirePerson, type Services } from "./services";

const asked = z.strictObject({
  name: z.string().min(1).max(255),
  instrument: z.string().max(64),
  language: languageShape,
});

/** Reads a file as it would be imported, for who may import it; nothing of it is kept. */
export function importRoutes(services: Services): Router {
  const router = Router();
  router.post(
    "/api/imports",
    async (request, response, next) => {
      if (!requireOwnOrigin(services, request, response)) return;
      const person = await requirePerson(services, request, response);
      if (!person) return;
      const parsed = asked.safeParse(request.query);
      if (!parsed.success) return sendInvalid(response, parsed.error);
      const { instrument: slug, language } = parsed.data;
      const instrument = await selectOptionalInstrument(services.pool, person.conferenceId, slug);
      if (!instrument) return sendError(response, "not_found", { detail: { instrument: slug } });
      const { stage, outcome, sourceLanguage } = instrument;
      const answer = may(actorOf(person), "import_text", { stage, outcome, sourceLanguage, language });
      if (!answer.ok) return sendError(response, answer.code, answer);
      response.locals.asked = parsed.data;
      next();
    },
    // Only now: nobody else can make the server take in twenty megabytes.
    express.raw({ type: () => true, limit: MAX_IMPORT_BYTES, inflate: false }),
    async (request, response) => {
      const { name, language } = response.locals.asked as z.infer<typeof asked>;
      const file: unknown = request.body;
      try {
        const preview: ImportPreview = await readFile(
          Buffer.isBuffer(file) ? file : Buffer.alloc(0),
          name,
          language,
        );
        response.set("cache-control", "no-store").json(preview);
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        sendError(response, error.code);
      }
    },
  );
  return router;
}
