import { type EditorState, Plugin, type PluginView } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { placesFor } from "../../../shared/text/family";
import { moveFamily, shapesOf } from "../structure-commands";

/**
 * A handle in the margin of the paragraph under the pointer, to drag it with all that stands under it. Who has no mouse moves
 * paragraphs by key (`moveBlock`): the handle is hidden from assistive technology.
 */
export function dragHandle(label: string): Plugin {
  return new Plugin({ view: (view) => new Handle(view, label) });
}

type Drag = { id: string; pointer: number; target: number | null };

class Handle implements PluginView {
  private readonly grip = element("div", "drag-grip");
  private readonly line = element("div", "drag-line");
  private over: HTMLElement | null = null;
  private drag: Drag | null = null;

  constructor(
    private readonly view: EditorView,
    label: string,
  ) {
    this.grip.title = label;
    this.grip.textContent = "⠿";
    this.grip.hidden = true;
    this.line.hidden = true;
    const place = view.dom.parentElement;
    place?.append(this.grip, this.line);
    place?.addEventListener("pointermove", this.onHover);
    place?.addEventListener("pointerleave", this.onLeave);
    this.grip.addEventListener("pointerdown", this.onGrab);
    this.grip.addEventListener("pointermove", this.onDrag);
    this.grip.addEventListener("pointerup", this.onDrop);
    this.grip.addEventListener("pointercancel", this.onCancel);
  }

  /** Gone while the text changes: to measure where the paragraph went would hold up each letter. */
  update(view: EditorView, before: EditorState): void {
    if (!this.drag && !this.grip.hidden && view.state.doc !== before.doc) this.showAt(null);
  }

  destroy(): void {
    const place = this.grip.parentElement;
    place?.removeEventListener("pointermove", this.onHover);
    place?.removeEventListener("pointerleave", this.onLeave);
    removeEventListener("keydown", this.onKey, true);
    this.grip.remove();
    this.line.remove();
  }

  private readonly onHover = (event: PointerEvent) => {
    if (this.drag || event.pointerType === "touch" || event.target === this.grip) return;
    const paragraph = this.blocks().find((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return event.clientY >= top && event.clientY < bottom;
    });
    this.showAt(this.view.editable && paragraph ? paragraph : null);
  };

  private readonly onLeave = () => {
    if (!this.drag) this.showAt(null);
  };

  private showAt(paragraph: HTMLElement | null): void {
    this.over = paragraph;
    this.grip.hidden = paragraph === null;
    if (paragraph) this.grip.style.top = `${paragraph.offsetTop}px`;
  }

  private readonly onGrab = (event: PointerEvent) => {
    const id = this.over?.dataset.id;
    if (id === undefined || event.button !== 0) return;
    event.preventDefault();
    this.grip.setPointerCapture(event.pointerId);
    this.drag = { id, pointer: event.pointerId, target: null };
    addEventListener("keydown", this.onKey, true);
  };

  private readonly onDrag = (event: PointerEvent) => {
    const { drag } = this;
    if (!drag) return;
    const { doc } = this.view.state;
    const index = this.indexOf(drag.id);
    if (index < 0) return this.end();
    const blocks = this.blocks();
    const edgeOf = (place: number) => {
      const next = blocks[place];
      return next ? next.offsetTop : (blocks.at(-1)?.offsetTop ?? 0) + (blocks.at(-1)?.offsetHeight ?? 0);
    };
    const { top } = this.view.dom.getBoundingClientRect();
    const y = event.clientY - top + this.view.dom.offsetTop;
    const places = [...placesFor(shapesOf(doc), index), index];
    const nearest = places.reduce((best, one) =>
      Math.abs(edgeOf(one) - y) < Math.abs(edgeOf(best) - y) ? one : best,
    );
    drag.target = nearest === index ? null : nearest;
    this.line.hidden = drag.target === null;
    this.line.style.top = `${edgeOf(nearest)}px`;
  };

  private readonly onDrop = () => {
    const { drag, view } = this;
    this.end();
    if (!drag || drag.target === null) return;
    const index = this.indexOf(drag.id);
    if (index >= 0) moveFamily(index, drag.target)(view.state, view.dispatch);
    view.focus();
  };

  private readonly onCancel = () => this.end();

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  };

  private end(): void {
    if (this.drag && this.grip.hasPointerCapture(this.drag.pointer))
      this.grip.releasePointerCapture(this.drag.pointer);
    this.drag = null;
    this.line.hidden = true;
    this.showAt(null);
    removeEventListener("keydown", this.onKey, true);
  }

  private blocks(): HTMLElement[] {
    return [...this.view.dom.children].filter(
      (one): one is HTMLElement => one instanceof HTMLElement && one.dataset.id !== undefined,
    );
  }

  /** By id: the text may have changed under the pointer. */
  private indexOf(id: string): number {
    return this.view.state.doc.children.findIndex((node) => String(node.attrs.id) === id);
  }
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.setAttribute("aria-hidden", "true");
  return made;
}
