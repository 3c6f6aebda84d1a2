import { type Mark, normaliseRuns, type Run } from "./model";
import { type FoundParagraph, readTypedNumbers } from "./typed-numbers";

/** A parsed page without comments, from whatever parser. Names of tags and attributes in lower case. */
export type HtmlNode = string | HtmlElement;
export type HtmlElement = {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly HtmlNode[];
};

/** What a text of ours cannot hold, by how many of each there were. */
export type NotTaken = { tables: number; images: number; footnotes: number };
export type FoundText = { paragraphs: FoundParagraph[]; notTaken: NotTaken };

const DROPPED = new Set(
  "head style script title meta link template noscript xml o:p button select textarea input iframe del hr".split(
    " ",
  ),
);
const IMAGES = new Set("img picture svg video audio canvas object v:imagedata v:shape".split(" "));
const HEADINGS = /^h[1-6]$/;
const BLOCKS = new Set(
  "p div section article main header footer aside nav blockquote address figure figcaption pre li dl dt dd ul ol body html center form tr td th tbody thead caption table".split(
    " ",
  ),
);
const DEEPEST_POINT = 3;
const LINE = "\n";

/** `isDecimal`: the outermost list counts 1, 2, 3, as operative paragraphs do. */
type Context = { em: boolean; strong: boolean; depth: number; isDecimal: boolean; isHeading: boolean };

/**
 * The paragraphs of a page, or of a piece of one as Word, LibreOffice, Google Docs and browsers put on the clipboard: words,
 * emphasis and lists; styles, links' targets and comments are dropped. Items of a list that counts 1, 2, 3 are operative
 * paragraphs, and all others points. Tables of more than one column,
 * images and footnotes are left out and counted.
 */
export function paragraphsFromHtml(nodes: readonly HtmlNode[]): FoundText {
  const paragraphs: FoundParagraph[] = [];
  const notTaken: NotTaken = { tables: 0, images: 0, footnotes: 0 };
  let open: FoundParagraph | null = null;
  let next: Pick<FoundParagraph, "kind" | "level"> = { kind: null, level: 0 };

  /** Word's paragraphs stand side by side: what the list around one counts is known from the one before. */
  let isDecimalInWord = false;
  const kindInWord = (node: HtmlElement, style: string): Pick<FoundParagraph, "kind" | "level"> | null => {
    const level = Number(/mso-list:\s*l\d+\s+level(\d)/.exec(style)?.[1]);
    if (!level) return null;
    if (level === 1) isDecimalInWord = /^\s*\d+[.)]?\s*$/.test(signOf(node));
    return listed(level, isDecimalInWord);
  };
  const close = () => {
    const runs = open ? trimmed(open.runs) : [];
    if (open && runs.length > 0) paragraphs.push({ ...open, runs });
    open = null;
  };
  const say = (text: string, { em, strong, isHeading }: Context) => {
    const marks: Mark[] = [];
    if (em) marks.push({ type: "em" });
    // All of a heading is strong: that says nothing about its words.
    if (strong && !isHeading) marks.push({ type: "strong" });
    if (!open) {
      if (/^\s*$/.test(text)) return;
      open = { ...next, runs: [] };
    }
    open.runs.push({ text, marks });
  };

  const walk = (node: HtmlNode, context: Context): void => {
    if (typeof node === "string") {
      say(node.replace(/[\t\n\r\f ]+/g, " "), context);
      return;
    }
    const { tag, attributes } = node;
    const style = attributes.style?.toLowerCase() ?? "";
    if (DROPPED.has(tag) || isHidden(style) || isNumberOfList(style)) return;
    if (IMAGES.has(tag)) {
      notTaken.images += 1;
      return;
    }
    if (style.includes("mso-footnote-id") || style.includes("mso-endnote-id")) return;
    if (/mso-element:\s*(foot|end)note-list/.test(style)) {
      notTaken.footnotes += countFootnotes(node);
      return;
    }
    if (tag === "table" && columnsOf(node) > 1) {
      notTaken.tables += 1;
      close();
      return;
    }
    if (tag === "br") {
      // One is a line; two are how mails and web pages part paragraphs.
      if (open?.runs.at(-1)?.text === LINE) close();
      else if (open) open.runs.push({ text: LINE, marks: [] });
      return;
    }
    if (tag === "pre") {
      close();
      paragraphs.push(...paragraphsFromPlain(wordsOf(node)));
      return;
    }
    const inside = within(context, node, style);
    if (!BLOCKS.has(tag) && !HEADINGS.test(tag)) {
      for (const child of node.children) walk(child, inside);
      return;
    }
    const before = next;
    // The paragraphs of one item are one point: a second number would be wrong.
    const isContinued = context.depth > 0 && tag === "p" && open !== null && before.kind !== null;
    if (isContinued) say(" ", context);
    else close();
    next = kindInWord(node, style) ?? kindOf(node, inside) ?? before;
    for (const child of node.children) walk(child, inside);
    if (tag !== "p" || context.depth === 0) close();
    next = before;
  };
  for (const node of nodes)
    walk(node, { em: false, strong: false, depth: 0, isDecimal: false, isHeading: false });
  close();
  return { paragraphs: readTypedNumbers(paragraphs), notTaken };
}

