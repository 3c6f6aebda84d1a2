import { createHash } from "node:crypto";
import { type Certificate, writtenCertificate } from "../../../shared/records/certificate";
import { fillIn, REPORT_WORDS } from "../../../shared/records/reports/phrases";
import { type Block, LANGUAGES, type Language, type TextDoc, textDocShape } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import { printReferences } from "../../../shared/text/references";
import { CERTIFICATE_WORDS, type CertificateWords, LANGUAGE_NAMES } from "./certificate-words";
import { heading, type Piece, type PrintedDocument, paragraph, type Run, table } from "./document";

/** United Nations usage: day before month in English too. */
const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-CN", fr: "fr", es: "es" };

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
      ...certificate.texts.flatMap((text) => wordsOf(text)),
      ...entries(said),
    ],
  };
}

/** At the foot of a page. */
export function certificatePage(language: Language, page: number, pages: number): string {
  return fillIn(CERTIFICATE_WORDS[language].page, { page, pages });
}

class Said {
  readonly c: CertificateWords;
  readonly w: (typeof REPORT_WORDS)[Language];

  constructor(
    readonly it: Certificate,
    readonly language: Language,
  ) {
    this.c = CERTIFICATE_WORDS[language];
    this.w = REPORT_WORDS[language];
  }

  words(words: Record<string, string>): string {
    return words[this.language] ?? words.en ?? Object.values(words)[0] ?? "";
  }

  get title(): string {
    return this.words(this.it.instrument.title);
  }

  delegation(code: string): string {
    const found = this.it.delegations.find((one) => one.code === code);
    return found ? this.words(found.name) : code;
  }

  list(codes: string[]): string {
    return codes.length === 0
      ? this.w.nobody
      : codes.map((code) => this.delegation(code)).join(this.w.listSeparator);
  }

  named(language: string): string {
    return isLanguage(language) ? LANGUAGE_NAMES[language] : language;
  }

  /** In the conference's own time. */
  moment(iso: string): string {
    return new Intl.DateTimeFormat(LOCALES[this.language], {
      dateStyle: "long",
      timeStyle: "short",
      hourCycle: "h23",
      timeZone: this.it.conference.timeZone,
    }).format(new Date(iso));
  }

  day(iso: string): string {
    const { timeZone } = this.it.conference;
    return new Intl.DateTimeFormat(LOCALES[this.language], { dateStyle: "long", timeZone }).format(
      new Date(iso),
    );
  }

  p(words: string | Run[], more?: Parameters<typeof paragraph>[2]): Piece {
    return paragraph(this.language, words, more);
  }

  h(words: string): Piece {
    return heading(this.language, 2, words);
  }

  table(widths: number[], head: string[] | null, rows: string[][]): Piece {
    return table(this.language, widths, head, rows);
  }

  get majority(): string {
    const { majority } = this.it.decision;
    return this.w.majority[majority as keyof typeof this.w.majority] ?? majority;
  }

  get method(): string | null {
    const { method } = this.it.decision;
    return method && (this.w.method[method as keyof typeof this.w.method] ?? method);
  }

  get body(): string {
    const { body } = this.it.decision;
    return this.w.body[body as keyof typeof this.w.body] ?? body;
  }
}

function isLanguage(value: string): value is Language {
  return LANGUAGES.some((language) => language === value);
}

function opening(said: Said): Piece[] {
  const { it, c, w } = said;
  const { conference, instrument, decision } = it;
  const dates = new Intl.DateTimeFormat(LOCALES[said.language], {
    dateStyle: "long",
    timeZone: "UTC",
  }).formatRange(new Date(`${conference.startsOn}T00:00:00Z`), new Date(`${conference.endsOn}T00:00:00Z`));
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

/** One language's text as it was adopted, beginning on a page of its own. */
function wordsOf({ language, text, sha256 }: Certificate["texts"][number]): Piece[] {
  if (!isLanguage(language)) return [];
  const { blocks } = JSON.parse(text) as { blocks: unknown };
  const doc: TextDoc = textDocShape.parse({ blocks });
  const numbers = numberBlocks(doc.blocks, language);
  return [
    { kind: "page" },
    ...printReferences(doc, numbers).blocks.map((block) =>
      pieceOf(block, numbers.get(block.id)?.label ?? "", language),
    ),
    paragraph(language, `SHA-256 ${sha256}`, { small: true }),
  ];
}

function pieceOf(block: Block, label: string, language: Language): Piece {
  const c = CERTIFICATE_WORDS[language];
  const runs = block.runs.map(({ text, marks }) => {
    const has = (type: string) => marks.some((mark) => mark.type === type);
    const run: Run = { text: has("bracket") ? `[${text}]` : text };
    return { ...run, ...(has("em") ? { italic: true } : {}), ...(has("strong") ? { bold: true } : {}) };
  });
  const numbered: Run[] = label === "" ? runs : [{ text: `${label} ` }, ...runs];
  switch (block.kind) {
    case "title":
      return heading(language, 1, runs);
    case "heading":
      return heading(language, 2, numbered);
    case "area":
      return heading(language, 3, numbered);
    case "measure":
    case "source": {
      const what = block.kind === "measure" ? c.measure : c.dataSource;
      return paragraph(language, [{ text: `${what} ` }, ...runs], { label, indent: 2, small: true });
    }
    case "feature":
    case "point":
      return paragraph(language, runs, { label, indent: Math.max(1, Math.min(3, block.level)) });
    case "organ":
    case "preambular":
    case "operative":
    case "note":
      return paragraph(language, runs, { label });
  }
}
