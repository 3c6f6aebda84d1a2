import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { TEXT_SCHEMA_VERSION } from "../../shared/text/model";
import { keptTextOf } from "../offline/kept";
import type { PresenceUser } from "./presence-color";
import { openRoom, type Room, type RoomStatus } from "./provider";
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
  const status = useSyncExternalStore(subscribe, () => opened?.status() ?? OPENING);
  const isLoaded = useSyncExternalStore(subscribe, () => opened?.isLoaded() ?? false);
  const leftBehind = useSyncExternalStore(subscribe, () => opened?.leftBehind() ?? null);
  const hasRestored = useSyncExternalStore(subscribe, () => opened?.hasRestored() ?? false);
  const reopen = useCallback(() => {
    void opened?.discardUnsent().then(() => setTurn((now) => now + 1));
  }, [opened]);
  return { room: isLoaded ? opened : null, status, reopen, leftBehind, hasRestored };
}

export function unsavedIn(status: RoomStatus): number {
  return "changes" in status ? status.changes : 0;
}
