import express, { type Request, Router } from "express";
import { z } from "zod";
import { fileNameShape, MAX_ATTACHMENT_BYTES } from "../../shared/api/attachments";
import { attachFile } from "../commands/amendments/attach-file";
import { actorOf } from "../commands/context";
import type { PersonRecord } from "../db/people";
import { typeOfAttachment } from "../imports/attachable";
import { FileRefused } from "../imports/refused";
import { readAttachment, readMayAttach } from "../queries/attachments";
import { sendError, sendInvalid, sendUnstorable } from "./respond";
import { requireOwnOrigin, requirePerson, type Services, viewerOf } from "./services";
import { unstorablePlaces } from "./storable";

const asked = z.strictObject({ name: fileNameShape });
const idShape = z.uuid();

/** Files of amendments: put there as they are, `POST /api/amendments/<id>/attachments?name=…`, and given back as they were. */
export function attachmentRoutes(services: Services): Router {
  const router = Router();
  router.post(
    "/api/amendments/:amendment/attachments",
    async (request, response, next) => {
      if (!requireOwnOrigin(services, request, response)) return;
      const person = await requirePerson(services, request, response);
      if (!person) return;
      const { amendment } = request.params;
      const parsed = asked.safeParse(request.query);
      if (!parsed.success) return sendInvalid(response, parsed.error);
      const unstorable = unstorablePlaces(parsed.data);
      if (unstorable.length > 0) return sendUnstorable(response, unstorable);
      const answer = idShape.safeParse(amendment).success
        ? await readMayAttach(viewerOf(services, person), amendment)
        : null;
      if (!answer) return sendError(response, "not_found", { detail: { amendment } });
      if (!answer.ok) return sendError(response, answer.code, answer);
      response.locals.person = person;
      response.locals.name = parsed.data.name;
      next();
    },
    // Only now: nobody else can make the server take in ten megabytes.
    express.raw({ type: () => true, limit: MAX_ATTACHMENT_BYTES, inflate: false }),
    async (request: Request<{ amendment: string }>, response) => {
      const { person, name } = response.locals as { person: PersonRecord; name: string };
      const content: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      try {
        const type = await typeOfAttachment(content, name);
        const result = await attachFile(
          {
            deps: services.deps,
            conferenceId: person.conferenceId,
            person,
            actor: actorOf(person),
            repeat: null,
          },
          { amendment: request.params.amendment, name, type, content },
        );
        if (!result.ok) return sendError(response, result.code, result);
        response.json(result.answer);
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        sendError(response, error.code);
      }
    },
  );
  router.get("/api/attachments/:attachment", async (request, response) => {
    const person = await requirePerson(services, request, response);
    if (!person) return;
    const { attachment } = request.params;
    const found = idShape.safeParse(attachment).success
      ? await readAttachment(viewerOf(services, person), attachment)
      : null;
    if (!found) return sendError(response, "not_found", { detail: { attachment } });
    const { name, type } = found.row;
    // Somebody else's bytes: taken away as a file, and if a browser showed them all the same, a page of nowhere that can do nothing.
    response.attachment(name);
    response.set({
      "content-type": type === "text/plain" ? "text/plain; charset=utf-8" : type,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    response.send(found.content);
  });
  return router;
}
