import { createHash } from "node:crypto";
import type { ImportPreview } from "../../shared/api/imports";
import { type Language, normaliseRuns } from "../../shared/text/model";
import type { RawParagraph } from "../../shared/text/recognise/raw";
import { recognise } from "../../shared/text/recognise/recognise";
import { checkContainer, decode, extensionOf } from "./containers";
import type { RawText } from "./html";
import { MAX_CHARACTERS, MAX_PARAGRAPHS } from "./limits";
import { readPlain } from "./plain";
import { FileRefused } from "./refused";
import { asWords } from "./words";

type Format = ImportPreview["format"];
const EXTENSIONS: Record<string, Format> = {
  docx: "docx",
  md: "markdown",
  markdown: "markdown",
  html: "html",
  htm: "html",
  txt: "text",
};

/** What a file holds, as it would be imported; nothing is kept of it. @throws FileRefused */
export async function readFile(file: Buffer, name: string, language: Language): Promise<ImportPreview> {
  const extension = extensionOf(name);
  if (extension === "docm" || extension === "dotm") throw new FileRefused("file_has_macros", extension);
  const format = EXTENSIONS[extension];
  if (!format) throw new FileRefused("file_format_unknown", extension);
  const raw = await readRaw(file, format);
  const paragraphs = raw.paragraphs.map(clean);
  const characters = paragraphs.flatMap(({ runs }) => runs).reduce((sum, { text }) => sum + text.length, 0);
  if (paragraphs.length > MAX_PARAGRAPHS || characters > MAX_CHARACTERS)
    throw new FileRefused("file_text_too_long", "more words than an instrument has");
  const { blocks, problems } = recognise(paragraphs, language);
  if (blocks.length === 0) throw new FileRefused("file_empty", "no words in it");
  return {
    format,
    sha256: createHash("sha256").update(file).digest("hex"),
    blocks,
    problems: [...problems, ...raw.problems.map((one) => ({ ...one, said: asWords(one.said), block: null }))],
  };
}

async function readRaw(file: Buffer, format: Format): Promise<RawText> {
  checkContainer(file, format === "docx");
  // The parsers are loaded by those who import: together they would be a sixth of the server's memory.
  if (format === "docx") return (await import("./docx")).readDocx(file);
  const text = decode(file);
  if (format === "markdown") return (await import("./markdown")).readMarkdown(text);
  if (format === "text") return readPlain(text);
  if (!/<[a-z!]/i.test(text)) throw new FileRefused("file_not_as_named", "no element in it");
  return (await import("./html")).readHtml(text);
}

function clean({ runs, ...rest }: RawParagraph): RawParagraph {
  return {
    ...rest,
    runs: normaliseRuns(runs.map(({ text, marks }) => ({ text: asWords(text), marks }))),
  };
}
