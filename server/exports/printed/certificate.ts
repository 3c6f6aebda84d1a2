import { createHash } from "node:crypto";
import { type Certificate, writtenCertificate } from "../../../shared/records/certificate";
import { daysInWords } from "../../../shared/records/dates";
import { fillIn } from "../../../shared/records/reports/phrases";
import type { Language } from "../../../shared/text/model";
import { printedText } from "./adopted-text";
import { CERTIFICATE_WORDS } from "./certificate-words";
import { heading, type Piece, type PrintedDocument } from "./document";
import { Said } from "./said";

export function certificateFile({ conference, instrument }: Certificate): string {
  return `${conference.slug}.${instrument.slug}.certificate.json`;
}

/** What a certificate says, as a document in one language; from the certificate alone, so that whoever has its file can print it. */
export function printedCertificate(certificate: Certificate, language: Language): PrintedDocument {
  const { instrument, decision } = certificate;
  const said = new Said(certificate, language);
  return {
    language,
    title: `${said.c.certificate[instrument.outcome]} – ${said.title}`,
    head: said.title,
    symbol: instrument.symbol,
    at: new Date(decision.decidedAt),
    pieces: [
      ...opening(said),
      ...decided(said),
      ...reservations(said),
      ...explanations(said),
      ...earlier(said),
      ...signatures(said),
      ...texts(said),
      ...history(said),
      ...proof(said),
      ...certificate.texts.flatMap(printedText),
      ...entries(said),
    ],
  };
}

/** At the foot of a page. */
export function certificatePage(language: Language, page: number, pages: number): string {
  return fillIn(CERTIFICATE_WORDS[language].page, { page, pages });
}

function opening(said: Said): Piece[] {
  const { it, c, w } = said;
  const { conference, instrument, decision } = it;
  const dates = daysInWords(said.language, conference);
  const held = { conference: said.words(conference.title), place: said.words(conference.place), dates };
  const how = decision.tally
    ? fillIn(c.byVote, { method: said.method ?? "", tally: fillIn(w.tally, decision.tally) })
    : c.consensus;
  const { body, title } = said;
  const sentence = { body, title, symbol: instrument.symbol, when: said.day(decision.decidedAt), how };
  return [
    heading(said.language, 1, c.certificate[instrument.outcome]),
    said.p(fillIn(c.held, held)),
    heading(said.language, 2, title),
    said.p([{ text: instrument.symbol, bold: true }]),
    said.p(fillIn(c.decided[instrument.outcome], sentence)),
  ];
}

function decided(said: Said): Piece[] {
  const { it, c, w } = said;
  const { decision } = it;
  const { present, members, quorum, tally, needed, votes } = decision;
  const rows: string[][] = [
    [c.facts.decidedAt, `${said.moment(decision.decidedAt)} (${decision.decidedAt})`],
    [c.facts.body, said.body],
    [c.facts.method, said.method ?? c.consensus],
    ...(tally
      ? [
          [c.facts.tally, fillIn(w.tally, tally)],
          [c.neededVotes, fillIn(c.neededOf, { needed: needed ?? 0, majority: said.majority })],
        ]
      : []),
    [c.facts.present, fillIn(c.quorum, { present, members, quorum })],
    [c.facts.vote, decision.vote],
  ];
  const of = (choice: string) =>
    votes.filter((one) => one.choice === choice).map(({ delegation }) => delegation);
  const line = (title: string, choice: string) =>
    said.p([
      { text: `${title} (${of(choice).length})`, bold: true },
      { text: `${w.pairSeparator}${said.list(of(choice))}` },
    ]);
  return [
    said.h(c.decision),
    said.table([1, 2.6], null, rows),
    ...(votes.length > 0
      ? [
          said.h(c.votes),
          line(w.inFavour, "yes"),
          line(w.against, "no"),
          line(w.abstaining, "abstain"),
          said.p([
            { text: c.notTaking, bold: true },
            { text: `${w.pairSeparator}${members - votes.length}` },
          ]),
        ]
      : []),
  ];
}