/** Paragraphs are lines; where empty lines part them, lines that were wrapped are joined again. */
export function paragraphsFromPlain(text: string): FoundParagraph[] {
  const lines = text.replace(/\r\n?|\u2028|\u2029/g, "\n").split("\n");
  const isParted = lines.some((line, i) => i > 0 && i < lines.length - 1 && line.trim() === "");
  const paragraphs: FoundParagraph[] = [];
  let previous = "";
  for (const line of lines) {
    const words = line.trim().replace(/[\t ]+/g, " ");
    const found: FoundParagraph = { kind: null, level: 0, runs: [{ text: words, marks: [] }] };
    const last = paragraphs.at(-1);
    const isWrapped = isParted && previous.length >= WRAPPED_FROM && words !== "";
    if (isWrapped && last && readTypedNumbers([found])[0]?.kind === null) {
      const joint = /\p{Script=Han}$/u.test(previous) || /^\p{Script=Han}/u.test(words) ? "" : " ";
      last.runs = normaliseRuns([...last.runs, { text: joint + words, marks: [] }]);
    } else if (words !== "") paragraphs.push(found);
    previous = words;
  }
  return readTypedNumbers(paragraphs);
}

/** No mail program wraps lines shorter than this; verses and addresses are. */
const WRAPPED_FROM = 50;

/** What an item of a list is, `depth` counted from 1. */
function listed(depth: number, isDecimal: boolean): Pick<FoundParagraph, "kind" | "level"> {
  if (isDecimal && depth <= 1) return { kind: "operative", level: 0 };
  const level = isDecimal ? depth - 1 : depth;
  return { kind: "point", level: Math.min(Math.max(level, 1), DEEPEST_POINT) };
}

function kindOf({ tag }: HtmlElement, context: Context): Pick<FoundParagraph, "kind" | "level"> | null {
  if (HEADINGS.test(tag)) return { kind: "heading", level: 0 };
  if (tag === "li") return listed(context.depth, context.isDecimal);
  if (tag === "ul" || tag === "ol") return { kind: null, level: 0 };
  return null;
}

function within(context: Context, { tag, attributes }: HtmlElement, style: string): Context {
  const inside = { ...context };
  if (tag === "i" || tag === "em" || tag === "cite") inside.em = true;
  if (tag === "b" || tag === "strong") inside.strong = true;
  if (tag === "ul" || tag === "ol") {
    inside.depth += 1;
    // By a letter or otherwise counted lists are points, as bullets are.
    if (inside.depth === 1)
      inside.isDecimal =
        tag === "ol" &&
        (attributes.type ?? "1") === "1" &&
        !/list-style(-type)?:[^;]*(alpha|latin|roman)/.test(style);
  }
  if (HEADINGS.test(tag)) inside.isHeading = true;
  const slant = /font-style:\s*(\w+)/.exec(style)?.[1];
  if (slant) inside.em = slant === "italic" || slant === "oblique";
  // Google Docs wraps everything in <b style="font-weight:normal">.
  const weight = /font-weight:\s*(\w+)/.exec(style)?.[1];
  if (weight) inside.strong = weight.startsWith("bold") || Number(weight) >= 600;
  return inside;
}

function isHidden(style: string): boolean {
  return (
    /display:\s*none|mso-hide:\s*all/.test(style) ||
    /mso-element:\s*comment(-list)?\b|mso-comment/.test(style)
  );
}

function wordsOf(node: HtmlNode): string {
  return typeof node === "string" ? node : node.children.map(wordsOf).join("");
}

/** The sign before an item of a list of Word's, as it is printed. */
function signOf(node: HtmlNode): string {
  if (typeof node === "string") return "";
  if (isNumberOfList(node.attributes.style?.toLowerCase() ?? ""))
    return wordsOf(node).replaceAll("\u00a0", " ");
  return node.children.map(signOf).join("");
}

/** Word writes the number of a list item as words before it, and says so. */
function isNumberOfList(style: string): boolean {
  return /mso-list:\s*ignore/.test(style);
}

function countFootnotes(list: HtmlElement): number {
  return list.children.filter(
    (child) =>
      typeof child !== "string" && /mso-element:\s*(foot|end)note\b/.test(child.attributes.style ?? ""),
  ).length;
}

/** Pages and mails are laid out in tables of one column; those are no tables. */
function columnsOf(table: HtmlElement): number {
  let most = 0;
  const see = (node: HtmlNode): void => {
    if (typeof node === "string") return;
    const cells = node.children.filter(
      (child) => typeof child !== "string" && (child.tag === "td" || child.tag === "th"),
    );
    most = Math.max(most, cells.length);
    for (const child of node.children) see(child);
  };
  see(table);
  return most;
}

/** White space as a page shows it: one space at most between words, none at the ends. */
function trimmed(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const { text, marks } of runs) {
    const endsInSpace = out.length === 0 || /[ \u00a0]$/.test(out.at(-1)?.text ?? "");
    const clean = text.replace(/[ \n]+/g, " ");
    const kept = endsInSpace ? clean.replace(/^ +/, "") : clean;
    if (kept !== "") out.push({ text: kept, marks });
  }
  while (out.length > 0) {
    const last = out[out.length - 1] as Run;
    const text = last.text.replace(/[ \u00a0]+$/, "");
    if (text === last.text) break;
    out.pop();
    if (text !== "") {
      out.push({ ...last, text });
      break;
    }
  }
  const first = out[0];
  if (first) out[0] = { ...first, text: first.text.replace(/^\u00a0+(?=\S)/, "") };
  return normaliseRuns(out);
}
