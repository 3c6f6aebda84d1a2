/** The mark of the two voices in one frame, for the browser's tab. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0a5fb4"/><path d="M21.5 11.2a7 7 0 1 0 0 9.6" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/><circle cx="22" cy="16" r="2.4" fill="#fff"/></svg>`;

const SERIF = `"Source Serif 4 Variable","Source Serif 4",Charter,Georgia,"Noto Serif SC","Songti SC",serif`;

const faces = ["normal", "italic"]
  .flatMap((style) =>
    [
      ["latin", "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122"],
      ["latin-ext", "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+1E00-1EFF"],
    ].map(
      ([subset, range]) =>
        `@font-face{font-family:"Source Serif 4 Variable";font-style:${style};font-display:swap;font-weight:200 900;` +
        `src:url(/fonts/source-serif-4-${subset}-wght-${style}.woff2) format("woff2");unicode-range:${range}}`,
    ),
  )
  .join("");

/** The public pages' only style sheet. Reading never waits for a font: the system's serif stands in until ours is there. */
export const PUBLIC_CSS = `${faces}
:root{--paper:#fff;--ink:#1a1a18;--quiet:#5c5c57;--line:#dcdcd6;--act:#0a5fb4;--ok:#1d6b3a}
@media (prefers-color-scheme:dark){:root{--paper:#161614;--ink:#ecebe6;--quiet:#a9a8a1;--line:#3a3a36;--act:#7ab8ff;--ok:#7fd09a}}
@media (prefers-contrast:more){:root{--quiet:var(--ink);--line:var(--ink)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 Inter,system-ui,"Noto Sans SC",sans-serif}
a{color:var(--act)}
a:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px;z-index:1}
.bar{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:baseline;padding:12px 20px;border-bottom:1px solid var(--line)}
.bar .name{font-weight:650;text-decoration:none;color:var(--ink)}
.bar nav{display:flex;flex-wrap:wrap;gap:4px 14px}.bar nav a[aria-current]{color:var(--ink);text-decoration:none;font-weight:600}
.bar .enter{margin-left:auto}
main{max-width:44rem;margin:0 auto;padding:32px 20px 96px}
.text{font:18.5px/1.6 ${SERIF};hyphens:auto;hyphenate-limit-chars:8 3 4;overflow-wrap:break-word;text-wrap:pretty}
:lang(zh) .text{line-height:1.8;hyphens:manual;line-break:strict}
h1{font:600 28px/1.25 ${SERIF};margin:8px 0 4px;text-wrap:balance}
.verdict{font-weight:650;letter-spacing:.02em;color:var(--ok);margin:0}
.draft{font-weight:600;color:var(--quiet);margin:0}
.facts{color:var(--quiet);margin:0 0 32px}
.text p,.text h2,.text h3{margin:0 0 .8em;position:relative}
.text h2{font-size:23px;line-height:1.3;margin-top:1.6em}.text h3{font-size:19px;margin-top:1.3em}
.text .l1{margin-left:2em}.text .l2{margin-left:4em}
.text .n{display:inline-block;min-width:2em;color:inherit;text-decoration:none;font-variant-numeric:tabular-nums}
.text .n:hover{text-decoration:underline}
.text .quiet{color:var(--quiet);font-size:16px}.text .quiet .n{min-width:0}
:lang(zh) em{font-style:normal;font-family:"KaiTi","Noto Serif SC",serif;text-emphasis:none;font-weight:600}
section.after{margin-top:56px;border-top:1px solid var(--line);padding-top:20px}
section.after h2{font-size:16px;margin:0 0 8px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0 0 24px}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
code{overflow-wrap:anywhere;font:13px/1.5 ui-monospace,"Cascadia Mono",Menlo,monospace}
table{border-collapse:collapse;width:100%;margin-bottom:24px}td,th{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
ul.list{list-style:none;padding:0}ul.list li{padding:10px 0;border-bottom:1px solid var(--line)}
.hemicycle{display:block;width:100%;max-width:340px}.seat-yes{fill:var(--act);stroke:var(--act)}.seat-no{fill:none;stroke:var(--ink)}.seat-abstain{fill:none;stroke:var(--quiet)}.seat-none{fill:none;stroke:var(--quiet)}
.key{display:flex;flex-wrap:wrap;gap:4px 16px}.key span{display:inline-flex;align-items:center;gap:4px}.key svg{width:16px;height:16px}
.tallybar{display:block;width:200px;max-width:100%}.bar-all{fill:none;stroke:var(--line)}.bar-yes{fill:var(--act)}.bar-no{fill:var(--quiet);fill-opacity:.45}.bar-abstain{stroke:var(--quiet);stroke-width:1}.bar-needed{stroke:var(--ink);stroke-width:2;fill:none}.small{font-size:12px;color:var(--quiet);margin:0}
.note{border-left:3px solid #b7791f;padding-left:12px}
@media (max-width:480px){main{padding:20px 16px 64px}.text .l1{margin-left:1em}.text .l2{margin-left:2em}dl{grid-template-columns:1fr}dd{margin-bottom:8px}}
@media print{.bar,.skip{display:none}main{max-width:none}}
`;
