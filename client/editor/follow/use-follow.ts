import type { EditorView } from "prosemirror-view";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Present } from "../../collab/presence";
import type { Room } from "../../collab/room";
import { follow } from "./follow";

export type Following = {
  /** null: nobody. */
  whom: Present | null;
  /** Whether their cursor is in the text. */
  inSight: boolean;
  start: (person: Present) => void;
  stop: () => void;
};

/** One person of the room whose cursor the screen keeps in sight, until the reader moves or the person leaves. */
export function useFollow(room: Room | null, view: EditorView | null, people: readonly Present[]): Following {
  const [key, setKey] = useState<string | null>(null);
  const [inSight, setInSight] = useState(true);
  const whom = people.find((one) => one.key === key) ?? null;
  const present = whom?.key ?? null;
  const stop = useCallback(() => setKey(null), []);
  const start = useCallback((person: Present) => setKey(person.key), []);
  useEffect(() => {
    if (!room || !view || !present) return;
    return follow(view, room, present, { onSight: setInSight, onStop: stop });
  }, [room, view, present, stop]);
  return useMemo(() => ({ whom, inSight, start, stop }), [whom, inSight, start, stop]);
}
