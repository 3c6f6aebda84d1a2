import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { TEXT_SCHEMA_VERSION } from "../../shared/text/model";
import type { PresenceUser } from "./presence-color";
import { openRoom, type Room, type RoomStatus } from "./provider";

const OPENING: RoomStatus = { kind: "opening" };

export type RoomView = {
  /** null until the text has arrived. */
  room: Room | null;
  status: RoomStatus;
  /** Throws away this window's copy and opens the text as it stands on the server. */
  reopen: () => void;
};

/** The live text of `name` for as long as the component is on screen. `user` null: nobody sees that we read. */
export function useRoom(name: string | null, user: PresenceUser | null): RoomView {
  const [opened, setOpened] = useState<Room | null>(null);
  const [turn, setTurn] = useState(0);
  const userAtOpening = useRef(user);
  userAtOpening.current = user;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is asked for to open the room anew.
  useEffect(() => {
    if (name === null) return;
    const room = openRoom({
      origin: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}`,
      room: name,
      schemaVersion: TEXT_SCHEMA_VERSION,
      user: userAtOpening.current,
    });
    setOpened(room);
    return () => {
      setOpened(null);
      room.close();
    };
  }, [name, turn]);

  const presence = JSON.stringify(user);
  useEffect(() => {
    opened?.setUser(JSON.parse(presence) as PresenceUser | null);
  }, [opened, presence]);

  const subscribe = useCallback(
    (listener: () => void) => opened?.subscribe(listener) ?? (() => undefined),
    [opened],
  );
  const status = useSyncExternalStore(subscribe, () => opened?.status() ?? OPENING);
  const isLoaded = useSyncExternalStore(subscribe, () => opened?.isLoaded() ?? false);
  useLeavingWarning(unsavedIn(status) > 0);

  return { room: isLoaded ? opened : null, status, reopen: useCallback(() => setTurn((now) => now + 1), []) };
}

export function unsavedIn(status: RoomStatus): number {
  return "changes" in status ? status.changes : 0;
}

/** The browser asks before the window is closed on changes that only this window has. */
function useLeavingWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [active]);
}
