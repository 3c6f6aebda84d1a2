import type { Day } from "../../support/rehearsal/day";

/** The rapporteur writes the report from the record, reads it over, and issues it. */
export async function report(day: Day): Promise<string> {
  const { report: id } = await day.does("rapporteur", "write-report", { kind: "report", anew: false });
  const en = await day.reads("rapporteur", "reportText", { report: id, language: "en" });
  const { revision } = await day.does("rapporteur", "edit-report", {
    report: id,
    language: "en",
    words: `${en.words}\nDone at Beijing.\n`,
    revision: en.revision,
  });
  const { reports } = await day.reads("rapporteur", "reports");
  const revisions = Object.fromEntries(
    (reports.find((one) => one.id === id)?.texts ?? []).map((text) => [text.language, text.revision]),
  );
  expect(revisions.en).toBe(revision);
  await day.isRefused("KEN", "issue-report", { report: id, revisions }, "not_allowed");
  await day.does("rapporteur", "issue-report", { report: id, revisions });
  return en.words;
}
