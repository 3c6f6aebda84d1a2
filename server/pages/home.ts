import { daysInWords } from "../../shared/records/dates";
import type { Language } from "../../shared/text/model";
import type { PublicConference } from "../queries/public-text";
import { html } from "./html";
import { page } from "./layout";
import { RULES_STRINGS } from "./rules-strings";
import { type PageStrings, STRINGS } from "./strings";

export function homePage(conferences: PublicConference[], language: Language): string {
  const t = STRINGS[language];
  return page({
    language,
    title: "Concord",
    main: html`${conferences.map(
      (conference) => html`<h1>${conference.title[language] ?? conference.title.en}</h1>
<p class="facts">${conference.place[language] ?? conference.place.en} · ${daysInWords(language, conference)}</p>
<ul class="list">${conference.instruments.map(
        (instrument) =>
          html`<li><a href="/${conference.slug}/${instrument.slug}">${
            instrument.title[language] ?? instrument.title.en
          }</a><br><span class="draft">${instrument.symbol} · ${
            t[
              (
                instrument.outcome ? `outcome_${instrument.outcome}` : `stage_${instrument.stage}`
              ) as keyof PageStrings
            ]
          }</span></li>`,
      )}${conference.reports.map(
        ({ kind, page: address }) => html`<li><a href="${address}">${t[`report_${kind}`]}</a></li>`,
      )}<li><a href="/${conference.slug}/rules">${RULES_STRINGS[language].title}</a></li></ul>`,
    )}<p class="facts">${t.signInHint} <a href="/app">${t.signedIn}</a></p>`,
  });
}

/** Also for texts that are not published: a stranger is not told which it is. */
export function notFoundPage(language: Language): string {
  const t = STRINGS[language];
  return page({
    language,
    title: t.notFoundTitle,
    main: html`<h1>${t.notFoundTitle}</h1><p>${t.notFound}</p><p><a href="/">${t.home}</a></p>`,
  });
}
