import { SaxesParser } from "saxes";
import { FileRefused } from "../refused";

export type XmlElement = {
  /** With the prefix that Word itself uses, whatever the file calls it: `w:p`. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (XmlElement | string)[];
};

const WORD = "w";
/** The two dialects of the format, and what may stand among the words. All else keeps its local name. */
const PREFIXES: Readonly<Record<string, string>> = {
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": WORD,
  "http://purl.oclc.org/ooxml/wordprocessingml/main": WORD,
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
};
/** A text of a hundred pages has some MB of XML, mostly looks. */
const MAX_CHARACTERS = 15_000_000;
/** Tables in tables in text boxes come to some dozens. */
const MAX_DEPTH = 200;

/**
 * The tree of one part of a package. A document type is refused, and with it every entity but XML's own five: there is nothing to expand.
 * @throws FileRefused
 */
export function parseXml(xml: string): XmlElement {
  if (xml.length > MAX_CHARACTERS)
    throw new FileRefused("file_text_too_long", "a part of the package is too long");
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on("error", (cause) => {
    const refused = new FileRefused("file_not_as_named", "a part of it is not XML");
    refused.cause = cause;
    throw refused;
  });
  parser.on("doctype", () => {
    throw new FileRefused("file_not_as_named", "a part of it declares a document type");
  });
  parser.on("opentag", ({ uri, local, attributes }) => {
    if (open.length > MAX_DEPTH)
      throw new FileRefused("file_not_as_named", "elements stand too deep in each other");
    const element: XmlElement = {
      name: nameOf(uri, local),
      attributes: Object.fromEntries(
        Object.values(attributes).map((one) => [nameOf(one.uri, one.local), one.value]),
      ),
      children: [],
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const say = (text: string) => {
    open.at(-1)?.children.push(text);
  };
  parser.on("text", say);
  parser.on("cdata", say);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(xml.replace(/^\ufeff/, "")).close();
  const [first] = root.children.filter((child) => typeof child !== "string");
  if (!first) throw new FileRefused("file_not_as_named", "a part of it is empty");
  return first;
}

function nameOf(uri: string, local: string): string {
  const prefix = PREFIXES[uri];
  return prefix === undefined ? local : `${prefix}:${local}`;
}

export function childrenOf({ children }: XmlElement, name?: string): XmlElement[] {
  return children.filter(
    (child): child is XmlElement => typeof child !== "string" && (name === undefined || child.name === name),
  );
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element && childrenOf(element, name)[0];
}

/** The `w:val` of a child; undefined: there is no such child. */
export function valOf(element: XmlElement | undefined, name: string): string | undefined {
  const child = childOf(element, name);
  return child && (child.attributes["w:val"] ?? "");
}

/** All words in it, in order. */
export function wordsIn(element: XmlElement): string {
  if (element.name === "w:instrText" || element.name === "w:delInstrText") return "";
  return element.children
    .map((child) => {
      if (typeof child !== "string") return wordsIn(child);
      return /^(w:t|w:delText|m:t)$/.test(element.name) ? child : "";
    })
    .join("");
}

/** Whether an element of that name stands anywhere in it. */
export function holds(element: XmlElement, name: RegExp): boolean {
  return childrenOf(element).some((child) => name.test(child.name) || holds(child, name));
}

/** All elements of that name, wherever they stand in it, in order. */
export function elementsIn(element: XmlElement, name: RegExp): XmlElement[] {
  return childrenOf(element).flatMap((child) => [
    ...(name.test(child.name) ? [child] : []),
    ...elementsIn(child, name),
  ]);
}
