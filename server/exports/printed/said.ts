import type { Certificate } from "../../../shared/records/certificate";
import { LOCALES } from "../../../shared/records/dates";
import { REPORT_WORDS } from "../../../shared/records/reports/phrases";
import { isLanguage, type Language } from "../../../shared/text/model";
import { CERTIFICATE_WORDS, type CertificateWords, LANGUAGE_NAMES } from "./certificate-words";
import { heading, type Piece, paragraph, type Run, table } from "./document";

/** United Nations usage: day before month in English too. */

/** What a certificate says, in the words of one language. */
export class Said {
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
