import type { Context } from "../../server/commands/context";
import { insertSnapshot } from "../../server/commands/drafting";
import { transact } from "../../server/commands/transact";
import { insertBody, insertBodyMember, insertConference } from "../../server/db/conferences";
import {
  type InstrumentRow,
  insertInstrument,
  insertText,
  updatePublishedVersion,
} from "../../server/db/instruments";
import { insertDelegation, insertLink, insertPerson } from "../../server/db/people";
import { insertRoom } from "../../server/db/rooms";
import { hashToken, newToken } from "../../server/identity/tokens";
import { type Language, TEXT_SCHEMA_VERSION, type TextDoc } from "../../shared/text/model";
import { encodeTextDoc } from "../../shared/text/yjs";
import { textOf } from "./collab-kit";
import type { InProcess, Person } from "./in-process";

/** A sign-in link for somebody of the database, good for `days`. */
export async function linkFor(
  hall: InProcess,
  personId: string,
  options: { days?: number; reusable?: boolean } = {},
): Promise<string> {
  const token = newToken();
  await insertLink(hall.database.pool, {
    tokenHash: hashToken(token),
    personId,
    expiresAt: new Date(hall.clock.now().getTime() + (options.days ?? 1) * 86_400_000),
    reusable: options.reusable ?? true,
  });
  return `${hall.url}/sign-in/${token}`;
}

export async function personId(hall: InProcess, name: string): Promise<string> {
  const [row] = await hall.sql<{ id: string }>("select id from people where name = $1", [name]);
  if (!row) throw new Error(`There is nobody called ${name}.`);
  return row.id;
}

/** One more person of a delegation of the worked example, signed in. */
export async function joins(hall: InProcess, name: string, role: string, code: string): Promise<Person> {
  const [delegation] = await hall.sql<{ id: string; conferenceId: string }>(
    `select d.id, d.conference_id as "conferenceId" from delegations d join conferences c on c.id = d.conference_id
     where d.code = $1 and c.slug = 'beijing-2013'`,
    [code],
  );
  if (!delegation) throw new Error(`There is no delegation ${code}.`);
  const id = hall.concord.deps.newId();
  await insertPerson(hall.database.pool, {
    id,
    conferenceId: delegation.conferenceId,
    key: `test-${id}`,
    name,
    role,
    delegationId: delegation.id,
    languages: ["en"],
  });
  return hall.signIn(await linkFor(hall, id), { name, role, code });
}

/** Gives an instrument one text in `language`, with an opening version; published when asked. */
export async function addText(
  hall: InProcess,
  context: Context,
  instrument: InstrumentRow,
  language: Language,
  content: TextDoc,
  room: string,
  published: boolean,
): Promise<{ version: string }> {
  const { newId } = hall.concord.deps;
  const result = await transact(context, async (unit) => {
    const roomId = newId();
    await insertRoom(unit.tx, {
      id: roomId,
      name: room,
      schemaVersion: TEXT_SCHEMA_VERSION,
      state: encodeTextDoc(content),
    });
    const text = {
      id: newId(),
      instrumentId: instrument.id,
      language,
      roomId,
      room,
      frozen: false,
      publishedVersionId: null,
    };
    await insertText(unit.tx, text);
    const version = await insertSnapshot(context, unit, instrument, text, content, {
      reason: "opened",
      label: "Opened",
    });
    if (published) await updatePublishedVersion(unit.tx, text.id, version.id);
    return { ok: true, answer: { version: version.id } };
  });
  if (!result.ok) throw new Error(`The text of ${instrument.slug} could not be added.`);
  return result.answer;
}

export type OtherConference = {
  chair: Person;
  delegate: Person;
  delegateId: string;
  room: string;
  version: string;
  amendment: string;
  vote: string;
};

/**
 * A second conference on the same server. It has an instrument and delegations of the same names as the worked
 * example, a question put on an amendment, and people of its own.
 */
export async function openOtherConference(hall: InProcess): Promise<OtherConference> {
  const { deps } = hall.concord;
  const { newId } = deps;
  const conferenceId = newId();
  const pool = hall.database.pool;
  const words = (en: string) => ({ en });
  await insertConference(pool, {
    id: conferenceId,
    slug: "other-2012",
    title: words("Another conference"),
    place: words("Elsewhere"),
    startsOn: "2012-05-01",
    endsOn: "2012-05-02",
    timeZone: "UTC",
    languages: ["en"],
    preset: "un-conference",
    symbolPrefix: "OTHER",
    programme: [],
  });
  const people: Record<string, string> = {};
  const members: string[] = [];
  for (const code of ["KEN", "CHN"]) {
    const id = newId();
    members.push(id);
    await insertDelegation(pool, conferenceId, {
      id,
      code,
      name: words(code),
      kind: "member_state",
      region: "none",
      voting: true,
    });
    const person = newId();
    people[code] = person;
    await insertPerson(pool, {
      id: person,
      conferenceId,
      key: code,
      name: `${code} elsewhere`,
      role: code === "CHN" ? "chair" : "delegate",
      delegationId: id,
      languages: ["en"],
    });
  }
  for (const slug of ["plenary", "drafting-committee"]) {
    const id = newId();
    await insertBody(pool, { id, conferenceId, slug, name: words(slug) });
    for (const member of members) await insertBodyMember(pool, id, member, true);
  }
  const instrument: InstrumentRow = {
    id: newId(),
    conferenceId,
    slug: "declaration",
    title: words("Another declaration"),
    verb: "adopt",
    symbol: "OTHER/L.1",
    revision: 0,
    sourceLanguage: "en",
    stage: "in_reading",
    outcome: null,
    amendmentsDeadline: null,
  };
  await insertInstrument(pool, { ...instrument, position: 0 });
  const context: Context = { deps, conferenceId, person: null, actor: null, repeat: null };
  const content = textOf("We shall meet elsewhere.", "We shall meet again.");
  const room = "other-2012.declaration.en";
  const { version } = await addText(hall, context, instrument, "en", content, room, true);

  const signIn = async (code: string, role: string) =>
    hall.signIn(await linkFor(hall, people[code] ?? ""), { name: `${code} elsewhere`, role, code });
  const chair = await signIn("CHN", "chair");
  const delegate = await signIn("KEN", "delegate");
  const before = content.blocks[0]!;
  const proposed = await hall.does(delegate, "propose-amendment", {
    instrument: "declaration",
    baseVersion: version,
    patch: {
      changes: [
        { op: "revise", before, after: { ...before, runs: [{ text: "We shall not meet.", marks: [] }] } },
      ],
    },
    rationale: "Elsewhere",
    sponsors: [],
  });
  const { amendment } = proposed;
  await hall.does(chair, "rule-on-amendment", { amendment, admissible: true, reason: "" });
  const { vote } = await hall.does(chair, "put-question", { instrument: "declaration", amendment });
  return { chair, delegate, delegateId: people.KEN ?? "", room, version, amendment, vote };
}
