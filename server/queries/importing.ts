import type { DelegationView } from "../../shared/api/views/common";
import { hasVote } from "../../shared/rules/meeting/credentials";
import type { Language, TextDoc } from "../../shared/text/model";
import { selectDelegations, selectPeople } from "../db/people";
import { selectVersions } from "../db/versions";
import { readVersionText } from "./text-content";
import type { Viewer } from "./viewer";

/** What a file of amendments is read against: the versions of a text from the newest on, and who may propose. */
export type Importing = {
  versions: { id: string; number: number; label: string }[];
  read(version: string): Promise<TextDoc>;
  delegations: DelegationView[];
  people: { name: string; delegation: string | null }[];
};

export async function readImporting(
  { pool, conferenceId }: Viewer,
  instrumentId: string,
  language: Language,
): Promise<Importing> {
  const versions = await selectVersions(pool, instrumentId, language);
  const delegations = await selectDelegations(pool, conferenceId);
  const people = await selectPeople(pool, conferenceId);
  return {
    versions: versions
      .map(({ id, number, label }) => ({ id, number, label }))
      .sort((a, b) => b.number - a.number),
    read: (version) => readVersionText(pool, version),
    delegations: delegations
      .filter((one) => hasVote(one, one.credentials))
      .map(({ code, name }) => ({ code, name })),
    people: people.map(({ name, delegation }) => ({ name, delegation: delegation?.code ?? null })),
  };
}
