import { LOCALES } from "../../shared/records/dates";
import type { Language } from "../../shared/text/model";
import type { PublicText, PublicVote } from "../queries/public-text";
import { html, type Markup } from "./html";
import { page } from "./layout";
import { hemicyclePicture, tallyBar } from "./pictures";
import { fill, type PageStrings, STRINGS, tallyIn } from "./strings";
import { renderText } from "./text";

/** `/<conference>/<instrument>`: the published text, and what was decided about it. */
export function instrumentPage(view: PublicText): string {
  const t = STRINGS[view.language];
  const { conference, instrument, adoption } = view;
  const title = instrument.title[view.language] ?? instrument.title.en;
  const place = conference.title[view.language] ?? conference.title.en;
  return page({
    language: view.language,
    title: `${title} – ${place}`,
    switcher: languages(view),
    main: html`<p class="facts">${place}</p>
${verdict(view, t)}
<h1>${title}</h1>
${view.formerAdoptions.map(
  ({ outcome, decidedAt, reconsideredAt }) =>
    html`<p class="note">${fill(t[`former_${outcome}`], { date: moment(decidedAt, view), again: moment(reconsideredAt, view) })}</p>`,
)}
<p class="facts">${instrument.symbol} · ${fill(t.publishedVersion, { n: view.version.number, date: day(view.version.createdAt, view) })}</p>
${adoption && !isConcordant(view) ? html`<p class="note">${t.notConcordant}</p>` : null}
${renderText(view.text, view.language, t)}
<section class="after" aria-label="${t.decision}">
${adoption ? decision(view, t) : null}
${view.votes.length > 0 ? votes(view.votes, view, t) : null}
<h2>${t.proof}</h2>
<p><code>${view.version.sha256}</code></p>
<p class="facts">${t.proofHint}</p>
${adoption ? html`<p><a href="/${conference.slug}/${instrument.slug}/certificate.${view.language}.pdf" download>${t.certificatePdf}</a> · <a href="/${conference.slug}/${instrument.slug}/certificate.json" download>${t.certificate}</a> · <a href="/app/verify">${t.verify}</a></p>` : null}
</section>`,
  });
}

function verdict(view: PublicText, t: PageStrings): Markup {
  const { instrument, adoption } = view;
  // Adopted is what was before the body; of a translation that nobody signed off it is not known to say the same.
  if (adoption && !isConcordant(view)) return html`<p class="draft">${t.unsignedTranslation}</p>`;
  if (adoption)
    return html`<p class="verdict">${t[`${adoption.outcome}_${adoption.byConsensus ? "consensus" : "vote"}`]}</p>`;
  const key = instrument.outcome ? `outcome_${instrument.outcome}` : `stage_${instrument.stage}`;
  return html`<p class="draft">${t[key as keyof PageStrings]}</p>`;
}

function isConcordant({ adoption, language }: PublicText): boolean {
  return adoption?.texts.find((text) => text.language === language)?.concordant ?? false;
}

function decision(view: PublicText, t: PageStrings): Markup | null {
  const { adoption } = view;
  if (!adoption) return null;
  const decisive = view.votes.findLast(({ subject, result }) => subject === "final" && result === "carried");
  return html`<h2>${t.decision}</h2>
<dl>
<dt>${t.result}</dt><dd>${t[`outcome_${adoption.outcome}`]}, ${adoption.tally ? tallyIn(view.language, adoption.tally) : t.withoutVote}</dd>
${decisive?.tally ? html`<dt></dt><dd>${hemicyclePicture(decisive.tally, decisive.members, view.language)}</dd>` : null}
<dt>${t.decidedOn}</dt><dd><time datetime="${adoption.decidedAt}">${moment(adoption.decidedAt, view)}</time></dd>
<dt>${t.inThisLanguage}</dt><dd>${adoption.texts
    .map(({ language, concordant }) =>
      concordant ? STRINGS[language].languageName : `${STRINGS[language].languageName} (${t.notSignedOff})`,
    )
    .join(" · ")}</dd>
<dt>${t.symbol}</dt><dd>${view.instrument.symbol}</dd>
<dt>${t.proof}</dt><dd>${fill(t.recordEntry, { n: adoption.ledgerSeq })}</dd>
${adoption.texts.map(({ language, sha256 }) => html`<dt>${STRINGS[language].languageName}</dt><dd><code>${sha256}</code></dd>`)}
</dl>`;
}

function votes(list: PublicVote[], view: PublicText, t: PageStrings): Markup {
  return html`<h2>${t.votes}</h2>
<table><tbody>${list.map(
    (vote) => html`<tr><th scope="row">${vote.tag ?? vote.part ?? t.finalQuestion}</th>
<td>${vote.result === "carried" ? t.carried : t.lost}${isFormer(vote, view) ? html`<p class="small">${t.reconsidered}</p>` : null}</td>
<td>${vote.tally ? html`${tallyIn(view.language, vote.tally)}${tallyBar(vote.tally, vote, t)}` : t.withoutVote}
<p class="small"><time datetime="${vote.decidedAt}">${moment(vote.decidedAt, view)}</time></p></td></tr>`,
  )}</tbody></table>`;
}

/** It decided an adoption that does not stand any more. */
function isFormer(vote: PublicVote, { formerAdoptions }: PublicText): boolean {
  return vote.subject === "final" && formerAdoptions.some(({ decidedAt }) => decidedAt === vote.decidedAt);
}

function languages(view: PublicText): Markup {
  const address = `/${view.conference.slug}/${view.instrument.slug}`;
  return html`<nav aria-label="${STRINGS[view.language].inThisLanguage}">${view.languages.map((language) =>
    language === view.language
      ? html`<a href="${address}/${language}" lang="${language}" aria-current="page">${STRINGS[language].languageName}</a>`
      : html`<a href="${address}/${language}" lang="${language}" hreflang="${language}">${STRINGS[language].languageName}</a>`,
  )}</nav>`;
}

/** United Nations usage: day before month in English too. */

/** In the time zone of the conference: that is the time its record is spoken of. */
function moment(
  iso: string,
  { language, conference }: { language: Language; conference: { timeZone: string } },
): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: conference.timeZone,
    timeZoneName: "short",
  }).format(new Date(iso));
}

function day(
  iso: string,
  { language, conference }: { language: Language; conference: { timeZone: string } },
): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: "long",
    timeZone: conference.timeZone,
  }).format(new Date(iso));
}
