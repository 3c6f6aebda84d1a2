import mammoth from "mammoth";
import { type Parts, unpack } from "./archive";
import { type RawText, readHtml } from "./html";
import { FileRefused } from "./refused";

/** Underlining and the like become elements, so that they are noticed and named; by itself the converter drops them. */
const STYLES = [
  "u => u",
  "strike => s",
  "small-caps => span",
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
];

/** A Word document; `problems` name all that it holds beside paragraphs. @throws FileRefused */
export async function readDocx(file: Buffer): Promise<RawText> {
  const parts = await unpack(
    file,
    (name) =>
      name === "[Content_Types].xml" || /^word\/(document|header\d*|footer\d*|comments)\.xml$/.test(name),
  );
  const document = parts.get("word/document.xml");
  if (document === undefined) throw new FileRefused("file_not_as_named", "there is no Word document in it");
  if (/macroEnabled/i.test(parts.get("[Content_Types].xml") ?? ""))
    throw new FileRefused("file_has_macros", "it is declared to hold macros");
  let html: string;
  let messages: { type: string; message: string }[];
  try {
    const converted = await mammoth.convertToHtml(
      { buffer: file },
      {
        styleMap: STYLES,
        // Pictures are named, not carried: their bytes would only pass through.
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
        externalFileAccess: false,
      },
    );
    html = converted.value;
    messages = converted.messages;
  } catch (cause) {
    const refused = new FileRefused("file_not_as_named", "it is no Word document that can be read");
    refused.cause = cause;
    throw refused;
  }
  const { paragraphs, problems } = readHtml(html);
  const unread = messages.filter(({ message }) => !/^Unrecognised (paragraph|run) style/.test(message));
  return {
    paragraphs,
    problems: [
      ...problems,
      ...beside(parts, document),
      ...unread.map(({ message }) => ({ problem: "not_read" as const, said: message.slice(0, 60) })),
    ],
  };
}

/** What the package holds that is no paragraph of the text. */
function beside(parts: Parts, document: string): RawText["problems"] {
  const problems: RawText["problems"] = [];
  for (const [name, xml] of parts) {
    const words = wordsOf(xml);
    if (/^word\/(header|footer)/.test(name) && words !== "")
      problems.push({ problem: "header_footer", said: words });
    if (name === "word/comments.xml" && words !== "") problems.push({ problem: "comments", said: words });
  }
  const deleted = [...document.matchAll(/<w:delText[^>]*>([^<]*)/g)].map((match) => match[1]).join("");
  if (deleted !== "" || /<w:ins\b/.test(document))
    problems.push({ problem: "tracked_changes", said: deleted.slice(0, 60) });
  if (/<w:txbxContent\b/.test(document)) problems.push({ problem: "text_box", said: "" });
  return problems;
}

function wordsOf(xml: string): string {
  const texts = [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)/g)].map((match) => match[1]);
  return texts.join(" ").trim().slice(0, 60);
}
