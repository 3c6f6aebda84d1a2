import { type Request, type Response, Router } from "express";
import { selectConference } from "../db/conferences";
import { selectOptionalReport, selectReportTexts } from "../db/reports";
import { reportPage } from "../pages/report";
import { reportOnPaper } from "../queries/reports";
import { sendError } from "./respond";
import { requireReader, type Services } from "./services";

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A report as its page and its files will be, while it is still a draft: for those who take part. */
export function previewRoutes(services: Services): Router {
  const router = Router();
  const { pool } = services;
  /** null: it has been answered that there is none, or not for them. */
  const find = async (request: Request, response: Response) => {
    const person = await requireReader(services, "read_reports", request, response);
    if (!person) return null;
    const { report: id = "", language = "" } = request.params as Record<string, string>;
    const report = UUID.test(id) ? await selectOptionalReport(pool, id) : null;
    const texts = report ? await selectReportTexts(pool, id) : [];
    const text = texts.find((one) => one.language === language);
    if (report && report.conferenceId === person.conferenceId && text)
      return { report, texts, text, conference: await selectConference(pool, person.conferenceId) };
    sendError(response, "not_found", { detail: { report: id, language } });
    return null;
  };
  router.get("/api/reports/:report/:language/page", async (request, response) => {
    const found = await find(request, response);
    if (!found) return;
    const { report, texts } = found;
    const addresses = new Map(
      texts.map(({ language }) => [language, `/api/reports/${report.id}/${language}/page`]),
    );
    const body = await reportPage({ ...found, addresses });
    response.set("cache-control", "no-store").type("html").send(body);
  });
  for (const format of ["pdf", "docx"] as const)
    router.get(`/api/reports/:report/:language/report.${format}`, async (request, response) => {
      const found = await find(request, response);
      if (!found) return;
      const { conference, report, text } = found;
      const file = `${conference.slug}.${report.kind}-${report.number}.${text.language}.${format}`;
      response
        .set({ "cache-control": "no-store", "content-disposition": `attachment; filename="${file}"` })
        .type(format)
        .send(await services.prints.report(reportOnPaper(conference, report, text), format));
    });
  return router;
}
