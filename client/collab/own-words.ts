import * as Y from "yjs";
import { FRAGMENT } from "../../shared/text/yjs";

/** Which letters this window has put into a text, and by which of its changes, as long as they are not known to be saved. */
export type OwnWords = {
  /** Our `number`th change. */
  changed(number: number, transaction: Y.Transaction): void;
  /** The first `number` changes are saved: nothing more will be asked about them. */
  forget(number: number): void;
  /** What later changes than the first `number` have put in and is still there: one entry for each stretch, in text order. */
  since(number: number): string[];
};

type Stretch = { number: number; client: number; from: number; to: number };

export function ownWords(doc: Y.Doc): OwnWords {
  let stretches: Stretch[] = [];
  return {
    changed(number, { beforeState, afterState }) {
      for (const [client, to] of afterState) {
        const from = beforeState.get(client) ?? 0;
        if (to > from) stretches.push({ number, client, from, to });
      }
    },
    forget(number) {
      const first = stretches.findIndex((one) => one.number > number);
      stretches = first < 0 ? [] : stretches.slice(first);
    },
    since(number) {
      const asked = stretches.filter((one) => one.number > number);
      const found: string[] = [];
      for (const block of doc.getXmlFragment(FRAGMENT).toArray()) {
        if (!(block instanceof Y.XmlElement)) continue;
        for (const text of block.toArray())
          if (text instanceof Y.XmlText) found.push(...wordsIn(text, asked));
      }
      return found.filter((words) => words.trim() !== "");
    },
  };
}

/** Letters next to each other are one stretch, also when letters stood between them that are gone. */
function wordsIn(text: Y.XmlText, asked: readonly Stretch[]): string[] {
  const found: string[] = [];
  let isOpen = false;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    const letters = item.content.str;
    for (let i = 0; i < letters.length; i++) {
      const at = clock + i;
      const isAsked = asked.some((one) => one.client === client && one.from <= at && at < one.to);
      if (isAsked && isOpen) found.push(`${found.pop()}${letters[i]}`);
      else if (isAsked) found.push(letters[i] ?? "");
      isOpen = isAsked;
    }
  }
  return found;
}
