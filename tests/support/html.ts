import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { HtmlNode } from "../../shared/text/html-paragraphs";

/** A page as the browser's parser reads it, without a browser. */
export function htmlNodes(html: string): HtmlNode[] {
  return childrenOf(parse(html));
}

function childrenOf(node: DefaultTreeAdapterTypes.ParentNode): HtmlNode[] {
  return node.childNodes.flatMap((child): HtmlNode[] => {
    if ("value" in child) return [child.value];
    if (!("tagName" in child)) return [];
    const attributes = Object.fromEntries(child.attrs.map(({ name, value }) => [name, value]));
    return [{ tag: child.tagName, attributes, children: childrenOf(child) }];
  });
}
