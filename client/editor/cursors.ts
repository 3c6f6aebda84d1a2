import type { Plugin } from "prosemirror-state";
import { yCursorPlugin } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";

/** Other people's cursors: a bar in their colour with their name on it. */
export function cursors(awareness: Awareness): Plugin {
  return yCursorPlugin(awareness, {
    cursorBuilder: (user: unknown) => {
      const { name, color } = shown(user);
      const bar = document.createElement("span");
      bar.className = "cursor";
      bar.style.setProperty("--presence", color);
      const label = document.createElement("span");
      label.className = "cursor-name";
      label.textContent = name;
      // Word joiners keep the bar from standing alone on a line.
      bar.append("\u2060", label, "\u2060");
      return bar;
    },
    selectionBuilder: (user: unknown) => ({ class: "selection", style: `--presence: ${shown(user).color}` }),
  });
}

/** Presence comes from other browsers: only a plain name and a colour get through. */
function shown(user: unknown): { name: string; color: string } {
  const { name, color } = (user ?? {}) as { name?: unknown; color?: unknown };
  return {
    name: typeof name === "string" ? name.slice(0, 60) : "",
    color: typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color) ? color : "#6b7280",
  };
}
