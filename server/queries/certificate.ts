import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { type Certificate, signCertificate } from "../../shared/records/certificate";
import type { LedgerEntry } from "../../shared/records/ledger";
import { decisionQuorum } from "../../shared/rules/quorum";
import { selectAmendments } from "../db/amendments";
import { selectBallots } from "../db/ballots";
import { selectBodyById, selectOptionalConference } from "../db/conferences";
import { type InstrumentRow, selectOptionalInstrument } from "../db/instruments";
import { type LedgerRecord, selectLedgerAfter, selectLedgerOf } from "../db/ledger";
import { selectDelegations } from "../db/people";
import { selectReservations } from "../db/reservations";
import type { Db } from "../db/rows";
import { selectStatements } from "../db/statements";
import {
  selectAdoptedTexts,
  selectOptionalAdoption,
  selectVersionContent,
  selectVersions,
} from "../db/versions";
import { selectOptionalVote } from "../db/votes";
import { readFormerAdoptions } from "./instrument";
import { symbolOf, tagOf } from "./instrument-summary";
import { presetFor } from "./rules";

/** Who signs: the key in base64url, and its word for a text. */
export type Signer = { key: string; sign(utf8: string): string };

/**
 * The certificate of an adoption; null while nothing was adopted or approved. The same bytes at each asking, until a
 * reservation comes or the key is another.
 */
export async function readCertificate(
  db: Db,
  signer: Signer,
  conferenceSlug: string,
  instrumentSlug: string,
): Promise<Certificate | null> {
  const conference = await selectOptionalConference(db, conferenceSlug);
  const instrument = conference && (await selectOptionalInstrument(db, conference.id, instrumentSlug));
  const adoption = instrument && (await selectOptionalAdoption(db, instrument.id));
  const vote = adoption && (await selectOptionalVote(db, adoption.voteId));
  if (!conference || !instrument || !adoption || !vote) return null;

  const entries = await entriesOfDecision(db, conference.id, vote.id, instrument.slug, adoption.outcome);
  const last = entries.at(-1);
  if (!last) throw new Error(`the adoption of ${instrument.slug} is not on the record`);
  const body = await selectBodyById(db, vote.bodyId);
  const votes = adoption.byConsensus ? [] : await selectBallots(db, vote.id, vote.round);
  const reserved = await reservations(db, conference.id, vote.id);
  const explained = await explanations(db, conference.id, vote.id);
  const led = await history(db, conference.id, instrument.id);
  const counted = vote.yes !== null && vote.no !== null && vote.abstain !== null;
  return signCertificate(
    {
      format: "concord.certificate.1",
      conference: {
        slug: conference.slug,
        title: conference.title,
        place: conference.place,
        startsOn: conference.startsOn,
        endsOn: conference.endsOn,
        timeZone: conference.timeZone,
      },
      instrument: {
        slug: instrument.slug,
        title: instrument.title,
        symbol: symbolOf(instrument),
        outcome: adoption.outcome,
      },
      texts: await adoptedTexts(db, instrument.id, vote.id),
      decision: {
        vote: vote.id,
        decidedAt: adoption.decidedAt,
        body: body.slug,
        majority: vote.majority,
        method: adoption.byConsensus ? null : vote.method,
        tally:
          adoption.byConsensus || !counted
            ? null
            : { yes: vote.yes ?? 0, no: vote.no ?? 0, abstain: vote.abstain ?? 0 },
        needed: adoption.byConsensus ? null : vote.needed,
        members: vote.members,
        present: vote.present,
        quorum: decisionQuorum(vote.members, await presetFor(db, conference.id)),
        votes: votes.map(({ code, choice }) => ({ delegation: code, choice })),
      },
      delegations: await namesOf(db, conference.id, [
        ...votes.map(({ code }) => code),
        ...[...reserved, ...(explained.explanations ?? []), ...led.amendments].map(
          ({ delegation }) => delegation,
        ),
      ]),
      reservations: reserved,
      ...explained,
      ...(await earlier(db, conference.id, instrument)),
      history: led,
      entries,
      head: { seq: last.seq, hash: last.hash },
      key: signer.key,
    },
    {
      sha256Hex: (text) => createHash("sha256").update(text).digest("hex"),
      sign: (text) => signer.sign(text),
    },
  );
}

type Entry = LedgerEntry & { hash: string };
const PAGE = 1_000;

function entryOf(row: LedgerRecord): Entry {
  return { ...(JSON.parse(row.entry) as LedgerEntry), hash: row.hash };
}

/** From the putting of the question to the decision, without a gap. */
async function entriesOfDecision(
  db: Db,
  conferenceId: string,
  voteId: string,
  slug: string,
  outcome: string,
): Promise<Entry[]> {
  const ofVote = await selectLedgerOf(db, conferenceId, [voteId, slug]);
  const put = ofVote.find(({ act, subject }) => act === "question.put" && subject === voteId);
  const decided = ofVote.findLast(({ act, subject }) => act === `text.${outcome}` && subject === slug);
  if (!put || !decided) throw new Error(`vote ${voteId} is not on the record`);
  const entries: Entry[] = [];
  for (let after = put.seq - 1; after < decided.seq; ) {
    const rows = await selectLedgerAfter(db, conferenceId, after, PAGE);
    entries.push(...rows.filter(({ seq }) => seq <= decided.seq).map(entryOf));
    const last = rows.at(-1);
    if (!last) break;
    after = last.seq;
  }
  return entries;
}

