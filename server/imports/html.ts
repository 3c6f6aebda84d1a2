import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { Mark, Run } from "../../shared/text/model";
import type { ImportProblem } from "../../shared/text/recognise/found";
import type { RawParagraph } from "../../shared/text/recognise/raw";
import { type Column, columnsOf, wordsIn } from "./table-columns";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;
type Problem = Omit<ImportProblem, "block">;
export type RawText = { paragraphs: RawParagraph[]; problems: Problem[] };

/** Without words of their own, or words that nobody reads. */
const SKIPPED = new Set(["script", "style", "head", "template", "noscript", "hr", "colgroup"]);
const INLINE = new Set([
  ..."a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup".split(
    " ",
  ),
  ..."tt u var wbr".split(" "),
]);
const MARKS: Record<string, Mark> = {
  em: { type: "em" },
  i: { type: "em" },
  strong: { type: "strong" },
  b: { type: "strong" },
};
/** What these say is lost with their looks: a word struck out reads as one that stands. */
const FORMATTING = new Set(["del", "s", "strike", "u", "sub", "sup", "ins", "mark"]);
const MEDIA = new Set([
  "img",
  "svg",
  "picture",
  "video",
  "audio",
  "canvas",
  "object",
  "iframe",
  "embed",
  "math",
]);
const FOOTNOTE = /^(?:.*-)?(?:footnote|endnote)-\d+$/;

type At = Omit<RawParagraph, "runs">;

/** The paragraphs of an HTML document, in order: headings, items of lists, all else plain. */
export function readHtml(html: string): RawText {
  const paragraphs: RawParagraph[] = [];
  const problems: Problem[] = [];
  const columns = new Map<Element, Column>();
  let open: Run[] = [];
  const say = (problem: Problem["problem"], said: string) =>
    problems.push({ problem, said: said.trim().slice(0, 60) });
  const close = (at: At) => {
    const runs = open;
    const words = runs.map(({ text }) => text).join("");
    open = [];
    if (words.trim() === "") return;
    paragraphs.push({ ...at, runs });
    // An item's number is its first paragraph's; what follows in the item stands on its own.
    if (at.role !== "heading" && at.role !== "note") at.role = "plain";
  };

  const walk = (nodes: readonly Node[], at: At, marks: readonly Mark[]) => {
    for (const node of nodes) {
      if (node.nodeName === "#text") {
        const text = (node as DefaultTreeAdapterTypes.TextNode).value.replace(/[\t\n\r\f ]+/g, " ");
        if (text !== "") open.push({ text, marks: [...marks] });
      } else if ("tagName" in node) visit(node, at, marks);
    }
  };
  const visit = (element: Element, at: At, marks: readonly Mark[]) => {
    const name = element.tagName;
    if (SKIPPED.has(name)) return;
    if (MEDIA.has(name)) {
      say("image", attribute(element, "alt") ?? name);
      return;
    }
    if (name === "br") {
      open.push({ text: " ", marks: [] });
      return;
    }
    if (INLINE.has(name)) {
      const href = attribute(element, "href") ?? "";
      // "[1]" and the arrow back, as converters write them: the note itself is kept.
      if (name === "a" && href.startsWith("#")) {
        if (/(footnote|endnote)/.test(href)) return;
      } else if (href !== "") say("link", href);
      if (
        FORMATTING.has(name) &&
        wordsIn(element).trim() !== "" &&
        !/^\[\d+\]$/.test(wordsIn(element).trim())
      )
        say("formatting", wordsIn(element));
      const mark = MARKS[name];
      walk(element.childNodes, at, mark ? [...marks, mark] : marks);
      return;
    }
    close(at);
    const inner = within(element, at);
    if (name === "table") {
      const read = columnsOf(element);
      if (read) say("table_read", read.heads.join(" · "));
      else say("table", wordsIn(element));
      for (const [cell, kind] of read?.cells ?? []) columns.set(cell, kind);
    }
    const column = columns.get(element);
    // The heads of the columns are read, and are no words of the text.
    if (column === "head") return;
    if (column) inner.column = column;
    walk(element.childNodes, inner, marks);
    close(inner);
  };
  const plain: At = { role: "plain", depth: 0 };
  walk(parse(html).childNodes as Node[], plain, []);
  close(plain);
  const notes = paragraphs.filter(({ role }) => role === "note");
  for (const { runs } of notes) say("footnote", runs.map(({ text }) => text).join(""));
  return { paragraphs, problems };
}

/** What paragraphs in this element are. The list of an item says how it is numbered, the lists around it how deep it is. */
function within(element: Element, at: At): At {
  const name = element.tagName;
  if (/^h[1-6]$/.test(name)) return { ...at, role: "heading", depth: Number(name[1]) - 1 };
  if (name === "td" || name === "th") return { ...at, role: "plain", depth: 0 };
  if (name !== "li") return name === "table" ? { role: "plain", depth: 0 } : at;
  if (FOOTNOTE.test(attribute(element, "id") ?? "")) return { role: "note", depth: 0 };
  let lists = 0;
  for (let up = element.parentNode; up && "tagName" in up; up = up.parentNode)
    if (up.tagName === "ol" || up.tagName === "ul") lists += 1;
  const isNumbered = element.parentNode?.nodeName === "ol";
  return { ...at, role: isNumbered ? "numbered" : "bulleted", depth: Math.max(0, lists - 1) };
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}
