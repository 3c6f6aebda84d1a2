import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { TEXT_SCHEMA_VERSION } from "../../shared/text/model";
import { keptTextOf } from "../offline/kept";
import type { PresenceUser } from "./presence-color";
import { openRoom } from "./provider";
import type { Room, RoomStatus } from "./room";
import type { LeftBehind } from "./unsent-keeper";
import { unsentStore } from "./unsent-store";

const OPENING: RoomStatus = { kind: "opening", waits: null };

export type RoomView = {
  /** null until the text has arrived. */
  room: Room | null;
  status: RoomStatus;
  /** Throws away what is unsent and opens the text as it stands on the server. */
  reopen: () => void;
  /** Words of an earlier page of this person that are not in the text. */
  leftBehind: LeftBehind | null;
  /** Such words were put into the text as it was opened. */
  hasRestored: boolean;
};

/** Who writes here; `user` null: nobody sees that we read. */
export type Writer = { person: string; mayWrite: boolean; user: PresenceUser | null };

/** The live text of `name` for as long as the component is on screen. */
export function useRoom(name: string | null, writer: Writer): RoomView {
  const { person, user, mayWrite } = writer;
  const [opened, setOpened] = useState<Room | null>(null);
  const [turn, setTurn] = useState(0);
  const atOpening = useRef(writer);
  atOpening.current = writer;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is asked for to open the room anew.
  useEffect(() => {
    if (name === null) return;
    const room = openRoom({
      origin: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}`,
      room: name,
      schemaVersion: TEXT_SCHEMA_VERSION,
      person,
      user: atOpening.current.user,
      kept: keptTextOf(name),
      unsent: { store: unsentStore(person, name), mayWrite: atOpening.current.mayWrite },
    });
    setOpened(room);
    return () => {
      setOpened(null);
      room.close();
    };
  }, [name, person, turn]);

  useEffect(() => {
    if (mayWrite) opened?.restore();
  }, [opened, mayWrite]);

  const presence = JSON.stringify(user);
  useEffect(() => {
    opened?.setUser(JSON.parse(presence) as PresenceUser | null);
  }, [opened, presence]);

  const subscribe = useCallback(
    (listener: () => void) => opened?.subscribe(listener) ?? (() => undefined),
    [opened],
  );
  const calm = useMemo(() => opened && calmStatus(opened), [opened]);
  const status = useSyncExternalStore(calm?.subscribe ?? subscribe, () => calm?.status() ?? OPENING);
  const isLoaded = useSyncExternalStore(subscribe, () => opened?.isLoaded() ?? false);
  const leftBehind = useSyncExternalStore(subscribe, () => opened?.leftBehind() ?? null);
  const hasRestored = useSyncExternalStore(subscribe, () => opened?.hasRestored() ?? false);
  const reopen = useCallback(() => {
    void opened?.discardUnsent().then(() => setTurn((now) => now + 1));
  }, [opened]);
  return { room: isLoaded ? opened : null, status, reopen, leftBehind, hasRestored };
}

/** Longer than a server that answers takes to confirm a key, shorter than anyone waits to see that what they wrote is safe. */
const CALM_MS = 200;

/**
 * The room's status, with "saving" told at once and "saved" when the writing pauses: else the screen would be drawn twice for
 * each key. What is unsaved is never called saved by it.
 */
function calmStatus(room: Room) {
  let shown = room.status();
  return {
    status: () => shown,
    subscribe(listener: () => void): () => void {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const show = () => {
        clearTimeout(timer);
        if (shown === room.status()) return;
        shown = room.status();
        listener();
      };
      const stop = room.subscribe(() => {
        const { kind } = room.status();
        if (shown.kind !== "saving" || (kind !== "saving" && kind !== "saved")) return show();
        clearTimeout(timer);
        timer = setTimeout(show, CALM_MS);
      });
      show();
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}

export function unsavedIn(status: RoomStatus): number {
  return "changes" in status ? status.changes : 0;
}
