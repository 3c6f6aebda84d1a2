import { ATTACHMENT_TYPES, type AttachmentType } from "../../shared/api/attachments";
import { unpack } from "./archive";
import { FileRefused } from "./refused";

const bytes = (text: string) => Buffer.from(text, "latin1");
/** How files begin; a WebP has its length between the two. */
const SIGNATURES: ReadonlyArray<{ type: AttachmentType; at: number; begins: Buffer }> = [
  { type: "application/pdf", at: 0, begins: bytes("%PDF-") },
  { type: "image/png", at: 0, begins: bytes("\x89PNG\r\n\x1a\n") },
  { type: "image/jpeg", at: 0, begins: bytes("\xff\xd8\xff") },
  { type: "image/gif", at: 0, begins: bytes("GIF87a") },
  { type: "image/gif", at: 0, begins: bytes("GIF89a") },
  { type: "image/webp", at: 8, begins: bytes("WEBP") },
];
const DOCX: AttachmentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ZIP = bytes("PK\x03\x04");
/** The container of Word's old files, and of new ones with a password. */
const COMPOUND = bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
/** In no text: everything below a blank but tab, line break and page break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;

const beginsAt = (file: Buffer, at: number, begins: Buffer) =>
  file.subarray(at, at + begins.length).equals(begins);

/** What a file to be attached is, by its content; its name has to end accordingly. @throws FileRefused */
export async function typeOfAttachment(file: Buffer, name: string): Promise<AttachmentType> {
  if (file.length === 0) throw new FileRefused("file_empty", "no bytes");
  const type = await typeByContent(file);
  const ending = name.toLowerCase().split(".").at(-1) ?? "";
  const endings: readonly string[] = ATTACHMENT_TYPES[type];
  if (!endings.includes(ending)) throw new FileRefused("file_not_as_named", `${type} is called .${ending}`);
  return type;
}

async function typeByContent(file: Buffer): Promise<AttachmentType> {
  const found = SIGNATURES.find(({ at, begins }) => beginsAt(file, at, begins));
  if (found) return found.type;
  if (beginsAt(file, 0, COMPOUND)) throw new FileRefused("file_encrypted", "a compound file");
  if (beginsAt(file, 0, ZIP)) {
    const parts = await unpack(file, (part) => part === "word/document.xml");
    if (parts.size === 0) throw new FileRefused("attachment_type_unknown", "a package without a document");
    return DOCX;
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch (cause) {
    const refused = new FileRefused("attachment_type_unknown", "neither a known format nor UTF-8");
    refused.cause = cause;
    throw refused;
  }
  if (CONTROL.test(text)) throw new FileRefused("attachment_type_unknown", "signs that no text has");
  return "text/plain";
}
