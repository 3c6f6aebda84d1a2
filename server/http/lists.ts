import { Router } from "express";
import { z } from "zod";
import { filtersFrom } from "../../shared/api/amendment-filters";
import { LIST_FORMATS, LISTS } from "../../shared/api/exports";
import { languageShape } from "../../shared/text/model";
import { csvOf } from "../exports/csv";
import { readList } from "../exports/lists";
import { sendError, sendInvalid } from "./respond";
import { requireReader, type Services, viewerOf } from "./services";

const word = z.string().max(100).optional();
const queryShape = z.strictObject({
  instrument: z.string().max(64).optional(),
  state: word,
  paragraph: word,
  proponent: word,
  conflict: word,
  language: languageShape.optional(),
});
const listShape = z.enum(LISTS);
const formatShape = z.enum(LIST_FORMATS);

const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** A list that somebody sees on screen, as a file to take away. */
export function listRoutes(services: Services): Router {
  const router = Router();
  router.get("/api/lists/:file", async (request, response) => {
    const [name, ending] = request.params.file.split(".");
    const list = listShape.safeParse(name);
    const act = list.data === "amendments" ? "read_amendments" : "read_record";
    const person = await requireReader(services, act, request, response);
    if (!person) return;
    const format = formatShape.safeParse(ending);
    if (!list.success || !format.success)
      return sendError(response, "not_found", { detail: { list: request.params.file } });
    const query = queryShape.safeParse(request.query);
    if (!query.success) return sendInvalid(response, query.error);
    const { instrument = "", language = null, ...words } = query.data;
    const filters = filtersFrom({ get: (one) => words[one as keyof typeof words] ?? null });
    const asked = { instrument, language, filters };
    const table = await readList(viewerOf(services, person), list.data, asked);
    if (!table) return sendError(response, "not_found", { detail: { instrument } });
    const file = [instrument, list.data].filter(Boolean).join("-");
    response.set({
      "cache-control": "no-store",
      "content-type": TYPES[format.data],
      "content-disposition": `attachment; filename="${file}.${format.data}"`,
    });
    // Loaded by the first who asks for it: the other lists do without.
    if (format.data === "xlsx") response.send(await (await import("../exports/xlsx")).xlsxOf(table));
    else response.send(csvOf(table));
  });
  return router;
}
