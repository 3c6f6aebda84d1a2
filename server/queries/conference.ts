import type { z } from "zod";
import {
  type ConferenceView,
  conferenceShape,
  type DelegationRow,
  type Me,
} from "../../shared/api/views/conference";
import { hasVote } from "../../shared/rules/meeting/credentials";
import { may } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { selectBodies, selectConference } from "../db/conferences";
import { selectInstruments } from "../db/instruments";
import { selectDelegations, selectPresences } from "../db/people";
import { summariseInstrument } from "./instrument-summary";
import type { Viewer } from "./viewer";

const programmeShape: z.ZodType<ConferenceView["programme"]> = conferenceShape.shape.programme;

export async function readMe({ pool, conferenceId, person }: Viewer): Promise<Me> {
  const conference = await selectConference(pool, conferenceId);
  return {
    person: {
      id: person.id,
      name: person.name,
      role: person.role,
      delegation: person.delegation && {
        code: person.delegation.code,
        name: person.delegation.name,
        voting: person.delegation.voting,
        credentials: person.delegation.credentials,
      },
      languages: person.languages,
    },
    conference: { slug: conference.slug, title: conference.title, timeZone: conference.timeZone },
  };
}

const ACTS: readonly Act[] = ["create_instrument", "judge_credentials", "challenge_credentials"];

export async function readConference({ pool, conferenceId, actor }: Viewer): Promise<ConferenceView> {
  const conference = await selectConference(pool, conferenceId);
  const bodies = await selectBodies(pool, conferenceId);
  const instruments = [];
  for (const instrument of await selectInstruments(pool, conferenceId))
    instruments.push(await summariseInstrument(pool, conference.slug, instrument));
  const asNew = { stage: "zero_draft", outcome: null, sourceLanguage: "en" } as const;
  return {
    permissions: Object.fromEntries(ACTS.map((act) => [act, may(actor, act, asNew)])),
    slug: conference.slug,
    title: conference.title,
    place: conference.place,
    startsOn: conference.startsOn,
    endsOn: conference.endsOn,
    timeZone: conference.timeZone,
    languages: conference.languages,
    bodies: bodies.map(({ slug, name, members, present }) => ({ slug, name, members, present })),
    instruments,
    programme: programmeShape.parse(conference.programme),
  };
}

/** All delegations by English name; `presence` has one entry per body the delegation is a member of. */
export function readDelegations({ pool, conferenceId, shared }: Viewer): Promise<DelegationRow[]> {
  return shared.get(`delegations ${conferenceId}`, async () => {
    const presences = new Map<string, Record<string, boolean>>();
    for (const { delegationId, body, present } of await selectPresences(pool, conferenceId))
      presences.set(delegationId, { ...presences.get(delegationId), [body]: present });
    return (await selectDelegations(pool, conferenceId)).map(
      ({ id, code, name, kind, region, voting, credentials }) => ({
        code,
        name,
        kind,
        region,
        voting,
        credentials,
        seated: hasVote({ voting }, credentials),
        presence: presences.get(id) ?? {},
      }),
    );
  });
}
