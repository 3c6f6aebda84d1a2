import * as Y from "yjs";
import { writeTextDoc } from "../../shared/text/yjs";
import { textOfSize } from "./site";

const WRITERS = 20;
const DELETED = 0.08;

/** The Yjs state of a text that twenty people have typed key by key, at changing places: the same each time. */
export function typedHistory(keys: number): Uint8Array {
  const doc = new Y.Doc();
  writeTextDoc(doc, textOfSize(40, 40));
  let seed = 7;
  const below = (limit: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (seed >> 8) % limit;
  };
  const blocks = doc.getXmlFragment("prosemirror").toArray();
  for (let left = keys; left > 0; ) {
    doc.clientID = 500 + below(WRITERS);
    const text = (blocks[below(blocks.length)] as Y.XmlElement).get(0) as Y.XmlText;
    let at = below(text.length + 1);
    for (let run = 10 + below(70); run > 0 && left > 0; run--, left--) {
      if (at > 0 && below(1_000) < 1_000 * DELETED) text.delete(--at, 1);
      else text.insert(at++, String.fromCharCode(97 + below(26)));
    }
  }
  return Y.encodeStateAsUpdate(doc);
}
