import { readFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { submitText } from "../commands/amendments/submission";
import { type Context, type Deps, fail } from "../commands/context";
import { insertSnapshot } from "../commands/drafting";
import { insertNewText } from "../commands/texts/new-text";
import { transact, type Unit } from "../commands/transact";
import { insertDraftAmendment, insertSponsor, lockAmendment } from "../db/amendments";
import {
  insertBody,
  insertBodyMember,
  insertConference,
  lockSeeding,
  selectBody,
  selectConferences,
} from "../db/conferences";
import { type InstrumentRow, insertInstrument, updatePublishedVersion } from "../db/instruments";
import { insertDelegation, insertPerson } from "../db/people";
import { applyEdits, toBlock } from "./edits";
import {
  amendmentsFile,
  conferenceFile,
  delegationsFile,
  peopleFile,
  type SeedAmendment,
  type SeedBlock,
  textFile,
} from "./shapes";

type Files = {
  conference: z.infer<typeof conferenceFile>;
  delegations: z.infer<typeof delegationsFile>;
  people: z.infer<typeof peopleFile>;
  amendments: SeedAmendment[];
  /** By `<instrument>.<language>`. */
  texts: Map<string, SeedBlock[]>;
};

async function readFiles(dir: string): Promise<Files> {
  const read = async <T>(name: string, shape: z.ZodType<T>): Promise<T> =>
    shape.parse(JSON.parse(await readFile(path.join(dir, name), "utf8")));
  const conference = await read("conference.json", conferenceFile);
  const texts = new Map<string, SeedBlock[]>();
  for (const { slug } of conference.instruments) {
    for (const language of conference.languages) {
      const name = `${slug}.${language}`;
      texts.set(name, (await read(`${name}.json`, textFile)).blocks);
    }
  }
  return {
    conference,
    texts,
    delegations: await read("delegations.json", delegationsFile),
    people: await read("people.json", peopleFile),
    amendments: await read("amendments.json", amendmentsFile),
  };
}

/**
 * Puts the worked example into an empty database, in one transaction and on the record.
 * @returns false when a conference is there already: nothing is touched
 */
export async function seed(deps: Deps, dir: string): Promise<boolean> {
  if ((await selectConferences(deps.pool)).length > 0) return false;
  const files = await readFiles(dir);
  const context: Context = { deps, conferenceId: deps.newId(), person: null, actor: null, repeat: null };
  const result = await transact(context, async (unit) => {
    await lockSeeding(unit.tx);
    if ((await selectConferences(unit.tx)).length > 0) return fail("wrong_state");
    await seedConference(context, unit, files);
    const delegations = await seedPeople(context, unit, files);
    for (const [position, given] of files.conference.instruments.entries()) {
      const instrument: InstrumentRow = {
        id: deps.newId(),
        conferenceId: context.conferenceId,
        ...given,
        revision: 0,
        sourceLanguage: "en",
        // The worked example begins on the afternoon of 22 October: the first instrument is being read.
        stage: position === 0 ? "in_reading" : "zero_draft",
        outcome: null,
        amendmentsDeadline: null,
      };
      await insertInstrument(unit.tx, { ...instrument, position });
      await seedTexts(context, unit, files, instrument, delegations);
    }
    return { ok: true, answer: null };
  });
  return result.ok;
}

async function seedConference({ deps, conferenceId }: Context, unit: Unit, files: Files): Promise<void> {
  const { bodies, instruments: _seededWithTheirTexts, ...row } = files.conference;
  await insertConference(unit.tx, { ...row, id: conferenceId });
  for (const { slug, name } of bodies)
    await insertBody(unit.tx, { id: deps.newId(), conferenceId, slug, name });
  unit.record(
    "conference.opened",
    row.slug,
    { title: row.title, preset: row.preset, languages: row.languages },
    null,
  );
}

/** Gives each delegation's id by its code. */
async function seedPeople(
  { deps, conferenceId }: Context,
  unit: Unit,
  files: Files,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const plenary = await selectBody(unit.tx, conferenceId, "plenary");
  const committee = await selectBody(unit.tx, conferenceId, "drafting-committee");
  for (const one of files.delegations) {
    const id = deps.newId();
    ids.set(one.code, id);
    await insertDelegation(unit.tx, conferenceId, { ...one, id, region: one.group });
    if (one.voting) await insertBodyMember(unit.tx, plenary.id, id, one.plenaryPresent);
    if (one.committeeMember) await insertBodyMember(unit.tx, committee.id, id, one.committeePresent);
  }
  for (const one of files.people) {
    await insertPerson(unit.tx, {
      id: deps.newId(),
      conferenceId,
      ...one,
      delegationId: one.delegation === null ? null : idOf(ids, one.delegation),
    });
  }
  unit.record(
    "credentials.accepted",
    files.conference.slug,
    {
      voting: files.delegations.filter(({ voting }) => voting).map(({ code }) => code),
      observing: files.delegations.filter(({ voting }) => !voting).map(({ code }) => code),
    },
    null,
  );
  return ids;
}

function idOf(ids: Map<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`there is no delegation ${code}`);
  return id;
}

/** One room and one opening version, published, in each language; then the forums' amendments to it. */
async function seedTexts(
  context: Context,
  unit: Unit,
  files: Files,
  instrument: InstrumentRow,
  delegations: Map<string, string>,
): Promise<void> {
  const { slug } = instrument;
  for (const language of files.conference.languages) {
    const blocks = files.texts.get(`${slug}.${language}`) ?? [];
    const content = { blocks: blocks.map(toBlock) };
    const text = await insertNewText(context, unit, files.conference.slug, instrument, language, content);
    const version = await insertSnapshot(context, unit, instrument, text, content, {
      reason: "opened",
      label: "Zero draft",
    });
    await updatePublishedVersion(unit.tx, text.id, version.id);
    for (const amendment of files.amendments) {
      if (amendment.instrument === slug && amendment.language === language)
        await seedAmendment(context, unit, instrument, version.id, blocks, amendment, delegations);
    }
  }
}

async function seedAmendment(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  baseVersionId: string,
  blocks: SeedBlock[],
  given: SeedAmendment,
  delegations: Map<string, string>,
): Promise<void> {
  const id = context.deps.newId();
  await insertDraftAmendment(unit.tx, {
    id,
    instrumentId: instrument.id,
    language: given.language,
    delegationId: idOf(delegations, given.delegation),
    proposedBy: null,
    source: given.source,
    baseVersionId,
    roomId: null,
    createdAt: unit.at,
  });
  // The forums' sponsors have signed on paper: nobody need be asked.
  for (const code of given.cosponsors) await insertSponsor(unit.tx, id, idOf(delegations, code), unit.at);
  const submitted = await submitText(
    context,
    unit,
    instrument,
    await lockAmendment(unit.tx, id),
    applyEdits(blocks, given.edits),
    { rationale: given.rationale, sponsors: [], agreed: new Set() },
  );
  if (!submitted.ok) throw new Error(`amendment ${given.key} cannot be submitted: ${submitted.code}`);
}
