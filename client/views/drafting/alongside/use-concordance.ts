import { useMemo } from "react";
import type { InstrumentView, SignedParagraphView } from "../../../../shared/api/views/instruments";
import { type ParagraphConcordance, paragraphConcordances } from "../../../../shared/rules/concordance";
import type { TextDoc } from "../../../../shared/text/model";
import { numberBlocks } from "../../../../shared/text/numbering";
import { useApi } from "../../../app/api";

type Paragraph = {
  id: string;
  path: string;
  state: ParagraphConcordance;
  signed: SignedParagraphView | null;
};

/** Each paragraph of a language and of its source, and how it stands to it; null until it is known what was confirmed. */
export function useConcordance(
  instrument: InstrumentView,
  text: InstrumentView["texts"][number],
  own: TextDoc,
  source: TextDoc,
): readonly Paragraph[] | null {
  const { data } = useApi("concordance", { instrument: instrument.slug, language: text.language });
  return useMemo(() => {
    if (!data) return null;
    const signed = new Map(data.map((one) => [one.block.id, one]));
    const numbers = new Map([
      ...numberBlocks(own.blocks, text.language),
      ...numberBlocks(source.blocks, instrument.sourceLanguage),
    ]);
    return [...paragraphConcordances(own, source, signed)].map(([id, state]) => ({
      id,
      path: numbers.get(id)?.path ?? id,
      state,
      signed: signed.get(id) ?? null,
    }));
  }, [data, own, source, text.language, instrument.sourceLanguage]);
}
