import { TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import { agreedLock } from "../../client/editor/agreed-lock";
import { blockIds } from "../../client/editor/block-ids";
import { toggleBracket } from "../../client/editor/brackets";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { toggleEmphasis } from "../../client/editor/keys";
import { provisionalNumbers } from "../../client/editor/provisional-numbers";
import { changeLevel, enter, moveBlock, setKind } from "../../client/editor/structure-commands";
import { ownUndo } from "../../client/editor/undo/own-undo";
import { writeDecision } from "../../shared/text/decided";
import type { BlockId } from "../../shared/text/model";
import { textDocFromNode } from "../../shared/text/schema";
import { FRAGMENT, readTextDoc, repairIds, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";
import { Random } from "../support/random";

const RUNS = 300;
const STEPS = 24;
const BLOCKS = 8;
const PEERS = 3;

type Peer = { doc: Y.Doc; editor: HeadlessEditor; isAway: boolean };

/** Three editors around one server, which repairs ids and writes what is adopted, as the room server does. */
class Committee {
  readonly server = new Y.Doc();
  readonly peers: Peer[] = [];
  /** Taken out on purpose by somebody: joined to another, or struck. */
  readonly removed = new Set<BlockId>();
  #made = 0;

  constructor(readonly random: Random) {
    writeTextDoc(this.server, {
      blocks: Array.from({ length: BLOCKS }, (_, i) => ({
        id: `p${i}`,
        kind: i % 4 === 0 ? "operative" : "point",
        level: i % 4 === 0 ? 0 : 1,
        runs: [{ text: `paragraph ${i} has some words`, marks: [] }],
      })),
    });
    const state = Y.encodeStateAsUpdate(this.server);
    for (let i = 0; i < PEERS; i += 1) {
      const doc = new Y.Doc();
      doc.clientID = i + 1;
      Y.applyUpdate(doc, state);
      const fragment = doc.getXmlFragment(FRAGMENT);
      const editor = new HeadlessEditor(fragment, (mapping) => [
        idKeyedSync(fragment, mapping),
        ...ownUndo(() => {}),
        agreedLock(() => {}),
        blockIds(() => `n${++this.#made}`),
        provisionalNumbers("en", () => true),
      ]);
      this.peers.push({ doc, editor, isAway: false });
    }
  }

  /** What everybody who is connected has goes to the server, and from there to them. */
  exchange(): void {
    const here = this.peers.filter(({ isAway }) => !isAway);
    for (const { doc } of here) sync(doc, this.server);
    repairIds(this.server, null);
    for (const { doc } of here) sync(this.server, doc);
  }

  /** Under the lock: what those who are connected have typed is in it. Those who are away come upon it later. */
  adopt(step: number): void {
    this.exchange();
    const text = readTextDoc(this.server);
    const at = this.random.below(text.blocks.length);
    const blocks = text.blocks.map((block, i) =>
      i === at ? { ...block, runs: [...block.runs, { text: ` adopted${step}`, marks: [] }] } : block,
    );
    const put = {
      id: `adopted${step}`,
      kind: "point" as const,
      level: 1,
      runs: [{ text: `new ${step}`, marks: [] }],
    };
    blocks.splice(at + 1, 0, put);
    writeDecision(this.server, { blocks });
    this.exchange();
  }

  act({ editor }: Peer, step: number): void {
    const { random } = this;
    const { doc } = editor.state;
    if (doc.childCount === 0) return;
    const index = random.below(doc.childCount);
    let at = 0;
    for (let i = 0; i < index; i += 1) at += doc.child(i).nodeSize;
    const size = doc.child(index).content.size;
    const from = at + 1 + random.below(size + 1);
    const to = Math.min(from + random.below(8), at + 1 + size);
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(doc, from, to)));
    switch (random.below(10)) {
      case 0:
      case 1:
        editor.run(enter);
        break;
      case 2:
        editor.run(moveBlock(random.below(2) === 0 ? 1 : -1));
        break;
      case 3:
        editor.run(changeLevel(random.below(2) === 0 ? 1 : -1));
        break;
      case 4:
        editor.run(setKind(random.below(2) === 0 ? "operative" : "point"));
        break;
      case 5:
        editor.run(toggleEmphasis);
        break;
      case 6:
        editor.run(
          toggleBracket(
            () => `x${step}`,
            () => "Kenya",
          ),
        );
        break;
      case 7:
        if (at === 0) break;
        this.removed.add(String(doc.child(index).attrs.id));
        // The one whose id is kept is the first that has words.
        this.removed.add(String(doc.child(index - 1).attrs.id));
        editor.dispatch(editor.state.tr.join(at));
        break;
      default:
        editor.type(`w${step} `);
    }
  }
}

function sync(from: Y.Doc, to: Y.Doc): void {
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "net");
}

test("three people write, split, join and move, drop off and come back, while amendments are adopted: 0 of 300 differ, double an id or lose a block", () => {
  const failed: string[] = [];
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = new Random(seed * 6151);
    const committee = new Committee(random);
    const { peers, server, removed } = committee;
    const adopted: number[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const peer = peers[random.below(PEERS)]!;
      committee.act(peer, step);
      const chance = random.below(12);
      if (chance === 0) peer.isAway = !peer.isAway;
      else if (chance === 1 && adopted.length < 2) {
        committee.adopt(step);
        adopted.push(step);
      } else if (chance < 5) committee.exchange();
    }
    for (const peer of peers) peer.isAway = false;
    committee.exchange();
    committee.exchange();

    const text = readTextDoc(server);
    const ids = text.blocks.map(({ id }) => id);
    const say = (what: string) => failed.push(`seed ${seed}: ${what}`);
    if (new Set(ids).size !== ids.length || ids.includes("")) say(`ids ${ids.join()}`);
    for (const { doc, editor } of peers) {
      const shown = JSON.stringify(textDocFromNode(editor.state.doc));
      if (shown !== JSON.stringify(text) || JSON.stringify(readTextDoc(doc)) !== JSON.stringify(text))
        say("not one text");
    }
    const due = [
      ...Array.from({ length: BLOCKS }, (_, i) => `p${i}`),
      ...adopted.map((step) => `adopted${step}`),
    ];
    for (const id of due) if (!removed.has(id) && !ids.includes(id)) say(`block ${id} is gone`);
    for (const { editor } of peers) editor.destroy();
  }
  expect(failed).toEqual([]);
});
