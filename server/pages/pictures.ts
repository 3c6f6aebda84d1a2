import { HEMICYCLE_SIZE, hemicycle } from "../../shared/pictures/hemicycle";
import type { Language } from "../../shared/text/model";
import { html, type Markup } from "./html";
import { fill, type PageStrings, STRINGS, tallyIn } from "./strings";

type Tally = { yes: number; no: number; abstain: number };

/** The vote as half a circle of the body's members; said in words beside it, and to those who do not see it. */
export function hemicyclePicture(tally: Tally, members: number, language: Language): Markup {
  const { stroke, paths } = hemicycle(tally, members);
  const { width, height } = HEMICYCLE_SIZE;
  const n = paths.find(({ stance }) => stance === "none")?.count ?? 0;
  const said = `${tallyIn(language, tally)}, ${fill(STRINGS[language].notTakingPart, { n })}`;
  return html`<svg class="hemicycle" viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}">${paths.map(
    ({ stance, d }) => html`<path class="seat-${stance}" d="${d}" stroke-width="${stroke}"/>`,
  )}</svg><p class="small">${fill(STRINGS[language].notTakingPart, { n })}</p>`;
}

const BAR = { width: 200, height: 10 };

/** Yes, no and abstentions as parts of those present, with the line that yes had to reach. */
export function tallyBar(
  { yes, no, abstain }: Tally,
  { needed, present }: { needed: number | null; present: number },
  t: PageStrings,
): Markup {
  const whole = Math.max(present, yes + no + abstain, needed ?? 0, 1);
  const at = (count: number) => Math.round((BAR.width * count * 10) / whole) / 10;
  const { width, height } = BAR;
  const line = needed === null ? null : html`<path class="bar-needed" d="M${at(needed)} -4v${height + 8}"/>`;
  return html`<svg class="tallybar" viewBox="-2 -5 ${width + 4} ${height + 10}" aria-hidden="true"><rect class="bar-all" width="${width}" height="${height}"/><rect class="bar-yes" width="${at(yes)}" height="${height}"/><rect class="bar-no" x="${at(yes)}" width="${at(no)}" height="${height}"/>${line}</svg>${needed === null ? null : html`<span class="small">${fill(t.needed, { n: needed })}</span>`}`;
}
