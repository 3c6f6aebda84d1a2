import type { Block, Language, Run, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import { printReferences } from "../../shared/text/references";
import { html, type Markup } from "./html";
import type { PageStrings } from "./strings";

/** A text as people read it: numbers derived, each paragraph with an address of its own. */
export function renderText(text: TextDoc, language: Language, t: PageStrings): Markup {
  const numbers = numberBlocks(text.blocks, language);
  return html`<div class="text" lang="${language}">${printReferences(text, numbers)
    .blocks.filter(({ kind }) => kind !== "title")
    .map((block) => renderBlock(block, numbers.get(block.id)?.label ?? "", t))}</div>`;
}

function renderBlock(block: Block, label: string, t: PageStrings): Markup {
  const number = label === "" ? null : html`<a class="n" href="#${block.id}">${label}</a> `;
  const runs = block.runs.map(renderRun);
  const words = html`${number}${runs}`;
  switch (block.kind) {
    case "title":
    case "heading":
      return html`<h2 id="${block.id}">${words}</h2>\n`;
    case "area":
      return html`<h3 id="${block.id}">${words}</h3>\n`;
    case "measure":
      return html`<p id="${block.id}" class="l2 quiet">${number}${t.measure_label} ${runs}</p>\n`;
    case "source":
      return html`<p id="${block.id}" class="l2 quiet">${number}${t.source_label} ${runs}</p>\n`;
    case "feature":
    case "point":
      return html`<p id="${block.id}" class="${indent(block.level)}">${words}</p>\n`;
    case "organ":
    case "preambular":
    case "operative":
    case "note":
      return html`<p id="${block.id}">${words}</p>\n`;
  }
}

function indent(level: number): string {
  return level >= 2 ? "l2" : "l1";
}

function renderRun({ text, marks }: Run): Markup {
  let words = html`${text}`;
  for (const mark of marks) {
    if (mark.type === "em") words = html`<em>${words}</em>`;
    if (mark.type === "strong") words = html`<strong>${words}</strong>`;
    if (mark.type === "bracket") words = html`[${words}]`;
    if (mark.type === "xref") words = html`<a href="#${mark.block}">${words}</a>`;
  }
  return words;
}
