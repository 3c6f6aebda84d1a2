import type { Language } from "../model";
import type { Recognised } from "./found";
import type { RawParagraph } from "./raw";
import { recogniseResolution } from "./resolution";
import { isStructuredText, recogniseStructure } from "./structured";

/** Gives each paragraph of a file a kind and a level. Every paragraph stays, in its order; what was a guess is among the problems. */
export function recognise(paragraphs: readonly RawParagraph[], language: Language): Recognised {
  if (isStructuredText(paragraphs, language)) return recogniseStructure(paragraphs, language);
  return recogniseResolution(paragraphs, language);
}