async function adoptedTexts(db: Db, instrumentId: string, voteId: string): Promise<Certificate["texts"]> {
  const versions = await selectVersions(db, instrumentId, null);
  const texts: Certificate["texts"] = [];
  for (const { language, versionId, sha256, concordant } of await selectAdoptedTexts(db, voteId)) {
    const version = versions.find(({ id }) => id === versionId);
    if (!version) throw new Error(`version ${versionId} is gone`);
    const text = gunzipSync(await selectVersionContent(db, versionId)).toString("utf8");
    texts.push({ language, version: versionId, number: version.number, sha256, concordant, text });
  }
  return texts;
}

async function namesOf(db: Db, conferenceId: string, codes: string[]): Promise<Certificate["delegations"]> {
  const named = new Set(codes);
  return (await selectDelegations(db, conferenceId))
    .filter(({ code }) => named.has(code))
    .map(({ code, name }) => ({ code, name }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

async function reservations(
  db: Db,
  conferenceId: string,
  voteId: string,
): Promise<Certificate["reservations"]> {
  const entries = await selectLedgerOf(db, conferenceId, [voteId]);
  const told = entries.filter(({ act }) => act === "reservation.made").map(entryOf);
  return (await selectReservations(db, voteId)).map(({ id, code, words }) => {
    const entry = told.find(({ data }) => (data as { reservation?: unknown }).reservation === id);
    if (!entry) throw new Error(`reservation ${id} is not on the record`);
    return { delegation: code, words, seq: entry.seq };
  });
}

/** With their words and when they were said; nothing where nobody explained its vote. */
async function explanations(
  db: Db,
  conferenceId: string,
  voteId: string,
): Promise<Pick<Certificate, "explanations">> {
  const entries = await selectLedgerOf(db, conferenceId, [voteId]);
  const told = entries.filter(({ act }) => act === "vote.explained").map(entryOf);
  const said = (await selectStatements(db, voteId)).flatMap(({ id, code, kind, words }) => {
    if (kind === "intention" || words === null) return [];
    const entry = told.find(({ data }) => (data as { statement?: unknown }).statement === id);
    if (!entry) throw new Error(`statement ${id} is not on the record`);
    const when: "before" | "after" = kind === "explanation_before" ? "before" : "after";
    return [{ delegation: code, when, words, seq: entry.seq }];
  });
  return said.length > 0 ? { explanations: said } : {};
}

/** The adoptions that were reconsidered, each with the entry that says so. */
async function earlier(
  db: Db,
  conferenceId: string,
  { id, slug }: InstrumentRow,
): Promise<Pick<Certificate, "earlier">> {
  const entries = await selectLedgerOf(db, conferenceId, [slug]);
  const told = entries.filter(({ act }) => act === "text.reconsidered").map(entryOf);
  const former = (await readFormerAdoptions(db, id)).map((one) => {
    const entry = told.find(({ data }) => (data as { vote?: unknown }).vote === one.vote);
    if (!entry) throw new Error(`the reconsideration of ${slug} is not on the record`);
    return { ...one, seq: entry.seq };
  });
  return former.length > 0 ? { earlier: former } : {};
}

const DISPOSED: Record<string, string> = {
  "amendment.adopted": "adopted",
  "amendment.rejected": "rejected",
  "amendment.withdrawn": "withdrawn",
  "amendment.not_put": "not_put",
  "amendment.lapsed": "lapsed",
  "amendment.incorporated": "incorporated",
  "amendment.ruled_inadmissible": "inadmissible",
};

/** Which versions there were and what became of each amendment, with the entry that says so. */
async function history(db: Db, conferenceId: string, instrumentId: string): Promise<Certificate["history"]> {
  const versions = await selectVersions(db, instrumentId, null);
  const amendments = (await selectAmendments(db, instrumentId)).filter(({ number }) => number !== null);
  const told = await selectLedgerOf(
    db,
    conferenceId,
    [...versions, ...amendments].map(({ id }) => id),
  );
  return {
    versions: versions
      .map(({ id, language, number, reason, sha256 }) => ({
        seq: told.find(({ act, subject }) => act === "version.fixed" && subject === id)?.seq ?? 0,
        language,
        number,
        reason,
        sha256,
      }))
      .sort((a, b) => a.seq - b.seq),
    amendments: amendments
      .flatMap(({ id, number, delegation }) => {
        const last = told.findLast(({ act, subject }) => subject === id && DISPOSED[act] !== undefined);
        if (!last) return [];
        return [
          {
            seq: last.seq,
            tag: tagOf(number),
            delegation: delegation.code,
            outcome: DISPOSED[last.act] ?? "",
          },
        ];
      })
      .sort((a, b) => a.seq - b.seq),
  };
}
