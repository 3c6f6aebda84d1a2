import mammoth from "mammoth";
import { type ImportProblem, SAID } from "../../shared/text/recognise/found";
import type { Parts } from "./archive";
import { type RawText, readHtml } from "./html";
import { FileRefused } from "./refused";
import { withListItems } from "./word/lists";
import { openWord } from "./word/package";
import { elementsIn, parseXml, wordsIn, type XmlElement } from "./word/xml";

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
  const { document, parts, part } = await openWord(file);
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
  const unread = messages.filter(
    ({ message }) => !/^Unrecognised (paragraph|run) style|ignored: w:(fldSimple|ruby)$/.test(message),
  );
  const lists = { document, numbering: part("numbering"), styles: part("styles") };
  return {
    paragraphs: withListItems(paragraphs, lists),
    problems: [
      ...problems,
      ...beside(parts, document),
      ...unread.map(({ message }) => ({ problem: "not_read" as const, said: message.slice(0, 60) })),
    ],
  };
}

/** What the package holds that is no paragraph of the text, and words that the converter passes over. */
function beside(parts: Parts, document: XmlElement): RawText["problems"] {
  const problems: RawText["problems"] = [];
  const say = (problem: ImportProblem["problem"], said: string) =>
    problems.push({ problem, said: said.trim().slice(0, SAID) });
  for (const [name, xml] of parts) {
    const words = /^word\/(header|footer|comments)/.test(name) ? wordsIn(parseXml(xml)).trim() : "";
    if (words !== "") say(name === "word/comments.xml" ? "comments" : "header_footer", words);
  }
  const within = (name: RegExp) => elementsIn(document, name);
  const deleted = within(/^w:del$/)
    .map(wordsIn)
    .join("");
  if (deleted !== "" || within(/^w:(ins|moveFrom)$/).length > 0) say("tracked_changes", deleted);
  if (within(/^w:txbxContent$/).length > 0) say("text_box", "");
  for (const element of within(/^w:(fldSimple|ruby)$/)) {
    const words = wordsIn(element);
    if (words.trim() !== "") say("not_read", words);
  }
  return problems;
}
