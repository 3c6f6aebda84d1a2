import type {
  AdoptionView,
  AgreementView,
  FormerAdoptionView,
  InstrumentView,
  SignedParagraphView,
} from "../../shared/api/views/instruments";
import {
  concordanceOf,
  PARAGRAPH_CONCORDANCES,
  type ParagraphConcordance,
  paragraphConcordances,
} from "../../shared/rules/concordance";
import { unagreed } from "../../shared/rules/paragraphs";
import { debateQuorum, decisionQuorum } from "../../shared/rules/quorum";
import type { Act } from "../../shared/rules/rights-table";
import { bodySeized } from "../../shared/rules/stages";
import { brackets } from "../../shared/text/brackets";
import type { Language, TextDoc } from "../../shared/text/model";
import { type ParagraphConcordanceRow, selectParagraphConcordances } from "../db/concordances";
import { selectBody, selectConference, selectMemberIds } from "../db/conferences";
import {
  type InstrumentRow,
  selectConcordances,
  selectOptionalInstrument,
  selectOptionalText,
  selectTexts,
} from "../db/instruments";
import { selectLedgerOf } from "../db/ledger";
import type { Db } from "../db/rows";
import { selectTextSponsors } from "../db/sponsors";
import {
  selectAdoptedTexts,
  selectAdoptions,
  selectOptionalAdoption,
  selectOptionalLatestVersion,
  selectVersion,
} from "../db/versions";
import { selectOptionalQuestion, selectOptionalVote } from "../db/votes";
import { summariseInstrument } from "./instrument-summary";
import { readInMeeting } from "./proceedings";
import { presetFor } from "./rules";
import { textSha256 } from "./text-content";
import { summariseVersion } from "./versions";
import { type Everybody, permissions, type Viewer } from "./viewer";
import { readVoteForAll, voteFor } from "./votes";
import { readVotingOrder } from "./voting-order";
import { isTextSponsor } from "./whose-amendment";

const ACTS: readonly Act[] = [
  "save_version",
  "import_text",
  "publish_version",
  "open_reading",
  "mark_paragraph",
  "agree_paragraph",
  "agree_text",
  "reopen_text",
  "forward_text",
  "take_up",
  "resume_debate",
  "move_reconsideration",
  "set_deadline",
  "propose_amendment",
  "import_amendments",
  "put_final_question",
  "put_amendment",
  "confirm_order",
  "rule_on_amendment",
  "set_not_put",
  "take_down_amendment",
  "name_sponsors",
  "accept_amendment",
  "withdraw_text",
];

export async function readInstrument(viewer: Viewer, slug: string): Promise<InstrumentView | null> {
  const { actor, shared, conferenceId } = viewer;
  const found = await shared.get(`instrument ${conferenceId} ${slug}`, () => readForAll(viewer, slug));
  if (!found) return null;
  const { instrument, question, texts, votingOrder, meeting, sponsors, members, ...view } = found;
  const rights = permissions(actor, instrument, ACTS, {
    ...meeting,
    textSponsor: isTextSponsor(actor, sponsors, instrument.stage),
    bodyMember: actor.delegation !== null && members.has(actor.delegation.id),
  });
  return {
    ...view,
    // To suggest an order every amendment is measured: for whoever confirms it.
    votingOrder: rights.confirm_order?.ok ? await readVotingOrder(viewer, instrument, true) : votingOrder,
    texts: texts.map((text) => {
      const ofText = permissions(actor, instrument, ["write_text", "sign_off_language"], {
        language: text.language,
        questionPending: question !== null,
      });
      return {
        ...text,
        writable: ofText.write_text ?? { ok: true },
        signOff: ofText.sign_off_language ?? { ok: true },
      };
    }),
    sponsors: {
      committee: sponsors.committee,
      delegations: sponsors.delegations.map(({ code, name }) => ({ code, name })),
    },
    question: question && voteFor(viewer, question),
    permissions: rights,
  };
}

async function readForAll(from: Everybody, slug: string) {
  const { pool, conferenceId } = from;
  const instrument = await selectOptionalInstrument(pool, conferenceId, slug);
  if (!instrument) return null;
  const conference = await selectConference(pool, conferenceId);
  const preset = await presetFor(pool, conferenceId);
  const seized = bodySeized(instrument.stage);
  const body = await selectBody(pool, conferenceId, seized);
  const question = await selectOptionalQuestion(pool, instrument.id);
  const adoption = await readAdoption(pool, conferenceId, instrument);
  const { texts, bracketCount, openParagraphs } = await readTexts(from, instrument, adoption?.texts ?? []);
  return {
    instrument,
    ...(await summariseInstrument(pool, conference.slug, instrument)),
    sourceLanguage: instrument.sourceLanguage,
    body: {
      slug: body.slug,
      name: body.name,
      members: body.members,
      present: body.present,
      debateQuorum: debateQuorum(body.members, seized, preset),
      decisionQuorum: decisionQuorum(body.members, preset),
    },
    brackets: bracketCount,
    openParagraphs,
    amendmentsDeadline: instrument.amendmentsDeadline,
    texts,
    votingOrder: await readVotingOrder(from, instrument, false),
    question: question && (await readVoteForAll(from, question)),
    meeting: await readInMeeting(pool, body.id, { instrumentId: instrument.id }),
    sponsors: await selectTextSponsors(pool, instrument.id),
    members: await selectMemberIds(pool, body.id),
    adoption,
    formerAdoptions: await readFormerAdoptions(pool, instrument.id),
  };
}

