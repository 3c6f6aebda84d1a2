import { Popover } from "radix-ui";
import { useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "../i18n/use-translation";
import { Button } from "../ui/button";
import type { PresenceUser } from "./presence-color";
import type { Room } from "./room";

export type Present = PresenceUser & { key: string; isMe: boolean };

/** Tells people apart, however many windows each has open; null for what names nobody. */
export function personKey(user: unknown): string | null {
  const { name, delegation } = (user ?? {}) as { name?: unknown; delegation?: unknown };
  if (typeof name !== "string") return null;
  return `${name} ${typeof delegation === "string" ? delegation : ""}`;
}

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
    const key = personKey(user);
    if (key === null || typeof user?.name !== "string") continue;
    const isMe = clientId === room.awareness.clientID;
    const delegation = typeof user.delegation === "string" ? user.delegation : null;
    if (people.has(key) && !isMe) continue;
    people.set(key, { key, name: user.name, color: String(user.color), delegation, isMe });
  }
  return [...people.values()].sort((a, b) => Number(b.isMe) - Number(a.isMe) || (a.name < b.name ? -1 : 1));
}

const SHOWN_AT_MOST = 4;

function Avatars({ people }: { people: readonly Present[] }) {
  const hidden = people.length - SHOWN_AT_MOST;
  return (
    <span className="avatars" aria-hidden="true">
      {people.slice(0, SHOWN_AT_MOST).map((one) => (
        <Avatar key={one.key} person={one} />
      ))}
      {hidden > 0 && <span className="avatars-more num">+{hidden}</span>}
    </span>
  );
}

function Avatar({ person }: { person: Present }) {
  return (
    <span className="avatar" aria-hidden="true" style={{ background: person.color }}>
      {initials(person.name)}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

type FollowSomebody = {
  whom: Present | null;
  start: (person: Present) => void;
  stop: () => void;
};

/** Who is here, behind their avatars: each can be followed. */
export function PeopleMenu({ people, following }: { people: readonly Present[]; following: FollowSomebody }) {
  const { t } = useTranslation("drafting");
  const [open, setOpen] = useState(false);
  if (people.length === 0) return null;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button tone="quiet" className="people-menu" aria-label={t("peopleCount", { count: people.length })}>
          <Avatars people={people} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="end" aria-label={t("people")}>
          <PeopleList people={people} following={following} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function PeopleList({
  people,
  following,
  onDone,
}: {
  people: readonly Present[];
  following: FollowSomebody;
  onDone: () => void;
}) {
  const { t } = useTranslation("drafting");
  if (people.length === 0) return <p className="muted">{t("nobodyHere")}</p>;
  return (
    <ul className="people">
      {people.map((one) => (
        <li key={one.key} className="row">
          <Avatar person={one} />
          <span>
            {one.isMe ? t("you", { name: one.name }) : one.name}
            {one.delegation && <span className="muted"> {one.delegation}</span>}
          </span>
          {!one.isMe && (
            <Button
              tone="quiet"
              aria-pressed={following.whom?.key === one.key}
              aria-label={t("followName", { name: one.name })}
              onClick={() => {
                if (following.whom?.key === one.key) following.stop();
                else following.start(one);
                onDone();
              }}
            >
              {t("follow")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
