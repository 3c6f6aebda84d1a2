import type { Language } from "../../shared/text/model";
import { html, type Markup } from "./html";
import { STRINGS } from "./strings";

/** A whole page. Everything it needs is in it or in one style sheet: it reads without scripts and on a bad network. */
export function page(options: {
  language: Language;
  title: string;
  main: Markup;
  switcher?: Markup;
}): string {
  const t = STRINGS[options.language];
  return html`<!doctype html>
<html lang="${options.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${options.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/public.css">
</head>
<body>
<a class="skip" href="#text">${t.skip}</a>
<header class="bar"><a class="name" href="/">Concord</a>${options.switcher ?? null}<a class="enter" href="/app">${t.signIn}</a></header>
<main id="text">${options.main}</main>
</body>
</html>
`.text;
}
