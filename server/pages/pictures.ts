import { HEMICYCLE_SIZE, hemicycle, seatSign } from "../../shared/pictures/hemicycle";
import type { Language } from "../../shared/text/model";
import { html, type Markup } from "./html";
import { fill, type PageStrings, STRINGS, tallyIn } from "./strings";

type Tally = { yes: number; no: number; abstain: number };

/** The vote as half a circle of the body's members; said in words beside it, and to those who do not see it. */
export function hemicyclePicture(tally: Tally, members: number, language: Language): Markup {
  const { stroke, paths } = hemicycle(tally, members);
  const { width, height } = HEMICYCLE_SIZE;
  const t = STRINGS[language];
  const n = paths.find(({ stance }) => stance === "none")?.count ?? 0;
  const said = `${tallyIn(language, tally)}, ${fill(t.notTakingPart, { n })}`;
  return html`<svg class="hemicycle" viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}">${paths.map(
    ({ stance, d }) => html`<path class="seat-${stance}" d="${d}" stroke-width="${stroke}"/>`,
  )}</svg><p class="small key">${paths.map(
    ({ stance, count }) =>
      html`<span><svg viewBox="-12 -12 24 24" aria-hidden="true"><path class="seat-${stance}" d="${seatSign(stance)}" stroke-width="2"/></svg>${
        stance === "none" ? fill(t.notTakingPart, { n }) : `${t[`stance_${stance}`]} ${count}`
      }</span>`,
  )}</p>`;
}

/** Upright strokes between two places of the bar: read in grey beside what is filled and what is empty. */
function hatch(from: number, to: number): string {
  const strokes = Math.ceil((to - from) / HATCH);
  const at = (i: number) => Math.round((from + ((i + 0.5) * (to - from)) / strokes) * 10) / 10;
  return Array.from({ length: strokes }, (_, i) => `M${at(i)} 0v${BAR.height}`).join("");
}

const BAR = { width: 200, height: 10 };
/** How far the strokes stand apart. */
const HATCH = 3;

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
  return html`<svg class="tallybar" viewBox="-2 -5 ${width + 4} ${height + 10}" aria-hidden="true"><rect class="bar-all" width="${width}" height="${height}"/><rect class="bar-yes" width="${at(yes)}" height="${height}"/><rect class="bar-no" x="${at(yes)}" width="${at(no)}" height="${height}"/><path class="bar-abstain" d="${hatch(at(yes + no), at(yes + no + abstain))}"/>${line}</svg>${needed === null ? null : html`<span class="small">${fill(t.needed, { n: needed })}</span>`}`;
}
