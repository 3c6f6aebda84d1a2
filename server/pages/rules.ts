import { LOCALES } from "../../shared/records/dates";
import { REPORT_WORDS } from "../../shared/records/reports/phrases";
import { PRESET_KEYS, PRESET_VALUES, type PresetKey } from "../../shared/rules/preset-values";
import { changedValues, PRESETS, type Preset, type Share, type Sides } from "../../shared/rules/presets";
import { LANGUAGES, type Language } from "../../shared/text/model";
import type { PublicRules } from "../queries/rules";
import { html } from "./html";
import { page } from "./layout";
import { RULES_STRINGS, type RulesStrings } from "./rules-strings";
import { fill, STRINGS } from "./strings";

const MINUTE_MS = 60_000;

/** `/<conference>/rules`: what the conference is held under, for anybody. */
export function rulesPage({ conference, bodies, preset, opened }: PublicRules, language: Language): string {
  const t = RULES_STRINGS[language];
  const different = new Set(changedValues(PRESETS[preset.name], preset));
  const place = conference.title[language] ?? conference.title.en;
  const bodyName = (slug: string) => {
    const name = bodies.find((one) => one.slug === slug)?.name;
    return name?.[language] ?? name?.en ?? slug;
  };
  return page({
    language,
    title: `${t.title} – ${place}`,
    switcher: html`<nav aria-label="${STRINGS[language].inThisLanguage}">${LANGUAGES.map((other) =>
      other === language
        ? html`<a href="/${conference.slug}/rules/${other}" lang="${other}" aria-current="page">${STRINGS[other].languageName}</a>`
        : html`<a href="/${conference.slug}/rules/${other}" lang="${other}" hreflang="${other}">${STRINGS[other].languageName}</a>`,
    )}</nav>`,
    main: html`<p class="facts">${place}</p>
<h1>${t.title}</h1>
<p>${opened ? t.stand : t.notYet}</p>
<p>${fill(t.copied, { preset: t.preset[preset.name] })} ${differing(different.size, t)}</p>
<table><tbody>${PRESET_KEYS.map(
      (key) => html`<tr><th scope="row">${different.has(key) ? "≠ " : ""}${t.label[key]}</th>
<td>${valueText(preset, key, language, bodyName)}${
        different.has(key)
          ? html`<div class="small">${fill(t.inPreset, { value: valueText(PRESETS[preset.name], key, language, bodyName) })}</div>`
          : null
      }</td><td class="small">${PRESET_VALUES[key].rules.join(", ")}</td></tr>`,
    )}</tbody></table>`,
  });
}

function differing(count: number, t: RulesStrings): string {
  if (count === 0) return t.asIs;
  return count === 1 ? t.own_one : fill(t.own, { n: count });
}

function shareText({ numerator, denominator, strict }: Share, t: RulesStrings): string {
  const key = `${numerator}/${denominator}${strict ? "+" : ""}`;
  return t.share[key] ?? key;
}

function valueText(
  preset: Preset,
  key: PresetKey,
  language: Language,
  bodyName: (slug: string) => string,
): string {
  const t = RULES_STRINGS[language];
  const w = REPORT_WORDS[language];
  const minutes = (ms: number) => new Intl.NumberFormat(LOCALES[language]).format(ms / MINUTE_MS);
  const sides = (value: Sides) => fill(t.sides, value);
  switch (key) {
    case "debateQuorum":
      return Object.entries(preset.debateQuorum)
        .map(([slug, share]) => `${bodyName(slug)}${w.pairSeparator}${shareText(share, t)}`)
        .join("; ");
    case "decisionQuorum":
      return shareText(preset.decisionQuorum, t);
    case "tie":
    case "lateAmendments":
    case "division":
      return t.value[preset[key]];
    case "amendmentsFollowProposal":
      return preset.amendmentsFollowProposal ? t.value.yes : t.value.no;
    case "proposalMajority":
    case "reconsiderationMajority":
    case "closeDebateMajority":
      return w.majority[preset[key]];
    case "reconsiderationSpeakers":
    case "adjournDebateSpeakers":
    case "closeDebateSpeakers":
      return sides(preset[key]);
    case "methods":
      return preset.methods.map((method) => w.method[method]).join(w.listSeparator);
    case "speakingMs":
      return minutes(preset.speakingMs);
    case "repliesMs":
      return preset.repliesMs.length === 0 ? t.none : preset.repliesMs.map(minutes).join("; ");
    case "secondersNeeded":
    case "rollCallRequests":
      return String(preset[key]);
  }
}
