import type { Words } from "../../shared/api/views/common";
import type { AdoptionView, FormerAdoptionView } from "../../shared/api/views/instruments";
import type { ReportKind } from "../../shared/records/reports/write";
import type { Language, TextDoc } from "../../shared/text/model";
import { selectAmendmentStates } from "../db/amendments";
import { type ConferenceRow, selectConferences, selectOptionalConference } from "../db/conferences";
import { selectDivisionParts } from "../db/divisions";
import {
  type InstrumentRow,
  selectInstruments,
  selectOptionalInstrument,
  selectTexts,
} from "../db/instruments";
import type { Db } from "../db/rows";
import { selectVersion, type VersionRow } from "../db/versions";
import { selectVotes, type VoteRow } from "../db/votes";
import { readAdoption, readFormerAdoptions } from "./instrument";
import { symbolOf, tagOf } from "./instrument-summary";
import { issuedReports, pageOf } from "./reports";
import { readVersionText } from "./text-content";

export type PublicVote = {
  subject: "amendment" | "final" | "part";
  tag: string | null;
  /** The paragraph that was put separately, as it was called then. */
  part: string | null;
  result: "carried" | "lost";
  tally: { yes: number; no: number; abstain: number } | null;
  /** Yes votes that were needed; null: nothing was counted. */
  needed: number | null;
  members: number;
  present: number;
  decidedAt: string;
};

/** What anyone may read: published versions, decisions, tallies. Never the live draft. */
export type PublicText = {
  conference: {
    slug: string;
    title: Words;
    place: Words;
    startsOn: string;
    endsOn: string;
    timeZone: string;
  };
  instrument: { slug: string; title: Words; symbol: string; stage: string; outcome: string | null };
  /** Languages that have a published version. */
  languages: Language[];
  language: Language;
  version: VersionRow;
  text: TextDoc;
  adoption: AdoptionView | null;
  formerAdoptions: FormerAdoptionView[];
  votes: PublicVote[];
};

/** null: no such conference or instrument, or nothing published in that language. `language` null: the source language. */
export async function readPublicText(
  db: Db,
  conferenceSlug: string,
  instrumentSlug: string,
  language: Language | null,
): Promise<PublicText | null> {
  const conference = await selectOptionalConference(db, conferenceSlug);
  const instrument = conference && (await selectOptionalInstrument(db, conference.id, instrumentSlug));
  if (!conference || !instrument) return null;
  const texts = (await selectTexts(db, instrument.id)).filter(
    ({ publishedVersionId }) => publishedVersionId !== null,
  );
  const wanted = language ?? instrument.sourceLanguage;
  const text = texts.find((one) => one.language === wanted);
  if (!text?.publishedVersionId) return null;
  const version = await selectVersion(db, text.publishedVersionId);
  return {
    conference,
    instrument: { ...instrument, symbol: symbolOf(instrument) },
    languages: texts.map((one) => one.language),
    language: wanted,
    version,
    text: await readVersionText(db, version.id),
    adoption: await readAdoption(db, conference.id, instrument),
    formerAdoptions: await readFormerAdoptions(db, instrument.id),
    votes: await readPublicVotes(db, instrument),
  };
}

async function readPublicVotes(db: Db, instrument: InstrumentRow): Promise<PublicVote[]> {
  const votes: PublicVote[] = [];
  const numbers = new Map(
    (await selectAmendmentStates(db, instrument.id)).map(({ id, number }) => [id, number]),
  );
  for (const vote of await selectVotes(db, instrument.id)) {
    // How the meeting went on is no decision on the text.
    const { subject } = vote;
    if (subject === "motion" || subject === "appeal" || subject === "division") continue;
    if (vote.decidedAt === null || (vote.result !== "carried" && vote.result !== "lost")) continue;
    votes.push({
      subject,
      part: vote.part && (await partName(db, vote)),
      tag: vote.amendmentId ? tagOf(numbers.get(vote.amendmentId) ?? null) : null,
      result: vote.result,
      tally:
        vote.yes === null || vote.no === null || vote.abstain === null
          ? null
          : { yes: vote.yes, no: vote.no, abstain: vote.abstain },
      needed: vote.needed,
      members: vote.members,
      present: vote.present,
      decidedAt: vote.decidedAt,
    });
  }
  // A part is decided before the whole that was put before it.
  return votes.sort((a, b) => a.decidedAt.localeCompare(b.decidedAt));
}

async function partName(db: Db, { divisionId, part }: VoteRow): Promise<string | null> {
  const parts = divisionId ? await selectDivisionParts(db, divisionId) : [];
  return parts.find(({ block }) => block === part)?.path ?? null;
}

export type PublicConference = Omit<ConferenceRow, "programme"> & {
  instruments: Array<{ slug: string; title: Words; symbol: string; stage: string; outcome: string | null }>;
  /** Issued ones. `page`: their address. */
  reports: Array<{ kind: ReportKind; page: string }>;
};

/** The conferences and their instruments, for the front page. */
export async function readPublicConferences(db: Db): Promise<PublicConference[]> {
  const views: PublicConference[] = [];
  for (const conference of await selectConferences(db)) {
    const instruments = await selectInstruments(db, conference.id);
    views.push({
      ...conference,
      reports: (await issuedReports(db, conference.id)).map((report) => ({
        kind: report.kind,
        page: pageOf(conference.slug, report),
      })),
      instruments: instruments.map((one) => ({
        slug: one.slug,
        title: one.title,
        symbol: symbolOf(one),
        stage: one.stage,
        outcome: one.outcome,
      })),
    });
  }
  return views;
}
