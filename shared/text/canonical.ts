import { canonicalJson } from "../records/canonical-json";
import { blockHead, type Language, normaliseRuns, TEXT_SCHEMA_VERSION, type TextDoc } from "./model";

/**
 * The one spelling of a text: `{ blocks, language, schema }` as canonical JSON with normalised runs. SHA-256 of a version is
 * taken over its UTF-8 bytes. Characters are taken as they are: whoever stores a text sees to NFC first.
 */
export function canonicalText(doc: TextDoc, language: Language): string {
  return canonicalJson({
    schema: TEXT_SCHEMA_VERSION,
    language,
    blocks: doc.blocks.map((block) => ({ ...blockHead(block), runs: normaliseRuns(block.runs) })),
  });
}