function reservations(said: Said): Piece[] {
  const { it, c, w } = said;
  return [
    said.h(w.reservations),
    ...(it.reservations.length === 0
      ? [said.p(c.noReservation)]
      : it.reservations.map(({ delegation, words, seq }) =>
          said.p([
            { text: fillIn(w.speech, { who: said.delegation(delegation), words }) },
            { text: ` (${fillIn(c.entryOf, { seq })})` },
          ]),
        )),
  ];
}

function explanations(said: Said): Piece[] {
  const { it, c, w } = said;
  if (!it.explanations) return [];
  return [
    said.h(w.explanations),
    ...it.explanations.map(({ delegation, when, words, seq }) =>
      said.p([
        { text: fillIn(w.speech, { who: said.delegation(delegation), words }) },
        { text: ` (${c.explained[when]}; ${fillIn(c.entryOf, { seq })})` },
      ]),
    ),
  ];
}

function earlier(said: Said): Piece[] {
  const { it, c } = said;
  if (!it.earlier) return [];
  return [
    said.h(c.earlier),
    ...it.earlier.map(({ outcome, decidedAt, reconsideredAt, vote, seq }) =>
      said.p(
        fillIn(c.wasDecided[outcome], {
          decided: said.moment(decidedAt),
          reconsidered: said.moment(reconsideredAt),
          entry: fillIn(c.entryOf, { seq }),
          vote,
        }),
      ),
    ),
  ];
}

function signatures(said: Said): Piece[] {
  const { it, c, language } = said;
  // Who presided is on the record; the others write their names.
  const chair = it.entries.findLast(({ actor }) => actor?.role === "chair")?.actor?.name ?? "";
  const { chair: presiding, rapporteur, secretariat } = c.officers;
  return [
    {
      kind: "signatures",
      language,
      title: c.signatures,
      under: [[presiding, ...(chair ? [chair] : [])], [rapporteur], [secretariat], [c.dateAndPlace]],
    },
  ];
}

function texts(said: Said): Piece[] {
  const { it, c } = said;
  return [
    said.h(c.texts),
    said.table(
      [1.1, 1, 1.6, 4.2],
      c.textHead,
      it.texts.map(({ language, number, concordant, sha256 }) => [
        said.named(language),
        String(number),
        concordant ? c.source : c.unsigned,
        sha256,
      ]),
    ),
  ];
}

function history(said: Said): Piece[] {
  const { it, c, w } = said;
  const { versions, amendments } = it.history;
  return [
    said.h(c.history),
    amendments.length === 0
      ? said.p(c.noAmendment)
      : said.table(
          [0.7, 1.1, 2.4, 1.6],
          c.amendmentHead,
          amendments.map(({ seq, tag, delegation, outcome }) => [
            String(seq),
            tag,
            said.delegation(delegation),
            w.outcome[outcome as keyof typeof w.outcome] ?? outcome,
          ]),
        ),
    said.table(
      [0.9, 1.1, 1, 1.6, 4.2],
      c.versionHead,
      versions.map(({ seq, language, number, reason, sha256 }) => [
        String(seq),
        said.named(language),
        String(number),
        c.reasons[reason] ?? reason,
        sha256,
      ]),
    ),
  ];
}

function proof(said: Said): Piece[] {
  const { it, c } = said;
  const file = certificateFile(it);
  const sha256 = createHash("sha256").update(writtenCertificate(it)).digest("hex");
  return [
    said.h(c.proof),
    said.table([1, 2.6], null, [
      [c.proofHead.file, sha256],
      [c.proofHead.head, `${it.head.seq}: ${it.head.hash}`],
      [c.proofHead.key, it.key],
      [c.proofHead.signature, it.signature],
    ]),
    ...c.verify.map((words) => said.p(fillIn(words, { file }))),
  ];
}

function entries(said: Said): Piece[] {
  const { it, c } = said;
  return [
    { kind: "page" },
    said.h(c.entries),
    said.p(c.entriesHint),
    said.table(
      [0.8, 1.5, 1.6, 2, 3.7],
      c.entryHead,
      it.entries.map(({ seq, at, actor, act, hash }) => [
        String(seq),
        at.replace("T", " ").replace("Z", ""),
        actor ? [actor.name, actor.delegation].filter(Boolean).join(", ") : c.system,
        act,
        hash,
      ]),
    ),
  ];
}
