import type { QueryClient } from "@tanstack/react-query";
import { type LiveEvent, liveEventShape } from "../../shared/api/live";
import type { QueryName } from "../../shared/api/routes";
import type { Me } from "../../shared/api/views/conference";
import { countInCache } from "./count";

/** At most four reads of a screen in a second, however many ballots arrive in it. */
const PACE_MS = 250;

const EVERYWHERE: readonly QueryName[] = ["record", "verification"];
const OF_AN_INSTRUMENT: readonly QueryName[] = [
  "instrument",
  "amendments",
  "what-if",
  "versions",
  "votes",
  "concordance",
  "agreement",
];
/** Keyed by an id of their own, so nothing in the key says which instrument they belong to. */
const OF_SOMETHING_WITHIN: readonly QueryName[] = [
  "amendment",
  "discussion",
  "attachments",
  "circulation",
  "amendment-proposal",
  "three-way",
  "vote",
  "conference",
  "meeting",
  "unread",
  "notifications",
  "invitations",
  "rules",
];

/** A ballot or an objection moves the question and its tally, nothing else. */
const ABOUT_THE_COUNT = /^(ballot\.|question\.objected$)/;
const ABOUT_COMMENTS = /^(comment|thread)\./;
const ABOUT_ATTACHMENTS = /^attachment\./;
const ABOUT_THE_FLOOR = /^speakers?\./;
const ABOUT_CREDENTIALS = /^credentials\./;
const ABOUT_PRESENCE = /^(presence|credentials)\./;
const ABOUT_REPORTS = /^report\./;

type Concern = { name: QueryName; instrument: string | null };

/** The reads that an act may have changed. `instrument` null: whatever the instrument. */
export function concerns(event: LiveEvent): Concern[] {
  const everywhere = EVERYWHERE.map((name) => ({ name, instrument: null }));
  const within = (names: readonly QueryName[]) =>
    names.map((name) => ({ name, instrument: event.instrument }));
  const loose = (names: readonly QueryName[]) => names.map((name) => ({ name, instrument: null }));
  if (ABOUT_THE_COUNT.test(event.act))
    return [...everywhere, ...within(["instrument", "votes"]), ...loose(["vote"])];
  if (ABOUT_COMMENTS.test(event.act))
    return [
      ...everywhere,
      ...within(["comments"]),
      ...loose(["discussion", "mentions", "unread", "notifications"]),
    ];
  if (ABOUT_ATTACHMENTS.test(event.act)) return [...everywhere, ...loose(["amendment", "attachments"])];
  if (ABOUT_THE_FLOOR.test(event.act)) return [...everywhere, ...loose(["meeting", "rules"])];
  if (ABOUT_REPORTS.test(event.act)) return [...everywhere, ...loose(["reports", "reportText"])];
  const presence = ABOUT_PRESENCE.test(event.act) ? loose(["delegations"]) : [];
  const own = ABOUT_CREDENTIALS.test(event.act) ? loose(["me"]) : [];
  return [...everywhere, ...presence, ...own, ...within(OF_AN_INSTRUMENT), ...loose(OF_SOMETHING_WITHIN)];
}

/** Whether every question on screen that the act is about could count the ballot by itself. */
function countsIt(client: QueryClient, event: LiveEvent): boolean {
  if (!event.ballot || !event.instrument) return false;
  const mine = client.getQueryData<Me>(["me", {}])?.person.delegation?.code ?? null;
  const isSending = client.isMutating({ mutationKey: ["cast-ballot"] }) > 0;
  const told = { vote: event.subject, ballot: event.ballot, mine, isSending };
  return countInCache(client, event.instrument, told);
}

function touches(queryKey: readonly unknown[], waiting: readonly Concern[]): boolean {
  const [name, params] = queryKey as [QueryName, { instrument?: string } | undefined];
  return waiting.some(
    (one) =>
      one.name === name &&
      (one.instrument === null || !params?.instrument || params.instrument === one.instrument),
  );
}

/** A list of a thousand is on the screen by then. */
const DRAWN_MS = 1_500;

/** A browser tries again by itself after a lost network, and never after an answer that is no stream. */
const AGAIN_MS = 3_000;

/** Keeps every read on screen fresh for as long as it is open. Returns how to stop. */
export function followLive(client: QueryClient, onState: (connected: boolean) => void): () => void {
  let source = listen();
  let waiting: Concern[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;
  let onceDrawn: ReturnType<typeof setTimeout> | null = null;
  let wasReady = false;

  const flush = () => {
    timer = null;
    const now = waiting;
    waiting = [];
    const concerned = {
      predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => touches(queryKey, now),
    };
    // A read that is under way may have been answered before the act: it is let finish, and asked again.
    if (client.isFetching(concerned) > 0) {
      waiting = now;
      timer = setTimeout(flush, PACE_MS);
    }
    void client.invalidateQueries(concerned, { cancelRefetch: false });
  };

  function listen(): EventSource {
    const opened = new EventSource("/api/live");
    opened.addEventListener("ready", onReady);
    opened.addEventListener("act", onAct);
    opened.addEventListener("error", onError);
    return opened;
  }

  function onReady(): void {
    onState(true);
    // What was read before the stream was listening may be older than it; and after a gap too long to be replayed
    // nothing says what was missed. A first load has mostly just begun, and is not begun again; nor is what has come already
    // asked for a second time while it is being drawn.
    if (wasReady) void client.invalidateQueries({}, { cancelRefetch: true });
    else {
      const listeningSince = Date.now();
      onceDrawn = setTimeout(() => {
        void client.invalidateQueries(
          {
            predicate: ({ state, queryKey }) =>
              state.dataUpdatedAt > 0 && state.dataUpdatedAt <= listeningSince && queryKey[0] !== "me",
          },
          { cancelRefetch: false },
        );
      }, DRAWN_MS);
    }
    wasReady = true;
  }

  function onAct(message: MessageEvent<string>): void {
    const event = liveEventShape.safeParse(JSON.parse(message.data));
    if (!event.success) return;
    const counted = countsIt(client, event.data);
    const all = concerns(event.data);
    waiting.push(...(counted ? all.filter(({ name }) => EVERYWHERE.includes(name)) : all));
    timer ??= setTimeout(flush, PACE_MS);
  }

  function onError(): void {
    onState(false);
    if (source.readyState !== EventSource.CLOSED) return;
    // Signed out, perhaps, in another window: the screen then says so.
    void client.invalidateQueries({ queryKey: ["me"] });
    again = setTimeout(() => {
      source = listen();
    }, AGAIN_MS);
  }

  return () => {
    source.close();
    if (timer) clearTimeout(timer);
    if (again) clearTimeout(again);
    if (onceDrawn) clearTimeout(onceDrawn);
  };
}
