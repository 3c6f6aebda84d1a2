import { TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import { agreedLock } from "../../client/editor/agreed-lock";
import { blockIds } from "../../client/editor/block-ids";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { enter, moveBlock, setKind } from "../../client/editor/structure-commands";
import { ownUndo, redo, undo } from "../../client/editor/undo/own-undo";
import { isAgreed } from "../../shared/rules/paragraphs";
import { writeDecision } from "../../shared/text/decided";
import { blockText, type TextDoc } from "../../shared/text/model";
import { FRAGMENT, readStatuses, readTextDoc, repairIds, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";
import { Random } from "../support/random";

const RUNS = 100;
const STEPS = 30;
const BLOCKS = 6;

/** Two editors on one text and the server between them; the first one undoes. */
class Pair {
  readonly server = new Y.Doc();
  readonly docs: Y.Doc[];
  readonly editors: HeadlessEditor[];
  /** Words that decisions took out. */
  readonly struck = new Set<string>();
  #made = 0;

  constructor(readonly random: Random) {
    writeTextDoc(this.server, {
      blocks: Array.from({ length: BLOCKS }, (_, i) => ({
        id: `p${i}`,
        kind: "operative",
        level: 0,
        runs: runs(["a", "b", "c", "d"].map((letter) => `seed${i}${letter}`).join(" ")),
      })),
    });
    this.docs = [1, 2].map((clientID) => {
      const doc = new Y.Doc();
      doc.clientID = clientID;
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.server));
      return doc;
    });
    this.editors = this.docs.map((doc) => {
      const fragment = doc.getXmlFragment(FRAGMENT);
      return new HeadlessEditor(fragment, (mapping) => [
        idKeyedSync(fragment, mapping),
        ...ownUndo(() => {}),
        agreedLock(() => {}),
        blockIds(() => `n${++this.#made}`),
      ]);
    });
  }

  exchange(): void {
    for (const doc of this.docs) sync(doc, this.server);
    repairIds(this.server, null);
    for (const doc of this.docs) sync(this.server, doc);
  }

  decide(step: number): void {
    this.exchange();
    const { blocks } = readTextDoc(this.server);
    const at = this.random.below(blocks.length);
    const chosen = blocks[at];
    if (!chosen) return;
    const write = (words: string) => blocks.with(at, { ...chosen, runs: runs(words) });
    const before = wordsOf(this.server);
    switch (this.random.below(4)) {
      case 0:
        writeDecision(this.server, { blocks }, new Map([[chosen.id, "agreed_ad_ref"]]));
        break;
      case 1:
        writeDecision(this.server, { blocks: blocks.filter((one) => one !== chosen) });
        break;
      case 2:
        // Strikes out the first word.
        writeDecision(this.server, { blocks: write(blockText(chosen).replace(/^\S+\s*/, "")) });
        break;
      default:
        writeDecision(this.server, { blocks: write(`${blockText(chosen)} adopted${step}`) });
    }
    const after = new Set(wordsOf(this.server));
    for (const word of before) if (!after.has(word)) this.struck.add(word);
    this.exchange();
  }

  act(editor: HeadlessEditor, word: string): void {
    const { random } = this;
    const { doc } = editor.state;
    const index = random.below(doc.childCount);
    let at = 0;
    for (let i = 0; i < index; i += 1) at += doc.child(i).nodeSize;
    const size = doc.child(index).content.size;
    const asked = at + 1 + random.below(size + 1);
    const wanted = random.below(3) === 0 ? Math.min(asked + random.below(8), at + 1 + size) : asked;
    // Who takes out or cuts others' words themselves may bring them back.
    const around = doc.child(index).textContent.slice(Math.max(0, asked - at - 12), wanted - at + 10);
    const [from, to] = OTHERS.test(around) ? [at + 1 + size, at + 1 + size] : [asked, wanted];
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(doc, from, to)));
    switch (random.below(8)) {
      case 0:
        editor.run(enter);
        break;
      case 1:
      case 2:
        editor.run(moveBlock(random.below(2) === 0 ? 1 : -1));
        break;
      case 3:
        editor.run(setKind(random.below(2) === 0 ? "preambular" : "operative"));
        break;
      case 4:
        if (at > 0) editor.dispatch(editor.state.tr.join(at));
        break;
      case 5:
        editor.dispatch(editor.state.tr.deleteSelection());
        break;
      default:
        editor.type(`${word} `);
    }
  }
}

function runs(text: string) {
  return text === "" ? [] : [{ text, marks: [] }];
}

function sync(from: Y.Doc, to: Y.Doc): void {
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "net");
}

const OTHERS = /theirs|adopted/;

function wordsOf(doc: Y.Doc): string[] {
  return readTextDoc(doc).blocks.flatMap((block) => blockText(block).split(/\s+/).filter(Boolean));
}

/** What nobody's undo may touch: words of others, what a decision took out, and agreed paragraphs as a whole. */
function untouchable(doc: Y.Doc, struck: ReadonlySet<string>): unknown {
  const { blocks }: TextDoc = readTextDoc(doc);
  const statuses = readStatuses(doc);
  const words = wordsOf(doc);
  return {
    // A paragraph that two people moved at once stands twice, until one of them takes the move back.
    others: [...new Set(words.join(" ").match(/theirs\d+|adopted\d+/g))].sort(),
    struck: words.filter((word) => struck.has(word)).sort(),
    agreed: blocks.filter(({ id }) => isAgreed(statuses.get(id) ?? "open")),
  };
}

test("undo and redo never touch what others wrote, what an amendment wrote or struck out, or what is agreed: 0 of 100", () => {
  const failed: string[] = [];
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const pair = new Pair(new Random(seed * 4507));
    const { random, server } = pair;
    const [mine, theirs] = pair.editors as [HeadlessEditor, HeadlessEditor];
    const [doc] = pair.docs as [Y.Doc, Y.Doc];
    for (let step = 0; step < STEPS; step += 1) {
      const chance = random.below(10);
      if (chance < 3) pair.act(mine, `mine${step}`);
      else if (chance < 5) pair.act(theirs, `theirs${step}`);
      else if (chance === 5) pair.decide(step);
      else if (chance === 6) pair.exchange();
      else {
        pair.exchange();
        const before = JSON.stringify(untouchable(doc, pair.struck));
        mine.run(random.below(3) === 0 ? redo : undo);
        const after = JSON.stringify(untouchable(doc, pair.struck));
        if (after !== before) failed.push(`seed ${seed}, step ${step}: ${before} became ${after}`);
      }
    }
    pair.exchange();
    pair.exchange();
    const ids = readTextDoc(server).blocks.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) failed.push(`seed ${seed}: ids ${ids.join()}`);
    const [here, there] = [mine, theirs].map((editor) => editor.text().join("\n"));
    if (here !== there) failed.push(`seed ${seed}: not one text`);
    for (const editor of pair.editors) editor.destroy();
  }
  expect(failed).toEqual([]);
});
