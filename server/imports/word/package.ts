import { type Parts, unpack } from "../archive";
import { MAX_CHARACTERS } from "../limits";
import { FileRefused } from "../refused";
import { parseXml, type XmlElement } from "./xml";

const RELATIONS = "_rels/.rels";
const PART = /^word\/(document\d*|styles|numbering|comments|footnotes|endnotes|header\d*|footer\d*)\.xml$/;

export type WordPackage = {
  /** The main part: Word on the web does not always call it document.xml. */
  document: XmlElement;
  /** By name, as text: headers, footers, notes and comments among them. */
  parts: Parts;
  /** A part that stands beside the main one, by its name without folder and ending. */
  part(name: string): XmlElement | null;
};

/** A Word document taken apart. @throws FileRefused */
export async function openWord(file: Buffer): Promise<WordPackage> {
  const parts = await unpack(
    file,
    (name) => name === "[Content_Types].xml" || name === RELATIONS || PART.test(name),
  );
  if (/macroEnabled/i.test(parts.get("[Content_Types].xml") ?? ""))
    throw new FileRefused("file_has_macros", "it is declared to hold macros");
  const part = (name: string) => {
    const xml = parts.get(`word/${name}.xml`);
    return xml === undefined ? null : parseXml(xml);
  };
  const target = /\/officeDocument"[^>]*?Target="\/?word\/(document\d*)\.xml"/.exec(
    parts.get(RELATIONS) ?? "",
  );
  const main = target?.[1] ?? "document";
  // Before it is read as XML, which takes a second for each MB or so.
  if (lengthOfWords(parts.get(`word/${main}.xml`) ?? "") > MAX_CHARACTERS)
    throw new FileRefused("file_text_too_long", "more words than an instrument has");
  const document = part(main);
  if (!document) throw new FileRefused("file_not_as_named", "there is no Word document in it");
  return { document, parts, part };
}

function lengthOfWords(xml: string): number {
  let length = 0;
  for (const [, words = ""] of xml.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)/g)) length += words.length;
  return length;
}
