import { Router } from "express";
import { selectConference } from "../db/conferences";
import { selectOptionalReport, selectReportTexts } from "../db/reports";
import { reportPage } from "../pages/report";
import { sendError } from "./respond";
import { requirePerson, type Services } from "./services";

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A report as its page will be, while it is still a draft: for those who take part. */
export function previewRoutes(services: Services): Router {
  const router = Router();
  router.get("/api/reports/:report/:language/page", async (request, response) => {
    const person = await requirePerson(services, request, response);
    if (!person) return;
    const { report: id, language } = request.params;
    const report = UUID.test(id) ? await selectOptionalReport(services.pool, id) : null;
    const texts = report ? await selectReportTexts(services.pool, id) : [];
    const text = texts.find((one) => one.language === language);
    if (!report || report.conferenceId !== person.conferenceId || !text)
      return sendError(response, "not_found", { detail: { report: id, language } });
    const conference = await selectConference(services.pool, person.conferenceId);
    const addresses = new Map(texts.map((one) => [one.language, `/api/reports/${id}/${one.language}/page`]));
    const body = await reportPage({ conference, report, text, addresses });
    response.set("cache-control", "no-store").type("html").send(body);
  });
  return router;
}
