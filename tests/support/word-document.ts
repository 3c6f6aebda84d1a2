import { zipOf } from "./zip";

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export type WordParagraph = {
  /** Style of the template; `Normal` where it is left out. */
  style?: "Title" | "Heading1" | "ListParagraph";
  /** Of a list: which one (numbering.xml), and how deep in it. `isAnew`: one of its kind that begins again. */
  list?: { id: keyof typeof LISTS; level: number; isAnew?: true };
  /** Words; `*…*` in italics. */
  words: string;
};

/** Lists as Word's own gallery has them: number format and text of each level. */
const LISTS = {
  /** 1. (a) (i) */
  clauses: ["decimal %1.", "lowerLetter (%2)", "lowerRoman (%3)"],
  /** (a) (i) */
  letters: ["lowerLetter (%1)", "lowerRoman (%2)"],
  /** (1) */
  recitals: ["decimal (%1)"],
  /** I. 1. (a) */
  parts: ["upperRoman %1.", "decimal %2.", "lowerLetter (%3)"],
  /** 一、 1. (a) */
  chinese: ["chineseCounting %1、", "decimal %2.", "lowerLetter (%3)"],
  /** 1. 1.1 1.1.1 */
  legal: ["decimal %1.", "decimal %1.%2", "decimal %1.%2.%3"],
  /** 1. a. i. 1., as the button of the ribbon has it */
  ribbon: ["decimal %1.", "lowerLetter %2.", "lowerRoman %3.", "decimal %4."],
  bullets: ["bullet \uf0b7", "bullet o"],
} as const;

const ANEW = 101;

const STYLES = `${HEAD}<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="720"/></w:pPr></w:style></w:styles>`;

function numbering(): string {
  const names = Object.keys(LISTS) as (keyof typeof LISTS)[];
  const lists = names.map((name, i) => {
    const levels = LISTS[name].map((level, depth) => {
      const [format, text] = level.split(" ");
      return `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/></w:lvl>`;
    });
    return `<w:abstractNum w:abstractNumId="${i}"><w:multiLevelType w:val="multilevel"/>${levels.join("")}</w:abstractNum>`;
  });
  const used = names.map((_, i) => `<w:num w:numId="${i + 1}"><w:abstractNumId w:val="${i}"/></w:num>`);
  const anew = names.map(
    (_, i) =>
      `<w:num w:numId="${i + ANEW}"><w:abstractNumId w:val="${i}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`,
  );
  return `${HEAD}<w:numbering ${W}>${lists.join("")}${used.join("")}${anew.join("")}</w:numbering>`;
}

/** As Word writes it: words torn into runs by spell-checking and revisions, with bookmarks and page breaks between them. */
function paragraph({ style, list, words }: WordParagraph, at: number): string {
  const number = list
    ? `<w:numPr><w:ilvl w:val="${list.level}"/><w:numId w:val="${Object.keys(LISTS).indexOf(list.id) + (list.isAnew ? ANEW : 1)}"/></w:numPr>`
    : "";
  const looks = style ?? (list ? "ListParagraph" : null);
  const head = `<w:pPr>${looks ? `<w:pStyle w:val="${looks}"/>` : ""}${number}<w:rPr><w:lang w:val="en-US"/></w:rPr></w:pPr>`;
  const runs = words.split("*").map((part, i) => {
    const look = i % 2 === 1 ? "<w:rPr><w:i/><w:iCs/></w:rPr>" : "";
    const middle = part.indexOf(" ", part.length / 2);
    const pieces = middle > 0 ? [part.slice(0, middle), part.slice(middle)] : [part];
    return pieces
      .filter((piece) => piece !== "")
      .map((piece) => `<w:r w:rsidR="00A1${at}">${look}<w:t xml:space="preserve">${piece}</w:t></w:r>`)
      .join('<w:proofErr w:type="spellStart"/><w:r><w:lastRenderedPageBreak/></w:r>');
  });
  return `<w:p w:rsidR="00B2${at}" w:rsidRDefault="00B2${at}">${head}<w:bookmarkStart w:id="${at}" w:name="_Toc${at}"/>${runs.join("")}<w:bookmarkEnd w:id="${at}"/></w:p>`;
}

/** A Word document with styles, numbering and settings, as Word saves one. Words must need no escaping. */
export function wordDocument(paragraphs: readonly WordParagraph[]): Buffer {
  const part = (name: string, type: string) =>
    `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${type}+xml"/>`;
  const body = paragraphs.map(paragraph).join("");
  return zipOf([
    {
      name: "[Content_Types].xml",
      content: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part("document", "document.main")}${part("styles", "styles")}${part("numbering", "numbering")}${part("settings", "settings")}</Types>`,
    },
    {
      name: "_rels/.rels",
      content: `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: "word/_rels/document.xml.rels",
      content: `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${R}/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="${R}/settings" Target="settings.xml"/></Relationships>`,
    },
    { name: "word/styles.xml", content: STYLES },
    { name: "word/numbering.xml", content: numbering() },
    {
      name: "word/settings.xml",
      content: `${HEAD}<w:settings ${W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/></w:settings>`,
    },
    {
      name: "word/document.xml",
      content: `${HEAD}<w:document ${W}><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
    },
  ]);
}
