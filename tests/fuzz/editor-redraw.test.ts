import { EditorState, type Plugin, TextSelection } from "prosemirror-state";
import type { DecorationSet } from "prosemirror-view";
import * as Y from "yjs";
import { blockIds } from "../../client/editor/block-ids";
import { bracketGlyphs, toggleBracket } from "../../client/editor/brackets";
import { crossReferences, insertReference } from "../../client/editor/cross-references";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { numbering } from "../../client/editor/numbering-plugin";
import { enter, moveBlock, setKind } from "../../client/editor/structure-commands";
import { ownUndo, undo } from "../../client/editor/undo/own-undo";
import { FRAGMENT, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor, Line } from "../support/headless-editor";
import { Random } from "../support/random";

const RUNS = 40;
const STEPS = 30;
const BLOCKS = 6;

const drawing = (): Plugin[] => [numbering("en", () => ""), crossReferences("gone"), bracketGlyphs()];

function twoEditors() {
  const seed = new Y.Doc();
  writeTextDoc(seed, {
    blocks: Array.from({ length: BLOCKS }, (_, i) => ({
      id: `p${i}`,
      kind: i % 2 === 0 ? "operative" : "point",
      level: i % 2,
      runs: [{ text: `paragraph ${i} has some words`, marks: [] }],
    })),
  });
  const docs = [1, 2].map((clientID) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(seed));
    return doc;
  });
  let made = 0;
  const plugins = docs.map(drawing);
  const editors = docs.map((doc, i) => {
    const fragment = doc.getXmlFragment(FRAGMENT);
    return new HeadlessEditor(fragment, (mapping) => [
      idKeyedSync(fragment, mapping),
      ...ownUndo(() => {}),
      blockIds(() => `n${++made}`),
      ...(plugins[i] ?? []),
    ]);
  });
  return { editors, plugins, line: new Line(...docs) };
}

function act(editor: HeadlessEditor, random: Random, step: number): void {
  const { doc } = editor.state;
  const index = random.below(doc.childCount);
  let at = 1;
  for (let i = 0; i < index; i += 1) at += doc.child(i).nodeSize;
  const size = doc.child(index).content.size;
  const from = at + random.below(size + 1);
  const to = Math.min(from + random.below(9), at + size);
  editor.dispatch(editor.state.tr.setSelection(TextSelection.create(doc, from, to)));
  const bracket = () =>
    toggleBracket(
      () => `x${step}`,
      () => "Kenya",
    );
  switch (random.below(9)) {
    case 0:
      editor.run(enter);
      break;
    case 1:
      editor.run(moveBlock(random.below(2) === 0 ? 1 : -1));
      break;
    case 2:
      editor.run(setKind(random.below(2) === 0 ? "point" : "operative"));
      break;
    case 3:
    case 4:
      editor.run(bracket());
      break;
    case 5:
      editor.run(insertReference(String(doc.child(random.below(doc.childCount)).attrs.id), "en"));
      break;
    case 6:
      if (index > 0) editor.dispatch(editor.state.tr.join(at - 1));
      break;
    case 7:
      editor.run(undo);
      break;
    default:
      editor.type(`w${step} `);
  }
}

function drawnBy(plugin: Plugin | undefined, state: EditorState): string[] {
  const set = plugin?.props.decorations?.call(plugin, state) as DecorationSet;
  return set
    .find()
    .map(({ from, to, spec }) => `${from} ${to} ${spec.key}`)
    .sort();
}

test("what is drawn change by change is what would be drawn from the text as it is", () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = new Random(seed * 3571);
    const { editors, plugins, line } = twoEditors();
    for (let step = 0; step < STEPS; step += 1) {
      act(editors[random.below(2)] as HeadlessEditor, random, step);
      if (random.below(3) === 0) line.deliver();
      editors.forEach(({ state }, i) => {
        const anew = drawing();
        const whole = EditorState.create({ doc: state.doc, plugins: anew });
        anew.forEach((plugin, j) => {
          const [now, then] = [drawnBy(plugins[i]?.[j], state), drawnBy(plugin, whole)];
          if (now.join() !== then.join())
            throw new Error(
              `seed ${seed}, step ${step}, plugin ${j}:\n${now.join("\n")}\nand not\n${then.join("\n")}`,
            );
        });
      });
    }
    for (const editor of editors) editor.destroy();
  }
});
