import type { Node } from "prosemirror-model";
import {
  type Command,
  EditorState,
  type Plugin,
  type PluginView,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { initProseMirrorDoc, type ProsemirrorBinding } from "y-prosemirror";
import * as Y from "yjs";
import { schema } from "../../shared/text/schema";

/**
 * A ProseMirror editor without a screen: real states, transactions and plugins; only what draws is left out.
 * The binding of y-prosemirror asks a view for its state, for `dispatch` and whether it has the focus, no more.
 */
export class HeadlessEditor {
  state: EditorState;
  private readonly pluginViews: PluginView[];

  constructor(fragment: Y.XmlFragment, pluginsOf: (mapping: ProsemirrorBinding["mapping"]) => Plugin[]) {
    const { doc, mapping } = initProseMirrorDoc(fragment, schema);
    const plugins = pluginsOf(mapping);
    this.state = EditorState.create({ doc, plugins });
    const view = this as unknown as EditorView;
    this.pluginViews = [];
    for (const plugin of plugins) {
      const pluginView = plugin.spec.view?.(view);
      if (pluginView) this.pluginViews.push(pluginView);
    }
  }

  dispatch(tr: Transaction): void {
    const before = this.state;
    this.state = before.apply(tr);
    for (const one of this.pluginViews) one.update?.(this as unknown as EditorView, before);
  }

  hasFocus(): boolean {
    return false;
  }

  run(command: Command): boolean {
    return command(this.state, (tr) => this.dispatch(tr));
  }

  /** Position of the first character of a block. */
  startOf(id: string): number {
    let found = -1;
    this.state.doc.forEach((node, at) => {
      if (node.attrs.id === id) found = at + 1;
    });
    if (found < 0) throw new Error(`no block ${id}`);
    return found;
  }

  block(id: string): Node {
    return this.state.doc.resolve(this.startOf(id)).parent;
  }

  putCursor(id: string, offset: number): void {
    const at = this.startOf(id) + offset;
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, at)));
  }

  select(id: string, from: number, to: number): void {
    const start = this.startOf(id);
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, start + from, start + to)));
  }

  type(text: string): void {
    this.dispatch(this.state.tr.insertText(text));
  }

  /** `id:words` for each block, in order. */
  text(): string[] {
    return this.state.doc.children.map((node) => `${node.attrs.id}:${node.textContent}`);
  }

  destroy(): void {
    for (const one of this.pluginViews) one.destroy?.();
  }
}

/** Two documents that pass their updates to each other when told to, so that a test decides what is concurrent. */
export class Line {
  private waiting: Array<{ to: Y.Doc; update: Uint8Array }> = [];

  constructor(...docs: Y.Doc[]) {
    for (const doc of docs) {
      doc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin === this) return;
        for (const to of docs) if (to !== doc) this.waiting.push({ to, update });
      });
    }
  }

  deliver(): void {
    while (this.waiting.length > 0) {
      const now = this.waiting;
      this.waiting = [];
      for (const { to, update } of now) Y.applyUpdate(to, update, this);
    }
  }
}
