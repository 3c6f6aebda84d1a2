import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { canonicalText } from "../../shared/text/canonical";
import { type Language, type TextDoc, textDocShape } from "../../shared/text/model";
import type { Db } from "../db/rows";
import { selectVersionContent } from "../db/versions";

const hashed = new WeakMap<TextDoc, { language: Language; sha256: string }>();

/** Once for a text as long as it is the same one: nobody changes a text that was read. */
export function textSha256(text: TextDoc, language: Language): string {
  const known = hashed.get(text);
  if (known?.language === language) return known.sha256;
  const sha256 = createHash("sha256").update(canonicalText(text, language)).digest("hex");
  hashed.set(text, { language, sha256 });
  return sha256;
}

/** @throws when the content is not what `canonicalText` writes: it was altered. */
export function parseContent(content: Uint8Array): TextDoc {
  const { blocks } = JSON.parse(gunzipSync(content).toString("utf8")) as { blocks: unknown };
  return textDocShape.parse({ blocks });
}

/** Those that were read last, the latest at the end. A version never changes; who checks the record reads what is stored (`selectVersionContent`). */
const read = new Map<string, TextDoc>();
const KEPT = 24;

/** Its blocks are shared by all who ask: nobody changes them. */
export async function readVersionText(db: Db, versionId: string): Promise<TextDoc> {
  const text = read.get(versionId) ?? parseContent(await selectVersionContent(db, versionId));
  read.delete(versionId);
  read.set(versionId, text);
  for (const oldest of read.keys()) if (read.size > KEPT) read.delete(oldest);
  return text;
}
