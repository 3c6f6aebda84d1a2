import type { DefaultTreeAdapterTypes } from "parse5";
import { type StructureKind, structureSign } from "../../shared/text/recognise/structure-signs";

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

/** Of a cell: what the head of its column says that it is, or that it is such a head. */
export type Column = StructureKind | "head";
export type ReadTable = { heads: string[]; cells: Map<Element, Column> };

/** More columns than any such table has: what claims to span them is not counted out. */
const MAX_COLUMNS = 50;

/**
 * A table of which at least two columns are headed as parts of a structured text: features, measures, sources of data. Null for any
 * other, and where the first row is not all there is to tell by.
 */
export function columnsOf(table: Element): ReadTable | null {
  const [head, ...rows] = rowsOf(table);
  if (!head || rows.length === 0) return null;
  const kinds: (StructureKind | null)[] = [];
  for (const cell of head) {
    const sign = structureSign(wordsIn(cell).trim());
    const isWhole = sign?.label && sign.length === wordsIn(cell).trim().length;
    for (let i = 0; i < span(cell, "colspan"); i++) kinds.push(isWhole ? sign.label : null);
  }
  if (new Set(kinds.filter((kind) => kind !== null)).size < 2) return null;
  const cells = new Map<Element, Column>(head.map((cell) => [cell, "head"]));
  /** Of each column, how many rows more the cell above it stands in. */
  const taken: number[] = [];
  for (const row of rows) {
    let at = 0;
    const free = () => {
      while ((taken[at] ?? 0) > 0) {
        taken[at] = (taken[at] ?? 0) - 1;
        at += 1;
      }
    };
    for (const cell of row) {
      free();
      const kind = kinds[at];
      if (kind) cells.set(cell, kind);
      for (let i = span(cell, "colspan"); i > 0; i--) taken[at++] = span(cell, "rowspan") - 1;
    }
    free();
  }
  return { heads: head.map((cell) => wordsIn(cell).trim()), cells };
}

function rowsOf(table: Element): Element[][] {
  const rows: Element[][] = [];
  const look = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (!("tagName" in node)) continue;
      if (node.tagName === "tr")
        rows.push(
          node.childNodes.filter(
            (cell): cell is Element => "tagName" in cell && (cell.tagName === "td" || cell.tagName === "th"),
          ),
        );
      else if (/^t(head|body|foot)$/.test(node.tagName)) look(node.childNodes);
    }
  };
  look(table.childNodes);
  return rows;
}

function span(cell: Element, name: "colspan" | "rowspan"): number {
  const asked = Number(cell.attrs.find((one) => one.name === name)?.value ?? 1);
  return Math.min(
    Math.max(Number.isInteger(asked) ? asked : 1, 1),
    name === "colspan" ? MAX_COLUMNS : 10_000,
  );
}

export function wordsIn(node: Node): string {
  if (node.nodeName === "#text") return (node as DefaultTreeAdapterTypes.TextNode).value;
  return "childNodes" in node ? node.childNodes.map(wordsIn).join("") : "";
}