async function readTexts(from: Everybody, instrument: InstrumentRow, adopted: AdoptionView["texts"]) {
  const { pool } = from;
  const rows = await selectTexts(pool, instrument.id);
  const signed = await selectConcordances(pool, instrument.id);
  const live = await Promise.all(
    rows.map(async (row) => {
      const text = await from.readText(row.room);
      return { row, text, sha256: textSha256(text, row.language) };
    }),
  );
  const source = live.find(({ row }) => row.language === instrument.sourceLanguage);
  if (!source) throw new Error(`${instrument.slug} has no text in its source language`);
  const isAdoptedTranslation = ({ language }: { language: Language }) =>
    language !== instrument.sourceLanguage &&
    adopted.some((text) => text.language === language && text.concordant);
  const texts: Omit<InstrumentView["texts"][number], "writable" | "signOff">[] = [];
  const paragraphs = await selectParagraphConcordances(pool, instrument.id);
  for (const { row, text, sha256 } of live) {
    const latest = await selectOptionalLatestVersion(pool, row.id);
    const published = row.publishedVersionId ? await selectVersion(pool, row.publishedVersionId) : null;
    texts.push({
      language: row.language,
      room: row.room,
      frozen: row.frozen,
      latestVersion: latest && summariseVersion(latest),
      publishedVersion: published?.number ?? null,
      // Adopted as concordant it stays so: final numbers are other bytes than its translator signed for, and no other words.
      concordance: isAdoptedTranslation(row)
        ? "concordant"
        : concordanceOf({
            isSource: row.language === instrument.sourceLanguage,
            sha256,
            sourceSha256: source.sha256,
            signed: signed.find(({ textId }) => textId === row.id) ?? null,
          }),
      paragraphs:
        row === source.row
          ? null
          : countStates(
              text,
              source.text,
              paragraphs.filter(({ textId }) => textId === row.id),
            ),
    });
  }
  return {
    texts,
    bracketCount: live.reduce((sum, { text }) => sum + brackets(text).length, 0),
    openParagraphs: unagreed(source.text, await from.readStatuses(source.row.room)).length,
  };
}

function countStates(text: TextDoc, source: TextDoc, signed: ParagraphConcordanceRow[]) {
  const states = paragraphConcordances(text, source, new Map(signed.map((one) => [one.blockId, one])));
  const counts = Object.fromEntries(PARAGRAPH_CONCORDANCES.map((state) => [state, 0])) as Record<
    ParagraphConcordance,
    number
  >;
  for (const state of states.values()) counts[state] += 1;
  return counts;
}

/** What translators have put their name to, paragraph by paragraph. */
export async function readConcordance(
  viewer: Viewer,
  slug: string,
  language: string,
): Promise<SignedParagraphView[] | null> {
  const instrument = await selectOptionalInstrument(viewer.pool, viewer.conferenceId, slug);
  const text = instrument && (await selectOptionalText(viewer.pool, instrument.id, language));
  if (!text) return null;
  const rows = await selectParagraphConcordances(viewer.pool, instrument.id);
  return rows
    .filter(({ textId }) => textId === text.id)
    .map(({ block, source, by, at }) => ({ block, source, by, at }));
}

/** How far each paragraph is agreed. Agreement is about the language negotiated in; the others are shown the same. */
export async function readAgreement(viewer: Viewer, slug: string): Promise<AgreementView | null> {
  const instrument = await selectOptionalInstrument(viewer.pool, viewer.conferenceId, slug);
  if (!instrument) return null;
  const source = await selectOptionalText(viewer.pool, instrument.id, instrument.sourceLanguage);
  if (!source) throw new Error(`${slug} has no text in its source language`);
  const statuses = await viewer.readStatuses(source.room);
  return Object.fromEntries([...statuses].filter(([, status]) => status !== "open"));
}

/** The adoptions that no longer stand, the first first. */
export async function readFormerAdoptions(db: Db, instrumentId: string): Promise<FormerAdoptionView[]> {
  return (await selectAdoptions(db, instrumentId)).flatMap(
    ({ voteId: vote, outcome, decidedAt, byConsensus, reconsidered }) =>
      reconsidered ? [{ vote, outcome, decidedAt, byConsensus, reconsideredAt: reconsidered.at }] : [],
  );
}

/** The decision on the whole text that stands, once it is adopted or approved. */
export async function readAdoption(
  db: Db,
  conferenceId: string,
  instrument: InstrumentRow,
): Promise<AdoptionView | null> {
  const adoption = await selectOptionalAdoption(db, instrument.id);
  if (!adoption) return null;
  const vote = await selectOptionalVote(db, adoption.voteId);
  const act = `text.${adoption.outcome}`;
  const entry = (await selectLedgerOf(db, conferenceId, [instrument.slug])).findLast(
    (row) => row.act === act,
  );
  if (!vote || !entry) throw new Error(`the adoption of ${instrument.slug} is not on the record`);
  const counted = !adoption.byConsensus && vote.yes !== null && vote.no !== null && vote.abstain !== null;
  return {
    outcome: adoption.outcome,
    decidedAt: adoption.decidedAt,
    byConsensus: adoption.byConsensus,
    tally: counted ? { yes: vote.yes ?? 0, no: vote.no ?? 0, abstain: vote.abstain ?? 0 } : null,
    ledgerSeq: entry.seq,
    texts: (await selectAdoptedTexts(db, adoption.voteId)).map(
      ({ language, sha256, versionId, concordant }) => ({
        language,
        sha256,
        version: versionId,
        concordant,
      }),
    ),
  };
}
