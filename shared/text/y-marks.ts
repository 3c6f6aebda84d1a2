import { encodeAny, toBase64 } from "lib0/buffer";
import { digest } from "lib0/hash/sha256";
import type { Mark } from "./model";

/** Formatting attributes of a stretch of Y.XmlText. `null` takes one away, when used in a delta. */
export type YAttributes = Record<string, unknown>;

const HASHED_NAME = /(.*)(--[a-zA-Z0-9+/=]{8})$/;
const DIGEST_BYTES = 6;

/**
 * Marks as y-prosemirror 1.3.7 writes them into Y.XmlText: by name, and a mark that may overlap others of its type by name and
 * a hash of its JSON, since Yjs holds one value a name. Both sides must agree to the letter, or the binding rewrites the text.
 */
export function marksToAttributes(marks: readonly Mark[]): YAttributes {
  const attributes: YAttributes = {};
  for (const mark of marks) {
    switch (mark.type) {
      case "em":
      case "strong":
        attributes[mark.type] = {};
        break;
      case "xref":
        attributes.xref = { block: mark.block };
        break;
      case "bracket": {
        const attrs = { id: mark.id, proposer: mark.proposer };
        attributes[`bracket--${hashOfJson({ type: "bracket", attrs })}`] = attrs;
        break;
      }
    }
  }
  return attributes;
}

/** The marks we know among the attributes; unknown or malformed ones are skipped, never an error. */
export function attributesToMarks(attributes: YAttributes | undefined): Mark[] {
  const marks: Mark[] = [];
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value !== "object" || value === null) continue;
    const attrs = value as Record<string, unknown>;
    const name = HASHED_NAME.exec(key)?.[1] ?? key;
    if (name === "em" || name === "strong") marks.push({ type: name });
    else if (name === "xref" && isText(attrs.block)) marks.push({ type: "xref", block: attrs.block });
    else if (name === "bracket" && isText(attrs.id)) {
      marks.push({ type: "bracket", id: attrs.id, proposer: isText(attrs.proposer) ? attrs.proposer : "" });
    }
  }
  return marks;
}

/** The attributes that turn text under `before` into text under `after`: what is gone becomes null. Null when equal. */
export function attributeChange(before: readonly Mark[], after: readonly Mark[]): YAttributes | null {
  const from = marksToAttributes(before);
  const to = marksToAttributes(after);
  const change: YAttributes = {};
  for (const key of Object.keys(from)) if (!(key in to)) change[key] = null;
  for (const key of Object.keys(to)) {
    if (!(key in from) || JSON.stringify(from[key]) !== JSON.stringify(to[key])) change[key] = to[key];
  }
  return Object.keys(change).length === 0 ? null : change;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function hashOfJson(json: unknown): string {
  const bytes = digest(encodeAny(json));
  const folded = bytes.slice(0, DIGEST_BYTES);
  for (let i = DIGEST_BYTES; i < bytes.length; i++) {
    const at = i % DIGEST_BYTES;
    folded[at] = (folded[at] ?? 0) ^ (bytes[i] ?? 0);
  }
  return toBase64(folded);
}
