import { createHash } from "node:crypto";
import { LOCALES } from "../../shared/records/dates";
import type { Language } from "../../shared/text/model";
import type { ConferenceRow } from "../db/conferences";
import type { ReportRow, ReportTextRow } from "../db/reports";
import { html, Markup } from "./html";
import { page } from "./layout";
import { fill, STRINGS } from "./strings";

type Shown = {
  conference: ConferenceRow;
  report: ReportRow;
  text: ReportTextRow;
  /** Where its other languages are. */
  addresses: ReadonlyMap<Language, string>;
};

/** A report in one language, issued or (to those who work on it) a draft. */
export async function reportPage({ conference, report, text, addresses }: Shown): Promise<string> {
  // Loaded by those who read a report: the parser is large, and most starts of the server never need it.
  const { default: MarkdownIt } = await import("markdown-it");
  // What people wrote into it cannot become markup, or an image from elsewhere.
  const rendered = new MarkdownIt({ html: false, linkify: false }).disable("image").render(text.words);
  const { language } = text;
  const t = STRINGS[language];
  const date = new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: "long",
    timeZone: conference.timeZone,
  });
  const title = t[`report_${report.kind}`];
  return page({
    language,
    title: `${title} – ${conference.title[language] ?? conference.title.en}`,
    switcher: html`<nav aria-label="${t.inThisLanguage}">${[...addresses].map(([other, address]) =>
      other === language
        ? html`<a href="${address}" lang="${other}" aria-current="page">${STRINGS[other].languageName}</a>`
        : html`<a href="${address}" lang="${other}" hreflang="${other}">${STRINGS[other].languageName}</a>`,
    )}</nav>`,
    main: html`<p class="${report.issuedAt ? "verdict" : "draft"}">${
      report.issuedAt ? fill(t.reportIssued, { date: date.format(new Date(report.issuedAt)) }) : t.reportDraft
    }</p>
<article class="text report" lang="${language}">${new Markup(rendered)}</article>
${report.issuedAt ? proof(text, addresses.get(language) ?? "") : null}`,
  });
}

function proof({ language, words }: ReportTextRow, address: string): Markup {
  const t = STRINGS[language];
  return html`<section class="after" aria-label="${t.proof}">
<p>${t.reportDownload} <a href="${address}.docx" download>Word</a> · <a href="${address}.pdf" download>PDF</a> · <a href="${address}.md" download>Markdown</a></p>
<h2>${t.proof}</h2>
<p><code>${createHash("sha256").update(words).digest("hex")}</code></p>
<p class="facts">${t.reportProof}</p>
</section>`;
}
