import {
  type Attrs,
  type DOMOutputSpec,
  Fragment,
  type Node,
  Mark as PmMark,
  Schema,
} from "prosemirror-model";
import {
  BLOCK_KINDS,
  BLOCK_STATUSES,
  type Block,
  type BlockKind,
  type BlockStatus,
  blockHead,
  type Mark,
  normaliseRuns,
  PROVISIONAL_KINDS,
  type ProvisionalKind,
  type TextDoc,
} from "./model";

/**
 * The editor's schema: flat blocks under `doc`. What a paragraph is stands in attributes, not in node types, so that a change
 * of kind keeps the text that others are typing. `block*`, not `block+`: two valid edits may leave no block at all.
 *
 * Marks are ranked as `compareMarks` sorts them; a bracket is outermost, so that one bracket is drawn as one stretch.
 */
export const schema = new Schema({
  topNode: "doc",
  nodes: {
    doc: { content: "block*" },
    block: {
      content: "text*",
      attrs: {
        id: { default: "" },
        kind: { default: "operative" },
        level: { default: 0 },
        status: { default: "open" },
        // null is not written into Yjs: a paragraph without one has no such attribute there.
        provisional: { default: null },
      },
      defining: true,
      toDOM: (node): DOMOutputSpec => [
        "p",
        {
          "data-id": String(node.attrs.id),
          "data-kind": String(node.attrs.kind),
          "data-level": String(node.attrs.level),
          "data-status": String(node.attrs.status),
          ...(node.attrs.provisional && { "data-provisional": String(node.attrs.provisional) }),
        },
        0,
      ],
      parseDOM: [
        { tag: "p[data-kind]", getAttrs: blockAttrsFromElement },
        { tag: "h1", attrs: { kind: "title" } },
        { tag: "h2", attrs: { kind: "heading" } },
        { tag: "h3", attrs: { kind: "heading" } },
        { tag: "li", attrs: { kind: "point", level: 1 } },
        { tag: "p" },
      ],
    },
    text: {},
  },
  marks: {
    bracket: {
      // The order of attributes is part of the encoding: the name of the mark in Yjs is a hash over them in this order.
      attrs: { id: {}, proposer: { default: "" } },
      excludes: "",
      toDOM: (mark): DOMOutputSpec => [
        "span",
        { "data-bracket": String(mark.attrs.id), "data-proposer": String(mark.attrs.proposer) },
        0,
      ],
      parseDOM: [
        {
          tag: "span[data-bracket]",
          getAttrs: (element) => {
            const id = element.getAttribute("data-bracket") ?? "";
            return id === "" ? false : { id, proposer: element.getAttribute("data-proposer") ?? "" };
          },
        },
      ],
    },
    em: {
      toDOM: (): DOMOutputSpec => ["em", 0],
      parseDOM: [{ tag: "em" }, { tag: "i" }],
    },
    strong: {
      toDOM: (): DOMOutputSpec => ["strong", 0],
      parseDOM: [{ tag: "strong" }, { tag: "b" }],
    },
    xref: {
      attrs: { block: {} },
      inclusive: false,
      toDOM: (mark): DOMOutputSpec => ["span", { "data-xref": String(mark.attrs.block) }, 0],
      parseDOM: [
        {
          tag: "span[data-xref]",
          getAttrs: (element) => {
            const block = element.getAttribute("data-xref") ?? "";
            return block === "" ? false : { block };
          },
        },
      ],
    },
  },
});

/** The parts of a DOM element that parsing reads; keeps this file free of the DOM's own types. */
type AttributeSource = { getAttribute(name: string): string | null };

function blockAttrsFromElement(element: AttributeSource): Attrs {
  return {
    id: element.getAttribute("data-id") ?? "",
    kind: asKind(element.getAttribute("data-kind")),
    level: asLevel(element.getAttribute("data-level")),
    // Words that are put in are not agreed, wherever they were copied.
    status: "open",
    provisional: asProvisional(element.getAttribute("data-provisional")) ?? null,
  };
}

/** What is not a kind of paragraph reads as an operative one: nothing typed is ever dropped for its attributes. */
export function asKind(value: unknown): BlockKind {
  return BLOCK_KINDS.find((kind) => kind === value) ?? "operative";
}

/** An integer from 0 to 6; anything else reads as the nearest, or as 0. */
export function asLevel(value: unknown): number {
  const level = Math.trunc(Number(value ?? 0));
  return Number.isNaN(level) ? 0 : Math.min(6, Math.max(0, level));
}

export function asStatus(value: unknown): BlockStatus {
  return BLOCK_STATUSES.find((status) => status === value) ?? "open";
}

export function asProvisional(value: unknown): ProvisionalKind | undefined {
  return PROVISIONAL_KINDS.find((kind) => kind === value);
}

/** The words of an editor's document. Statuses are left out: they are no part of the text. */
export function textDocFromNode(node: Node): TextDoc {
  const blocks: Block[] = [];
  node.forEach((child) => {
    if (child.type === schema.nodes.block) blocks.push(blockFromNode(child));
  });
  return { blocks };
}

export function blockFromNode(node: Node): Block {
  const runs: Block["runs"] = [];
  node.forEach((child) => {
    if (child.isText) runs.push({ text: child.text ?? "", marks: child.marks.flatMap(markFromPm) });
  });
  return { ...blockHeadFromNode(node), runs: normaliseRuns(runs) };
}

/** What a paragraph of the editor is, without its words. */
export function blockHeadFromNode({ attrs }: Node): Omit<Block, "runs"> {
  return blockHead({
    id: String(attrs.id),
    kind: asKind(attrs.kind),
    level: asLevel(attrs.level),
    provisional: asProvisional(attrs.provisional),
  });
}

/** The editor's document for a text, every block with `status` "open". */
export function nodeFromTextDoc(doc: TextDoc): Node {
  return schema.node("doc", null, doc.blocks.map(nodeFromBlock));
}

export function nodeFromBlock(block: Block): Node {
  const content = normaliseRuns(block.runs).map((run) =>
    schema.text(run.text, PmMark.setFrom(run.marks.map(markToPm))),
  );
  return schema.node("block", blockHead(block), Fragment.fromArray(content));
}

function markToPm(mark: Mark): PmMark {
  switch (mark.type) {
    case "em":
    case "strong":
      return schema.mark(mark.type);
    case "bracket":
      return schema.mark("bracket", { id: mark.id, proposer: mark.proposer });
    case "xref":
      return schema.mark("xref", { block: mark.block });
  }
}

function markFromPm(mark: PmMark): Mark[] {
  switch (mark.type.name) {
    case "em":
      return [{ type: "em" }];
    case "strong":
      return [{ type: "strong" }];
    case "bracket":
      return [{ type: "bracket", id: String(mark.attrs.id), proposer: String(mark.attrs.proposer) }];
    case "xref":
      return [{ type: "xref", block: String(mark.attrs.block) }];
    default:
      return [];
  }
}
