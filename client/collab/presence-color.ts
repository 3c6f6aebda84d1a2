import type { Awareness } from "y-protocols/awareness";

export type PresenceUser = { name: string; color: string; delegation: string | null };

/** Dark enough to carry white letters (4.5 to 1), far enough apart to be told from each other. */
const COLORS = [
  "#0a5fb4",
  "#a3211a",
  "#1d6b3a",
  "#8a4b00",
  "#6a2ea3",
  "#00656e",
  "#9c1f66",
  "#4d5b16",
  "#5b4636",
  "#2f3f9e",
];

/** Where a person begins: the same colour on every screen and every day, as long as nobody else has it. */
export function presenceColor(personId: string): string {
  let sum = 0;
  for (const char of personId) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return COLORS[sum % COLORS.length] ?? "#0a5fb4";
}

type Shown = { user?: Partial<PresenceUser> };

/**
 * Keeps our colour apart from other people's: of two that chose the same, the one with the higher client id takes the first
 * that is free. With more people than colours some stay alike; names tell them apart.
 */
export function keepColorsApart(awareness: Awareness): () => void {
  const yieldToOthers = () => {
    const me = awareness.getLocalState() as Shown | null;
    const mine = me?.user;
    if (!mine) return;
    const others = [...awareness.getStates()].filter(
      ([id, state]) => id !== awareness.clientID && (state as Shown).user?.name !== mine.name,
    );
    const taken = new Set(others.map(([, state]) => (state as Shown).user?.color));
    const yields = others.some(
      ([id, state]) => id < awareness.clientID && (state as Shown).user?.color === mine.color,
    );
    const free = COLORS.find((color) => !taken.has(color));
    if (yields && free) awareness.setLocalState({ ...me, user: { ...mine, color: free } });
  };
  awareness.on("change", yieldToOthers);
  return () => awareness.off("change", yieldToOthers);
}
