import { FileRefused } from "./refused";

const ZIP = Buffer.from("PK\u0003\u0004", "latin1");
/** The container of Office's old files, and of new ones with a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

export function extensionOf(name: string): string {
  return name.toLowerCase().split(".").at(-1) ?? "";
}

/** Holds that the file is a package where its name says so, and nowhere else. @throws FileRefused */
export function checkContainer(file: Buffer, isPackage: boolean): void {
  if (file.subarray(0, COMPOUND.length).equals(COMPOUND))
    throw new FileRefused("file_encrypted", "a compound file: old, or with a password");
  if (file.subarray(0, ZIP.length).equals(ZIP) !== isPackage)
    throw new FileRefused("file_not_as_named", isPackage ? "no ZIP package" : "a ZIP package");
}

/** UTF-8, or UTF-16 that says so; a file of another encoding would come in as wrong letters. @throws FileRefused */
export function decode(file: Buffer): string {
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
