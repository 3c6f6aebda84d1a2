import type { Look } from "../../../shared/text/revisions/marked";
import { childOf, childrenOf, valOf, type XmlElement } from "./xml";

type Style = { name: string; basedOn: string | null; numbering: Numbering | null };
type Numbering = { list: string; depth: number };
export type Styles = ReadonlyMap<string, Style>;

/** What the styles of a document are called, and which of them are numbered. */
export function readStyles(styles: XmlElement | null): Styles {
  return new Map(
    (styles ? childrenOf(styles, "w:style") : []).map((style) => [
      style.attributes["w:styleId"] ?? "",
      {
        name: valOf(style, "w:name") ?? "",
        basedOn: valOf(style, "w:basedOn") ?? null,
        numbering: numberingOf(childOf(style, "w:pPr")),
      },
    ]),
  );
}

function numberingOf(properties: XmlElement | undefined): Numbering | null {
  const numbering = childOf(properties, "w:numPr");
  const list = valOf(numbering, "w:numId");
  // The list 0 takes a numbering away.
  if (list === undefined) return null;
  return { list, depth: Number(valOf(numbering, "w:ilvl") ?? 0) || 0 };
}

const MAX_BASES = 20;

/** How a paragraph with these properties is set. What a list counts makes no difference, only which list it is and how deep. */
export function lookOf(properties: XmlElement | undefined, styles: Styles): Look {
  const id = valOf(properties, "w:pStyle");
  const style = id === undefined ? undefined : styles.get(id);
  const name = style?.name ?? id ?? "";
  let numbering = numberingOf(properties);
  let base = style;
  for (let i = 0; i < MAX_BASES && base && !numbering; i++) {
    numbering = base.numbering;
    base = base.basedOn === null ? undefined : styles.get(base.basedOn);
  }
  const isPlain = /^(normal|body text|standard|default)?$/i.test(name);
  const listed = numbering !== null && numbering.list !== "0";
  return {
    sign: `${isPlain ? "" : name}${listed ? `#${numbering?.list}` : ""}`,
    depth: listed ? (numbering?.depth ?? 0) : 0,
  };
}

export type Emphasis = { em: boolean; strong: boolean };

const OFF = new Set(["0", "false", "off"]);

export function emphasisOf(properties: XmlElement | undefined, styles: Styles): Emphasis {
  const id = valOf(properties, "w:rStyle");
  const name = id === undefined ? "" : (styles.get(id)?.name ?? id).toLowerCase();
  const is = (toggle: string, byStyle: boolean) => {
    const value = valOf(properties, toggle);
    return value === undefined ? byStyle : !OFF.has(value);
  };
  return {
    em: is("w:i", name.includes("emphasis")),
    strong: is("w:b", name === "strong" || name === "intense emphasis"),
  };
}

/** Whether people could have meant a revision by it: what was struck out or underlined by hand. */
export function isMarkedByHand(properties: XmlElement | undefined): boolean {
  return ["w:strike", "w:dstrike", "w:u"].some((name) => {
    const value = valOf(properties, name);
    return value !== undefined && !OFF.has(value) && value !== "none";
  });
}
