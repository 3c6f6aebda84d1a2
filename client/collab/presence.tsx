import { useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { PresenceUser } from "./presence-color";
import type { Room } from "./provider";

type Present = PresenceUser & { key: string; isMe: boolean };

/** Everyone in the room, each once however many windows they have open; oneself first. */
export function usePresence(room: Room | null): Present[] {
  const subscribe = useMemo(
    () => (listener: () => void) => {
      room?.awareness.on("change", listener);
      return () => room?.awareness.off("change", listener);
    },
    [room],
  );
  const shown = useSyncExternalStore(subscribe, () => (room ? JSON.stringify(peopleIn(room)) : "[]"));
  return useMemo(() => JSON.parse(shown) as Present[], [shown]);
}

function peopleIn(room: Room): Present[] {
  const people = new Map<string, Present>();
  for (const [clientId, state] of room.awareness.getStates()) {
    const user = (state as { user?: Partial<PresenceUser> }).user;
    if (typeof user?.name !== "string") continue;
    const isMe = clientId === room.awareness.clientID;
    const delegation = typeof user.delegation === "string" ? user.delegation : null;
    const key = `${user.name} ${delegation ?? ""}`;
    if (people.has(key) && !isMe) continue;
    people.set(key, { key, name: user.name, color: String(user.color), delegation, isMe });
  }
  return [...people.values()].sort((a, b) => Number(b.isMe) - Number(a.isMe) || (a.name < b.name ? -1 : 1));
}

const SHOWN_AT_MOST = 4;

export function Avatars({ people }: { people: readonly Present[] }) {
  const { t } = useTranslation("drafting");
  if (people.length === 0) return null;
  const hidden = people.length - SHOWN_AT_MOST;
  return (
    <ul className="avatars" aria-label={t("peopleCount", { count: people.length })}>
      {people.slice(0, SHOWN_AT_MOST).map((one) => (
        <li key={one.key}>
          <Avatar person={one} />
        </li>
      ))}
      {hidden > 0 && <li className="avatars-more num">{t("more", { count: hidden })}</li>}
    </ul>
  );
}

function Avatar({ person }: { person: Present }) {
  const label = [person.name, person.delegation].filter(Boolean).join(", ");
  return (
    <span className="avatar" style={{ background: person.color }} title={label}>
      <span aria-hidden="true">{initials(person.name)}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

export function PeopleList({ people }: { people: readonly Present[] }) {
  const { t } = useTranslation("drafting");
  return (
    <ul className="people">
      {people.map((one) => (
        <li key={one.key} className="row">
          <span className="avatar" style={{ background: one.color }} aria-hidden="true">
            {initials(one.name)}
          </span>
          <span>
            {one.isMe ? t("you", { name: one.name }) : one.name}
            {one.delegation && <span className="muted"> {one.delegation}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
