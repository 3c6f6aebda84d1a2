import type { QueryClient } from "@tanstack/react-query";
import type { LiveBallot } from "../../shared/api/live";
import type { DelegationRow } from "../../shared/api/views/conference";
import type { InstrumentView } from "../../shared/api/views/instruments";
import type { VoteView } from "../../shared/api/views/votes";
import { type Majority, neededYes } from "../../shared/rules/counting";
import { query } from "./api";

type Words = VoteView["ballots"][number]["delegation"]["name"];
type OwnBallot = NonNullable<VoteView["myBallot"]>;

/** They do not change while people vote. */
const DELEGATIONS = {
  queryKey: ["delegations", {}],
  queryFn: () => query("delegations", {}),
  staleTime: Number.POSITIVE_INFINITY,
};
/** Every screen of the hall learns the names at the first ballot: not at the same moment, in which others want to vote. */
const LEARN_WITHIN_MS = 20_000;
const learning = new WeakSet<QueryClient>();

/** A question with one more ballot, or one corrected; the tally follows. null: it has to be read again to be right. */
export function withBallot(vote: VoteView, ballot: LiveBallot, name: Words): VoteView | null {
  if (vote.state !== "open" || vote.method !== "recorded" || vote.round !== ballot.round) return null;
  const others = vote.ballots.filter(({ delegation }) => delegation.code !== ballot.delegation);
  const ballots = [...others, { delegation: { code: ballot.delegation, name }, choice: ballot.choice }];
  const tally = { yes: 0, no: 0, abstain: 0 };
  for (const { choice } of ballots) tally[choice]++;
  const needed = neededYes(vote.majority as Majority, tally.yes + tally.no, vote.members);
  return { ...vote, ballots, tally, needed };
}

/**
 * Counts a ballot in what is on screen. False when it has to be read instead: a read is under way that may be older than
 * the ballot, or it is our own delegation's and a colleague cast it.
 */
export function countInCache(
  client: QueryClient,
  instrument: string,
  told: { vote: string; ballot: LiveBallot; mine: string | null; isSending: boolean },
): boolean {
  const key = ["instrument", { instrument }];
  if (client.isFetching({ queryKey: key }) > 0) return false;
  const view = client.getQueryData<InstrumentView>(key);
  if (!view?.question || view.question.id !== told.vote) return false;
  const { ballot } = told;
  const isKnown = (view.question.myBallot?.revision ?? 0) >= ballot.revision;
  if (ballot.delegation === told.mine && !isKnown && !told.isSending) return false;
  const name = nameOf(client, ballot.delegation);
  if (!name) learnNames(client, key);
  const question = withBallot(view.question, ballot, name ?? { en: ballot.delegation });
  if (!question) return false;
  client.setQueryData<InstrumentView>(key, { ...view, question });
  return true;
}

/** Until then a delegation stands there by its code. */
function learnNames(client: QueryClient, key: readonly unknown[]): void {
  if (learning.has(client)) return;
  learning.add(client);
  setTimeout(async () => {
    await client.prefetchQuery(DELEGATIONS);
    learning.delete(client);
    client.setQueryData<InstrumentView>(key, (view) =>
      view?.question ? { ...view, question: named(client, view.question) } : view,
    );
  }, Math.random() * LEARN_WITHIN_MS);
}

function named(client: QueryClient, vote: VoteView): VoteView {
  const ballots = vote.ballots.map(({ delegation: { code, name }, choice }) => ({
    delegation: { code, name: nameOf(client, code) ?? name },
    choice,
  }));
  return { ...vote, ballots };
}

function nameOf(client: QueryClient, code: string): Words | null {
  const delegations = client.getQueryData<DelegationRow[]>(DELEGATIONS.queryKey);
  return delegations?.find((one) => one.code === code)?.name ?? null;
}

/** The server has counted it: it stands in the receipt at once, without another read. */
export function noteOwnBallot(client: QueryClient, vote: VoteView, own: OwnBallot): void {
  client.setQueryData<InstrumentView>(["instrument", { instrument: vote.instrument }], (view) =>
    view?.question?.id === vote.id ? { ...view, question: { ...view.question, myBallot: own } } : view,
  );
}
