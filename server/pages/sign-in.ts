import { html } from "./html";
import { page } from "./layout";
import { languageOf, STRINGS } from "./strings";

export function signInFailedPage(
  code: "bad_link" | "link_expired",
  acceptLanguage: string | undefined,
): string {
  const language = languageOf(acceptLanguage);
  const t = STRINGS[language];
  return page({
    language,
    title: t[code],
    main: html`<h1>${t[code]}</h1><p>${t.askForLink}</p><p><a href="/">${t.home}</a></p><p class="facts">${code}</p>`,
  });
}
