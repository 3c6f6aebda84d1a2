import { createHash } from "node:crypto";
import type { ImportPreview } from "../../shared/api/imports";
import { type Language, normaliseRuns } from "../../shared/text/model";
import { type RawParagraph, recognise } from "../../shared/text/recognise";
import type { RawText } from "./html";
import { readPlain } from "./plain";
import { FileRefused } from "./refused";

/** Far above any instrument; what is longer could not be sent back as a command. */
const MAX_PARAGRAPHS = 5_000;
const MAX_CHARACTERS = 500_000;

type Format = ImportPreview["format"];
const EXTENSIONS: Record<string, Format> = {
  docx: "docx",
  md: "markdown",
  markdown: "markdown",
  html: "html",
  htm: "html",
  txt: "text",
};
const ZIP = Buffer.from("PK\u0003\u0004", "latin1");
/** The container of Word's old files, and of new ones with a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/** What a file holds, as it would be imported; nothing is kept of it. @throws FileRefused */
export async function readFile(file: Buffer, name: string, language: Language): Promise<ImportPreview> {
  const extension = name.toLowerCase().split(".").at(-1) ?? "";
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
    problems: [
      ...problems,
      ...raw.problems.map((one) => ({ ...one, said: storable(one.said), block: null })),
    ],
  };
}

async function readRaw(file: Buffer, format: Format): Promise<RawText> {
  if (file.subarray(0, COMPOUND.length).equals(COMPOUND))
    throw new FileRefused("file_encrypted", "a compound file: old, or with a password");
  const isZip = file.subarray(0, ZIP.length).equals(ZIP);
  if (isZip !== (format === "docx")) throw new FileRefused("file_not_as_named", `no ${format}`);
  // The parsers are loaded by those who import: together they would be a sixth of the server's memory.
  if (format === "docx") return (await import("./docx")).readDocx(file);
  const text = decode(file);
  if (format === "markdown") return (await import("./markdown")).readMarkdown(text);
  if (format === "text") return readPlain(text);
  if (!/<[a-z!]/i.test(text)) throw new FileRefused("file_not_as_named", "no element in it");
  return (await import("./html")).readHtml(text);
}

/** UTF-8, or UTF-16 that says so; a file of another encoding would come in as wrong letters. */
function decode(file: Buffer): string {
  const mark = file.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(file);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below, for both.
  }
  throw new FileRefused("file_not_as_named", `it is no text in ${encoding}`);
}

function clean({ role, depth, runs }: RawParagraph): RawParagraph {
  return {
    role,
    depth,
    runs: normaliseRuns(runs.map(({ text, marks }) => ({ text: storable(text), marks }))),
  };
}

/** NFC, as all texts here; spaces but no tabs and breaks; no signs that nothing can keep. */
function storable(text: string): string {
  return (
    text
      .normalize("NFC")
      .replace(/\p{Surrogate}/gu, "\ufffd")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\ufeff]/g, "")
      .replace(/[\t\n\v\f\r ]+/g, " ")
  );
}
