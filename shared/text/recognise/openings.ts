import type { Language } from "../model";

const ORGANS: Record<Language, RegExp> = {
  en: /^(We,|We the |The (General )?(Conference|Assembly|participants|Committee))/i,
  fr: /^(Nous,|Nous les |La Conférence|L[’']Assemblée|Les participants|Le Comité)/i,
  es: /^(Nosotr[oa]s|La Conferencia|La Asamblea|Los participantes|El Comité)/i,
  zh: /^(我们|大会|会议|与会者|委员会)/,
};

/** How preambular paragraphs open. Lists are never complete: what does not open so is named, not refused. */
const OPENINGS: Record<Language, RegExp> = {
  en: /^((also|further|deeply|gravely|fully|noting|strongly|once again|again) )*(\p{L}+ing|aware|convinced|concerned|mindful|alarmed|guided|determined|encouraged|inspired|committed|conscious|cognizant|persuaded|resolved|disturbed|satisfied)\b/iu,
  fr: /^((profondément|pleinement|vivement|en outre|également) )*(\p{L}+ant|conscient\p{L}*|convaincu\p{L}*|préoccupé\p{L}*|soucieu\p{L}*|résolu\p{L}*|guidé\p{L}*|inspiré\p{L}*|animé\p{L}*|persuadé\p{L}*|ayant)(?!\p{L})/iu,
  es: /^((profundamente|plenamente|también|además) )*(\p{L}+(ando|endo|iendo)|conscientes?|convencid\p{L}*|preocupad\p{L}*|decidid\p{L}*|resuelt\p{L}*|guiad\p{L}*|alentad\p{L}*|persuadid\p{L}*)(?!\p{L})/iu,
  zh: /^(还|又|进一步|深切|充分|再次|并)?(回顾|认识到|铭记|注意到|重申|强调|考虑到|深信|意识到|关切|关注|欢迎|赞赏|忆及|承认|确认|鉴于|念及|表示|赞扬|观察到|相信|申明|肯定|决心)/,
};

export function isOrgan(words: string, language: Language): boolean {
  return ORGANS[language].test(words);
}

export function opensPreamble(words: string, language: Language): boolean {
  return OPENINGS[language].test(words);
}
