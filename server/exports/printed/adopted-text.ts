import type { Certificate } from "../../../shared/records/certificate";
import {
  type Block,
  isLanguage,
  type Language,
  type TextDoc,
  textDocShape,
} from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import { printReferences } from "../../../shared/text/references";
import { CERTIFICATE_WORDS } from "./certificate-words";
import { heading, type Piece, paragraph, type Run } from "./document";

/** One language's text as it was adopted, beginning on a page of its own. */
export function printedText({ language, text, sha256 }: Certificate["texts"][number]): Piece[] {
  if (!isLanguage(language)) return [];
  const { blocks } = JSON.parse(text) as { blocks: unknown };
  const doc: TextDoc = textDocShape.parse({ blocks });
  const numbers = numberBlocks(doc.blocks, language);
  return [
    { kind: "page" },
    ...printReferences(doc, numbers).blocks.map((block) =>
      pieceOf(block, numbers.get(block.id)?.label ?? "", language),
    ),
    paragraph(language, `SHA-256 ${sha256}`, { small: true }),
  ];
}

function pieceOf(block: Block, label: string, language: Language): Piece {
  const c = CERTIFICATE_WORDS[language];
  const runs = block.runs.map(({ text, marks }) => {
    const has = (type: string) => marks.some((mark) => mark.type === type);
    const run: Run = { text: has("bracket") ? `[${text}]` : text };
    return { ...run, ...(has("em") ? { italic: true } : {}), ...(has("strong") ? { bold: true } : {}) };
  });
  const numbered: Run[] = label === "" ? runs : [{ text: `${label} ` }, ...runs];
  switch (block.kind) {
    case "title":
      return heading(language, 1, runs);
    case "heading":
      return heading(language, 2, numbered);
    case "area":
      return heading(language, 3, numbered);
    case "measure":
    case "source": {
      const what = block.kind === "measure" ? c.measure : c.dataSource;
      return paragraph(language, [{ text: `${what} ` }, ...runs], { label, indent: 2, small: true });
    }
    case "feature":
    case "point":
      return paragraph(language, runs, { label, indent: Math.max(1, Math.min(3, block.level)) });
    case "organ":
    case "preambular":
    case "operative":
    case "note":
      return paragraph(language, runs, { label });
  }
}
