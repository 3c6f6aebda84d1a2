import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { AmendmentImport } from "../../shared/api/import-amendments";
import { type ImportPreview, MAX_IMPORT_BYTES } from "../../shared/api/imports";
import { may } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { languageShape } from "../../shared/text/model";
import { actorOf } from "../commands/context";
import { selectOptionalInstrument } from "../db/instruments";
import type { PersonRecord } from "../db/people";
import { csvOf } from "../exports/csv";
import { listTemplate } from "../exports/list-template";
import { readAmendments } from "../imports/read-amendments";
import { FileRefused } from "../imports/refused";
import { readImporting } from "../queries/importing";
import { redline } from "../queries/redline";
import { sendError, sendInvalid } from "./respond";
import { requireOwnOrigin, requirePerson, type Services, viewerOf } from "./services";

const asked = z.strictObject({
  name: z.string().min(1).max(255),
  instrument: z.string().max(64),
  language: languageShape,
  version: z.uuid().optional(),
});
/** `act`: of those asked for, the first that the person may do. */
type Asked = z.infer<typeof asked> & { act: Act; person: PersonRecord; instrumentId: string };

/** Files are read as they would come in, for who may bring them in; nothing of them is kept. */
export function importRoutes(services: Services): Router {
  const router = Router();
  // Only once it is known who asks: nobody else can make the server take in twenty megabytes.
  const body = express.raw({ type: () => true, limit: MAX_IMPORT_BYTES, inflate: false });
  router.post("/api/imports", allow(services, ["import_text"]), body, (request, response) =>
    answer(
      request,
      response,
      (file, { name, language }): Promise<ImportPreview> => services.readers.text(file, name, language),
    ),
  );
  router.post(
    "/api/imports/amendments",
    // Who may bring in others' may as well bring in one's own.
    allow(services, ["import_amendments", "propose_amendment"]),
    body,
    (request, response) => answer(request, response, (file, given) => amendmentsIn(services, file, given)),
  );
  router.get("/api/imports/amendments/template.csv", async (request, response) => {
    if (!(await requirePerson(services, request, response))) return;
    response.set({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="amendments-template.csv"',
    });
    response.send(csvOf(listTemplate()));
  });
  return router;
}

function allow(services: Services, acts: readonly [Act, ...Act[]]) {
  return async (request: Request, response: Response, next: () => void) => {
    if (!requireOwnOrigin(services, request, response)) return;
    const person = await requirePerson(services, request, response);
    if (!person) return;
    const parsed = asked.safeParse(request.query);
    if (!parsed.success) return sendInvalid(response, parsed.error);
    const { instrument: slug, language } = parsed.data;
    const instrument = await selectOptionalInstrument(services.pool, person.conferenceId, slug);
    if (!instrument) return sendError(response, "not_found", { detail: { instrument: slug } });
    const { stage, outcome, sourceLanguage } = instrument;
    const situation = { stage, outcome, sourceLanguage, language };
    const answers = acts.map((act) => ({ act, answer: may(actorOf(person), act, situation) }));
    const allowed = answers.find((one) => one.answer.ok);
    const last = answers.at(-1)?.answer;
    if (!allowed && last && !last.ok) return sendError(response, last.code, last);
    if (!allowed) throw new Error("no act was asked for");
    response.locals.asked = {
      ...parsed.data,
      act: allowed.act,
      person,
      instrumentId: instrument.id,
    } satisfies Asked;
    next();
  };
}

async function answer<T extends object>(
  request: Request,
  response: Response,
  read: (file: Buffer, given: Asked) => Promise<T | null>,
): Promise<void> {
  const file: unknown = request.body;
  try {
    const found = await read(Buffer.isBuffer(file) ? file : Buffer.alloc(0), response.locals.asked as Asked);
    if (found) response.set("cache-control", "no-store").json(found);
    else sendError(response, "not_found");
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    sendError(response, error.code);
  }
}

/** null: there is no such version of the text. */
async function amendmentsIn(
  services: Services,
  file: Buffer,
  { act, person, instrumentId, language, name, version }: Asked,
): Promise<AmendmentImport | null> {
  const viewer = viewerOf(services, person);
  const { versions, read, delegations, people } = await readImporting(viewer, instrumentId, language);
  const against = version === undefined ? versions : versions.filter(({ id }) => id === version);
  if (against.length === 0) return null;
  const own = act === "propose_amendment" ? (viewer.actor.delegation?.code ?? null) : null;
  const found = await readAmendments(file, name, {
    readers: services.readers,
    language,
    known: { delegations, people },
    own,
    versions: against,
    read,
    redline: (before, after) =>
      redline(before, after, language).blocks.filter(({ change }) => change !== "same"),
    newId: () => `i${services.deps.newId().replaceAll("-", "")}`,
  });
  return {
    ...found,
    delegations: own === null ? delegations : delegations.filter(({ code }) => code === own),
  };
}
