import { zipOf } from "./zip";

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"';
const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Words as they stand (`*…*` in italics); `ins` and `del`: tracked; `xml`: anything else, as it is. */
export type WordPiece =
  | string
  | { ins: string; by: string }
  | { del: string; by: string }
  /** Put in by one and struck out by another. */
  | { ins: string; by: string; deletedBy: string }
  | { from: string; by: string; move: string }
  | { to: string; by: string; move: string }
  /** Set in italics, and tracked as such. */
  | { italic: string; by: string }
  | { note: string; id: number }
  | { xml: string };

type List = { id: number; level: number };
export type RevisedParagraph = {
  style?: "Title" | "Heading1" | "ListParagraph";
  list?: List;
  /** The list that it stood in before a tracked change. */
  was?: { list?: List; by: string };
  pieces: readonly WordPiece[];
  /** Of the paragraph's end. */
  breakIns?: string;
  breakDel?: string;
};

let count = 0;
const next = () => {
  count += 1;
  return count;
};
const escaped = (words: string) =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const tracked = (by: string) => `w:id="${next()}" w:author="${escaped(by)}" w:date="2013-10-20T09:00:00Z"`;

/** Torn in two where Word would have saved between two sessions of typing, with a spelling mark between. */
function runs(words: string, look = "", text = "t"): string {
  return words
    .split("*")
    .flatMap((part, i) => {
      const properties = i % 2 === 1 ? "<w:i/><w:iCs/>" : look;
      const middle = part.indexOf(" ", part.length / 2);
      return (middle > 0 ? [part.slice(0, middle), part.slice(middle)] : [part])
        .filter((piece) => piece !== "")
        .map(
          (piece) =>
            `<w:r w:rsidR="00A1${next()}" w:rsidRPr="00C3"><w:rPr>${properties}<w:lang w:val="en-GB"/></w:rPr><w:${text} xml:space="preserve">${escaped(piece)}</w:${text}></w:r>`,
        );
    })
    .join('<w:proofErr w:type="spellStart"/><w:proofErr w:type="spellEnd"/>');
}

function piece(one: WordPiece): string {
  if (typeof one === "string") return runs(one);
  if ("xml" in one) return one.xml;
  if ("note" in one)
    return `<w:commentRangeStart w:id="${one.id}"/>${runs(one.note)}<w:commentRangeEnd w:id="${one.id}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="${one.id}"/></w:r>`;
  if ("deletedBy" in one)
    return `<w:ins ${tracked(one.by)}><w:del ${tracked(one.deletedBy)}>${runs(one.ins, "", "delText")}</w:del></w:ins>`;
  if ("ins" in one) return `<w:ins ${tracked(one.by)}>${runs(one.ins)}</w:ins>`;
  if ("del" in one) return `<w:del ${tracked(one.by)}>${runs(one.del, "", "delText")}</w:del>`;
  if ("from" in one)
    return `<w:moveFromRangeStart ${tracked(one.by)} w:name="${one.move}"/><w:moveFrom ${tracked(one.by)}>${runs(one.from)}</w:moveFrom><w:moveFromRangeEnd w:id="${next()}"/>`;
  if ("to" in one)
    return `<w:moveToRangeStart ${tracked(one.by)} w:name="${one.move}"/><w:moveTo ${tracked(one.by)}>${runs(one.to)}</w:moveTo><w:moveToRangeEnd w:id="${next()}"/>`;
  return runs(
    one.italic,
    `<w:i/><w:rPrChange ${tracked(one.by)}><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrChange>`,
  );
}

const numbering = (list: List | undefined) =>
  list ? `<w:numPr><w:ilvl w:val="${list.level}"/><w:numId w:val="${list.id}"/></w:numPr>` : "";

function paragraph({ style, list, was, pieces, breakIns, breakDel }: RevisedParagraph): string {
  const look = style ?? (list ? "ListParagraph" : null);
  const named = look ? `<w:pStyle w:val="${look}"/>` : "";
  const mark = `${breakIns === undefined ? "" : `<w:ins ${tracked(breakIns)}/>`}${breakDel === undefined ? "" : `<w:del ${tracked(breakDel)}/>`}`;
  const change = was
    ? `<w:pPrChange ${tracked(was.by)}><w:pPr>${was.list ? '<w:pStyle w:val="ListParagraph"/>' : ""}${numbering(was.list)}</w:pPr></w:pPrChange>`
    : "";
  const id = next();
  return `<w:p w:rsidR="00B2${id}" w:rsidRDefault="00B2${id}"><w:pPr>${named}${numbering(list)}<w:rPr>${mark}<w:lang w:val="en-US"/></w:rPr>${change}</w:pPr><w:bookmarkStart w:id="${id}" w:name="_Hlk${id}"/>${pieces.map(piece).join("")}<w:bookmarkEnd w:id="${id}"/></w:p>`;
}

const STYLES = `${HEAD}<w:styles ${W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/></w:style></w:styles>`;

/** A document with tracked revisions, as Word saves one. `before` and `after`: what else stands in the body. */
export function revisedWordDocument(
  paragraphs: readonly RevisedParagraph[],
  more: {
    comments?: readonly { id: number; by: string; words: string }[];
    before?: string;
    after?: string;
    parts?: Record<string, string>;
  } = {},
): Buffer {
  const type = (name: string, kind: string) =>
    `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kind}+xml"/>`;
  const comments = (more.comments ?? [])
    .map(
      ({ id, by, words }) =>
        `<w:comment w:id="${id}" w:author="${escaped(by)}" w:date="2013-10-20T09:30:00Z" w:initials="X"><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>${runs(words)}</w:p></w:comment>`,
    )
    .join("");
  return zipOf([
    {
      name: "[Content_Types].xml",
      content: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type("document", "document.main")}${type("styles", "styles")}${type("comments", "comments")}</Types>`,
    },
    {
      name: "_rels/.rels",
      content: `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: "word/_rels/document.xml.rels",
      content: `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${R}/comments" Target="comments.xml"/></Relationships>`,
    },
    { name: "word/styles.xml", content: STYLES },
    { name: "word/comments.xml", content: `${HEAD}<w:comments ${W}>${comments}</w:comments>` },
    ...Object.entries(more.parts ?? {}).map(([name, content]) => ({ name, content: `${HEAD}${content}` })),
    {
      name: "word/document.xml",
      content: `${HEAD}<w:document ${W} ${MC} ${WPS}><w:body>${more.before ?? ""}${paragraphs.map(paragraph).join("")}${more.after ?? ""}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
    },
  ]);
}
